"""Answers of the API as they were last put together, for the next who asks."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..compat import page_model_name
from .versions import ContentVersion


class StoredAnswer(models.Model):
    """An answer of one version of the content, to be given as long as that is the newest and its pages are public."""

    key = models.CharField(max_length=32, primary_key=True, help_text="Digest of all that was asked.")
    version = models.ForeignKey(
        ContentVersion,
        on_delete=models.CASCADE,
        # Whoever stores an answer is not to wait for a change of the version, nor a change for them.
        db_constraint=False,
        related_name="answers",
    )
    number = models.PositiveBigIntegerField(help_text="That of the version when the answer was put together.")
    changed_at = models.DateTimeField(help_text="That of the version as well.")
    written_at = models.DateTimeField(default=timezone.now)
    etag = models.CharField(max_length=32)
    headers = models.TextField(help_text="As JSON.")
    content = models.BinaryField(help_text="As gzip.")

    # It refers to nothing that anybody looks for, and is large to read.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")

    def __str__(self) -> str:
        return self.key


class StoredAnswerPage(models.Model):
    """A page that an answer tells of, by its place in the tree."""

    answer = models.ForeignKey(StoredAnswer, on_delete=models.CASCADE, related_name="pages")
    path = models.CharField(max_length=255)
    page: models.ForeignKey[Any, Any] = models.ForeignKey(
        page_model_name(),
        on_delete=models.DO_NOTHING,
        # It is asked whether the page is there.
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        help_text="None where it is known by a page below it.",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page of a stored answer")
        verbose_name_plural = _("pages of stored answers")
        constraints = [models.UniqueConstraint(fields=["answer", "path"], name="kommunmal_answer_page_once")]

    def __str__(self) -> str:
        return self.path
