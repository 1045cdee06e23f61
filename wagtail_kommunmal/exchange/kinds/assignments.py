"""Assignments of goals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy

from ...blocks.assignments import AssignmentBlock, AssignmentsBlock
from ...models import AssignmentFollowUp
from ...vocabulary import AssignmentOrigin
from ..columns.block_fields import column_of_block
from ..columns.headings import Column
from ..columns.responsible import ResponsibleType
from .item_places import ItemPlaces
from .item_writing import blank_of
from .page_items import ITEM_COLUMNS, PageItemTableKind


class AssignmentTableKind(PageItemTableKind):
    """What shall be done under a goal. An assignment is known by its lineage id, which it keeps from year to year.

    Without one it is looked for by its text, under the goal that the row names, and has to be confirmed.
    """

    code = "assignments"
    label = gettext_lazy("Assignments")
    description = gettext_lazy("What the council or a committee has decided shall be done, and who is responsible.")
    section_type = "assignments"
    title_field = "title"
    follow_up = AssignmentFollowUp

    @cached_property
    def columns(self) -> Sequence[Column]:
        return [*ITEM_COLUMNS, self.places.kind_column, *self.item_columns]

    @cached_property
    def item_columns(self) -> Sequence[Column]:
        block = AssignmentBlock()
        return [
            column_of_block(block, "title"),
            column_of_block(block, "description"),
            column_of_block(block, "responsible", type=ResponsibleType(lambda: self.bodies), can_clear=True),
            column_of_block(block, "start_year"),
            column_of_block(block, "end_year"),
            column_of_block(block, "decision_reference"),
            column_of_block(block, "quantity_target"),
            column_of_block(block, "quantity_unit"),
        ]

    @cached_property
    def places(self) -> ItemPlaces:
        return ItemPlaces(
            self.section_type,
            column_of_block(AssignmentsBlock(), "origin", AssignmentOrigin, is_field=False, can_clear=False),
            adds_kinds=True,
            contradiction=gettext_lazy("It stands in a section of another origin. An import moves nothing."),
            blank=blank_of(self.section_block),
        )
