"""The template tag ``kept``: markup that is the same for everybody, written once for each version of the content.

Templates of a site may put anything between the tags. So what is kept is written apart from the reader's page, from the
facts that the package put into the context and with nothing else within reach: no ``request``, ``user`` or token. It is
kept only where nothing else was asked for, and where it is what the reader's page has.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import blake2b
from typing import Any, Final, cast

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context, RenderContext, RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .delivery.keeping import KEPT

logger = logging.getLogger(__name__)

OF_THE_LANGUAGE: Final = frozenset({"True", "False", "None", "forloop"})
"""Names of the template language itself, which it looks for in the context."""

NOT_KEPT: Final = ""
"""What stands in the cache where a version of the content is not to be tried again."""


def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept "name" %}…{% endkept %}``: write what is between once for everybody, where that can be done."""
    try:
        tag, name = token.split_contents()
    except ValueError:
        told = f"“{token.contents}” takes one name, as in {{% kept 'article' %}}."
        raise template.TemplateSyntaxError(told) from None
    nodelist = parser.parse((f"end{tag}",))
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
        markup = kept.place.read(name)
        if markup:
            return mark_safe(markup)  # noqa: S308  # nosec B308 B703
        # Before the reader's, which may leave its traces in the facts.
        alone = self._written_alone(context, kept.facts) if markup is None else NOT_KEPT
        written = self.nodelist.render(context)
        if markup is None:
            kept.place.keep(name, alone if alone == written else NOT_KEPT)
        return written

    def _written_alone(self, context: Context, facts: Mapping[str, Any]) -> str:
        """Return what is written where nobody reads, from the facts; ``NOT_KEPT`` where anything else is asked for."""
        known = _Known({**facts, KEPT: None})
        try:
            markup = str(self.nodelist.render(_without_reader(context, known)))
        except Exception as error:
            # A tag of a site cannot do without what it asked for. If it fails for the reader, too, the page says so.
            logger.debug("“%s” is not kept, for it cannot be written without a reader: %r", self.name, error)
            return NOT_KEPT
        if known.asked:
            logger.debug("“%s” is not kept, for it is written from %s.", self.name, ", ".join(sorted(known.asked)))
            return NOT_KEPT
        return markup


class _Known(MutableMapping[str, Any]):
    """The lowest layer of a context: what there is to know, and the names that were asked for in vain.

    No ``dict``, whose methods answer past each other: here all of them ask ``__getitem__`` or ``__iter__``.
    """

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        if name not in self.facts and name not in OF_THE_LANGUAGE:
            self.asked.add(str(name))
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        # Who walks through all names may be looking for any.
        self.asked.add("*")
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __setitem__(self, name: str, value: Any) -> None:
        self.facts[name] = value

    def __delitem__(self, name: str) -> None:
        del self.facts[name]


class _ContextOfNobody(RequestContext):
    """A context that has nothing of a reader."""

    def __contains__(self, name: object) -> bool:
        # Django looks from below, and would ask what is known for names that the markup itself has set.
        return any(name in layer for layer in reversed(self.dicts))


def _without_reader(context: Context, known: _Known) -> Context:
    """Return a context for the same part of the same template that has nothing of another one but its blocks.

    Not a copy, nor ``context.new()``, which take along what tags have left on the context itself.
    """

    def nobody() -> None:
        known.asked.add("request")

    alone = _ContextOfNobody(
        cast(HttpRequest, SimpleLazyObject(nobody)),
        known,  # type: ignore[arg-type]
        autoescape=context.autoescape,
        use_l10n=context.use_l10n,
        use_tz=context.use_tz,
    )
    alone.template = context.template
    blocks = BlockContext()
    if inherited := context.render_context.get(BLOCK_CONTEXT_KEY):
        # Of their own: an error amid a block leaves them changed.
        blocks.blocks.update((name, [*queue]) for name, queue in inherited.blocks.items())
    alone.render_context = RenderContext({BLOCK_CONTEXT_KEY: blocks} if inherited else {})
    alone.render_context.template = context.render_context.template
    return alone
