"""Tables that plain text keeps by its signs: tabs, bars, commas, drawn lines, blanks. Their readers are `text` and `markdown`."""
