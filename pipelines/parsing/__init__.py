"""Document to Report: pure functions from what is printed to what the form says. No bytes, files or processes here.

`report` puts all together: `identity` says whose report of which year it is, `tables`, `flattened` and `statistics` which
printed figure is which cell, `numbers` what it says, `identities` and `settle` whether it adds up, `claims` what the prose says.
"""
