"""What HTML is made of: its tree, what of it is seen, its tables and what stands for a table. Its reader is `html`."""
