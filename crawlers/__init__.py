"""Finding and fetching: portals, platforms, politeness, and the hand-over of every answer to the archive.

A `visit` walks the `lists` of a portal, then its `documents`; `platforms` say how a CMS lists, `wire` asks, `memory` knows the
earlier nights. The only package that knows Scrapy. Nothing here reads what a report says.
"""
