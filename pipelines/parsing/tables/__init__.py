"""Grids to cells of the form: labels, headers, and which printed cell is which row and column."""
