"""How fast the API is, beside what else a site could use: ``make bench``; nothing of this is in the wheel.

docs/explanation/performance.md says how to read what comes of it.
"""
