"""Spiders: one, which serves every portal."""
