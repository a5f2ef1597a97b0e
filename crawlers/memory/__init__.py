"""What earlier runs saw, and what of it a visit is held against."""
