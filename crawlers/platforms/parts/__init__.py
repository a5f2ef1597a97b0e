"""What adapters are put together from: anchors, rows, pagers, and what scripts of a page would ask."""
