"""The rows of a current release that lists across all goals filter on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from ..models import ItemKind, ReleasedFollowUp, ReleasedItem, ReleasedItemBody, ReleaseHead
from ..vocabulary import InvestmentRowKind, ResponsibleRole

Content = dict[str, Any]

OF_EVERY_ITEM: Final = ("id", "heading", "origin", "unit", "sign")
"""What a section says of every item in it, as far as its type has such members."""

COMPARED: Final = (
    "kind",
    "item_id",
    "lineage_id",
    "position",
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
"""The columns of an item that its content decides; its bodies and follow-ups follow from the last one."""


def write_items(head: ReleaseHead, content: Content) -> None:
    """Replace the item rows of a head by those of its content."""
    head.items.all().delete()
    _write(head, list(_items(head, content)))


def update_items(head: ReleaseHead, content: Content) -> None:
    """Replace those item rows of a head that its new content changes: among them all after one that came or went."""
    stored = {row.position: row for row in head.items.all()}
    wanted = list(_items(head, content))
    kept = {
        item.position
        for item, _source in wanted
        if item.position in stored and _columns_of(item) == _columns_of(stored[item.position])
    }
    if gone := [row.pk for position, row in stored.items() if position not in kept]:
        head.items.filter(pk__in=gone).delete()
    if new := [pair for pair in wanted if pair[0].position not in kept]:
        _write(head, new)


def _columns_of(item: ReleasedItem) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in COMPARED)


def _write(head: ReleaseHead, pairs: Sequence[tuple[ReleasedItem, Content]]) -> None:
    ReleasedItem.objects.bulk_create(item for item, _source in pairs)
    # Asked for again, for not every database returns the keys of what was inserted in bulk.
    key_at = dict(head.items.values_list("position", "pk"))
    ReleasedItemBody.objects.bulk_create(
        ReleasedItemBody(
            item_id=key_at[item.position],
            head=head,
            counted_as="" if item.row_kind == InvestmentRowKind.GROUP else item.kind,
            body_id=body["id"],
            name=body["name"],
            code=body["code"],
            kind=body["kind"]["code"],
            role=code_of(body, "role") or ResponsibleRole.LEAD,
            status=_last_status_of(body, source),
        )
        for item, source in pairs
        for body in _responsible_for(source)
    )
    ReleasedFollowUp.objects.bulk_create(
        ReleasedFollowUp(
            item_id=key_at[item.position],
            body_id=said["body"]["id"],
            code=said["body"]["code"],
            role=code_of(said, "role"),
            period=said["period"]["code"],
            status=code_of(said, "status"),
            is_overall=said["body"]["id"] == _speaker_of(source),
        )
        for item, source in pairs
        for said in source.get("followUps", ())
    )


def _items(head: ReleaseHead, content: Content) -> Iterator[tuple[ReleasedItem, Content]]:
    position = 0
    for section in content["sections"]:
        for kind, source in _sources(section):
            position += 1
            yield _item(head, position, kind, section, source), source


def _sources(section: Content) -> Iterator[tuple[ItemKind, Content]]:
    for kind, member in (
        (ItemKind.ASSIGNMENT, "assignments"),
        (ItemKind.KEY_FIGURE, "keyFigures"),
        (ItemKind.INVESTMENT, "investments"),
    ):
        yield from ((kind, source) for source in section.get(member, ()))


def _item(head: ReleaseHead, position: int, kind: ItemKind, section: Content, source: Content) -> ReleasedItem:
    return ReleasedItem(
        head=head,
        kind=kind,
        item_id=UUID(source["id"]),
        lineage_id=UUID(source.get("lineageId") or source["id"]),
        position=position,
        title=source.get("title") or source.get("name") or "",
        origin=code_of(section, "origin"),
        category=code_of(source, "category"),
        row_kind=code_of(source, "rowKind"),
        unit=code_of(source, "unit") or code_of(section, "unit"),
        status=code_of(source.get("currentFollowUp") or source.get("currentAssessment"), "status"),
        kolada_id=(source.get("source") or {}).get("koladaId") or "",
        text=_text_of(source),
        section={member: section[member] for member in OF_EVERY_ITEM if member in section},
        content=source,
    )


def code_of(source: Content | None, member: str) -> str:
    """Return the code that stands at a member, or "" where there is none."""
    coded = source.get(member) if source else None
    return coded["code"] if coded else ""


def _text_of(source: Content) -> str:
    """Return the words of an item without capitals, which not every database can do without for Å, Ä and Ö."""
    members = ("title", "name", "descriptionText", "definition")
    return "\n".join(source[member] for member in members if source.get(member)).casefold()


def _responsible_for(source: Content) -> list[Content]:
    """Return the bodies of an item: a key figure has one or none, and it has no role to tell apart."""
    responsible = source.get("responsible") or []
    return responsible if isinstance(responsible, list) else [responsible]


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
