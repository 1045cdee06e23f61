"""Demo content of the invented municipality and the command that loads it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Content in `content/`, how it gets into the database in `loading/`."""

    name = "demo"
