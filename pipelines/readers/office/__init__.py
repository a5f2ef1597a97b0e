"""What files of word processors are made of: their parts, styles, spans and pictures. Their readers are `docx`, `doc`,
`word_xml`, `rtf`, `odt` and `ofd`."""
