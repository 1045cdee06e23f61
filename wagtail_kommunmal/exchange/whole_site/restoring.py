"""A whole site out of a folder into an empty site: in one transaction, so that nobody finds half of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from wagtail.models import Locale, Revision, Site

from ...compat import page_model
from ...models import (
    FocusArea,
    FollowUpReport,
    KeyFigure,
    KeyFigureAssessment,
    KeyFigureTarget,
    KeyFigureValue,
    KoladaLink,
    KommunmalSiteSettings,
    ResponsibleBody,
    StatusWord,
    StatusWordLabel,
)
from ...numbers import parse_decimal
from ...releasing.keys import PageKey
from ...releasing.pending import release_pending
from .checking import Places, RefusedError, language_of, languages_to_add, page_class, reasons_against
from .exporting import VALUE_COLUMNS
from .fields import (
    Data,
    UnfitError,
    built,
    children_of,
    save_many,
    swapped,
    take_keys,
    told_of,
    with_keys,
    without_lost_rows,
)
from .files import Export, open_export
from .losses import lost_references, reference_of
from .media import MediaStore, restore_media
from .progress import Tell, silent
from .references import Finding, note
from .releases import names_of_heads, restore_heads
from .restrictions import restore_restrictions

BATCH_SIZE: Final = 500
VALUE_TEXTS: Final = frozenset(VALUE_COLUMNS) - {"key_figure", "value", "preliminary", "fetched_at"}
TREE_FIELDS: Final = ("path", "depth", "numchild", "url_path", "content_type_id")


@dataclass
class Outcome:
    """What was restored, and what somebody has to look at."""

    counts: dict[str, int]
    lost: dict[str, str] = field(default_factory=dict)
    """Reference -> the name of each thing that is referred to and is not here."""
    tasks: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    """Documents that read differently here, and were released anew for that."""


def restore_site(
    path: Path, site: Site, *, parent: str | None = None, dry_run: bool = False, tell: Tell = silent
) -> Outcome:
    """Bring an export into an empty site; ``parent`` is the path of the page that plans are put below.

    Raises ``DamagedExportError`` and ``RefusedError`` before anything is written, and ``UnfitError`` where the database
    or a page class refuses something, which leaves nothing written either. ``dry_run`` writes nothing at all; ``tell``
    shows how far the work has come.
    """
    export = open_export(path)
    finding = Finding(site, export.read_json("elsewhere.json"))
    places = Places(site, finding, parent)
    if reasons := reasons_against(export, site, places):
        raise RefusedError(reasons)
    if dry_run:
        return Outcome(dict(export.manifest["counts"]), lost_references(export, site))
    store = MediaStore(export)
    try:
        with transaction.atomic():
            # First: whatever else happens after the commit, the rows are there, and need their files.
            transaction.on_commit(store.saved.clear)
            restorer = _Restorer(export, site, finding, places, store, tell)
            restorer.restore()
    except BaseException:
        store.undo()
        raise
    release_pending(restorer.waiting)
    return restorer.outcome


class _Restorer:
    def __init__(
        self, export: Export, site: Site, finding: Finding, places: Places, store: MediaStore, tell: Tell
    ) -> None:
        self.export, self.site, self.finding, self.places = export, site, finding, places
        self.store, self.tell = store, tell
        self.outcome = Outcome(dict(export.manifest["counts"]), finding.lost)
        self.waiting: list[PageKey] = []

    def restore(self) -> None:
        for code in languages_to_add(self.export):
            Locale.objects.create(language_code=code)
        self.outcome.tasks += restore_media(self.export, self.finding, self.store, self.tell)
        self._restore_registers()
        self._restore_site()
        self._restore_key_figures()
        steps = 2 * len(self.export.names("pages/")) + len(names_of_heads(self.export))
        with self.tell(steps) as progress:
            advance = partial(progress.advance, 1)
            self._restore_pages(advance)
            for name in self.export.names("reports/"):
                data = self.export.read_json(name)
                report = built(FollowUpReport, data["fields"], self.finding, site=self.site)
                self._restore_draftable(name, report, data)
            # Last: until now, nothing that was saved had a release that it could have changed.
            self.waiting, self.outcome.differing = restore_heads(self.export, self.site, self.finding, advance)

    def _restore_registers(self) -> None:
        bodies = self.export.read_json("bodies.json")
        made = [self._saved("bodies.json", ResponsibleBody, {**row, "replaced_by": None}) for row in bodies]
        note(self.finding.found, made)
        for body, row in zip(made, bodies, strict=True):
            if successor := self.finding(ResponsibleBody, row["replaced_by"]):
                ResponsibleBody.objects.filter(pk=body.pk).update(replaced_by=successor)
        areas = self.export.read_json("focus-areas.json")
        note(self.finding.found, [self._saved("focus-areas.json", FocusArea, row) for row in areas])

    def _saved(self, name: str, model: type[Any], data: Data) -> Any:
        instance = built(model, data, self.finding, site=self.site)
        take_keys(instance)
        with told_of(f"{name}: “{data.get('name', data.get('code'))}”"):
            instance.save()
            save_many(instance, data, self.finding)
        return instance

    def _restore_site(self) -> None:
        data = self.export.read_json("site.json")
        if data["settings"]:
            settings = built(KommunmalSiteSettings, data["settings"], self.finding, site=self.site)
            # Wagtail makes the row as soon as anybody reads the settings.
            settings.pk = KommunmalSiteSettings.objects.filter(site=self.site).values_list("pk", flat=True).first()
            take_keys(settings)
            with told_of("site.json"):
                settings.save()
                save_many(settings, data["settings"], self.finding)
        for row in data["words"]:
            labels = row.pop("labels")
            word = self._saved("site.json", StatusWord, row)
            for code, label in labels.items():
                locale = Locale.objects.get(language_code=code)
                StatusWordLabel.objects.create(word=word, locale=locale, label=label)

    def _restore_key_figures(self) -> None:
        for name in self.export.names("key-figures/"):
            data = self.export.read_json(name)
            targets, assessments, kolada = (data.pop(part) for part in ("targets", "assessments", "kolada"))
            figure = self._saved(name, KeyFigure, data)
            note(self.finding.found, [figure])
            with told_of(name):
                self._add_rows(figure, KeyFigureTarget, targets)
                self._add_rows(figure, KeyFigureAssessment, assessments)
                if kolada:
                    built(KoladaLink, kolada, self.finding, key_figure=figure).save()
        rows = self.export.read_rows("values.csv")
        while batch := list(islice(rows, BATCH_SIZE)):
            with told_of("values.csv"):
                KeyFigureValue.objects.bulk_create(map(self._value, batch))

    def _add_rows(self, figure: KeyFigure, model: type[Any], rows: Iterable[Data]) -> None:
        made = [built(model, row, self.finding, key_figure=figure) for row in rows]
        for row in made:
            row.stamp()
        model.objects.bulk_create(made, batch_size=BATCH_SIZE)

    def _value(self, row: dict[str, str]) -> KeyFigureValue:
        columns: Data = {
            **{name: row[name] for name in VALUE_TEXTS},
            "key_figure_id": self._key_figure(row["key_figure"]),
            "value": parse_decimal(row["value"]) if row["value"] else None,
            "preliminary": row["preliminary"] == "true",
            "fetched_at": _moment(row["fetched_at"]),
        }
        value = KeyFigureValue(**columns)
        value.stamp()
        return value

    def _key_figure(self, uuid: str) -> int:
        reference = f"key-figure:{uuid}"
        if reference not in self.finding.found:
            raise UnfitError(f"values.csv: the export has no key figure {uuid}.")
        return self.finding.found[reference]

    def _restore_pages(self, advance: Callable[[], None]) -> None:
        """Make every page first, then write its content: pages refer to each other in any order."""
        names = self.export.names("pages/")
        for name in names:
            self._add_bare_page(name, self.export.read_json(name))
            advance()
        for name in names:
            data = self.export.read_json(name)
            model: Any = page_class(data)
            bare = model.objects.get(pk=self.finding.found[reference_of(data)])
            page = built(model, data["fields"], self.finding, pk=bare.pk, id=bare.pk)
            for tree_field in TREE_FIELDS:
                setattr(page, tree_field, getattr(bare, tree_field))
            self._restore_draftable(name, page, data, clean=False)
            self.outcome.tasks += restore_restrictions(page, data["restrictions"])
            advance()

    def _add_bare_page(self, file: str, data: Data) -> None:
        """Add a page that is not live, with what its class cannot be without."""
        model: Any = page_class(data)
        parent = (
            page_model().objects.get(pk=self.finding.found[data["parent"]])
            if data["parent"]
            else self._parent_in_its_language(data)
        )
        parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        # What is not found yet is not lost, for its page may come later.
        tentative = Finding(self.site, self.finding.elsewhere, dict(self.finding.found))
        fields = {name: value for name, value in data["fields"].items() if name != "alias_of"}
        page = built(model, fields, tentative, live=False)
        for name in children_of(model):
            setattr(page, name, [])
        with told_of(file):
            parent.add_child(instance=page)
        self.finding.found[reference_of(data)] = page.pk

    def _parent_in_its_language(self, data: Data) -> Any:
        """Return the page of the site to put a page below, made as an alias where its language lacks it."""
        parent, language = self.places.parent_of(data), language_of(data)
        if parent.locale.language_code == language:
            return parent
        locale = Locale.objects.get(language_code=language)
        made = parent.specific.copy_for_translation(locale, copy_parents=True, alias=True)
        self.outcome.tasks.append(f"“{made}” ({made.url_path}) was made in {language} as an alias, to put pages below.")
        self.places.forget()
        return made

    def _restore_draftable(self, name: str, instance: Any, data: Data, **how: Any) -> None:
        """Save an object whose drafts are kept beside it, and the versions that its export has of it."""
        keys = take_keys(instance)
        with told_of(name):
            instance.save(**how)
            save_many(instance, data["fields"], self.finding)
        own = {key: value for key, value in instance.serializable_data().items() if key != "pk"}
        made_of = {(type(row), label): row.pk for row, label in keys}
        versions: dict[str, Any] = {}
        for revision in data["revisions"]:
            made = self._revision(instance, own, revision, made_of)
            versions |= {f"{role}_revision": made for role in revision["roles"]}
        if versions:
            type(instance).objects.filter(pk=instance.pk).update(**versions)

    def _revision(self, instance: Any, own: Data, data: Data, made_of: Any) -> Revision:
        model = type(instance)
        found = without_lost_rows(model, swapped(model, data["content"], self.finding))
        content = {**own, **with_keys(model, found, made_of), "pk": instance.pk}
        return Revision.objects.create(
            content_type=instance.get_content_type(),
            base_content_type=instance.get_base_content_type(),
            object_id=str(instance.pk),
            created_at=datetime.fromisoformat(data["created_at"]),
            object_str=data["object_str"],
            approved_go_live_at=_moment(data["approved_go_live_at"]),
            content=content,
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
