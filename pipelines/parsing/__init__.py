"""Document to Report: pure functions from what is printed to what the form says. No bytes, files or processes here."""
