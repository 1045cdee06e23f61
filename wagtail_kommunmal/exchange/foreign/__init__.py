"""Tables that others made, in words of their own: what their headings and cells mean."""
