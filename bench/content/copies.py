"""Further municipalities: the rows of the first one written again with ids of their own.

Publishing 4,640 goals takes an hour; copying the rows of 16 takes a minute and leaves tables of the same sizes. Each
copy has its own pages, documents, items and reports, with fresh ids in them; what is shared with the first municipality
are bodies, focus areas and key figures, and Wagtail's revisions. The search and reference indexes are not filled, and
the checksums of documents are those of the first.
"""

from __future__ import annotations

import gzip
import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from wagtail_kommunmal.fields import CompressedJSONField, canonical_json
from wagtail_kommunmal.models import (
    AssignmentFollowUp,
    ContentVersion,
    DependencyKind,
    FocusArea,
    FollowUpReport,
    KeyFigure,
    Release,
    ReleaseDependency,
    ReleasedFollowUp,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
    ResponsibleBody,
)
from wagtail_kommunmal.pages.models import GoalPage, PlanPage

A_UUID = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
DEPENDS_ON: dict[str, type[models.Model]] = {DependencyKind.REPORT: FollowUpReport, DependencyKind.PAGE: Page}
"""What a municipality has its own of, among the things that documents are composed from."""
SHARED = (ResponsibleBody, FocusArea, KeyFigure)

Row = list[Any]


@dataclass(frozen=True)
class Copy:
    """What the rows of one further municipality have of their own: a number, ids, and a place in the tree."""

    number: int
    ids: Mapping[str, str]
    path: str

    @property
    def slug(self) -> str:
        return f"kommun-{self.number}"

    @property
    def name(self) -> str:
        return f"Kommun {self.number}"


Own = Callable[[Copy], Any]
"""Makes the value that a copy has in a column."""


@dataclass(frozen=True)
class Keys:
    """The places of a table's originals, whose copies get the keys that follow on those in use."""

    first: int
    places: Mapping[Any, int]

    def of(self, key: Any) -> Own:
        place = self.places[key]
        return lambda copy: self.first + (copy.number - 1) * len(self.places) + place


@dataclass(frozen=True)
class Original:
    """A row as the database takes it, and the columns in which each copy has a value of its own."""

    values: Row
    own: list[tuple[int, Own]]

    def copied(self, copy: Copy) -> Row:
        row = self.values.copy()
        for position, value in self.own:
            row[position] = value(copy)
        return row


def add_copies(site: Site, count: int, progress: Callable[[str], None]) -> None:
    """Write ``count`` further municipalities, each a site of its own."""
    originals = Originals(site)
    copies = originals.copies(count)
    # Rows may lead to rows that are written later: what leads where is checked in the end.
    with transaction.atomic():
        for model, rows in originals.prepared():
            _insert(model, (row.copied(copy) for copy in copies for row in rows))
            progress(model._meta.db_table)
        root = Page.get_first_root_node()
        Page.objects.filter(pk=root.pk).update(numchild=root.get_children().count())
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(originals.keys)):
                cursor.execute(statement)
    count_anew()


