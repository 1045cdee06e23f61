"""The catalogue of a site's open data, as dataportal.se harvests it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test.client import Client
from pyshacl import validate
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from wagtail.models import PageViewRestriction, Site

from tests.sundby import PUBLISHER
from wagtail_kommunmal.models import KeyFigureValue, ReleasedItem
from wagtail_kommunmal.open_data.catalogue import Place, catalogue
from wagtail_kommunmal.open_data.facts import Facts
from wagtail_kommunmal.open_data.publisher import Publisher
from wagtail_kommunmal.open_data.rdf import rdf_xml
from wagtail_kommunmal.testing import GoalPageFactory, KeyFigureFactory, PlanPageFactory, key_figures_section
from wagtail_kommunmal.vocabulary import Provenance

pytestmark = pytest.mark.same_everywhere

Released = Callable[[], AbstractContextManager[Any]]

ADDRESS = "/kommunmal/v1/dcat.rdf"
ROOT = "http://testserver/kommunmal/v1"
HERE = Namespace(f"http://testserver{ADDRESS}#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
SHAPES = Path(__file__).with_name("shapes.ttl")


@pytest.fixture
def goal(site: Site, published_by_sundby: None, released: Released) -> Any:
    """A goal with a key figure of the municipality's own and one from Kolada."""
    with released():
        fetched = KeyFigureFactory(name="Trygghet", kolada_id="N00011", values={"2024": "1"})
        KeyFigureValue.objects.filter(key_figure=fetched).update(provenance=Provenance.KOLADA)
        own = KeyFigureFactory(name="Besök", values={"2024": "2"})
        return GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(fetched, own)])


def read(client: Client) -> Graph:
    response = client.get(ADDRESS)
    assert response.status_code == 200, response.content.decode()
    return graph_of(response.content)


def graph_of(written: bytes) -> Graph:
    return Graph().parse(data=written, format="xml")


def remarks(graph: Graph) -> list[str]:
    """Return what the shapes of DCAT-AP-SE find wrong."""
    conforms, _report, text = validate(graph, shacl_graph=Graph().parse(SHAPES))
    return [] if conforms else [text]


@pytest.mark.usefixtures("goal")
def test_a_catalogue_has_all_that_the_profile_wants(client: Client) -> None:
    graph = read(client)
    assert remarks(graph) == []
    assert set(graph.objects(HERE.catalog, DCAT.dataset)) == {
        HERE["dataset-goals"],
        HERE["dataset-key-figures"],
        HERE["dataset-kolada"],
    }


@pytest.mark.usefixtures("goal")
@pytest.mark.parametrize(
    "taken",
    [
        (HERE.catalog, DCTERMS.title, None),
        (HERE.catalog, DCTERMS.license, None),
        (HERE.catalog, DCTERMS.publisher, None),
        (HERE["dataset-goals"], DCTERMS.description, None),
        (HERE["dataset-goals"], DCTERMS.publisher, None),
        (HERE["distribution-goals-json"], DCAT.accessURL, None),
        (HERE["distribution-assignments-csv"], DCTERMS.license, None),
        (HERE["distribution-goals-json"], DCTERMS.rights, None),
        (HERE["distribution-goals-json"], DCTERMS.conformsTo, URIRef(f"{ROOT}/openapi.json")),
        (HERE.service, DCAT.endpointURL, None),
        (HERE.service, DCTERMS.title, None),
        (None, FOAF.name, None),
        (URIRef("http://dataportal.se/organisation/SE9999990003"), DCTERMS.type, None),
        (HERE.contact, VCARD.fn, None),
        (HERE.contact, VCARD.hasEmail, None),
        (HERE.contact, RDF.type, None),
    ],
)
def test_the_shapes_find_what_is_missing(client: Client, taken: Any) -> None:
    graph = read(client)
    assert (taken in graph) is True
    graph.remove(taken)
    assert remarks(graph)


