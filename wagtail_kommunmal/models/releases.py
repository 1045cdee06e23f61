"""Releases: what was published, kept as it was."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Site

from ..compat import page_model_name
from ..fields import CompressedJSONField
from ..vocabulary import ReleaseReason


class PageKind(models.TextChoices):
    PLAN = "plan", _("Plan")
    GOAL = "goal", _("Goal")


class ItemKind(models.TextChoices):
    ASSIGNMENT = "assignment", _("Assignment")
    KEY_FIGURE = "key_figure", _("Key figure")
    INVESTMENT = "investment", _("Investment")


class DependencyKind(models.TextChoices):
    BODY = "body", _("Responsible body")
    FOCUS_AREA = "focus_area", _("Focus area")
    KEY_FIGURE = "key_figure", _("Key figure")
    IMAGE = "image", _("Image")
    DOCUMENT = "document", _("Document")
    PAGE = "page", _("Page")
    REPORT = "report", _("Follow-up report")


class PendingRelease(models.Model):
    """Something happened to a page's content: its document has to be composed anew."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=30, choices=ReleaseReason.choices)
    label = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("pending release")
        verbose_name_plural = _("pending releases")
        ordering = ["pk"]
        indexes = [models.Index(fields=["translation_key", "locale"], name="kommunmal_pending_page")]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.reason})"


class ReleaseHead(models.Model):
    """One plan or goal in one language: its current release and what lists and links need of it."""

    kind = models.CharField(max_length=10, choices=PageKind.choices)
    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, related_name="+")
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        page_model_name(), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    current = models.OneToOneField("Release", on_delete=models.SET_NULL, null=True, related_name="current_of")
    last_number = models.PositiveIntegerField(default=0)
    live_revision = models.PositiveBigIntegerField(null=True)
    composed_at = models.DateTimeField(null=True)
    first_published_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=255, blank=True)
    number = models.CharField(max_length=20, blank=True)
    number_key = models.CharField(
        max_length=160, blank=True, help_text="The number, written so that 2 sorts before 10."
    )
    year = models.PositiveIntegerField(null=True)
    parent_goal_key = models.UUIDField(null=True)
    previous_goal_key = models.UUIDField(null=True, db_index=True)
    assessment = models.CharField(max_length=20, blank=True, help_text="Status of a goal's current assessment.")
    goal_kind = models.CharField(max_length=20, blank=True)
    focus_area_id = models.UUIDField(null=True, help_text="Public id of a goal's focus area.")
    sdgs = models.CharField(max_length=60, blank=True, help_text="A goal's global goals, as “,4,16,”.")
    shown_on = models.ForeignKey(
        Site,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Where the public could read it when that was last recorded.",
    )
    summary = CompressedJSONField(null=True)

    class Meta:
        verbose_name = _("published page")
        verbose_name_plural = _("published pages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="kommunmal_one_head_per_page_and_locale")
        ]
        # All that it takes to tell which pages are public: the summaries make the rows wide.
        indexes = [models.Index(fields=["kind", "locale", "page", "current", "id"], name="kommunmal_head_of_page")]

    def __str__(self) -> str:
        return self.title or str(self.translation_key)


class Release(models.Model):
    """A document as it was published: immutable but for the moment when the next one took its place.

    One that is hidden is kept, and served nowhere.
    """

    head = models.ForeignKey(ReleaseHead, on_delete=models.CASCADE, related_name="releases")
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    format = models.PositiveSmallIntegerField()
    content = CompressedJSONField()
    checksum = models.CharField(max_length=64)
    published_from = models.DateTimeField()
    published_to = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30, choices=ReleaseReason.choices)
    label = models.CharField(max_length=255, blank=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    hidden_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["head", "number"]
        constraints = [models.UniqueConstraint(fields=["head", "number"], name="kommunmal_release_number_once")]

    def __str__(self) -> str:
        return f"{self.head} #{self.number}"


class ReleasedItem(models.Model):
    """An assignment, key figure or investment of a current release, with the columns that lists filter on."""

    head = models.ForeignKey(ReleaseHead, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    item_id = models.UUIDField()
    lineage_id = models.UUIDField()
    position = models.PositiveIntegerField()
    title = models.TextField()
    origin = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    row_kind = models.CharField(max_length=10, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    status = models.CharField(max_length=20, blank=True, help_text="Of the current follow-up or assessment.")
    kolada_id = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True, help_text="What a search looks in, without capitals.")
    section = CompressedJSONField(default=dict, help_text="What the item's section says of every item in it.")
    content = CompressedJSONField()

    class Meta:
        verbose_name = _("released item")
        verbose_name_plural = _("released items")
        ordering = ["head", "position"]
        constraints = [models.UniqueConstraint(fields=["head", "position"], name="kommunmal_item_position_once")]
        indexes = [
            models.Index(fields=["item_id"], name="kommunmal_item_id"),
            models.Index(fields=["lineage_id"], name="kommunmal_item_lineage"),
            # All that it takes to count and sort items: their rows are wide.
            models.Index(fields=["kind", "head", "row_kind", "position", "id"], name="kommunmal_item_place"),
        ]

    def __str__(self) -> str:
        return self.title


class ReleasedItemBody(models.Model):
    """A body's part in a released item, with the body as it was named on the day of the release."""

    item = models.ForeignKey(ReleasedItem, on_delete=models.CASCADE, related_name="bodies")
    head = models.ForeignKey(ReleaseHead, on_delete=models.CASCADE, related_name="+", help_text="That of the item.")
    counted_as = models.CharField(
        max_length=12,
        choices=ItemKind.choices,
        blank=True,
        help_text="Kind of the item; of a group of investments none, as it is not counted.",
    )
    body_id = models.UUIDField()
    name = models.CharField(max_length=255)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=10)
    status = models.CharField(max_length=20, blank=True, help_text="What the body itself reported last.")

    class Meta:
        verbose_name = _("body of a released item")
        verbose_name_plural = _("bodies of released items")
        indexes = [
            models.Index(fields=["body_id", "status", "item"], name="kommunmal_item_body_said"),
            models.Index(fields=["code", "status", "item"], name="kommunmal_item_code_said"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} ({self.role})"


class ReleasedFollowUp(models.Model):
    """What a body said of a released item after a period, as far as lists filter on it."""

    item = models.ForeignKey(ReleasedItem, on_delete=models.CASCADE, related_name="follow_ups")
    body_id = models.UUIDField()
    code = models.CharField(max_length=40)
    role = models.CharField(max_length=10, blank=True)
    period = models.CharField(max_length=20)
    status = models.CharField(max_length=20, blank=True)
    is_overall = models.BooleanField(help_text="The body speaks for the item as a whole.")

    class Meta:
        verbose_name = _("follow-up of a released item")
        verbose_name_plural = _("follow-ups of released items")
        indexes = [models.Index(fields=["period", "status"], name="kommunmal_said_in_period")]

    def __str__(self) -> str:
        return f"{self.period} {self.code}"


class ReleaseDependency(models.Model):
    """Something outside the page that its current release was composed from."""

    head = models.ForeignKey(ReleaseHead, on_delete=models.CASCADE, related_name="dependencies")
    kind = models.CharField(max_length=12, choices=DependencyKind.choices)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("dependency of a release")
        verbose_name_plural = _("dependencies of releases")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "head"], name="kommunmal_dependency_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
