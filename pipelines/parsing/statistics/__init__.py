"""The statistics table of reports for 2008 to 2018, from grids and from running text."""