@pytest.mark.usefixtures("goal")
def test_nothing_is_a_blank_node_or_has_a_relative_address(client: Client) -> None:
    graph = read(client)
    nodes = {node for triple in graph for node in triple}
    assert not [node for node in nodes if isinstance(node, BNode)]
    addresses = {str(node) for node in nodes if isinstance(node, URIRef)}
    assert [address for address in addresses if not address.startswith(("http://", "https://", "mailto:"))] == []
    assert all(" " not in address and address.isascii() for address in addresses)


@pytest.mark.usefixtures("goal")
def test_every_node_that_is_referred_to_here_is_described_here(client: Client) -> None:
    graph = read(client)
    referred = {node for node in graph.objects() if str(node).startswith(str(HERE))}
    assert referred - set(graph.subjects(RDF.type)) == set()
    assert referred


@pytest.mark.usefixtures("goal")
def test_texts_are_in_swedish_and_in_english(client: Client) -> None:
    graph = read(client)
    for name in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        for subject in set(graph.subjects(name)):
            languages = [text.language for text in graph.objects(subject, name) if isinstance(text, Literal)]
            assert languages.count("sv") == languages.count("en") >= 1
            assert set(languages) == {"sv", "en"}
    titles = {text.language: str(text) for text in graph.objects(HERE["dataset-goals"], DCTERMS.title)}  # type: ignore[union-attr]
    assert titles["en"] == "Goals with assignments, key figures and investments"


@pytest.mark.usefixtures("goal")
def test_the_publisher_and_the_contact_are_those_of_the_settings(client: Client) -> None:
    graph = read(client)
    agent = URIRef("http://dataportal.se/organisation/SE9999990003")
    assert set(graph.objects(HERE.catalog, DCTERMS.publisher)) == {agent}
    assert graph.value(agent, FOAF.name) == Literal("Sundby kommun")
    assert graph.value(agent, DCTERMS.type) == URIRef("http://purl.org/adms/publishertype/LocalAuthority")
    assert graph.value(HERE.contact, VCARD.fn) == Literal("Öppna data, Sundby kommun")
    assert graph.value(HERE.contact, VCARD.hasEmail) == URIRef("mailto:oppnadata@sundby.example")


@pytest.mark.usefixtures("goal")
def test_what_comes_from_kolada_is_on_its_own_terms_and_all_else_is_free(client: Client) -> None:
    graph = read(client)
    assert graph.value(HERE.catalog, DCTERMS.license) == CC0
    # A whole goal has the values of its key figures in it, and so has what the service answers.
    mixed = {HERE["distribution-observations-kolada-csv"], HERE["distribution-goals-json"], HERE.service}
    for node in mixed:
        assert graph.value(node, DCTERMS.license) is None
        assert graph.value(node, DCTERMS.rights) == HERE["rights-kolada"]
    free = set(graph.subjects(RDF.type, DCAT.Distribution)) - mixed
    assert len(free) == 3
    for node in free:
        assert (graph.value(node, DCTERMS.license), graph.value(node, DCTERMS.rights)) == (CC0, None)
    [english] = [text for text in graph.objects(HERE["rights-kolada"]) if getattr(text, "language", None) == "en"]
    assert "Source: Kolada" in english


@pytest.mark.usefixtures("goal")
def test_every_address_that_is_offered_answers_in_its_format(client: Client) -> None:
    graph = read(client)
    distributions = list(graph.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) >= 5
    for distribution in distributions:
        response: Any = client.get(str(graph.value(distribution, DCAT.accessURL)))
        assert response.status_code == 200
        assert response.headers["Content-Type"].partition(";")[0] == str(graph.value(distribution, DCTERMS.format))
        body = response.getvalue()
        if "observations" in response.request["PATH_INFO"]:
            assert len(body.splitlines()) >= 2
        assert body
    for name in (DCAT.endpointDescription, DCTERMS.conformsTo):
        for address in set(graph.objects(None, name)):
            assert client.get(str(address)).status_code == 200


