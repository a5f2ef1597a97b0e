"""Turns archived bytes into facts, and orchestrates the night.

`readers` know formats, `parsing` knows the form, `assets` know Dagster; the crawlers and the site are launched as
processes and never imported.
"""
