"""Does what a plan says, in one transaction, and keeps it as a batch that can be undone."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Site

from ..authoring.row_states import ROWS_AT_ONCE
from ..models import ImportBatch, ImportedRow
from .errors import AlreadyUndoneError, RowsRefusedError, WritingRefusedError
from .kinds.base import Writing
from .plans import Change, Plan
from .registry import KINDS

_LABEL_LENGTH = 255


def apply_plan(
    plan: Plan, *, user: Any = None, skip_blocking: bool = False, publishes: bool = False
) -> ImportBatch | None:
    """Write what is new and changed; return the batch, or ``None`` if there is nothing to write.

    What has drafts is written as a draft, and with ``publishes`` published.

    Raises ``RowsRefusedError`` if a row has an error or waits to be confirmed, unless such rows are to be skipped;
    ``ChangedSinceError`` if an object was changed after the plan was made; and ``WritingRefusedError`` if the user may
    not change an object any more, or not publish it. In each case nothing is written.
    """
    if plan.blocking and not skip_blocking:
        raise RowsRefusedError(plan.blocking)
    writing = [(row.number, row.change) for row in plan.writing if row.change]
    if not writing:
        return None
    with transaction.atomic():
        site = _locked_site(plan.site_pk)
        kind = KINDS[plan.kind](site, user)
        changes = [change for _number, change in writing]
        if publishes and (reasons := kind.reasons_against_publishing(changes)):
            raise WritingRefusedError(reasons)
        batch = ImportBatch.objects.create(
            site=site,
            kind=plan.kind,
            file_name=plan.file_name[-255:],
            user=user,
            is_published=publishes or not kind.has_drafts,
        )
        writing_as = Writing(user, {"import": batch.pk}, publishes=publishes)
        keys = kind.write(changes, writing_as)
        imported = (
            ImportedRow(
                batch=batch,
                number=number,
                label=change.label[:_LABEL_LENGTH],
                key=list(key),
                before=change.before,
                after=change.after,
            )
            for (number, change), key in zip(writing, keys, strict=True)
        )
        ImportedRow.objects.bulk_create(imported, batch_size=ROWS_AT_ONCE)
    return batch


def undo_batch(batch: ImportBatch, *, user: Any = None, is_dry: bool = False) -> list[Change]:
    """Take a whole import back, exactly; return what was changed, or with ``is_dry`` would be.

    Raises ``ChangedSinceError``, with what was changed since or cannot be taken away any more,
    ``WritingRefusedError``, or ``AlreadyUndoneError``; then nothing is written.
    """
    with transaction.atomic():
        site = _locked_site(batch.site_id)
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.undone_at:
            raise AlreadyUndoneError
        changes = [
            Change(tuple(row.key), row.label, row.before, row.after).reversed() for row in batch.rows.order_by("-pk")
        ]
        writing = Writing(user, {"undoes_import": batch.pk}, is_undo=True, publishes=batch.is_published, is_dry=is_dry)
        KINDS[batch.kind](site, user).write(changes, writing)
        batch.undone_at, batch.undone_by = timezone.now(), user
        batch.save(update_fields=["undone_at", "undone_by"])
        if is_dry:
            transaction.set_rollback(True)
    return changes


def _locked_site(pk: int) -> Site:
    """Let one import at a time at a site: before any other query, so that none holds what another waits for."""
    # Whoever releases a goal holds it, and asks that the site be there: that must not wait for an import, which may
    # wait for the goal.
    no_key = connection.features.has_select_for_no_key_update
    return Site.objects.select_for_update(no_key=no_key).get(pk=pk)
