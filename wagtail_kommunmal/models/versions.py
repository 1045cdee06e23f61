"""Versions of what the public reads: one number for each site and language that grows with every change."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Site


class ContentVersion(models.Model):
    """All that the public reads of a site in one language, as a number; a site without a row has version 0."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("content version")
        verbose_name_plural = _("content versions")
        constraints = [
            models.UniqueConstraint(fields=["site", "locale"], name="kommunmal_one_version_per_site_and_locale")
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.locale_id} #{self.number}"