def test_a_site_without_key_figures_has_the_dataset_of_goals_alone(
    site: Site, published_by_sundby: None, released: Released, client: Client
) -> None:
    with released():
        PlanPageFactory(year=2026)
    graph = read(client)
    assert remarks(graph) == []
    assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [HERE["dataset-goals"]]
    assert list(graph.subjects(RDF.type, DCTERMS.RightsStatement)) == []


def fetched_figure(**fields: Any) -> Any:
    """Return a key figure whose value was fetched from where ``KOLADA_URL`` leads."""
    figure = KeyFigureFactory(kolada_id="N00011", values={"2024": "1"}, **fields)
    KeyFigureValue.objects.filter(key_figure=figure).update(provenance=Provenance.KOLADA)
    return figure


def key_figure_datasets(graph: Graph) -> set[str]:
    found = {str(dataset).partition("#dataset-")[2] for dataset in graph.subjects(RDF.type, DCAT.Dataset)}
    return found - {"goals"}


@pytest.mark.parametrize(("url", "told"), [(None, "kolada"), ("http://127.0.0.1:8003/v3/", "key-figures")])
def test_figures_of_an_invented_kolada_are_not_called_koladas(
    site: Site, released: Released, client: Client, settings: Any, url: str | None, told: str
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER, **({"KOLADA_URL": url} if url else {})}
    with released():
        GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(fetched_figure())])
    assert key_figure_datasets(read(client)) == {told}


@pytest.mark.usefixtures("published_by_sundby")
def test_values_are_koladas_as_they_were_released_whatever_is_set_today(
    site: Site, released: Released, client: Client, settings: Any
) -> None:
    with released():
        figure = fetched_figure()
        goal = GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(figure)])
    settings.WAGTAIL_KOMMUNMAL |= {"KOLADA_URL": "http://127.0.0.1:8003/v3/"}
    assert key_figure_datasets(read(client)) == {"kolada"}
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}
    with released():
        figure.kolada_id = ""
        figure.save()
        goal.save_revision().publish()
    assert ReleasedItem.objects.get().kolada_id == ""
    assert key_figure_datasets(read(client)) == {"kolada"}


@pytest.mark.usefixtures("published_by_sundby")
def test_a_key_figure_that_is_found_at_kolada_is_own_until_something_is_fetched(
    site: Site, released: Released, client: Client
) -> None:
    with released():
        figure = KeyFigureFactory(kolada_id="N00011", values={"2024": "1"})
        GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(figure)])
    graph = read(client)
    assert key_figure_datasets(graph) == {"key-figures"}
    assert graph.value(HERE["distribution-goals-json"], DCTERMS.license) == CC0
    assert graph.value(HERE.service, DCTERMS.license) == CC0


@pytest.mark.usefixtures("published_by_sundby")
def test_key_figures_without_values_are_no_dataset(site: Site, released: Released, client: Client) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(KeyFigureFactory())])
    assert key_figure_datasets(read(client)) == set()


@pytest.mark.usefixtures("goal")
def test_only_the_goals_are_of_the_years_of_the_plans(client: Client) -> None:
    assert set(read(client).subjects(DCTERMS.temporal)) == {HERE["dataset-goals"]}


def test_the_years_are_those_of_what_is_public(goal: Any, released: Released, client: Client) -> None:
    with released():
        hidden = PlanPageFactory(year=2019)
        PlanPageFactory(year=2024)
        PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    graph = read(client)
    days = [str(graph.value(HERE.period, name)) for name in (DCAT.startDate, DCAT.endDate)]
    assert days == ["2024-01-01", "2026-12-31"]


# When there is none


