"""The texts of the grid's script, in the editor's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def grid_texts() -> dict[str, str]:
    """Return the texts by the names that the script uses; ``%(name)s`` is filled in there."""
    return {
        "period": _("Period"),
        "changed": _("changed"),
        "new": _("new"),
        "deleted": _("will be deleted"),
        "preliminary": _("preliminary"),
        "text": _("text"),
        "note": _("note"),
        "was": _("was %(value)s"),
        "was_empty": _("was empty"),
        "unsaved": _("Unsaved changes: %(count)s"),
        "unsaved_deletions": _("of which are deleted: %(count)s"),
        "nothing_unsaved": _("No unsaved changes"),
        "saving": _("Saving …"),
        "saved": _("Saved values: %(count)s"),
        "refused": _("Nothing was saved. Cells to look at: %(count)s"),
        "failed": _(
            "The server did not answer as it should; you may have been logged out. Nothing was saved, and what you "
            "wrote is still here. Log in in another window and save again."
        ),
        "pasted": _("Filled cells: %(count)s"),
        "not_fitting_rows": _("Rows that did not fit in the grid and were left out: %(count)s"),
        "not_fitting_columns": _("Columns that did not fit in the grid and were left out: %(count)s"),
        "row_exists": _("The grid has this period already."),
        "column_exists": _("The grid has this column already."),
        "stored_now": _("Stored now: %(value)s"),
        "stored_nothing": _("Stored now: nothing"),
    }
