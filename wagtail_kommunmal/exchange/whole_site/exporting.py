"""A whole site into a folder: everything of the package, named so that another database can take it in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Revision, Site

from ... import __version__
from ...models import (
    FocusArea,
    FollowUpReport,
    KeyFigure,
    KeyFigureValue,
    KoladaLink,
    KommunmalSiteSettings,
    ResponsibleBody,
    StatusWord,
    goal_models,
    plan_models,
)
from ...models.site_pages import on_site
from .content import unknown_blocks
from .fields import Data, exported, files_of, swapped
from .files import Folder, file_name
from .heads import HeadsExporter
from .media import MediaRows, read_media, write_media
from .moment import one_moment
from .progress import Tell, silent
from .references import Naming, page_reference
from .released_media import ReleasedMedia
from .restrictions import exported_restrictions

VALUE_COLUMNS: Final = [
    "key_figure",
    "period",
    "series",
    "series_label",
    "gender",
    "value",
    "value_text",
    "missing_reason",
    "preliminary",
    "note",
    "provenance",
    "fetched_at",
]
OF_PLACE: Final = ("pk", "path", "translation_key", "locale_id", "alias_of_id")
OF_KEY_FIGURE: Final = frozenset({"key_figure", "ends_on"})
"""Fields of a key figure's rows that follow from where they stand, and from their period."""


@dataclass
class Summary:
    """What an export holds, and what it does not."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    elsewhere: dict[str, dict[str, str]] = field(default_factory=dict)


def export_site(site: Site, path: Path, *, with_files: bool = True, tell: Tell = silent) -> Summary:
    """Write everything of the package for one site into ``path``, which must be empty or not there.

    ``with_files=False`` leaves out the files of images and documents; their names and checksums are written.
    ``tell`` shows how far the work has come. Raises ``FileExistsError``.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty.")
    folder = Folder(path)
    with one_moment():
        exporter = _Exporter(site, folder, tell)
        media = exporter.export()
    # Whoever writes to the database does not wait while files are copied.
    summary = exporter.summary
    with tell(sum(len(part.rows) for part in media)) as progress:
        for part in media:
            advance = partial(progress.advance, 1)
            summary.left_out += write_media(folder, part, with_files=with_files, advance=advance)
    folder.write_manifest({**exporter.facts(), "with_files": with_files})
    return summary


@dataclass(frozen=True)
class _Place:
    """A page that is to be exported, before it is read."""

    pk: int
    model: type[Any]
    path: str
    reference: str


