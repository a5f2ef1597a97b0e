"""What a PDF is made of: its characters, what it draws, what is no text of it. Its reader is `pdf`."""
