from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class KommunmalConfig(AppConfig):
    name = "wagtail_kommunmal"
    label = "wagtail_kommunmal"
    verbose_name = _("Goals and follow-up")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .delivery import recording
        from .releasing import triggers

        triggers.connect()
        recording.connect()
        if apps.is_installed("wagtail.contrib.frontend_cache"):
            from .api import frontend_cache

            frontend_cache.connect()
