"""Suggests how a file is understood: what is certain; all else is left out, and shown as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from ..periods import Period
from ..vocabulary import Gender, PeriodKind, Series
from .errors import FileRefusedError
from .files.reading import read_table
from .files.tables import Row, Table
from .foreign.headers import LEAST_TOLD, refuse_tables_of_the_api
from .foreign.heading_periods import period_in, periods_in, shape_of
from .foreign.heading_texts import header_candidates
from .foreign.headings import AMOUNTS, HeadingReader, HeadingReading
from .foreign.mapping import LEFT_OUT, ColumnMapping, Target
from .kinds.base import Kind

_USUAL: Final = {"series": Series.OWN.value, "gender": Gender.TOTAL.value}
"""What a heading means that is silent about something of which another heading speaks."""

_OF_ITS_TIME: Final = frozenset({"period", "plan", "year_from", "year_to"})
"""The columns of which the next file says something else."""


def read_foreign_table(kind: Kind, data: bytes, name: str, sheet: str = "") -> Table:
    """Read the table of a file whose columns are called as offices and old systems do. Raises ``FileRefusedError``."""
    return read_table(data, name, HeadingReader(kind).recognises, sheet)


def suggested(kind: Kind, table: Table) -> ColumnMapping:
    """Return how the columns of a table are understood. Raises ``FileRefusedError`` if it has no header.

    A table whose columns have names that are not known is taken to begin with its header; all of it is left out.
    """
    return _suggested(kind, table, frozenset())


def is_own_format(kind: Kind, mapping: ColumnMapping) -> bool:
    """Tell whether a file is what the package itself exports: its columns have the names that it gives them."""
    headers = HeadingReader(kind).headers
    return not mapping.constants and all(
        (column := headers.find(mapping.headings[number])) and target == Target(column.name)
        for number, target in mapping.targets.items()
    )


def corrected(kind: Kind, mapping: ColumnMapping, columns: Mapping[int, str]) -> ColumnMapping:
    """Return a mapping after somebody has said what some of the file's columns hold; "" leaves one out."""
    reader = HeadingReader(kind)
    targets = dict(mapping.targets)
    for number, column in columns.items():
        if targets[number].column != column:
            targets[number] = reader.target_for(mapping.headings[number], column)
    return replace(mapping, targets=_with_only_period(kind, _with_usual(kind, targets)))


def found_again(kind: Kind, table: Table, saved: ColumnMapping) -> ColumnMapping:
    """Return a mapping as it fits another file: columns are known by their headings, whatever period these name.

    What the whole file says of its period and plan is of that file alone.
    """
    mapping = _suggested(kind, table, frozenset(map(shape_of, saved.headings.values())))
    exact: dict[str, tuple[str, Target]] = {}
    alike: dict[str, list[tuple[str, Target]]] = {}
    for number, heading in saved.headings.items():
        exact[_plain(heading)] = (heading, saved.targets[number])
        alike.setdefault(shape_of(heading), []).append((heading, saved.targets[number]))
    targets = dict(mapping.targets)
    unsaid: set[int] = set()
    for number, heading in mapping.headings.items():
        old = [exact[_plain(heading)]] if _plain(heading) in exact else alike.get(shape_of(heading), [])
        moved = {str(each): each for each in (_moved(*each, heading) for each in old)}
        if len(moved) == 1:
            targets[number] = next(iter(moved.values()))
            unsaid |= {number for _heading, target in old if len(target.fixed) > len(targets[number].fixed)}
    filled = _filled(kind, targets)
    targets |= {number: filled[number] for number in unsaid}
    kept = {name: text for name, text in saved.constants.items() if name not in _OF_ITS_TIME}
    told = {name for target in targets.values() for name in (target.column, *target.fixed)}
    constants = {name: text for name, text in {**kept, **mapping.constants}.items() if name not in told}
    return replace(mapping, targets=_without_doubles(targets), constants=constants, keeps_text=saved.keeps_text)


def _suggested(kind: Kind, table: Table, shapes: Collection[str]) -> ColumnMapping:
    """Return a suggestion; ``shapes`` are those of headings that were seen before."""
    reader = HeadingReader(kind)
    candidates = header_candidates(table)
    refuse_tables_of_the_api(candidates)
    header = _header(candidates, reader, shapes)
    readings = {number: reader.read(cell.text) for number, cell in header.cells.items()}
    targets = _without_doubles(_filled(kind, {number: reading.target for number, reading in readings.items()}))
    mapping = ColumnMapping(
        header_row=header.number,
        headings={number: cell.text for number, cell in header.cells.items()},
        targets=targets,
        constants=_constants(kind, targets, _texts_above(table, header), readings),
    )
    return replace(mapping, keeps_text=not is_own_format(kind, mapping))


def _header(candidates: Sequence[Row], reader: HeadingReader, shapes: Collection[str]) -> Row:
    """Return the row that names most columns, the first of such; else the first row of several texts."""
    told = {row.number: _columns_told(row, reader, shapes) for row in candidates}
    if any(told.values()):
        return max(candidates, key=lambda row: (told[row.number], -row.number))
    for row in candidates:
        texts = [cell for cell in row.cells.values() if isinstance(cell.value, str)]
        if len(texts) == len(row.cells) >= LEAST_TOLD:
            return row
    raise FileRefusedError(_("No row near the top can be the names of the columns."))


