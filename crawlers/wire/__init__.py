"""From a spider to the wire and back: what is asked when, which answers are none, and how errors are told."""
