"""Finding and fetching: portals, platforms, politeness, and the hand-over of every answer to the archive.

A `visit` walks the `lists` of a portal, then its `documents`; `platforms` say how a CMS lists, `wire` asks, `memory` knows the
earlier nights. These folders need one another one way: `lists` and `documents` stand on `memory` and `wire`, all on `platforms`.
The only package that knows Scrapy. Nothing here reads what a report says.
"""