def _columns_told(row: Row, reader: HeadingReader, shapes: Collection[str]) -> int:
    """Return how many columns a row tells; one that names none tells nothing, whatever years stand in it."""
    texts = [cell.text for cell in row.cells.values()]
    readings = [reader.read(text) for text in texts]
    seen = sum(shape_of(text) in shapes for text in texts)
    if not seen and not any(reading.is_name for reading in readings):
        return 0
    return seen + sum(bool(reading.target.column) or reading.is_name for reading in readings)


def _filled(kind: Kind, targets: Mapping[int, Target]) -> dict[int, Target]:
    """Return what columns hold with what their headings leave unsaid, as those of the others tell it."""
    filled = _with_only_period(kind, _with_usual(kind, targets))
    fields = {column.name for column in kind.columns if column.is_field}
    periods = {target.fixed["period"] for target in filled.values() if "period" in target.fixed}
    years = {_years(target): None for target in filled.values() if "year_from" in target.fixed}
    has_flows = any("flow" in target.fixed for target in filled.values())
    for number, target in filled.items():
        if target.column not in fields:
            continue
        if periods and "period" not in target.fixed:
            filled[number] = LEFT_OUT
        if target.column in AMOUNTS and years and "year_from" not in target.fixed:
            of_year = dict(next(iter(years))) if len(years) == 1 else None
            filled[number] = replace(target, fixed={**of_year, **target.fixed}) if of_year else LEFT_OUT
        if target.column in AMOUNTS and has_flows and "flow" not in target.fixed:
            filled[number] = LEFT_OUT
    return filled


def _years(target: Target) -> tuple[tuple[str, str], ...]:
    return tuple((name, target.fixed[name]) for name in ("year_from", "year_to") if name in target.fixed)


def _with_usual(kind: Kind, targets: Mapping[int, Target]) -> dict[int, Target]:
    fields = {column.name for column in kind.columns if column.is_field}
    named = {target.column for target in targets.values()}
    spoken_of = {name for target in targets.values() for name in target.fixed} & _USUAL.keys() - named
    usual = {name: _USUAL[name] for name in _USUAL if name in spoken_of}
    return {
        number: replace(target, fixed={**usual, **target.fixed}) if target.column in fields and usual else target
        for number, target in targets.items()
    }


def _with_only_period(kind: Kind, targets: Mapping[int, Target]) -> dict[int, Target]:
    """Return the targets with the period that others name, where it is the only one, in those that name none."""
    fields = {column.name for column in kind.columns if column.is_field}
    periods = {target.fixed["period"] for target in targets.values() if "period" in target.fixed}
    return {
        number: replace(target, fixed={"period": next(iter(periods)), **target.fixed})
        if target.column in fields and len(periods) == 1
        else target
        for number, target in targets.items()
    }


def _without_doubles(targets: Mapping[int, Target]) -> dict[int, Target]:
    """Return the targets, none of them if two columns hold the same."""
    counts = Counter((target.column, frozenset(target.fixed.items())) for target in targets.values())
    shared = {target.column for target in targets.values() if not target.fixed}
    return {
        number: LEFT_OUT
        if counts[target.column, frozenset(target.fixed.items())] > 1 or (target.fixed and target.column in shared)
        else target
        for number, target in targets.items()
    }


def _constants(
    kind: Kind, targets: Mapping[int, Target], texts: list[str], readings: Mapping[int, HeadingReading]
) -> dict[str, str]:
    """Return what a title says of the period and of the plan of a file whose columns are silent about them."""
    told = {name for target in targets.values() for name in (target.column, *target.fixed)}
    missing = {column.name for column in kind.columns} - told
    titles = [Period.parse(code) for text in texts for code, _rest in periods_in(text)]
    # A day is mostly that of the printing, and a plan for several years is that of the first or of all of them.
    titles = [period for period in titles if period.kind not in (PeriodKind.DAY, PeriodKind.YEARS)]
    titles += [Period.parse(str(each.year)) for each in readings.values() if each.year and each.target.column]
    constants: dict[str, str] = {}
    if "period" in missing and (period := _only_period(titles)):
        constants["period"] = period.code
    of_headings = [Period.parse(target.fixed["period"]) for target in targets.values() if "period" in target.fixed]
    years = {each.year for each in readings.values() if each.year}
    years |= {period.year for period in (*titles, *of_headings) if period.kind != PeriodKind.YEARS}
    if "plan" in missing and len(years) == 1:
        constants["plan"] = str(years.pop())
    return constants


def _only_period(periods: list[Period]) -> Period | None:
    """Return the only period, or the only one within a year that is named with it."""
    codes = {period.code: period for period in periods}
    within = [period for period in codes.values() if period.kind != PeriodKind.YEAR]
    years = {period.year for period in codes.values()}
    if len(within) == 1 and len(years) == 1:
        return within[0]
    return next(iter(codes.values())) if len(codes) == 1 else None


def _texts_above(table: Table, header: Row) -> list[str]:
    """Return the titles: what stands alone in a row above the header."""
    rows: Iterator[Row] = (row for row in table.rows if row.number < header.number and len(row.cells) == 1)
    return [cell.text for row in rows for cell in row.cells.values()]


def _moved(saved_heading: str, target: Target, heading: str) -> Target:
    """Return what a column holds whose heading names another period than that of the one that was saved.

    A period that the saved heading did not name itself was that of the whole file, and is not said of the next.
    """
    then, now = period_in(saved_heading)[0], period_in(heading)[0]
    moved = {then: now, then[:4]: now[:4], then[-4:]: now[-4:]} if then and now else {}
    fixed = {
        name: moved[text] if name in _OF_ITS_TIME else text
        for name, text in target.fixed.items()
        if name not in _OF_ITS_TIME or text in moved
    }
    return replace(target, fixed=fixed)


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
