"""Tables whose spans were lost or lie, whatever format they come from: worked out again from the rows around."""
