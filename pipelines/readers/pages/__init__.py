"""Pages that only place characters and lines: lattices, lines of text, phrases and labels, running heads, tables over several pages."""
