"""Replica portals on loopback and the reports they hold, for the demo, the tests and writers of adapters.

Figures, their rendering in every format, the wire of real content systems, switchable faults: all here.
Nothing here parses or crawls.
"""