def count_anew() -> None:
    """Have the database look at its tables: its plans are made of what it knows of them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


class Originals:
    """The rows of the first municipality, each prepared once for all copies."""

    def __init__(self, site: Site) -> None:
        self.home = home = site.root_page
        below = {"path__startswith": home.path}
        self.rows: dict[type[Any], list[Any]] = {
            Page: list(Page.objects.filter(**below).order_by("path")),
            PlanPage: list(PlanPage.objects.filter(**below)),
            GoalPage: list(GoalPage.objects.filter(**below)),
            Site: [site],
            ContentVersion: list(ContentVersion.objects.filter(site=site)),
            ReleaseHead: list(ReleaseHead.objects.order_by("pk")),
            Release: list(Release.objects.filter(current_of__isnull=False)),
            ReleasedItem: list(ReleasedItem.objects.order_by("pk")),
            ReleasedItemBody: list(ReleasedItemBody.objects.order_by("pk")),
            ReleasedFollowUp: list(ReleasedFollowUp.objects.order_by("pk")),
            ReleaseDependency: list(ReleaseDependency.objects.order_by("pk")),
            FollowUpReport: list(FollowUpReport.objects.order_by("pk")),
            AssignmentFollowUp: list(AssignmentFollowUp.objects.order_by("pk")),
        }
        self.keys = {
            model: Keys(_last_key(model) + 1, {row.pk: place for place, row in enumerate(rows)})
            for model, rows in self.rows.items()
            if model is Page or not issubclass(model, Page)
        }
        self.own_ids = self._own_ids()

    def copies(self, count: int) -> list[Copy]:
        parent, step = self.home.path[: -Page.steplen], int(self.home.path[-Page.steplen :], 36)
        return [
            Copy(
                number,
                {own: str(uuid.uuid4()) for own in self.own_ids},
                Page._get_path(parent, self.home.depth, step + number),
            )
            for number in range(1, count + 1)
        ]

    def prepared(self) -> Iterator[tuple[type[Any], list[Original]]]:
        for model, rows in self.rows.items():
            yield model, [self._prepared(row) for row in rows]

    def _own_ids(self) -> set[str]:
        """Return the ids that every municipality has its own of: all but those of what is shared."""
        sections = json.dumps([goal.sections.get_prep_value() for goal in self.rows[GoalPage]])
        documents = json.dumps([release.content for release in self.rows[Release]])
        keys = {str(page.translation_key) for page in self.rows[Page]}
        reports = {str(report.uuid) for report in self.rows[FollowUpReport]}
        shared = {str(key) for model in SHARED for key in model._base_manager.values_list("uuid", flat=True)}
        return (keys | reports | set(A_UUID.findall(sections + documents))) - shared

    def _prepared(self, row: Any) -> Original:
        own_of_the_row = self._own_of(row)
        values, own = [], []
        for position, field in enumerate(row._meta.local_concrete_fields):
            value, of_a_copy = self._value(field, getattr(row, field.attname))
            of_a_copy = own_of_the_row.get(field.name, of_a_copy)
            values.append(value)
            if of_a_copy is not None:
                own.append((position, of_a_copy))
        return Original(values, own)

    def _own_of(self, row: Any) -> dict[str, Own]:
        """Return what copies of a row have of their own, beside ids and keys."""
        if isinstance(row, Site):
            return {
                "hostname": lambda copy: f"{copy.slug}.example",
                "site_name": lambda copy: copy.name,
                "is_default_site": lambda _copy: False,
            }
        if isinstance(row, ReleaseDependency) and (model := DEPENDS_ON.get(row.kind)):
            keys = self.keys[model]
            return {"object_id": keys.of(row.object_id)} if row.object_id in keys.places else {}
        if type(row) is not Page:
            return {}
        path, url = row.path[len(self.home.path) :], row.url_path[len(self.home.url_path) :]
        own: dict[str, Own] = {
            "path": lambda copy: copy.path + path,
            "url_path": lambda copy: f"/{copy.slug}/{url}",
        }
        if row.pk == self.home.pk:
            own |= {"slug": lambda copy: copy.slug, "title": lambda copy: copy.name}
        return own

    def _value(self, field: models.Field[Any, Any], value: Any) -> tuple[Any, Own | None]:
        """Return a field's value as the database takes it, and what makes the copies' own, if they have one."""
        if isinstance(field, StreamField):
            return self._text(json.dumps(value.get_prep_value()), str)
        if isinstance(field, models.JSONField) and value is not None:
            return self._text(json.dumps(value), str)
        if isinstance(field, CompressedJSONField) and value is not None:
            return self._text(canonical_json(value).decode(), _compressed)
        if isinstance(value, uuid.UUID) and str(value) in self.own_ids:
            own_id = str(value)
            return None, lambda copy: field.get_db_prep_save(uuid.UUID(copy.ids[own_id]), connection)
        keys = self._keys_of(field)
        if keys is not None and value in keys.places:
            return None, keys.of(value)
        return field.get_db_prep_save(value, connection), None

    def _text(self, text: str, stored: Callable[[str], Any]) -> tuple[Any, Own | None]:
        parts = A_UUID.split(text)
        if self.own_ids.isdisjoint(parts):
            return stored(text), None
        return None, lambda copy: stored("".join([copy.ids.get(part, part) for part in parts]))

    def _keys_of(self, field: models.Field[Any, Any]) -> Keys | None:
        """Return the keys of the table that a field leads to, or is the key of."""
        if field.remote_field is not None:
            model = field.remote_field.model
        elif field.primary_key:
            model = field.model
        else:
            return None
        # A page of any class has the key of a page.
        return self.keys.get(Page if issubclass(model, Page) else model)


def _last_key(model: type[Any]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


@lru_cache(maxsize=64)
def _compressed(text: str) -> bytes:
    """Return a document as it is stored; the items of a section say the same of it."""
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def _insert(model: type[Any], rows: Iterable[Row]) -> None:
    """Write rows in the fastest way that a database has."""
    quoted = connection.ops.quote_name
    fields = model._meta.local_concrete_fields
    table, columns = quoted(model._meta.db_table), ", ".join(quoted(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(rows))
