"""Mistakes made on purpose in the SQL of the warehouse, to see that its tests notice them; run by `make mutants`."""
