"""A site's catalogue of open data, as DCAT-AP-SE 3.0.1 wants it, from what is public. Pure but for translation.

Every node has an address: nothing is blank, so that a harvester keeps what it knows of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import terms
from .facts import Facts
from .languages import in_each_language
from .publisher import Publisher
from .rdf import Node, Property, Text, To


@dataclass(frozen=True)
class Place:
    """Where a catalogue, the API that it describes and the site are; addresses without a slash at the end."""

    catalogue: str
    api_root: str
    home: str
    schema: str
    """Address of the JSON Schema of the goal document."""
    language: str
    """Tag of the language that is answered in when none is asked for."""

    @property
    def description(self) -> str:
        """Address of the OpenAPI document, in which the dataportal lets people try the API."""
        return f"{self.api_root}/openapi.json"

    def node(self, name: str) -> str:
        return f"{self.catalogue}#{name}"


@dataclass(frozen=True)
class Offer:
    """A form in which a dataset is offered: where it is, in which media type, and on which terms."""

    name: str
    path: str
    media_type: str
    title: Promise
    is_file: bool = True
    is_free: bool = True
    """Whether all of it is CC0; otherwise ``rights`` says on which terms it may be used."""
    rights: str | None = None
    conforms_to: tuple[str, ...] = ()
    """Addresses of the schemas and descriptions that its content is as."""


def catalogue(place: Place, publisher: Publisher, facts: Facts) -> Iterator[Node]:
    """Yield the nodes of a site's catalogue."""
    datasets = {"goals": list(_goals(place, facts))}
    if facts.has_own:
        datasets["key-figures"] = list(_key_figures("own"))
    if facts.has_kolada:
        datasets["kolada"] = list(_key_figures("kolada"))
    yield _catalogue(place, publisher, facts, list(datasets))
    for name, offers in datasets.items():
        yield _dataset(name, place, publisher, facts, offers)
        yield from (_distribution(offer, place) for offer in offers)
    yield _service(place, publisher, facts, list(datasets))
    yield _agent(publisher)
    yield _contact(place, publisher)
    yield _period(place, facts)
    if facts.has_kolada:
        yield _rights(place)


TITLES = {
    "goals": _("Goals with assignments, key figures and investments"),
    "key-figures": _("Key figures of the goals, with values of the municipality's own"),
    "kolada": _("Key figures of the goals, with values from Kolada"),
}
DESCRIPTIONS = {
    "goals": _(
        "What the council has decided for each year: goals, with assignments, key figures and investments, what has "
        "been reported of them and what has been done. Everything that is published on the municipality's site, and as "
        "soon as it is."
    ),
    "key-figures": _(
        "What the goals are measured by: values of key figures in time, with unit, series, gender and whether they "
        "are preliminary. Where somebody else than the municipality has produced them, the column sourceName says who. "
        "Those that come from Kolada are a dataset of their own."
    ),
    "kolada": _(
        "Values in time of the key figures of the goals that are fetched from Kolada, the open database of Swedish "
        "municipalities and regions."
    ),
}
KEYWORDS = {
    "goals": (_("goals and budget"), _("follow-up"), _("assignments"), _("investments")),
    "key-figures": (_("key figures"), _("follow-up"), _("statistics")),
    "kolada": (_("key figures"), _("follow-up"), _("statistics")),
}


def _goals(place: Place, facts: Facts) -> Iterator[Offer]:
    yield Offer(
        "goals-json",
        "goals?expand=sections",
        terms.JSON,
        _("Goals through the API"),
        is_file=False,
        is_free=not facts.has_kolada,
        rights="rights-kolada" if facts.has_kolada else None,
        conforms_to=(place.schema, place.description),
    )
    for name, title in (("assignments", _("Assignments as a table")), ("investments", _("Investments as a table"))):
        yield Offer(f"{name}-csv", f"{name}?format=csv", terms.CSV, title)


def _key_figures(source: str) -> Iterator[Offer]:
    is_own = source == "own"
    yield Offer(
        f"observations-{source}-csv",
        f"observations.csv?source={source}",
        terms.CSV,
        _("Values of key figures as a table"),
        is_free=is_own,
        rights=None if is_own else "rights-kolada",
    )


def _catalogue(place: Place, publisher: Publisher, facts: Facts, datasets: list[str]) -> Node:
    return Node(
        place.node("catalog"),
        "dcat:Catalog",
        (
            *_told("dcterms:title", _("Open data on goals and follow-up")),
            *_told("dcterms:description", _("What the municipality's goals are, and how they are followed up.")),
            ("dcterms:publisher", To(publisher.address)),
            ("dcterms:license", To(terms.CC0)),
            *_languages(place),
            *_times(facts),
            ("foaf:homepage", To(f"{place.home}/")),
            *(("dcat:dataset", To(place.node(f"dataset-{name}"))) for name in datasets),
            ("dcat:service", To(place.node("service"))),
        ),
    )


