"""What is found out before anything is restored: is the site empty, and has everything of the export a place in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from ...compat import page_model
from ...models import (
    FocusArea,
    FollowUpReport,
    KeyFigure,
    KeyFigureAssessment,
    KeyFigureTarget,
    KoladaLink,
    KommunmalSiteSettings,
    ReleaseHead,
    ResponsibleBody,
    StatusWord,
    goal_models,
    plan_models,
)
from ...models.site_pages import on_site
from .exporting import VALUE_COLUMNS
from .fields import children_of, unknown_fields
from .files import Export
from .heads import OF_HEAD, problems_of_members
from .media import MediaStore
from .references import Finding
from .releases import names_of_heads

REGISTERS: Mapping[str, type[Model]] = {"bodies.json": ResponsibleBody, "focus-areas.json": FocusArea}
PARTS: Final = ("targets", "assessments", "kolada")
"""What stands beside the fields of a key figure."""


class RefusedError(ValueError):
    """The export cannot be restored into the site; ``reasons`` says why."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


@dataclass
class Places:
    """Where the pages of an export are to stand."""

    site: Site
    finding: Finding
    parent: str | None = None
    _parents: dict[tuple[str, str], Any] = field(default_factory=dict)

    def parent_of(self, data: Mapping[str, Any]) -> Any:
        """Return the page of the site that a page of the export is to stand below, or ``None`` if there is none.

        In a language that the path does not lead to a page in, it is the translation of the page in the site's first
        language, or that page itself where it has none.
        """
        path, language = self.parent or data["parent_path"] or "/", language_of(data)
        key = (path, language)
        if key not in self._parents:
            self._parents[key] = self._find(path, language)
        return self._parents[key]

    def forget(self) -> None:
        """Look again for the parents, after pages were made."""
        self._parents.clear()

    def _find(self, path: str, language: str) -> Any:
        path = f"/{path.strip('/')}/" if path.strip("/") else "/"
        if self.parent is None and (page := self.finding.page_at(path, language)):
            return page
        default = self.site.root_page.locale.language_code
        page = self.finding.page_at(path, default)
        if page is None or language == default:
            return page
        return page.get_translations().filter(locale__language_code=language).first() or page


def language_of(data: Mapping[str, Any]) -> str:
    """Return the language of a page of an export."""
    return str(data["fields"]["locale"]).partition(":")[2]


def page_class(data: Mapping[str, Any]) -> type[Any] | None:
    """Return the class of a page of an export, if the site has such plans or goals."""
    known = {model._meta.label_lower: model for model in [*plan_models(), *goal_models()]}
    return known.get(data["model"])


def reasons_against(export: Export, site: Site, places: Places) -> list[str]:
    """Return why an export must not be restored into a site; empty where it may."""
    unfit = [*_unfit_tables(export)]
    return [
        *(f"The site has {what} already: an export is restored into an empty site." for what in _content_of(site)),
        *unfit,
        # Ids are compared where each file has them.
        *(() if unfit else _taken(export)),
        *_unfit_pages(export, places),
        *_unfit_rows(export),
        *_missing_files(export),
    ]


