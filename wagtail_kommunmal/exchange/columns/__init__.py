"""What the columns of a table are called, and what their cells hold."""
