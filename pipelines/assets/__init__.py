"""The Dagster assets, one module a step of the night; thin: each names what it makes and calls what makes it."""
