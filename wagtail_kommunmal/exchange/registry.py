"""The kinds of tables that are exported and imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .kinds.assignments import AssignmentTableKind
from .kinds.base import Kind
from .kinds.bodies import BodyTableKind
from .kinds.follow_ups import FollowUpTableKind
from .kinds.investments import InvestmentTableKind
from .kinds.key_figure_targets import TargetTableKind
from .kinds.key_figure_values import ValueTableKind
from .kinds.key_figures import KeyFigureTableKind

KINDS: Final[Mapping[str, type[Kind]]] = {
    kind.code: kind
    for kind in (
        BodyTableKind,
        KeyFigureTableKind,
        ValueTableKind,
        TargetTableKind,
        AssignmentTableKind,
        InvestmentTableKind,
        FollowUpTableKind,
    )
}
"""Code -> kind, in the order in which whole registers are best imported: values need their key figures."""
