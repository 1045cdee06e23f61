"""What the members of the two groups may do, as ``kommunmal_groups`` grants it."""

from __future__ import annotations

from wagtail_kommunmal.admin import groups
from wagtail_kommunmal.admin.groups import Role

from .markdown import table


def permissions() -> str:
    """Return a row for each kind of content and a column for each group."""
    described = roles()
    registers = [str(model._meta.verbose_name_plural) for model in groups.SNIPPETS]
    rows = [
        ("Plans and goals", *(", ".join(role.pages) for role in described)),
        ("Follow-up reports", *(", ".join(role.reports) for role in described)),
        (_listed(registers), *(", ".join(role.snippets) for role in described)),
        ("Images and documents", *(", ".join(role.files) for role in described)),
    ]
    return table(["Content", *(role.name for role in described)], rows)


def roles() -> list[Role]:
    """Return the roles that there are a group for."""
    return [value for value in vars(groups).values() if isinstance(value, Role)]


def _listed(words: list[str]) -> str:
    text = f"{', '.join(words[:-1])} and {words[-1]}"
    return text[0].upper() + text[1:]
