"""Whatever is stored is taken along, made anew, or left out: a new model or field cannot be forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field

from wagtail_kommunmal.exchange.whole_site.exporting import VALUE_COLUMNS
from wagtail_kommunmal.exchange.whole_site.heads import OF_HEAD, OF_RELEASE
from wagtail_kommunmal.models import KeyFigureValue, Release, ReleaseHead

EXPORTED = {
    "FocusArea",
    "FollowUpReport",
    "GoalAssessment",
    "AssignmentFollowUp",
    "InvestmentFollowUp",
    "KeyFigure",
    "KeyFigureAssessment",
    "KeyFigureName",
    "KeyFigureTarget",
    "KeyFigureValue",
    "KoladaLink",
    "KommunmalSiteSettings",
    "PendingRelease",
    "PublicChange",
    "Release",
    "ReleaseHead",
    "ResponsibleBody",
    "ResponsibleBodyName",
    "StatusWord",
    "StatusWordLabel",
}
MADE_ANEW = {
    "ContentVersion",
    "GoalText",
    "ReleaseDependency",
    "ReleasedFollowUp",
    "ReleasedItem",
    "ReleasedItemBody",
    "StoredAnswer",
    "StoredAnswerPage",
}
LEFT_OUT = {"ImportBatch", "ImportMapping", "ImportUpload", "ImportedRow", "KoladaRun"}

OF_HEAD_OTHERWISE = {
    "locale": "language",
    "shown_on": "is_shown",
}
OF_HEAD_DERIVED = {"id", "composed_at", "live_revision", "number_key", "summary"}
OF_RELEASE_DERIVED = {"id", "head", "hidden_by"}
"""``head`` is the folder that the release is in, and who hid it is a person."""
OF_VALUE_DERIVED = {"id", "ends_on"}


def test_every_model_is_exported_or_made_anew_or_left_out() -> None:
    models = {model.__name__ for model in apps.get_app_config("wagtail_kommunmal").get_models()}
    assert models == EXPORTED | MADE_ANEW | LEFT_OUT


@pytest.mark.parametrize(
    ("model", "written", "derived"),
    [
        (KeyFigureValue, set(VALUE_COLUMNS), OF_VALUE_DERIVED),
        (ReleaseHead, OF_HEAD, OF_HEAD_DERIVED),
        (Release, OF_RELEASE, OF_RELEASE_DERIVED),
    ],
)
def test_every_field_is_written_or_derived(model: Any, written: set[str], derived: set[str]) -> None:
    fields = {field.name for field in model._meta.get_fields() if isinstance(field, Field)}
    assert {OF_HEAD_OTHERWISE.get(name, name) for name in fields - derived} == written - {"pending", "changes"}
