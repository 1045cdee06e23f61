"""Further municipalities: the rows of the first one written again with ids of their own.

Publishing 4,640 goals takes an hour; copying the rows of 16 takes a minute and leaves tables of the same sizes. Every
copy has its own pages, documents, items and reports, with fresh ids in them; what is shared with the first municipality
are bodies, focus areas and key figures, and Wagtail's revisions. The search and reference indexes are not filled.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models, router
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from wagtail_kommunmal.models import (
    AssignmentFollowUp,
    FollowUpReport,
    Release,
    ReleaseDependency,
    ReleasedFollowUp,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
from wagtail_kommunmal.pages.models import GoalPage, PlanPage

A_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
AT_ONCE = 10
"""Municipalities that are held in memory together."""
ROWS_AT_ONCE = 500


class Originals:
    """The rows of the first municipality, read once."""

    def __init__(self, site: Site) -> None:
        home = site.root_page
        self.site = site
        self.home = home
        below = Page.objects.filter(path__startswith=home.path).order_by("path")
        self.pages = list(below)
        self.plans = list(PlanPage.objects.filter(path__startswith=home.path))
        self.goals = list(GoalPage.objects.filter(path__startswith=home.path))
        self.heads = list(ReleaseHead.objects.order_by("pk"))
        self.releases = list(Release.objects.filter(current_of__isnull=False))
        self.items = list(ReleasedItem.objects.order_by("pk"))
        self.bodies = list(ReleasedItemBody.objects.order_by("pk"))
        self.follow_ups = list(ReleasedFollowUp.objects.order_by("pk"))
        self.dependencies = list(ReleaseDependency.objects.order_by("pk"))
        self.reports = list(FollowUpReport.objects.order_by("pk"))
        self.rows = list(AssignmentFollowUp.objects.order_by("pk"))

    @property
    def own_ids(self) -> set[str]:
        """The ids that every municipality has its own of."""
        sections = json.dumps([goal.sections.get_prep_value() for goal in self.goals])
        keys = {str(page.translation_key) for page in self.pages}
        return keys | set(A_UUID.findall(sections)) | {str(report.uuid) for report in self.reports}


def add_copies(site: Site, count: int, progress: Callable[[int], None]) -> None:
    """Write ``count`` further municipalities, each a site of its own."""
    originals = Originals(site)
    own_ids = originals.own_ids
    for start in range(0, count, AT_ONCE):
        numbers = range(start + 1, min(start + AT_ONCE, count) + 1)
        _write(originals, [_Copy(originals, own_ids, number) for number in numbers])
        progress(numbers[-1])
    root = Page.get_first_root_node()
    Page.objects.filter(pk=root.pk).update(numchild=root.get_children().count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Copy:
    """What the rows of one further municipality have of their own: ids, and a place in the tree."""

    def __init__(self, originals: Originals, own_ids: set[str], number: int) -> None:
        self.number = number
        self.ids = {own: str(uuid.uuid4()) for own in own_ids}
        home = originals.home
        parent = home.path[: -Page.steplen]
        self.old_path, self.new_path = home.path, Page._get_path(parent, home.depth, int(home.path[-4:], 36) + number)
        self.old_url, self.new_url = home.url_path, f"/kommun-{number}/"
        self.pk_of: dict[tuple[type[Any], Any], Any] = {}

    def text(self, text: str) -> str:
        return A_UUID.sub(lambda found: self.ids.get(found[0], found[0]), text)

    def value(self, field: models.Field[Any, Any], value: Any) -> Any:
        """Return a field's value with this municipality's own ids in it."""
        if isinstance(value, uuid.UUID):
            return uuid.UUID(self.ids.get(str(value), str(value)))
        if isinstance(field, StreamField):
            return field.to_python(json.loads(self.text(json.dumps(value.get_prep_value()))))
        if isinstance(value, dict | list):
            return json.loads(self.text(json.dumps(value, ensure_ascii=False)))
        return value

    def row(self, original: Any, **own: Any) -> Any:
        """Return an unsaved copy of a row; references follow to the copies that have been written before."""
        values = {}
        for field in original._meta.local_concrete_fields:
            if field.primary_key and field.remote_field is None:
                continue
            value = getattr(original, field.attname)
            if field.remote_field is not None:
                value = self.pk_of.get((_table_of(field.remote_field.model), value), value)
            else:
                value = self.value(field, value)
            values[field.attname] = value
        return type(original)(**values | own)

    def page(self, original: Any) -> Any:
        is_home = original.path == self.old_path
        own = {
            "path": self.new_path + original.path[len(self.old_path) :],
            "url_path": self.new_url + original.url_path[len(self.old_url) :],
        }
        if is_home:
            own |= {"slug": f"kommun-{self.number}", "title": f"Kommun {self.number}"}
        return self.row(original, **own)


def _write(originals: Originals, copies: list[_Copy]) -> None:
    _insert(copies, originals.pages, _Copy.page)
    for model, pages in ((PlanPage, originals.plans), (GoalPage, originals.goals)):
        _insert_children(model, [copy.row(page) for copy in copies for page in pages])
    sites = Site.objects.bulk_create(
        Site(
            hostname=f"kommun-{copy.number}.example",
            port=80,
            root_page_id=copy.pk_of[Page, originals.home.pk],
            site_name=f"Kommun {copy.number}",
        )
        for copy in copies
    )
    for copy, site in zip(copies, sites, strict=True):
        copy.pk_of[Site, originals.site.pk] = site.pk
    _insert(copies, originals.heads, lambda copy, row: copy.row(row, current_id=None))
    _insert(copies, originals.releases, _Copy.row)
    _set_current(originals, copies)
    for rows in (
        originals.items,
        originals.bodies,
        originals.follow_ups,
        originals.reports,
        originals.rows,
    ):
        _insert(copies, rows, _Copy.row)
    _insert(
        copies,
        originals.dependencies,
        lambda copy, row: (
            copy.row(row, object_id=copy.pk_of.get((FollowUpReport, row.object_id), row.object_id))
            if row.kind == "report"
            else copy.row(row)
        ),
    )


def _insert(copies: list[_Copy], originals: Iterable[Any], copied: Callable[[_Copy, Any], Any]) -> None:
    """Write copies of rows, and remember which row each became."""
    originals = list(originals)
    if not originals:
        return
    model = type(originals[0])
    rows = [copied(copy, original) for copy in copies for original in originals]
    model._base_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    written = iter(rows)
    for copy in copies:
        for original in originals:
            copy.pk_of[_table_of(model), original.pk] = next(written).pk


def _insert_children(model: type[Any], rows: list[Any]) -> None:
    """Write the part of pages that stands in a table of their own, which ``bulk_create`` does not."""
    using = router.db_for_write(model)
    fields = model._meta.local_concrete_fields
    for start in range(0, len(rows), 50):
        model._base_manager._insert(rows[start : start + 50], fields=fields, using=using)


def _set_current(originals: Originals, copies: list[_Copy]) -> None:
    heads = [
        ReleaseHead(
            pk=copy.pk_of[ReleaseHead, head.pk],
            current_id=copy.pk_of[Release, head.current_id],
        )
        for copy in copies
        for head in originals.heads
    ]
    ReleaseHead.objects.bulk_update(heads, ["current"], batch_size=200)


def _table_of(model: type[Any]) -> type[Any]:
    """Return the model whose table has the primary key: a page of any class is a page."""
    return Page if issubclass(model, Page) else model
