"""The static site of a release, built from its DuckDB file alone."""
