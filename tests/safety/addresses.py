"""Every address of the API, derived from its URL patterns and from the parameters that its views declare.

An address or a parameter that is added later is asked for without a word here. Where a parameter's values mean
something to the hidden content, ``MEANT`` says which they are; of any other the values follow from how it is declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from wagtail_kommunmal.api.errors import PROBLEM_TYPES
from wagtail_kommunmal.api.parameters import Parameter
from wagtail_kommunmal.api.v1.urls import urlpatterns

from . import content

ROOT = "/kommunmal/v1/"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_STAT = "application/json-stat+json"

BEFORE_ALL, BEFORE_SECRET, WHILE_PUBLIC, AFTER_HIDING = (
    f"{day}T12:00:00Z" for day in ("2020-01-01", "2021-02-01", "2021-04-01", "2021-06-01")
)
"""Moments between those at which ``content`` says that things were published and hidden."""

MEANT: dict[str, Sequence[str]] = {
    "asOf": (BEFORE_SECRET, WHILE_PUBLIC, AFTER_HIDING),
    "since": (BEFORE_ALL, WHILE_PUBLIC),
    "updatedSince": (BEFORE_ALL, WHILE_PUBLIC),
    "year": (str(content.YEAR), str(content.SECRET_YEAR)),
    "plan": (str(content.PLAN), str(content.SECRET_PLAN)),
    "goal": (str(content.GOAL), str(content.SECRET_GOAL)),
    "body": (str(content.SECRET_BODY), content.SECRET_CODE, content.CODE),
    "focusArea": (str(content.SECRET_AREA),),
    "lineage": (content.SECRET_ASSIGNMENT, content.SECRET_INVESTMENT),
    "number": (content.SECRET_NUMBER,),
    "slug": (content.SECRET_SLUG, content.SECRET_DRAFT_SLUG, content.SECRET_PLAN_SLUG),
    "sdg": (str(content.SECRET_SDG),),
    "kolada": (content.SECRET_KOLADA_ID,),
    "period": (content.PERIOD,),
    "from": (content.PERIOD,),
    "to": (content.PERIOD,),
    "q": (content.MARK, content.word("assignment")),
    "lang": ("en",),
    "status": ("delayed", "not_assessed"),
    "limit": ("1",),
    "page": ("2",),
}

REQUIRED = {"since": BEFORE_ALL}

KEYS: dict[str, Sequence[Any]] = {
    "plans": (content.PLAN, content.SECRET_PLAN),
    "goals": (content.GOAL, content.SECRET_GOAL),
    "bodies": (content.BODY, content.SECRET_BODY),
}
"""The ids that are asked for below a resource; of those of items and of what comes later, all."""


@dataclass(frozen=True)
class Address:
    """What is asked: a route, with its path's id filled in, and the parameters and the format."""

    route: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    accept: str = ""

    @property
    def url(self) -> str:
        return ROOT + self.path + (f"?{urlencode(self.query, quote_via=quote)}" if self.query else "")

    @property
    def parameters(self) -> dict[str, str]:
        return dict(self.query)

    def __str__(self) -> str:
        return f"{self.url} {self.accept}".rstrip()


@dataclass(frozen=True)
class Route:
    """A URL pattern of the API with its view."""

    pattern: str
    view: Any

    @property
    def parameters(self) -> dict[str, Parameter]:
        filters: dict[str, Parameter] = self.view.parameters.base_filters
        return filters

    @property
    def keys(self) -> Sequence[Any]:
        """The ids that the route is asked with; ``None`` stands for a route without one."""
        if "<uuid:id>" not in self.pattern:
            return (None,)
        return KEYS.get(self.pattern.partition("/")[0], content.ITEM_KEYS)

    @property
    def tables(self) -> Sequence[str]:
        """The media types of tables that the route answers in."""
        offered = [renderer.media_type for renderer in self.view.renderer_classes]
        return [media_type for media_type in (CSV, XLSX, JSON_STAT) if media_type in offered]

    @property
    def is_csv(self) -> bool:
        return CSV in self.tables

    @property
    def required(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, value in REQUIRED.items() if name in self.parameters)

    def at(self, key: Any = None) -> Address:
        path = self.pattern.replace("<uuid:id>", str(key)).replace("<slug:slug>", next(iter(PROBLEM_TYPES)))
        return Address(self.pattern, path, self.required)


@cache
def routes() -> tuple[Route, ...]:
    """Return the API's routes, without the one that stands for everything else."""
    found = [(pattern.pattern, view_of(pattern.callback)) for pattern in urlpatterns]
    return tuple(Route(str(pattern), view) for pattern, view in found if str(pattern))


def view_of(callback: Any) -> Any:
    """Return the class of the view behind a URL pattern, whatever it has been wrapped in."""
    while not (view := getattr(callback, "cls", None) or getattr(callback, "view_class", None)):
        callback = callback.__wrapped__
    return view


def values_of(name: str, parameter: Parameter) -> Sequence[str]:
    """Return some values of a parameter that mean something to the content."""
    if name in MEANT:
        return MEANT[name]
    schema = parameter.value.schema
    match schema:
        case {"enum": [*codes]}:
            return (str(codes[0]), str(codes[-1]))
        case {"format": "uuid"}:
            return (str(content.SECRET_GOAL), str(content.GOAL))
        case {"type": "integer"}:
            return (str(schema.get("minimum", 1)),)
        case {"type": "boolean"}:
            return ("true", "false")
        case {"anyOf": _}:
            return (BEFORE_SECRET, WHILE_PUBLIC)
        case _:
            return (content.MARK,)


def with_parameter(address: Address, name: str, value: str) -> Address:
    return replace(address, query=(*(pair for pair in address.query if pair[0] != name), (name, value)))


def plain_addresses() -> Iterator[Address]:
    """Yield each route without parameters and, where it has an id, with each of the content; in every format."""
    for route in routes():
        for key in route.keys:
            address = route.at(key)
            yield address
            if "expand" in route.parameters:
                yield with_parameter(address, "expand", "sections")
            for media_type in route.tables:
                yield replace(address, accept=media_type)


def addresses() -> Iterator[Address]:
    """Yield the plain addresses, and those with a parameter, of details for the first ids of their resource."""
    yield from plain_addresses()
    for route in routes():
        for key in route.keys[:2]:
            for name, parameter in route.parameters.items():
                for value in values_of(name, parameter):
                    address = with_parameter(route.at(key), name, value)
                    yield address
                    if name == "asOf" and "expand" in route.parameters:
                        yield with_parameter(address, "expand", "sections")
                    if name in ("q", "body") and route.is_csv:
                        yield replace(address, accept=CSV)
