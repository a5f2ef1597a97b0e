"""Tables of pages without rulings around their cells: columns by alignment, rows by their labels and figures."""
