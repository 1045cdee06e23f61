from django.apps import AppConfig


class CustomBaseConfig(AppConfig):
    name = "tests.custom_base"
    label = "custom_base"
