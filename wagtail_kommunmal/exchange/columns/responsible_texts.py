"""Reads who is responsible as tables print it: “KFN (KS, TN)”, “KS och TN”, “(Alla)”. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...vocabulary import ResponsibleRole
from .texts import folded, normal_text

ALL_WORDS: Final = frozenset({"alla", "samtliga", "alla nämnder", "samtliga nämnder", "all"})
"""What is printed where all bodies are responsible; a site may have a body that stands for all."""

_CO = re.compile(r"^(?P<leads>[^()]*)\((?P<cos>[^()]*)\)$")
_BETWEEN = re.compile(r"[,;/\n+]|\s(?:och|samt|and)\s|\s&\s")


@dataclass(frozen=True)
class NamedBody:
    """A body as a text names it, and its role."""

    name: str
    """Its code or its name, as printed."""
    role: str = ResponsibleRole.LEAD.value

    @property
    def is_all(self) -> bool:
        """Tell whether the text says that all bodies are meant."""
        return folded(self.name) in ALL_WORDS


def named_bodies(text: str, known: Sequence[str] = ()) -> list[NamedBody]:
    """Return the bodies that a text names, in its order; those in brackets behind others are co-responsible.

    ``known`` are codes and names of bodies, which are not taken apart though they hold a comma, “och” or brackets.
    A text of nothing but brackets, such as “(Alla)”, names leads. Nobody is named twice.
    """
    whole = normal_text(text)
    known_as = frozenset(map(folded, known))
    match = None if folded(whole) in known_as else _CO.match(whole)
    leads, cos = (match["leads"], match["cos"]) if match else (whole, "")
    if not leads.strip():
        leads, cos = cos, ""
    named = [NamedBody(name) for name in _names(leads, known_as)]
    named += [NamedBody(name, ResponsibleRole.CO.value) for name in _names(cos, known_as)]
    once: dict[str, NamedBody] = {}
    for body in named:
        once.setdefault(folded(body.name), body)
    return list(once.values())


def _names(text: str, known: frozenset[str]) -> list[str]:
    """Return the names of a list: as long ones as are known, else what stands between the separators."""
    pieces = _BETWEEN.split(text)
    separators = [match[0] for match in _BETWEEN.finditer(text)]
    longest = 1 + max((len(_BETWEEN.findall(name)) for name in known), default=0)
    names: list[str] = []
    start = 0
    while start < len(pieces):
        ends = range(min(start + longest, len(pieces)), start + 1, -1)
        end = next((each for each in ends if folded(_joined(pieces, separators, start, each)) in known), start + 1)
        names.append(_joined(pieces, separators, start, end).strip())
        start = end
    return [name for name in names if name]


def _joined(pieces: Sequence[str], separators: Sequence[str], start: int, end: int) -> str:
    further = zip(separators[start : end - 1], pieces[start + 1 : end], strict=True)
    return pieces[start] + "".join(separator + piece for separator, piece in further)
