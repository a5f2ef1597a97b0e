"""The commands by group. Each parses its words, calls one function of another package and prints what it gives.

No work is done here; packages are imported where a command needs them, so `gongkai --help` stays quick.
"""
