"""A portal's documents: which are asked for tonight, and what becomes of each."""
