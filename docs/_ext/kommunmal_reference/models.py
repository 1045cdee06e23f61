"""The models and their fields: what a page, a register or a release keeps."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from wagtail.fields import RichTextField, StreamField

from wagtail_kommunmal.fields import CompressedJSONField, ExactDecimalField, SDGField
from wagtail_kommunmal.models import (
    AssignmentFollowUp,
    FocusArea,
    FollowUpReport,
    GoalAssessment,
    GoalPageMixin,
    InvestmentFollowUp,
    KeyFigure,
    KeyFigureAssessment,
    KeyFigureTarget,
    KeyFigureValue,
    KommunmalSiteSettings,
    PlanPageMixin,
    ResponsibleBody,
    StatusWord,
    StatusWordLabel,
)
from wagtail_kommunmal.models import releases as release_models

from .markdown import anchor, code, label, paragraphs, sentence, table
from .vocabularies import link_to_codes
from .words import in_both_languages

KINDS: Final[dict[type[models.Field[Any, Any]], str]] = {
    StreamField: "[sections](blocks.md)",
    RichTextField: "rich text",
    ExactDecimalField: "decimal number",
    CompressedJSONField: "JSON, compressed",
    SDGField: "list of whole numbers, 1 to 17",
    models.UUIDField: "UUID",
    models.BooleanField: "yes or no",
    models.DateTimeField: "date and time",
    models.DateField: "date",
    models.IntegerField: "whole number",
    models.TextField: "text",
    models.URLField: "web address",
    models.CharField: "text",
}
"""What a field keeps, the more special class first."""


def pages() -> str:
    """Return plan and goal."""
    return _models([PlanPageMixin, GoalPageMixin])


def registers() -> str:
    """Return what plans and goals refer to."""
    return _models([ResponsibleBody, FocusArea, KeyFigure, KeyFigureValue, KeyFigureTarget, KeyFigureAssessment])


def reports() -> str:
    """Return what the bodies report."""
    return _models([FollowUpReport, AssignmentFollowUp, InvestmentFollowUp, GoalAssessment])


def site_settings() -> str:
    """Return what each site decides for itself."""
    return _models([KommunmalSiteSettings])


def words() -> str:
    """Return what each site calls the statuses."""
    return _models([StatusWord, StatusWordLabel])


def releases() -> str:
    """Return what publication stores."""
    return _models(
        model
        for model in vars(release_models).values()
        if inspect.isclass(model) and issubclass(model, models.Model) and model.__module__ == release_models.__name__
    )


def _models(described: Iterable[type[models.Model]]) -> str:
    return "\n\n".join(_model(model) for model in described)


def _model(model: type[models.Model]) -> str:
    rows = [(code(field.name), _kind(field), _name(field), _text(field)) for field in _fields_of(model)]
    heading = f"{label(anchor('model', model.__name__))}\n### {code(model.__name__)}"
    fields = table(["Field", "Keeps", "In the form", "Notes"], rows)
    return f"{heading}\n\n{paragraphs(inspect.getdoc(model))}\n\n{fields}"


def _fields_of(model: type[models.Model]) -> list[Any]:
    """Return a model's fields without its primary key; those of an abstract parent first, as in the database."""
    return [field for field in model._meta.local_fields if not field.primary_key]


def _kind(field: Any) -> str:
    if field.remote_field:
        return code(_target(field))
    if field.choices:
        return f"code: {link_to_codes([value for value, _ in field.choices if value])}"
    kind = next(name for cls, name in KINDS.items() if isinstance(field, cls))
    return f"{kind}, at most {field.max_length} characters" if field.max_length and kind == "text" else kind


def _target(field: Any) -> str:
    """Return the class that a foreign key leads to; an abstract class may know it by name only."""
    target = field.remote_field.model
    return target.split(".")[-1] if isinstance(target, str) else target.__name__


def _name(field: Any) -> str:
    """Return what a form calls the field; what only the code sees has no name in words."""
    shown = field.editable and isinstance(field.verbose_name, Promise)
    return in_both_languages(field.verbose_name) if shown else ""


def _text(field: Any) -> str:
    optional = field.blank or field.null or field.has_default() or not field.editable
    return " ".join(filter(None, ["" if optional else "Required.", sentence(str(field.help_text))]))