def test_there_is_no_catalogue_of_nothing(site: Site, published_by_sundby: None, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_there_is_no_catalogue_of_what_is_no_longer_public(goal: Any, client: Client) -> None:
    goal.get_parent().specific.unpublish()
    goal.unpublish()
    response = client.get(ADDRESS)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.usefixtures("goal")
@pytest.mark.parametrize("key", PUBLISHER)
def test_there_is_no_catalogue_of_nobodys(client: Client, settings: Any, key: str) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": {**PUBLISHER, key: ""}}
    assert client.get(ADDRESS).status_code == 404
    settings.WAGTAIL_KOMMUNMAL = {}
    assert client.get(ADDRESS).status_code == 404


def test_another_municipality_has_a_catalogue_under_its_own_number_only(
    goal: Any, other_site: Site, released: Released, client: Client, settings: Any
) -> None:
    def ask() -> HttpResponse:
        return client.get(ADDRESS, headers={"host": "other.example"})

    with released():
        PlanPageFactory(year=2026, parent=other_site.root_page)
    assert ask().status_code == 404
    norrby = {**PUBLISHER, "publisher": "Norrby kommun", "organisation_number": "9999990011"}
    settings.WAGTAIL_KOMMUNMAL |= {"OPEN_DATA_BY_HOST": {"Other.Example": norrby}}
    graph = graph_of(ask().content)
    assert [str(name) for name in graph.objects(None, FOAF.name)] == ["Norrby kommun"]
    assert "testserver" not in ask().content.decode()
    assert [str(name) for name in read(client).objects(None, FOAF.name)] == ["Sundby kommun"]
    # Whose of the two it is, the host name does not tell.
    Site.objects.create(hostname="OTHER.example", port=8443, root_page=goal.get_parent())
    assert ask().status_code == 404


# How it is answered


@pytest.mark.usefixtures("goal")
def test_a_catalogue_is_rdf_xml_that_may_be_kept_for_a_while(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<rdf:RDF ")
    expected = {
        "Content-Type": "application/rdf+xml",
        "Cache-Control": "public, max-age=60, stale-while-revalidate=300",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: response.headers[name] for name in expected} == expected
    etag = response.headers["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    for accept in ("application/rdf+xml", "text/html, */*;q=0.8"):
        assert client.get(ADDRESS, headers={"accept": accept}).content == response.content
    assert client.get(ADDRESS, headers={"accept": "text/turtle"}).status_code == 406


@pytest.mark.usefixtures("goal")
def test_a_new_contact_is_told_at_once(client: Client, settings: Any) -> None:
    etag = client.get(ADDRESS).headers["ETag"]
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": {**PUBLISHER, "contact_email": "data@sundby.example"}}
    response = client.get(ADDRESS, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert b"data@sundby.example" in response.content


@pytest.mark.usefixtures("goal")
def test_an_unknown_parameter_is_not_allowed(client: Client) -> None:
    response = client.get(f"{ADDRESS}?lang=sv")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


def test_the_number_of_queries_does_not_grow(goal: Any, client: Client, django_assert_num_queries: Any) -> None:
    for position in (100, 101):
        # The site and its language, what is published, and where the values of key figures come from.
        with django_assert_num_queries(3):
            client.get(ADDRESS)
        item = ReleasedItem.objects.filter(kolada_id="N00011").earliest("pk")
        item.pk, item.position = None, position
        item.save()


def test_whatever_a_name_is_made_of_is_written_as_text() -> None:
    place = Place(catalogue="http://x.example/dcat.rdf", api_root="http://x.example", home="", schema="", language="sv")
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    facts = Facts(None, moment, 2024, 2026, has_own=False, has_kolada=False)
    odd = '<b>&"Sundby" ’kommun’</b>'
    graph = graph_of(rdf_xml(catalogue(place, Publisher(odd, "9999990003", odd, "a@b.example"), facts)))
    assert [str(name) for name in graph.objects(None, FOAF.name)] == [odd]
    assert remarks(graph) == []
