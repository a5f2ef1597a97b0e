"""Pages that only place characters and lines: lattices, lines of text, running heads, tables over several pages."""