def languages_to_add(export: Export) -> list[str]:
    """Return the languages of the export that are not there yet."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    return [code for code in _languages(export) if code not in known]


def _languages(export: Export) -> list[str]:
    return list(export.manifest["source"]["languages"])


def _content_of(site: Site) -> Iterator[str]:
    """Name what a site has of the package; its settings alone do not count."""
    models = [*plan_models(), *goal_models()]
    pages = sum(model.objects.exact_type(model).filter(on_site(site)).count() for model in models)
    if pages:
        yield f"{pages} plans and goals"
    for model in (ResponsibleBody, FocusArea, KeyFigure, FollowUpReport, StatusWord, ReleaseHead):
        if count := model._default_manager.filter(site=site).count():
            yield f"{count} {model._meta.verbose_name_plural}"


def _taken(export: Export) -> Iterator[str]:
    """Say which ids of the export other content of the database has: a copy cannot stand beside its original."""
    for name, model in REGISTERS.items():
        yield from _with_id(name, model, [row["uuid"] for row in export.read_json(name)])
    figures = [export.read_json(name)["uuid"] for name in export.names("key-figures/")]
    yield from _with_id("key-figures/", KeyFigure, figures)
    reports = [export.read_json(name)["fields"]["uuid"] for name in export.names("reports/")]
    yield from _with_id("reports/", FollowUpReport, reports)
    keys = {(data["fields"]["translation_key"], language_of(data)) for data in _pages(export)}
    pages = page_model().objects.filter(translation_key__in={key for key, _language in keys})
    for title, key, language in pages.values_list("title", "translation_key", "locale__language_code"):
        if (str(key), language) in keys:
            yield f"pages/: the page “{title}” has the same id as a page of the export."
    heads = [export.read_json(name) for name in names_of_heads(export)]
    stored = ReleaseHead.objects.filter(translation_key__in={UUID(head["translation_key"]) for head in heads})
    taken = {(str(head.translation_key), head.locale.language_code) for head in stored.select_related("locale")}
    for head in heads:
        if (head["translation_key"], head["language"]) in taken:
            yield f"releases/: “{head['title']}” has releases in this database already."


def _with_id(name: str, model: type[Model], ids: list[str]) -> Iterator[str]:
    for found in model._default_manager.filter(uuid__in=ids):
        yield f"{name}: “{found}” has the same id as one of the export."


def _pages(export: Export) -> Iterator[dict[str, Any]]:
    for name in export.names("pages/"):
        yield export.read_json(name)


def _unfit_pages(export: Export, places: Places) -> Iterator[str]:
    offered = {code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES)}
    for code in languages_to_add(export):
        if code not in offered:
            yield f"The site has no language “{code}”: add it to WAGTAIL_CONTENT_LANGUAGES."
    told: set[str] = set()
    slugs: set[tuple[int, str, str]] = set()
    for name in export.names("pages/"):
        data = export.read_json(name)
        for problem in [*_problems_of_page(data, places), *_same_slugs(data, places, slugs)]:
            if problem not in told:
                told.add(problem)
                yield f"{name}: {problem}"


def _problems_of_page(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    model = page_class(data)
    if model is None:
        yield f"the site has no page class {data['model']} for plans or goals."
        return
    yield from _unknown(model, data["fields"])
    if data["parent"] is not None:
        return
    if (parent := places.parent_of(data)) is None:
        path = places.parent or data["parent_path"] or "/"
        yield f"the site has no page {path}: make one, or name another with --parent."
        return
    slug = data["fields"]["slug"]
    # Below a page in another language it does not stand, but below an alias that is made for it.
    is_its_parent = parent.locale.language_code == language_of(data)
    if is_its_parent and parent.get_children().filter(slug=slug).exists():
        yield f"“{parent}” has a page with the slug “{slug}” already."


def _same_slugs(data: Mapping[str, Any], places: Places, slugs: set[tuple[int, str, str]]) -> Iterator[str]:
    """Name pages that stood below different pages, and cannot stand below one; ``slugs`` are those seen before."""
    if data["parent"] is not None or (parent := places.parent_of(data)) is None:
        return
    place = (parent.pk, language_of(data), data["fields"]["slug"])
    if place in slugs:
        yield f"another page of the export has the slug “{place[2]}” too, and would stand below “{parent}” like it."
    slugs.add(place)


def _unknown(model: type[Any], fields: Mapping[str, Any]) -> Iterator[str]:
    label = model._meta.label
    yield from (f"{label} has no field “{name}”." for name in unknown_fields(model, fields))
    for name, relation in children_of(model).items():
        for row in fields.get(name, ()):
            yield from _unknown(relation.related_model, {key: value for key, value in row.items() if key != "pk"})


def _unfit_rows(export: Export) -> Iterator[str]:
    """Name fields that the site's registers, reports, images and documents do not have."""
    rows: list[tuple[type[Any], Mapping[str, Any]]] = [
        *((model, row) for name, model in REGISTERS.items() for row in export.read_json(name)),
        *((get_image_model(), row["fields"]) for row in export.read_json("images.json")),
        *((get_document_model(), row["fields"]) for row in export.read_json("documents.json")),
        *((FollowUpReport, export.read_json(name)["fields"]) for name in export.names("reports/")),
    ]
    site = export.read_json("site.json")
    rows += [
        (KommunmalSiteSettings, site["settings"] or {}),
        *((StatusWord, without(row, "labels")) for row in site["words"]),
    ]
    for name in export.names("key-figures/"):
        data = export.read_json(name)
        rows.append((KeyFigure, without(data, *PARTS)))
        rows += [
            *((KeyFigureTarget, row) for row in data["targets"]),
            *((KeyFigureAssessment, row) for row in data["assessments"]),
            (KoladaLink, data["kolada"] or {}),
        ]
    yield from dict.fromkeys(problem for model, row in rows for problem in _unknown(model, row))


def without(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return data without some of their members."""
    return {name: value for name, value in data.items() if name not in names}


def _unfit_tables(export: Export) -> Iterator[str]:
    """Name what the table of values and the heads of releases lack, and what is in them that has no place."""
    columns = dict.fromkeys(export.columns_of("values.csv"))
    yield from (f"values.csv: {problem}" for problem in problems_of_members(columns, frozenset(VALUE_COLUMNS)))
    for name in names_of_heads(export):
        yield from (f"{name}: {problem}" for problem in problems_of_members(export.read_json(name), OF_HEAD))


def _missing_files(export: Export) -> Iterator[str]:
    store = MediaStore(export)
    for name, model in (("images.json", get_image_model()), ("documents.json", get_document_model())):
        for row in export.read_json(name):
            if store.is_missing(model, row):
                yield f"{name}: “{row['file']}” was exported without its file, and is not in the site's storage."
