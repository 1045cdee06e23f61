"""The template tag ``kept``: markup that is the same for everybody, written once for each version of the content.

Templates of a site may put anything between the tags. So what is written is kept only if it was written from the facts
that the package put into the context: whatever else a template reads there, such as ``request``, ``user`` or a token,
may be another reader's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, Final

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .delivery.keeping import KEPT

logger = logging.getLogger(__name__)

OF_THE_LANGUAGE: Final = frozenset({"True", "False", "None", "forloop"})
"""Names of the template language itself, which it looks for in the context."""


def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept "name" %}…{% endkept %}``: write what is between once for everybody, where that can be done."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), nodelist)


class KeptNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        kept = context.get(KEPT)
        if not kept or not kept.is_of(context):
            return self.nodelist.render(context)
        # The outermost template decides which blocks are in it, and its file which version of the site it is of.
        written_by = f"{context.template.origin} {get_language()} {timezone.get_current_timezone_name()}"  # type: ignore[union-attr]
        # Not every cache takes long keys, nor spaces in them.
        name = f"{self.name}:{blake2b(written_by.encode(), digest_size=8).hexdigest()}"
        if (markup := kept.place.read(name)) is None:
            with reading(context, kept.facts) as others:
                markup = str(self.nodelist.render(context))
            if others:
                logger.debug("“%s” is not kept, for it is written from %s.", self.name, ", ".join(sorted(others)))
            else:
                kept.place.keep(name, markup)
        return mark_safe(markup)  # noqa: S308  # nosec B308 B703


@contextmanager
def reading(context: Context, facts: Iterable[str]) -> Iterator[set[str]]:
    """Give the names that are looked up in a context besides those of ``facts``, and those that are set meanwhile."""
    watch = _Watch(context.dicts, {*facts, *OF_THE_LANGUAGE})
    request = getattr(context, "request", None)

    def told() -> Any:
        watch.others.add("request")
        return request

    context.dicts.append(watch)
    if request is not None:
        context.request = SimpleLazyObject(told)  # type: ignore[attr-defined]
    try:
        yield watch.others
    finally:
        if request is not None:
            context.request = request  # type: ignore[attr-defined]
        context.pop()


class _Watch(dict[str, Any]):
    """A layer of a context that is asked for a name before those below it."""

    def __init__(self, layers: list[Any], allowed: set[str]) -> None:
        super().__init__()
        self.layers, self.allowed = layers, allowed
        self.others: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if super().__contains__(name):
            return True
        if name not in self.allowed and not self._is_above(name):
            self.others.add(str(name))
        return False

    def __iter__(self) -> Iterator[str]:
        # Whoever copies the whole context may read anything in it.
        self.others.add("*")
        return super().__iter__()

    def _is_above(self, name: object) -> bool:
        """Tell whether a name has been set meanwhile: whether there is one, a context asks from below."""
        for layer in reversed(self.layers):
            if layer is self:
                return False
            if name in layer:
                return True
        return False
