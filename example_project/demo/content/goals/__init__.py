"""The goals, one module for each that lives through the years."""
