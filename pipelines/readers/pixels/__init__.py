"""What is done to the pixels of a page before anything is read on it: made white, set straight, its rulings found."""
