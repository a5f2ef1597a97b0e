"""The `gongkai` command: a thin layer over the packages that do the work."""
