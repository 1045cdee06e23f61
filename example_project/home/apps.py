"""The municipality's own pages, beside the plan."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home page and news."""

    name = "home"
    verbose_name = "Webbplats"
