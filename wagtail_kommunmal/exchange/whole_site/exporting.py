"""A whole site into a folder: everything of the package, named so that another database can take it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from wagtail import VERSION as WAGTAIL_VERSION
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
from ...releasing.keys import on_site
from .fields import Data, exported, files_of, swapped
from .files import Folder, file_name
from .heads import HeadsExporter
from .media import export_documents, export_images
from .references import Naming, page_reference
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
OF_KEY_FIGURE: Final = frozenset({"key_figure", "ends_on"})
"""Fields of a key figure's rows that follow from where they stand, and from their period."""


@dataclass
class Summary:
    """What an export holds, and what it does not."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    elsewhere: dict[str, dict[str, str]] = field(default_factory=dict)


def export_site(site: Site, path: Path, *, with_files: bool = True) -> Summary:
    """Write everything of the package for one site into ``path``, which must be empty or not there.

    ``with_files=False`` leaves out the files of images and documents; their names and checksums are written.
    Raises ``FileExistsError``.
    """
    path.mkdir(parents=True, exist_ok=True)
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty.")
    with _one_moment():
        return _Exporter(site, Folder(path), with_files).export()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, whoever writes meanwhile."""
    if connection.in_atomic_block or connection.vendor == "sqlite":
        with transaction.atomic():
            yield
        return
    statement = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    if connection.vendor == "mysql":
        # It holds for the transaction that comes next.
        with connection.cursor() as cursor:
            cursor.execute(statement)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement)
        yield


class _Exporter:
    def __init__(self, site: Site, folder: Folder, with_files: bool) -> None:
        self.site, self.folder, self.with_files = site, folder, with_files
        self.summary = Summary()
        self.languages: dict[int, str] = dict(Locale.objects.values_list("pk", "language_code"))
        self.pages = self._pages()
        self.naming = Naming(site, {page.pk: self._reference(page) for page in self.pages})

    def export(self) -> Summary:
        self._export_site()
        self._export_registers()
        self._export_key_figures()
        for position, page in enumerate(self.pages, 1):
            self._export_page(position, page)
        self._export_reports()
        HeadsExporter(self.site, self.folder, self.naming, self._language, self.summary.counts).export()
        counts = self.summary.counts
        counts["images"] = export_images(self.folder, self.naming, with_files=self.with_files)
        counts["documents"] = export_documents(self.folder, self.naming, with_files=self.with_files)
        self.summary.elsewhere = self.naming.elsewhere
        self.folder.write_json("elsewhere.json", self.naming.elsewhere)
        self.folder.write_manifest(self._facts())
        return self.summary

    def _facts(self) -> Data:
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
            "with_files": self.with_files,
        }

    def _reference(self, page: Any) -> str:
        return page_reference(page.translation_key, self.languages[page.locale_id])

    def _language(self, row: Any) -> str:
        """Return the language that a row is written in, which the site must have that it is restored into."""
        code = self.languages[row.locale_id]
        self.naming.languages.add(code)
        return code

    def _pages(self) -> list[Any]:
        """Return the plans and goals of the site, each behind the page that it stands below."""
        here = on_site(self.site)
        found = [page for model in [*plan_models(), *goal_models()] for page in model.objects.filter(here)]
        originals = {page.pk for page in found}
        kept: dict[int, Any] = {}
        dropped: list[str] = []
        for page in sorted({page.pk: page for page in found}.values(), key=lambda page: str(page.path)):
            original, parent = page.alias_of_id, page.path[: -page.steplen]
            is_foreign = original is not None and original not in originals
            if is_foreign or parent in dropped:
                dropped.append(page.path)
                self.summary.left_out.append(f"“{page}” ({page.url_path}) is an alias of a page of another site.")
            else:
                kept[page.pk] = page
        return list(kept.values())

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
        columns = [*VALUE_COLUMNS]
        rows = [
            (value.key_figure.uuid, *(getattr(value, column) for column in columns[1:]))
            for value in values.select_related("key_figure").iterator(chunk_size=2000)
        ]
        self.summary.counts["values"] = len(rows)
        self.folder.write_rows("values.csv", columns, rows)

    def _export_page(self, position: int, page: Any) -> None:
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
        name = f"{page.get_parent().slug}-{page.slug}" if not is_top else page.slug
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
        for position, report in enumerate(reports.order_by("ends_on", "period", "body__code", "pk"), 1):
            if report.plan_id not in self.naming.pages or report.body.site_id != self.site.pk:
                self.summary.left_out.append(f"The report “{report}” is of a plan or a body of another site.")
                continue
            fields = exported(report, self.naming, frozenset({"site", "ends_on"}))
            data = {"fields": fields, "revisions": self._revisions(report)}
            self.summary.counts["reports"] += 1
            self.folder.write_json(file_name("reports", position, f"{report.period}-{report.body.code}"), data)
