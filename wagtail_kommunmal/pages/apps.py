from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KommunmalPagesConfig(AppConfig):
    name = "wagtail_kommunmal.pages"
    label = "wagtail_kommunmal_pages"
    verbose_name = _("Goals and follow-up: pages")
    default_auto_field = "django.db.models.BigAutoField"
