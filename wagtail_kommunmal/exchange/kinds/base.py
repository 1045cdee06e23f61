"""What a kind of table has to know of the objects that its rows are about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from ..columns.headings import Column
from ..plans import Change, Key, State

Values = Mapping[str, Any]
"""Name of a column -> what a row says there; a blank cell is not among them."""


class RowError(Exception):
    """A row cannot be imported: ``messages`` by name of the column, "" if no single one is to blame."""

    def __init__(self, messages: Mapping[str, Sequence[str]]) -> None:
        super().__init__(str(messages))
        self.messages = messages


def row_error(error: ValidationError) -> RowError:
    """Return what is wrong with a row by its columns."""
    return RowError({("" if name == "__all__" else name): texts for name, texts in error.message_dict.items()})


@dataclass(frozen=True)
class Match:
    """Which object a row is about."""

    key: Key
    label: str
    state: State | None
    """What the object holds; ``None`` if the row makes a new one."""
    column: str = ""
    """The column that told it: what it says is compared without regard to case, and is no change of the object."""
    doubt: str = ""
    """Why somebody has to confirm that the row is about the object; blank if it is certain."""


@dataclass(frozen=True)
class Writing:
    """Who writes changes, and how."""

    user: Any = None
    details: Mapping[str, Any] = field(default_factory=dict)
    """What the log says beside the change."""
    is_undo: bool = False
    publishes: bool = False
    """Whether what has drafts is published; what has none is in force at once, whatever this says."""
    is_dry: bool = False
    """Whether the transaction is rolled back: pages then need not be saved, which others would hear of."""


def doubt_of_name() -> str:
    """Return what is told of a row whose object has only its name to be known by."""
    return _("Only the name tells what this row is about: confirm that it is so.")


class Kind(ABC):
    """A kind of table of one site; what is stored is read once, in as many queries for few rows as for many."""

    code: ClassVar[str]
    label: ClassVar[Any]
    description: ClassVar[Any] = ""
    """What its rows hold, in a sentence for whoever chooses among the kinds."""
    model: ClassVar[Any]
    """What a right to the table is a right to."""
    export_rights: ClassVar[Sequence[str]] = ("add", "change", "delete", "view")
    """Each of these rights to the model lets somebody take the table home: she sees as much in the admin."""
    import_rights: ClassVar[Sequence[str]] = ("add", "change")
    """Somebody with all these rights to the model may import the table, and take its imports back."""
    has_drafts: ClassVar[bool] = False
    """Whether changes are written as drafts, unless they are to be published."""
    text_of: ClassVar[Mapping[str, str]] = {}
    """Column -> the column of texts that may keep, word for word, what cannot be read in it."""
    remarks: ClassVar[str] = ""
    """The column of texts that may keep what cannot be read in any other, behind what the file calls that one."""
    has_periods: ClassVar[bool] = False
    """Whether an export can be narrowed to a period."""
    period: str = ""
    """The only period that is exported, where a kind has them; blank for all that are reported."""

    def __init__(self, site: Site, editor: Any = None) -> None:
        """Make a kind of a site; rows about what ``editor`` may not change are errors, without one none is asked."""
        self.site, self.editor = site, editor

    @classmethod
    def may_be_exported_by(cls, user: Any) -> bool:
        """Tell whether somebody sees in the admin what a table of the kind holds."""
        return bool(ModelPermissionPolicy(cls.model).user_has_any_permission(user, cls.export_rights))

    @classmethod
    def may_be_imported_by(cls, user: Any) -> bool:
        """Tell whether somebody may import the kind; what has drafts is asked for row by row, of the editor."""
        if cls.has_drafts:
            return cls.may_be_exported_by(user)
        policy = ModelPermissionPolicy(cls.model)
        return all(policy.user_has_permission(user, right) for right in cls.import_rights)

    @cached_property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """The columns, in the order of an exported file."""

    @property
    @abstractmethod
    def identities(self) -> Sequence[frozenset[str]]:
        """The sets of columns of which a file has to have at least one whole, to tell what its rows are about."""

    @abstractmethod
    def exported(self) -> Iterable[Values]:
        """Yield a row for each object: name of a column -> value."""

    @abstractmethod
    def prepare(self, rows: Sequence[Values]) -> None:
        """Take note of what the rows of a file say together, before each is looked at by itself."""

    @abstractmethod
    def match(self, values: Values) -> Match:
        """Return which object a row is about. Raises ``RowError``."""

    def resolved(self, match: Match, values: Values) -> Values:
        """Return what a row says, with ids of what it names, now that all rows are known. Raises ``RowError``."""
        return values

    @abstractmethod
    def after(self, match: Match, values: Values) -> State:
        """Return what the object would hold. Raises ``RowError``."""

    @abstractmethod
    def write(self, changes: Sequence[Change], writing: Writing) -> list[Key]:
        """Write changes in the transaction that is under way; return the keys of the objects, in their order.

        Logs them, and asks for the releases of the goals concerned. Raises ``ChangedSinceError`` if an
        object does not hold what ``before`` says, or cannot be deleted any more; ``WritingRefusedError`` if the
        editor may not change one of them now.
        """

    def reasons_against_publishing(self, changes: Sequence[Change]) -> list[str]:
        """Return why changes may not be published, by the editor or at all; empty if they may."""
        return []

    def missing(self, change: Change, written: Container[Key]) -> RowError | None:
        """Return why a change leads nowhere if only the objects with the keys ``written`` are written."""
        return None

    def refuse_units(self, match: Match, units: Mapping[str, str]) -> None:
        """Raise ``RowError`` if a row gives numbers in other units than they are stored in.

        ``units`` are by column, as the file says them. A kind that has a column for the unit is told none.
        """
        if units:
            unit = next(iter(units.values()))
            message = _("The file gives the unit “%(unit)s”, which is not known of this. Write the number alone.")
            raise RowError({name: [message % {"unit": unit}] for name in units})

    def says_nothing(self, match: Match, values: Values) -> bool:
        """Tell whether a row, though it names an object that there is not, says nothing of it."""
        return False
