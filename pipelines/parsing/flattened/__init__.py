"""Tables that lost their cells: rows of the form found in running text, and figures that ran together cut apart."""
