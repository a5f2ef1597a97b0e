"""The labelled evaluation: documents made from known figures are read, and what came out is held against the figures."""
