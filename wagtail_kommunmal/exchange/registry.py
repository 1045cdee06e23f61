"""The kinds of tables that are exported and imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .kinds.base import Kind
from .kinds.bodies import BodyKindOfTable
from .kinds.key_figure_targets import TargetKind
from .kinds.key_figure_values import ValueKind
from .kinds.key_figures import KeyFigureKind

KINDS: Final[Mapping[str, type[Kind]]] = {
    kind.code: kind for kind in (BodyKindOfTable, KeyFigureKind, ValueKind, TargetKind)
}
"""Code -> kind, in the order in which whole registers are best imported: values need their key figures."""
