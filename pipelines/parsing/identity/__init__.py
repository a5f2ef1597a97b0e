"""Whose report of which year a document is: names of bodies, titles, and what a page says beside them."""