class _Exporter:
    def __init__(self, site: Site, folder: Folder, tell: Tell) -> None:
        self.site, self.folder, self.tell = site, folder, tell
        self.summary = Summary()
        self.languages: dict[int, str] = dict(Locale.objects.values_list("pk", "language_code"))
        self.places = self._places()
        self.naming = Naming(site, {place.pk: place.reference for place in self.places})
        self.released = ReleasedMedia()

    def export(self) -> list[MediaRows]:
        """Write everything but images and documents, whose rows are returned."""
        heads = HeadsExporter(self.site, self.folder, self.naming, self._language, self.summary.counts, self.released)
        keys = heads.keys()
        self._export_site()
        self._export_registers()
        self._export_key_figures()
        with self.tell(len(self.places) + len(keys)) as progress:
            for position, place in enumerate(self.places, 1):
                self._export_page(position, place)
                progress.advance(1)
            self._export_reports()
            heads.export(keys, partial(progress.advance, 1))
        self._name_unknown_blocks()
        self.summary.left_out += self.released.name_in(self.naming)
        media = read_media(self.naming)
        self.summary.counts.update({part.name: len(part.rows) for part in media})
        self.summary.elsewhere = self.naming.elsewhere
        self.folder.write_json("elsewhere.json", self.naming.elsewhere)
        return media

    def facts(self) -> Data:
        """Return what the manifest says of the export."""
        return {
            "created": timezone.now(),
            "package": __version__,
            "wagtail": ".".join(map(str, WAGTAIL_VERSION[:3])),
            "source": {
                "hostname": self.site.hostname,
                "port": self.site.port,
                "name": self.site.site_name,
                "languages": sorted(self.naming.languages),
                "default_language": Locale.get_default().language_code,
            },
            "counts": dict(self.summary.counts),
            "left_out": self.summary.left_out,
        }

    def _language(self, row: Any) -> str:
        """Return the language that a row is written in, which the site must have that it is restored into."""
        code = self.languages[row.locale_id]
        self.naming.languages.add(code)
        return code

    def _places(self) -> list[_Place]:
        """Return the plans and goals of the site, each behind the page that it stands below."""
        here = on_site(self.site)
        found: list[tuple[_Place, int | None]] = []
        for model in [*plan_models(), *goal_models()]:
            pages = model.objects.exact_type(model).filter(here)
            for pk, path, key, locale_id, original in pages.values_list(*OF_PLACE):
                found.append((_Place(pk, model, path, page_reference(key, self.languages[locale_id])), original))
        originals = {place.pk for place, _original in found}
        kept: list[_Place] = []
        dropped: set[str] = set()
        for place, original in sorted(found, key=lambda pair: pair[0].path):
            is_foreign = original is not None and original not in originals
            if is_foreign or place.path[: -place.model.steplen] in dropped:
                dropped.add(place.path)
                page = place.model.objects.get(pk=place.pk)
                self.summary.left_out.append(f"“{page}” ({page.url_path}) is an alias of a page of another site.")
            else:
                kept.append(place)
        return kept

    def _name_unknown_blocks(self) -> None:
        """Say which blocks of the site's own keep the primary keys of what they refer to."""
        models = {*(place.model for place in self.places), get_image_model(), get_document_model()}
        for model in sorted(models, key=lambda model: str(model._meta.label)):
            for stream in model._meta.get_fields():
                if isinstance(stream, StreamField):
                    for kind in sorted(unknown_blocks(stream.stream_block), key=lambda kind: kind.__name__):
                        where = f"{model._meta.label}.{stream.name}"
                        self.summary.left_out.append(f"What blocks of the type {kind.__name__} in {where} refer to.")

    def _export_site(self) -> None:
        settings = KommunmalSiteSettings.objects.filter(site=self.site).first()
        words = StatusWord.objects.filter(site=self.site).prefetch_related("labels")
        data = {
            "settings": settings and exported(settings, self.naming, frozenset({"site"})),
            "words": [
                {
                    **exported(word, self.naming, frozenset({"site"})),
                    "labels": {self._language(row): row.label for row in word.labels.all()},
                }
                for word in words.order_by("vocabulary", "code")
            ],
        }
        self.summary.counts["words"] = len(data["words"])
        self.folder.write_json("site.json", data)

    def _export_registers(self) -> None:
        for name, model in (("bodies", ResponsibleBody), ("focus-areas", FocusArea)):
            rows = model._default_manager.filter(site=self.site).order_by("name", "pk")
            data = [exported(row, self.naming, frozenset({"site"})) for row in rows]
            self.summary.counts[name] = len(data)
            self.folder.write_json(f"{name}.json", data)

    def _export_key_figures(self) -> None:
        figures = KeyFigure.objects.filter(site=self.site).order_by("name", "pk")
        for position, figure in enumerate(figures, 1):
            data = exported(figure, self.naming, frozenset({"site"}))
            for name in ("targets", "assessments"):
                rows = getattr(figure, name).order_by("ends_on", "period", "pk")
                data[name] = [exported(row, self.naming, OF_KEY_FIGURE) for row in rows]
                self.summary.counts[name] += len(data[name])
            link = KoladaLink.objects.filter(key_figure=figure).first()
            data["kolada"] = link and exported(link, self.naming, OF_KEY_FIGURE)
            self.folder.write_json(file_name("key-figures", position, figure.name), data)
        self.summary.counts["key_figures"] = len(figures)
        values = KeyFigureValue.objects.filter(key_figure__site=self.site).order_by(
            "key_figure__name", "key_figure_id", "ends_on", "period", "series", "series_label", "gender"
        )
        rows = (
            (value.key_figure.uuid, *(getattr(value, column) for column in VALUE_COLUMNS[1:]))
            for value in values.select_related("key_figure").iterator(chunk_size=2000)
        )
        self.summary.counts["values"] = self.folder.write_rows("values.csv", VALUE_COLUMNS, rows)

    def _export_page(self, position: int, place: _Place) -> None:
        page = place.model.objects.get(pk=place.pk)
        parent = page.get_parent()
        is_top = parent.pk not in self.naming.pages
        self._name_what_is_beside(page)
        data = {
            "model": page._meta.label_lower,
            "parent": None if is_top else self.naming.pages[parent.pk],
            "parent_path": self.naming.path_of(parent) if is_top else None,
            "fields": exported(page, self.naming),
            "restrictions": exported_restrictions(page, inherited=is_top),
            "revisions": self._revisions(page),
        }
        self.summary.counts["plans" if isinstance(page, tuple(plan_models())) else "goals"] += 1
        name = page.slug if is_top else f"{parent.slug}-{page.slug}"
        self.folder.write_json(file_name("pages", position, f"{self.languages[page.locale_id]} {name}"), data)

    def _name_what_is_beside(self, page: Any) -> None:
        """Say what stands below a page, or in its own fields, that is not exported."""
        for child in page.get_children().exclude(pk__in=self.naming.pages).specific():
            self.summary.left_out.append(f"“{child}” ({child.url_path}) is no plan and no goal.")
        for name in files_of(type(page)):
            if getattr(page, name):
                self.summary.left_out.append(f"The file “{getattr(page, name)}” of “{page}” ({page.url_path}).")

    def _revisions(self, instance: Any) -> list[Data]:
        """Return what an object's live version, its draft and its scheduled version were written as."""
        roles = {"latest": instance.latest_revision_id, "live": instance.live_revision_id}
        scheduled = instance.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
        revisions = Revision.objects.filter(pk__in=[*filter(None, roles.values()), *scheduled])
        return [
            {
                "approved_go_live_at": revision.approved_go_live_at,
                "content": swapped(type(instance), revision.content, self.naming),
                "created_at": revision.created_at,
                "object_str": revision.object_str,
                "roles": sorted(role for role, pk in roles.items() if pk == revision.pk),
            }
            for revision in revisions.order_by("created_at", "pk")
        ]

    def _export_reports(self) -> None:
        reports = FollowUpReport.objects.filter(site=self.site).select_related("body")
        in_order = reports.order_by("ends_on", "period", "body__code", "pk")
        for position, report in enumerate(in_order.iterator(chunk_size=100), 1):
            if report.plan_id not in self.naming.pages or report.body.site_id != self.site.pk:
                self.summary.left_out.append(f"The report “{report}” is of a plan or a body of another site.")
                continue
            fields = exported(report, self.naming, frozenset({"site", "ends_on"}))
            data = {"fields": fields, "revisions": self._revisions(report)}
            self.summary.counts["reports"] += 1
            self.folder.write_json(file_name("reports", position, f"{report.period}-{report.body.code}"), data)
