"""A whole site as files, and back."""