def _dataset(name: str, place: Place, publisher: Publisher, facts: Facts, offers: list[Offer]) -> Node:
    themes, temporal = [terms.GOVERNMENT], list[Property]()
    if name == "goals":
        themes.append(terms.ECONOMY)
        # The years are those of the plans: values are older than the plan that they are read in, or reach beyond it.
        temporal.append(("dcterms:temporal", To(place.node("period"))))
    return Node(
        place.node(f"dataset-{name}"),
        "dcat:Dataset",
        (
            *_told("dcterms:title", TITLES[name]),
            *_told("dcterms:description", DESCRIPTIONS[name]),
            ("dcterms:publisher", To(publisher.address)),
            ("dcat:contactPoint", To(place.node("contact"))),
            *(keyword for text in KEYWORDS[name] for keyword in _told("dcat:keyword", text)),
            *(("dcat:theme", To(theme)) for theme in themes),
            ("dcterms:accessRights", To(terms.PUBLIC)),
            ("dcterms:accrualPeriodicity", To(terms.IRREGULARLY)),
            *_languages(place),
            *_times(facts),
            *temporal,
            *(("dcat:distribution", To(place.node(f"distribution-{offer.name}"))) for offer in offers),
        ),
    )


def _distribution(offer: Offer, place: Place) -> Node:
    address = To(f"{place.api_root}/{offer.path}")
    properties: list[Property] = [
        *_told("dcterms:title", offer.title),
        ("dcat:accessURL", address),
        ("dcterms:format", Text(offer.media_type)),
        ("dcatap:availability", To(terms.STABLE)),
        ("dcat:accessService", To(place.node("service"))),
    ]
    if offer.is_file:
        properties.append(("dcat:downloadURL", address))
    if offer.is_free:
        properties.append(("dcterms:license", To(terms.CC0)))
    if offer.rights:
        properties.append(("dcterms:rights", To(place.node(offer.rights))))
    properties += [("dcterms:conformsTo", To(address)) for address in offer.conforms_to]
    return Node(place.node(f"distribution-{offer.name}"), "dcat:Distribution", tuple(properties))


def _service(place: Place, publisher: Publisher, facts: Facts, datasets: list[str]) -> Node:
    # No licence goes for all that the service answers with, once values of Kolada's are among it.
    name, use = ("rights", place.node("rights-kolada")) if facts.has_kolada else ("license", terms.CC0)
    return Node(
        place.node("service"),
        "dcat:DataService",
        (
            *_told("dcterms:title", _("API for goals and follow-up")),
            *_told(
                "dcterms:description",
                _("An open REST API without keys, described in OpenAPI, that answers in JSON and in tables."),
            ),
            ("dcat:endpointURL", To(f"{place.api_root}/")),
            ("dcat:endpointDescription", To(place.description)),
            ("dcterms:type", To(terms.REST)),
            ("dcterms:publisher", To(publisher.address)),
            (f"dcterms:{name}", To(use)),
            ("dcterms:accessRights", To(terms.PUBLIC)),
            ("dcat:contactPoint", To(place.node("contact"))),
            *_told("dcat:keyword", _("goals and budget")),
            *(("dcat:servesDataset", To(place.node(f"dataset-{name}"))) for name in datasets),
        ),
    )


def _agent(publisher: Publisher) -> Node:
    return Node(
        publisher.address,
        "foaf:Agent",
        (
            ("foaf:name", Text(publisher.name)),
            ("dcterms:type", To(terms.LOCAL_AUTHORITY)),
            ("dcterms:identifier", Text(publisher.organisation_number)),
        ),
    )


def _contact(place: Place, publisher: Publisher) -> Node:
    properties: tuple[Property, ...] = (
        ("vcard:fn", Text(publisher.contact_name)),
        ("vcard:hasEmail", To(f"mailto:{publisher.contact_email}")),
    )
    return Node(place.node("contact"), "vcard:Organization", properties)


def _period(place: Place, facts: Facts) -> Node:
    properties: tuple[Property, ...] = (
        ("dcat:startDate", Text(f"{facts.first_year}-01-01", kind="xsd:date")),
        ("dcat:endDate", Text(f"{facts.last_year}-12-31", kind="xsd:date")),
    )
    return Node(place.node("period"), "dcterms:PeriodOfTime", properties)


def _rights(place: Place) -> Node:
    text = _(
        "Values that have an attribution come from Kolada, and are free to use. Say “Source: Kolada” wherever they are "
        "shown, and keep the producer that the definition names; what you have calculated from them is your own. All "
        "that has no attribution is CC0."
    )
    return Node(place.node("rights-kolada"), "dcterms:RightsStatement", tuple(_told("rdfs:label", text)))


def _told(name: str, text: Promise) -> Iterator[Property]:
    for language, told in in_each_language(text).items():
        yield name, Text(told, language=language)


def _languages(place: Place) -> Iterator[Property]:
    code = terms.LANGUAGES.get(place.language.partition("-")[0])
    if code:
        yield "dcterms:language", To(terms.LANGUAGE + code)


def _times(facts: Facts) -> Iterator[Property]:
    if facts.first_published_at:
        yield "dcterms:issued", _moment(facts.first_published_at)
    yield "dcterms:modified", _moment(facts.modified_at)


def _moment(moment: datetime) -> Text:
    return Text(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), kind="xsd:dateTime")
