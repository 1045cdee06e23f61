"""Tables of objects of a site that have fields of their own: bodies and key figures."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from ...authoring.row_states import plain
from ...models import DependencyKind, ReleaseDependency, ResponsibleBody
from ...numbers import MAX_LENGTH
from ..columns.references import BodyCodes
from ..columns.texts import folded, normal_text
from ..columns.types import one_of
from ..drafts import referred_to_by_drafts
from ..errors import ChangedSinceError
from ..plans import Change, Key, State
from .base import Kind, Match, RowError, Values, Writing, doubt_of_name, row_error


class SnippetTableKind(Kind):
    """Objects with an id (``uuid``), a key that people know, and a name that alone proves nothing."""

    external_key: ClassVar[str]
    """The field that people know an object by."""
    reference: ClassVar[str]
    """The field that leads to a body: a state holds its id, a table its code."""
    dependency: ClassVar[DependencyKind]
    """What a release calls the objects that it was composed from."""

    @property
    @abstractmethod
    def bodies(self) -> BodyCodes:
        """The bodies that there are."""

    @property
    def bodies_to_be(self) -> BodyCodes:
        """The bodies that there are when the rows of the file are written."""
        return self.bodies

    @property
    def identities(self) -> Sequence[frozenset[str]]:
        return [frozenset({"id"}), frozenset({self.external_key}), frozenset({"name"})]

    @cached_property
    def fields(self) -> list[str]:
        """The fields that a table has."""
        return [column.name for column in self.columns if column.is_field]

    @cached_property
    def _own_fields(self) -> list[str]:
        return [name for name in self.fields if name != self.reference]

    @cached_property
    def stored(self) -> dict[str, Any]:
        """Id -> object."""
        objects = self.model.objects.filter(site=self.site).select_related(self.reference).order_by("name", "pk")
        return {str(each.uuid): each for each in objects}

    def exported(self) -> Iterable[Values]:
        for uuid, each in self.stored.items():
            yield {"id": uuid, **self.state_of(each)}

    def state_of(self, each: Any) -> State:
        """Return what an object holds."""
        state = {name: plain(getattr(each, name)) for name in self._own_fields}
        referred = getattr(each, self.reference)
        return {**state, self.reference: str(referred.uuid) if referred else ""}

    def match(self, values: Values) -> Match:
        if uuid := values.get("id"):
            if uuid not in self.stored:
                raise RowError({"id": [_("There is nothing with this id here. Leave the cell blank for a new row.")]})
            return self._match(uuid, "id")
        if key := values.get(self.external_key):
            alike = self._by_key.get(folded(key), [])
            if found := [uuid for uuid in alike if self._key_of(uuid) == key] or alike:
                return self._match(self._only(found, self.external_key), self.external_key)
        elif not values.get("name"):
            raise RowError({"": [_("Nothing in the row tells what it is about.")]})
        name = values.get("name") or ""
        known_as = {uuid for uuid in self._by_name.get(folded(name), []) if not (key and self._key_of(uuid))}
        if known_as:
            return self._match(self._only(list(known_as), "name"), "name")
        new = self._new[folded(key or name), bool(key)]
        return Match((new,), normal_text(str(name or key)), None)

    def resolved(self, match: Match, values: Values) -> Values:
        if not (text := values.get(self.reference)):
            return values
        referred = (match.state or {}).get(self.reference)
        # What an export says is what it said, also when the same file gives the body another code.
        if not referred or self.bodies.by_id.get(referred) != text:
            referred = self.bodies_to_be.find(text) or self.bodies.find(text)
        if not referred:
            message = _("No body has the code “%(text)s”. Write one of: %(allowed)s.")
            allowed = one_of(self.bodies_to_be.by_id.values())
            raise RowError({self.reference: [message % {"text": text[:MAX_LENGTH], "allowed": allowed}]})
        return {**values, self.reference: referred}

    def after(self, match: Match, values: Values) -> State:
        state = {**self._blank_state, **(match.state or {}), **values}
        each = self.model(site=self.site)
        self._fill(each, state)
        try:
            each.clean_fields(exclude=["site", "uuid", self.reference])
            each.clean()
        except ValidationError as error:
            raise row_error(error) from error
        self._note_key(match, state)
        return state

    def write(self, changes: Sequence[Change], writing: Writing) -> list[Key]:
        keys = [change.key[0] for change in changes]
        # What they hold now, and until the transaction ends.
        locked = self.model.objects.select_for_update().filter(site=self.site, uuid__in=keys)
        objects = list(locked.order_by("pk"))
        prefetch_related_objects(objects, self.reference)
        stored = {str(each.uuid): each for each in objects}
        if touched := [change for change in changes if not self._is_as_seen(stored.get(change.key[0]), change)]:
            raise ChangedSinceError(touched)
        kept = [(change, change.after) for change in changes if change.after is not None]
        for change, state in kept:
            each = stored.setdefault(change.key[0], self.model(site=self.site, uuid=change.key[0]))
            try:
                self._save(each, state)
            except IntegrityError as error:
                raise ChangedSinceError([change]) from error
        bodies = {str(body.uuid): body for body in ResponsibleBody.objects.filter(site=self.site)}
        for change, state in kept:
            if not self._refer(stored[change.key[0]], state[self.reference], bodies):
                raise ChangedSinceError([change])
            self._log(stored[change.key[0]], "edit" if change.before else "create", writing)
        self._delete([(stored[change.key[0]], change) for change in changes if change.after is None], writing)
        return [change.key for change in changes]

    def _match(self, uuid: str, column: str) -> Match:
        each = self.stored[uuid]
        return Match((uuid,), str(each), self.state_of(each), column, doubt_of_name() if column == "name" else "")

    def _only(self, found: Sequence[str], column: str) -> str:
        if len(found) > 1:
            message = _("%(count)d have this here. Give the id in the column “Id”.") % {"count": len(found)}
            raise RowError({column: [message]})
        return found[0]

    def _key_of(self, uuid: str) -> str:
        return str(getattr(self.stored[uuid], self.external_key))

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        return self._index(self.external_key)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        return self._index("name")

    @cached_property
    def _new(self) -> defaultdict[tuple[str, bool], str]:
        """What people know a new object by, and whether that is its key -> id."""
        return defaultdict(lambda: str(uuid4()))

    def _index(self, field: str) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for uuid, each in self.stored.items():
            if text := folded(normal_text(getattr(each, field))):
                index.setdefault(text, []).append(uuid)
        return index

    @cached_property
    def _blank_state(self) -> State:
        return self.state_of(self.model())

    def _note_key(self, match: Match, state: State) -> None:
        """Take note of the key that an object would have, where no two may have the same."""

    def _fill(self, each: Any, state: State) -> None:
        for name in self._own_fields:
            setattr(each, name, self.model._meta.get_field(name).to_python(state[name]))

    def _is_as_seen(self, each: Any, change: Change) -> bool:
        if change.before is None or each is None:
            return change.before is None and each is None
        return self.state_of(each) == change.before

    def _save(self, each: Any, state: State) -> None:
        self._fill(each, state)
        # Other columns may have been written by somebody else meanwhile.
        each.save(update_fields=None if each._state.adding else [*self._own_fields])

    def _refer(self, each: Any, uuid: str, bodies: Mapping[str, Any]) -> bool:
        """Lead to a body now that all are written; tell whether it is there."""
        body = bodies.get(uuid)
        if getattr(each, f"{self.reference}_id") != (body.pk if body else None):
            setattr(each, self.reference, body)
            each.save(update_fields=[self.reference])
        return body is not None or not uuid

    def _delete(self, gone: Sequence[tuple[Any, Change]], writing: Writing) -> None:
        if not gone:
            return
        # They may lead to each other.
        self.model.objects.filter(pk__in=[each.pk for each, _change in gone]).update(**{self.reference: None})
        drafted = referred_to_by_drafts(self.model)
        if used := [change for each, change in gone if str(each.pk) in drafted or self._is_in_use(each)]:
            raise ChangedSinceError(used)
        for each, _change in gone:
            self._log(each, "delete", writing)
            each.delete()

    def _is_in_use(self, each: Any) -> bool:
        """Tell whether anything leads to an object, so that it cannot go without a trace."""
        return (
            any(rows.exists() for rows in _rows_leading_to(each))
            or self._is_referred_to(each)
            or ReleaseDependency.objects.filter(kind=self.dependency, object_id=each.pk).exists()
        )

    def _is_referred_to(self, each: Any) -> bool:
        """Tell whether texts and pages lead to an object; rows of its own model have just been asked for."""
        own = ContentType.objects.get_for_model(self.model)
        return bool(ReferenceIndex.get_references_to(each).exclude(base_content_type=own).exists())

    def _log(self, each: Any, what: str, writing: Writing) -> None:
        log(
            instance=each,
            action=f"wagtail.{what}",
            user=writing.user,
            data=dict(writing.details),
            content_changed=True,
            deleted=what == "delete",
        )


def _rows_leading_to(each: Any) -> Iterator[Any]:
    for relation in each._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            yield relation.related_model._base_manager.filter(**{relation.field.name: each})
