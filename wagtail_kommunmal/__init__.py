"""A municipality's goals in Wagtail: plan on pages, follow-up in rows, every publication a release."""

__version__ = "0.1.0"
