"""The rows of a current release that lists across all goals filter on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from ..models import ItemKind, ReleasedFollowUp, ReleasedItem, ReleasedItemBody, ReleaseHead
from ..vocabulary import InvestmentRowKind, ResponsibleRole

Content = dict[str, Any]

OF_EVERY_ITEM: Final = ("id", "heading", "origin", "unit", "sign")
"""What a section says of every item in it, as far as its type has such members."""

ITEM_COLUMNS: Final = (
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
    "section",
    "content",
)
BODY_COLUMNS: Final = ("body_id", "name", "code", "kind", "role", "status", "counted_as")
FOLLOW_UP_COLUMNS: Final = ("body_id", "code", "role", "period", "status", "is_overall")

Columns = tuple[Any, ...]
Place = tuple[int, int]
"""Key of a head, and a position in it."""


class Rows(NamedTuple):
    """The columns of an item, of its bodies and of what they said, in the order of their names above."""

    item: Columns
    bodies: list[Columns]
    follow_ups: list[Columns]


def write_items(contents: Collection[tuple[ReleaseHead, Content]]) -> None:
    """Bring the item rows of heads up to their contents; items that have the rows of theirs already keep them."""
    wanted = {
        (head.pk, position): rows
        for head, content in contents
        for position, rows in enumerate(_rows_of(content), start=1)
    }
    heads = [head.pk for head, _content in contents]
    stored = _stored(heads)
    kept = {place for place, (_pk, rows) in stored.items() if wanted.get(place) == rows}
    if gone := [pk for place, (pk, _rows) in stored.items() if place not in kept]:
        _delete(gone)
    if new := {place: rows for place, rows in wanted.items() if place not in kept}:
        _insert(heads, new)


def _stored(heads: Collection[int]) -> dict[Place, tuple[int, Rows]]:
    """Return the items of heads with their keys and rows."""
    rows = {
        pk: ((head, position), Rows(tuple(columns), [], []))
        for pk, head, position, *columns in ReleasedItem.objects.filter(head__in=heads).values_list(
            "pk", "head_id", "position", *ITEM_COLUMNS
        )
    }
    # A head that is new has none.
    if rows:
        bodies = ReleasedItemBody.objects.filter(item__head__in=heads).order_by("pk")
        for pk, *columns in bodies.values_list("item_id", *BODY_COLUMNS):
            rows[pk][1].bodies.append(tuple(columns))
        follow_ups = ReleasedFollowUp.objects.filter(item__head__in=heads).order_by("pk")
        for pk, *columns in follow_ups.values_list("item_id", *FOLLOW_UP_COLUMNS):
            rows[pk][1].follow_ups.append(tuple(columns))
    return {place: (pk, of_item) for pk, (place, of_item) in rows.items()}


def _delete(items: Sequence[int]) -> None:
    # Nobody is told of these rows, and nothing else belongs to them: they need not be read first.
    for rows in (
        ReleasedFollowUp.objects.filter(item__in=items),
        ReleasedItemBody.objects.filter(item__in=items),
        ReleasedItem.objects.filter(pk__in=items),
    ):
        rows._raw_delete(rows.db)


def _insert(heads: Collection[int], new: Mapping[Place, Rows]) -> None:
    ReleasedItem.objects.bulk_create(
        ReleasedItem(head_id=head, position=position, **dict(zip(ITEM_COLUMNS, rows.item, strict=True)))
        for (head, position), rows in new.items()
    )
    # Asked for again, for not every database returns the keys of what was inserted in bulk.
    stored = ReleasedItem.objects.filter(head__in=heads).values_list("head_id", "position", "pk")
    key_at = {(head, position): pk for head, position, pk in stored}
    ReleasedItemBody.objects.bulk_create(
        ReleasedItemBody(item_id=key_at[place], head_id=place[0], **dict(zip(BODY_COLUMNS, columns, strict=True)))
        for place, rows in new.items()
        for columns in rows.bodies
    )
    ReleasedFollowUp.objects.bulk_create(
        ReleasedFollowUp(item_id=key_at[place], **dict(zip(FOLLOW_UP_COLUMNS, columns, strict=True)))
        for place, rows in new.items()
        for columns in rows.follow_ups
    )


def _rows_of(content: Content) -> Iterator[Rows]:
    for section in content["sections"]:
        for kind, source in _sources(section):
            yield Rows(_item(kind, section, source), _bodies(kind, source), _follow_ups(source))


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
        {member: section[member] for member in OF_EVERY_ITEM if member in section},
        source,
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
