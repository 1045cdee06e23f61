"""Key figures with their values, targets and assessments."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

from django.db import transaction
from wagtail.models import Locale, Site

from demo.content.municipality import FIGURES_SOURCE
from demo.content.shapes import Assessment, KeyFigure, Target, Value
from demo.loading.bodies import body_with_code
from demo.loading.identity import identity
from wagtail_kommunmal import models
from wagtail_kommunmal.numbers import parse_decimal

NUMBERS = ("value", "value_max", "baseline_value")
Row = TypeVar("Row", models.KeyFigureValue, models.KeyFigureTarget, models.KeyFigureAssessment)


def key_figure_named(key: str) -> models.KeyFigure:
    """Return the key figure that the content modules call `key`."""
    return models.KeyFigure.objects.get(uuid=identity("key-figure", key))


@transaction.atomic
def ensure_key_figure(content: KeyFigure, site: Site) -> bool:
    """Make a key figure and all its rows."""
    uuid = identity("key-figure", content.key)
    if models.KeyFigure.objects.filter(uuid=uuid).exists():
        return False
    key_figure = models.KeyFigure(
        uuid=uuid,
        site=site,
        name=content.name,
        definition=content.definition,
        unit=content.unit,
        unit_label=content.unit_label,
        decimals=content.decimals,
        better=content.better,
        source=FIGURES_SOURCE,
        kolada_id=content.kolada_id,
        responsible=body_with_code(content.responsible) if content.responsible else None,
    )
    if content.name_en:
        key_figure.names.add(
            models.KeyFigureName(
                locale=Locale.objects.get(language_code="en"),
                name=content.name_en,
                definition=content.definition_en,
                unit_label=content.unit_label_en,
            )
        )
    key_figure.full_clean()
    key_figure.save()
    _add_rows(models.KeyFigureValue, key_figure, content.values)
    _add_rows(models.KeyFigureTarget, key_figure, content.targets)
    _add_rows(models.KeyFigureAssessment, key_figure, content.assessments)
    return True


def _add_rows(model: type[Row], key_figure: models.KeyFigure, contents: Iterable[Value | Target | Assessment]) -> None:
    # All at once: the figure is new, so no goal shows it yet and there is nothing to release anew or to undo.
    rows: list[Row] = []
    for content in contents:
        fields = asdict(content)
        numbers = {name: parse_decimal(fields[name]) for name in NUMBERS if fields.get(name) is not None}
        row = model(key_figure=key_figure, **{**fields, **numbers})
        row.stamp()
        # Uniqueness is left to the database: asking it for each row would take a query per value.
        row.clean_fields()
        row.clean()
        rows.append(row)
    model.objects.bulk_create(rows)
