"""How fast the API is, beside what else a site could use; run it with ``make bench``, see docs/explanation/performance.md.

Nothing of this is in the wheel.
"""
