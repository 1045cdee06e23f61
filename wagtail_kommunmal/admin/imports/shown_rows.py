"""What a page of the preview shows of a plan: some of its rows, and of long texts where they differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from ...exchange.plans import FieldChange, Plan, PlannedRow, RowStatus

ROWS_A_PAGE: Final = 100
LONGEST: Final = 300
"""So many characters of a text are shown; a page has at most a hundred rows."""
_BEFORE: Final = 40

CHANGES: Final = "changes"
"""What is shown first: every row but those that are unchanged."""


@dataclass(frozen=True)
class Choice:
    """Some of the rows that can be shown."""

    name: str
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True)
class ShownRow:
    """A row of the plan on a page."""

    row: PlannedRow
    fields: Sequence[FieldChange]
    is_confirmed: bool
    is_asked: bool
    """Whether somebody has to say, or has said, that it is about what its name says; once for a row of the file."""

    @property
    def is_new(self) -> bool:
        """Whether the row makes something that there is not."""
        return self.row.change is not None and self.row.change.before is None


class ShownRows:
    """The rows of a plan that a page shows."""

    def __init__(self, plan: Plan, confirmed: frozenset[int], wanted: str, page: str | int) -> None:
        self.plan, self.confirmed = plan, confirmed
        names = [CHANGES, *plan.counts]
        self.wanted = wanted if wanted in names else CHANGES
        chosen = [row for row in plan.rows if self._is_wanted(row)]
        self.page: Page[PlannedRow] = Paginator(chosen, ROWS_A_PAGE).get_page(page)

    @cached_property
    def rows(self) -> list[ShownRow]:
        rows: list[ShownRow] = []
        asked: set[int] = set()
        for row in self.page:
            is_confirmed = row.number in self.confirmed
            is_asked = row.number not in asked and (is_confirmed or row.status == RowStatus.PROPOSED)
            asked |= {row.number} if is_asked else set()
            rows.append(ShownRow(row, [shortened(field) for field in row.fields], is_confirmed, is_asked))
        return rows

    @property
    def choices(self) -> list[Choice]:
        """What can be shown, with how many rows that is."""
        counts = self.plan.counts
        is_folded = len(self.plan.rows) - counts.get(RowStatus.UNCHANGED, 0)
        every = Choice(CHANGES, _("Everything but unchanged"), is_folded, self.wanted == CHANGES)
        each = [
            Choice(status.value, str(status.label).capitalize(), count, self.wanted == status)
            for status, count in counts.items()
        ]
        return [every, *each]

    def _is_wanted(self, row: PlannedRow) -> bool:
        return row.status != RowStatus.UNCHANGED if self.wanted == CHANGES else row.status == self.wanted


def shortened(field: FieldChange) -> FieldChange:
    """Return a field whose texts are short enough to be shown, from shortly before where they differ."""
    if max(len(field.old), len(field.new)) <= LONGEST:
        return field
    pairs = enumerate(zip(field.old, field.new, strict=False))
    start = max(next((place for place, (old, new) in pairs if old != new), 0) - _BEFORE, 0)
    return FieldChange(field.header, _part(field.old, start), _part(field.new, start))


def _part(text: str, start: int) -> str:
    if not text:
        return ""
    part = text[start : start + LONGEST]
    return f"{'… ' if start else ''}{part}{' …' if start + LONGEST < len(text) else ''}"


def fingerprint(plan: Plan) -> str:
    """Return what tells whether a plan is still the one that was shown, whichever rows are confirmed."""
    digest = hashlib.sha256()
    for row in plan.rows:
        is_new = row.change is not None and row.change.before is None
        # What is confirmed becomes changed: which of the two it is stands in the form itself.
        status = "" if row.change else row.status.value
        fields = [[field.header, field.old, field.new] for field in row.fields]
        shown = [row.number, status, is_new, row.label, fields, [str(error) for error in row.errors]]
        digest.update(json.dumps(shown).encode())
    return digest.hexdigest()
