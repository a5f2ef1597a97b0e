"""Measurements: printed, never asserted. Each figure comes from one run on the machine at hand."""
