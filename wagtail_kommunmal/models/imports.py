"""What imports wrote, so that it can be undone; files on their way in, and how files have been understood."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class ImportBatch(models.Model):
    """One import of a file: who made it, of what kind, and whether it was undone."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    created_at = models.DateTimeField(_("imported"), auto_now_add=True)
    is_published = models.BooleanField(_("published"), default=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.created_at:%Y-%m-%d %H:%M}"


class ImportedRow(models.Model):
    """What an import did to one object."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    label = models.CharField(_("object"), max_length=255)
    key = models.JSONField(_("key"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class ImportUpload(models.Model):
    """A file between the steps of its import; only who brought it sees it, and it is removed when it is imported."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField(_("content"))
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    mapping = models.JSONField(_("mapping"), null=True, blank=True)
    confirmed = models.JSONField(_("confirmed rows"), default=list, blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(models.Model):
    """How files of one make have been understood, under a name, to be used for the next file."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    mapping = models.JSONField(_("mapping"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "name"], name="kommunmal_import_mapping_once_per_name")
        ]

    def __str__(self) -> str:
        return self.name
