"""A portal's lists: walked to their end, page by page, and what they name."""
