"""Finding and fetching: portals, platforms, politeness, and the hand-over of every answer to the archive.

The only package that knows Scrapy. Nothing here reads what a report says.
"""
