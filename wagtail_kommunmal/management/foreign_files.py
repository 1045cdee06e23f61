"""Lets a command be told how the columns of a file from another system are to be understood."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError

from ..exchange.columns.texts import folded
from ..exchange.files.tables import Table
from ..exchange.foreign.mapping import ColumnMapping
from ..exchange.kinds.base import Kind
from ..exchange.suggesting import corrected, suggested

OPTIONS = ("foreign", "set", "map")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options that say how a file is to be understood."""
    parser.add_argument(
        "--foreign",
        action="store_true",
        help="Know columns by what offices and other systems call them, too, and keep what cannot be read as text.",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="COLUMN=TEXT",
        help="What all rows say that say nothing there themselves, for example period=2026-T1; means --foreign.",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=COLUMN",
        help="What a column of the file holds, by its name in code; blank leaves it out; means --foreign.",
    )


def mapping_for(kind: Kind, table: Table, options: dict[str, Any]) -> ColumnMapping:
    """Return how a table is understood, after what the options say. Raises ``FileRefusedError``, ``CommandError``."""
    mapping = suggested(kind, table)
    columns: dict[int, str] = {}
    for heading, column in _pairs("map", options["map"]):
        numbers = [number for number, text in mapping.headings.items() if folded(text) == folded(heading)]
        if len(numbers) != 1:
            found = ", ".join(mapping.headings.values())
            raise CommandError(f"--map: {len(numbers)} columns are called {heading}. The file has: {found}.")
        if column and column not in {each.name for each in kind.columns}:
            names = ", ".join(each.name for each in kind.columns)
            raise CommandError(f"--map: there is no column {column}. The columns are: {names}.")
        columns[numbers[0]] = column
    constants = {**mapping.constants, **dict(_pairs("set", options["set"]))}
    return replace(corrected(kind, mapping, columns), constants=constants)


def _pairs(option: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        # A heading may have a sign of equality in it; what follows the last one is the column.
        before, sign, after = text.rpartition("=") if option == "map" else text.partition("=")
        if not sign:
            raise CommandError(f"--{option} needs a sign of equality: {text}.")
        pairs.append((before.strip(), after.strip()))
    return pairs
