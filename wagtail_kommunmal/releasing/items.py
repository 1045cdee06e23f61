"""The rows of a current release that lists across all goals filter on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, ExpressionWrapper, F, QuerySet

from ..fields import canonical_json, compressed, decompressed
from ..models import ItemKind, ReleasedFollowUp, ReleasedItem, ReleasedItemBody, ReleaseHead
from ..vocabulary import InvestmentRowKind, ResponsibleRole

Content = dict[str, Any]

OF_EVERY_ITEM: Final = ("id", "heading", "origin", "unit", "sign")
"""What a section says of every item in it, as far as its type has such members."""

PLAIN_COLUMNS: Final = (
    "kind",
    "item_id",
    "lineage_id",
    "title",
    "origin",
    "category",
    "row_kind",
    "unit",
    "status",
    "kolada_id",
    "text",
)
JSON_COLUMNS: Final = ("section", "content")
BODY_COLUMNS: Final = ("body_id", "name", "code", "kind", "role", "status", "counted_as")
FOLLOW_UP_COLUMNS: Final = ("body_id", "code", "role", "period", "status", "is_overall")

Columns = tuple[Any, ...]
Place = tuple[int, int]
"""Key of a head, and a position in it."""


class Rows(NamedTuple):
    """The columns of an item, of its bodies and of what they said, in the order of their names above.

    JSON is written: what is stored need not be understood to be compared with it.
    """

    item: Columns
    bodies: list[Columns]
    follow_ups: list[Columns]


class Stored(NamedTuple):
    """The key of an item, and its rows."""

    pk: int
    rows: Rows


NOT_STORED: Final = Stored(0, Rows((), [], []))


def write_items(contents: Collection[tuple[ReleaseHead, Content]]) -> None:
    """Bring the item rows of heads up to their contents; what is stored already is not written again."""
    wanted = {
        (head.pk, position): rows
        for head, content in contents
        for position, rows in enumerate(_rows_of(content), start=1)
    }
    heads = [head.pk for head, _content in contents]
    stored = _stored(heads)
    if gone := [stored[place].pk for place in stored.keys() - wanted.keys()]:
        _delete(gone)

    def changed(part: str) -> dict[Place, Any]:
        return {
            place: getattr(rows, part)
            for place, rows in wanted.items()
            if getattr(rows, part) != getattr(stored.get(place, NOT_STORED).rows, part)
        }

    _write(changed("item"))
    key_at = {place: item.pk for place, item in stored.items()}
    if wanted.keys() - key_at.keys():
        # Asked for again, for not every database returns the keys of what was inserted in bulk.
        places = ReleasedItem.objects.filter(head__in=heads).values_list("head_id", "position", "pk")
        key_at = {(head, position): pk for head, position, pk in places}
    _write_bodies(changed("bodies"), key_at)
    _write_follow_ups(changed("follow_ups"), key_at)


def _stored(heads: Collection[int]) -> dict[Place, Stored]:
    """Return the items of heads as they are stored."""
    items = ReleasedItem.objects.filter(head__in=heads).annotate(
        **{f"stored_{name}": ExpressionWrapper(F(name), output_field=BinaryField()) for name in JSON_COLUMNS}
    )
    columns = (*PLAIN_COLUMNS, *(f"stored_{name}" for name in JSON_COLUMNS))
    found = {}
    for pk, head, position, *values in items.values_list("pk", "head_id", "position", *columns):
        plain, documents = values[: len(PLAIN_COLUMNS)], values[len(PLAIN_COLUMNS) :]
        found[pk] = ((head, position), Rows((*plain, *map(decompressed, documents)), [], []))
    # A head that is new has none.
    if found:
        bodies = ReleasedItemBody.objects.filter(item__head__in=heads).order_by("pk")
        for pk, *values in bodies.values_list("item_id", *BODY_COLUMNS):
            found[pk][1].bodies.append(tuple(values))
        follow_ups = ReleasedFollowUp.objects.filter(item__head__in=heads).order_by("pk")
        for pk, *values in follow_ups.values_list("item_id", *FOLLOW_UP_COLUMNS):
            found[pk][1].follow_ups.append(tuple(values))
    return {place: Stored(pk, rows) for pk, (place, rows) in found.items()}


def _delete(items: Sequence[int]) -> None:
    _delete_at_once(ReleasedFollowUp.objects.filter(item__in=items))
    _delete_at_once(ReleasedItemBody.objects.filter(item__in=items))
    _delete_at_once(ReleasedItem.objects.filter(pk__in=items))


def _delete_at_once(rows: QuerySet[Any]) -> None:
    # Nobody is told of these rows, and nothing else belongs to them: they need not be read first.
    rows._raw_delete(rows.db)


def _write(items: Mapping[Place, Columns]) -> None:
    """Write items that are new or have changed, over what stands in their places."""
    if not items:
        return
    # All items of a section say the same of it.
    compressed_once = cache(compressed)
    ReleasedItem.objects.bulk_create(
        (
            ReleasedItem(
                head_id=head,
                position=position,
                **dict(zip(PLAIN_COLUMNS, plain, strict=True)),
                section=compressed_once(section),
                content=compressed(content),
            )
            for (head, position), (*plain, section, content) in items.items()
        ),
        update_conflicts=True,
        update_fields=(*PLAIN_COLUMNS, *JSON_COLUMNS),
        # MariaDB and MySQL take every unique key for one.
        unique_fields=("head", "position") if connection.features.supports_update_conflicts_with_target else None,
    )


def _write_bodies(bodies: Mapping[Place, Sequence[Columns]], key_at: Mapping[Place, int]) -> None:
    if not bodies:
        return
    _delete_at_once(ReleasedItemBody.objects.filter(item__in=[key_at[place] for place in bodies]))
    ReleasedItemBody.objects.bulk_create(
        ReleasedItemBody(item_id=key_at[place], head_id=place[0], **dict(zip(BODY_COLUMNS, columns, strict=True)))
        for place, of_item in bodies.items()
        for columns in of_item
    )


def _write_follow_ups(follow_ups: Mapping[Place, Sequence[Columns]], key_at: Mapping[Place, int]) -> None:
    if not follow_ups:
        return
    _delete_at_once(ReleasedFollowUp.objects.filter(item__in=[key_at[place] for place in follow_ups]))
    ReleasedFollowUp.objects.bulk_create(
        ReleasedFollowUp(item_id=key_at[place], **dict(zip(FOLLOW_UP_COLUMNS, columns, strict=True)))
        for place, of_item in follow_ups.items()
        for columns in of_item
    )


def _rows_of(content: Content) -> Iterator[Rows]:
    for section in content["sections"]:
        said_of_all = canonical_json({member: section[member] for member in OF_EVERY_ITEM if member in section})
        for kind, source in _sources(section):
            columns = (*_item(kind, section, source), said_of_all, canonical_json(source))
            yield Rows(columns, _bodies(kind, source), _follow_ups(source))


def _sources(section: Content) -> Iterator[tuple[ItemKind, Content]]:
    for kind, member in (
        (ItemKind.ASSIGNMENT, "assignments"),
        (ItemKind.KEY_FIGURE, "keyFigures"),
        (ItemKind.INVESTMENT, "investments"),
    ):
        yield from ((kind, source) for source in section.get(member, ()))


def _item(kind: ItemKind, section: Content, source: Content) -> Columns:
    return (
        kind,
        UUID(source["id"]),
        UUID(source.get("lineageId") or source["id"]),
        source.get("title") or source.get("name") or "",
        code_of(section, "origin"),
        code_of(source, "category"),
        code_of(source, "rowKind"),
        code_of(source, "unit") or code_of(section, "unit"),
        code_of(source.get("currentFollowUp") or source.get("currentAssessment"), "status"),
        (source.get("source") or {}).get("koladaId") or "",
        _text_of(source),
    )


def _bodies(kind: ItemKind, source: Content) -> list[Columns]:
    counted_as = "" if code_of(source, "rowKind") == InvestmentRowKind.GROUP else kind
    return [
        (
            UUID(body["id"]),
            body["name"],
            body["code"],
            body["kind"]["code"],
            code_of(body, "role") or ResponsibleRole.LEAD,
            _last_status_of(body, source),
            counted_as,
        )
        for body in _responsible_for(source)
    ]


def _follow_ups(source: Content) -> list[Columns]:
    speaker = _speaker_of(source)
    return [
        (
            UUID(said["body"]["id"]),
            said["body"]["code"],
            code_of(said, "role"),
            said["period"]["code"],
            code_of(said, "status"),
            said["body"]["id"] == speaker,
        )
        for said in source.get("followUps", ())
    ]


def code_of(source: Content | None, member: str) -> str:
    """Return the code that stands at a member, or "" where there is none."""
    coded = source.get(member) if source else None
    return coded["code"] if coded else ""


def _text_of(source: Content) -> str:
    """Return the words of an item without capitals, which not every database can do without for Å, Ä and Ö."""
    members = ("title", "name", "descriptionText", "definition")
    return "\n".join(source[member] for member in members if source.get(member)).casefold()


def _responsible_for(source: Content) -> list[Content]:
    """Return the bodies of an item, each once: a key figure has one or none, and it has no role to tell apart."""
    responsible = source.get("responsible") or []
    once: dict[str, Content] = {}
    for body in responsible if isinstance(responsible, list) else [responsible]:
        once.setdefault(body["id"], body)
    return list(once.values())


def _speaker_of(source: Content) -> str | None:
    """Return the id of the body that speaks for the whole item, if it has said anything."""
    current = source.get("currentFollowUp")
    return current["body"]["id"] if current else None


def _last_status_of(body: Content, source: Content) -> str:
    """Return what a body itself said last of an item; nobody else assesses a key figure than who answers for it."""
    if "currentAssessment" in source:
        return code_of(source["currentAssessment"], "status")
    said = [follow_up for follow_up in source.get("followUps", ()) if follow_up["body"]["id"] == body["id"]]
    return code_of(said[-1], "status") if said else ""
