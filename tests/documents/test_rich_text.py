from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction, Site

from tests.site_pages import Page
from wagtail_kommunmal.documents import rich_text
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.documents.rich_text import plain_text
from wagtail_kommunmal.models import goal_models
from wagtail_kommunmal.testing import text_section

Composed = Callable[..., dict[str, Any]]


@pytest.fixture
def html_of(composed: Composed) -> Callable[[str], Any]:
    """Return what becomes of a political text."""
    return lambda source: composed(political_text=source)["politicalTextHtml"]


@pytest.fixture
def news(home: Page) -> Page:
    return home.add_child(title="Nyheter", slug="nyheter")


def link_to(page: Page) -> str:
    return f'<p><a linktype="page" id="{page.pk}">Länk</a></p>'


UNLINKED = "<p><a>Länk</a></p>"


def test_a_link_to_a_live_page_is_relative_to_the_origin(html_of: Callable[[str], Any], news: Page) -> None:
    assert html_of(link_to(news)) == '<p><a href="kommunmal-origin:/nyheter/">Länk</a></p>'


def test_a_link_to_a_page_of_another_site_has_that_sites_address(
    html_of: Callable[[str], Any], other_site: Site
) -> None:
    assert html_of(link_to(other_site.root_page)) == '<p><a href="http://other.example/">Länk</a></p>'


def test_a_link_to_an_unpublished_page_keeps_its_words_only(html_of: Callable[[str], Any], news: Page) -> None:
    news.unpublish()
    assert html_of(link_to(news)) == UNLINKED


def test_a_link_to_a_page_below_a_restricted_one_keeps_its_words_only(
    html_of: Callable[[str], Any], news: Page
) -> None:
    item = news.add_child(title="En nyhet", slug="en-nyhet")
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="sesam")
    assert html_of(link_to(item)) == UNLINKED


def test_a_link_to_a_page_outside_every_site_keeps_its_words_only(html_of: Callable[[str], Any], site: Site) -> None:
    attic = Page.get_first_root_node().add_child(title="Vinden", slug="vinden")
    assert html_of(link_to(attic)) == UNLINKED


@pytest.mark.parametrize("target", ['linktype="page" id="999999"', 'linktype="page"', 'linktype="page" id="x"'])
def test_a_link_to_nothing_keeps_its_words_only(html_of: Callable[[str], Any], site: Site, target: str) -> None:
    assert html_of(f"<p><a {target}>Länk</a></p>") == UNLINKED


def test_a_document_is_linked_relative_to_the_origin_and_a_deleted_one_keeps_its_words_only(
    html_of: Callable[[str], Any], site: Site
) -> None:
    document = get_document_model().objects.create(title="Budget", file=ContentFile(b"%PDF", "budget.pdf"))
    link = f'<p><a linktype="document" id="{document.pk}">Länk</a></p>'
    assert html_of(link) == f'<p><a href="kommunmal-origin:/documents/{document.pk}/budget.pdf">Länk</a></p>'
    document.delete()
    assert html_of(link) == UNLINKED


@pytest.mark.parametrize(
    ("href", "published"),
    [
        ("https://example.org/", "https://example.org/"),
        ("//example.org/", "//example.org/"),
        ("mailto:kommunen@example.org", "mailto:kommunen@example.org"),
        ("tel:+4600000", "tel:+4600000"),
        ("#avsnitt", "#avsnitt"),
        ("/om-kommunen/", "kommunmal-origin:/om-kommunen/"),
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&amp;b=2"),
    ],
)
def test_other_links_stay_and_paths_are_relative_to_the_origin(
    html_of: Callable[[str], Any], site: Site, href: str, published: str
) -> None:
    assert html_of(f'<p><a href="{href}">Länk</a></p>') == f'<p><a href="{published}">Länk</a></p>'


def test_every_target_is_a_dependency_whether_it_may_be_linked_or_not(
    composed: Composed, news: Page, site: Site
) -> None:
    document = get_document_model().objects.create(title="Budget", file=ContentFile(b"%PDF", "budget.pdf"))
    hidden = news.add_child(title="Utkast", slug="utkast", live=False)
    source = f'{link_to(news)}{link_to(hidden)}<p><a linktype="document" id="{document.pk}">Budget</a></p>'
    goal = goal_models()[0].objects.get(translation_key=composed(political_text=source)["id"])
    assert compose(goal, site).dependencies == {("page", news.pk), ("page", hidden.pk), ("document", document.pk)}


def test_embeds_are_dropped(html_of: Callable[[str], Any], image: Any) -> None:
    embeds = (
        '<embed embedtype="media" url="https://video.example/1"/>'
        f'<embed embedtype="image" id="{image.pk}" format="left" alt="Kajen"/>'
    )
    assert html_of(f"<p>Se filmen: {embeds}</p>") == "<p>Se filmen: </p>"
    assert html_of(f"<p>{embeds}</p>") is None


def test_the_editors_own_keys_are_dropped(html_of: Callable[[str], Any], site: Site) -> None:
    assert html_of('<p data-block-key="abc12">Ett stycke.</p>') == "<p>Ett stycke.</p>"


def test_texts_are_told_apart_in_whatever_order_they_stand(composed: Composed, news: Page) -> None:
    content = composed(
        text_section("<p>Ett.</p>"), text_section(""), text_section(link_to(news)), political_text="<p>Först.</p>"
    )
    texts = [section["textText"] for section in content["sections"]]
    assert (texts, content["politicalTextText"]) == (["Ett.", None, "Länk"], "Först.")


@pytest.mark.parametrize(
    "source", ["", "<p></p>", '<p data-block-key="a"></p>', "<p> </p>", "<p><br/></p>", "<p>&nbsp;</p>"]
)
def test_a_text_without_words_is_null(composed: Composed, source: str) -> None:
    content = composed(political_text=source)
    assert (content["politicalTextHtml"], content["politicalTextText"]) == (None, None)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ett.</p><p>Två.</p>", "Ett.\n\nTvå."),
        ("<p>Rad ett<br/>rad två</p>", "Rad ett\nrad två"),
        ("<p>5 &lt; 6 &amp; 7 &gt; 6, ”å” &eacute;</p>", "5 < 6 & 7 > 6, ”å” é"),
        ("<p>A&nbsp;B</p>", "A\u00a0B"),
        ("<ul><li>Ett</li><li>Två</li></ul>", "Ett\n\nTvå"),
        ("<ul><li>Ett<ul><li>Inuti</li></ul></li><li>Två</li></ul>", "Ett\n\nInuti\n\nTvå"),
        ("<h2>Rubrik</h2><p>Text med <b>fet</b> och <i>kursiv</i>.</p>", "Rubrik\n\nText med fet och kursiv."),
        ("Utan stycke", "Utan stycke"),
        ("Före<p>Inuti</p>efter", "Före\n\nInuti\n\nefter"),
        ("<p>-</p>", "-"),
        ("<p><ruby>漢<rt>kan</ruby> är</p><p>kvar</p>", "漢 är\n\nkvar"),
        ("<p></p>", ""),
        ("", ""),
    ],
)
def test_plain_text_has_all_the_words_and_a_blank_line_between_blocks(html: str, text: str) -> None:
    assert plain_text(html) == text


PIECES = (
    *("<p>", '<p data-block-key="a1">', "</p>", "<p />", "<P>", '<p a="<">', "<li>", "</li>", "<br/>", "<br>", "</br>"),
    *('<a href="https://example.org/?a=1&amp;b=2">', '<a linktype="page" id="3">', "</a>", "<b>", "</b>", "<hr/>"),
    *('<embed id="1"/>', "<script>", "</script>", "<!--", "-->", "<ruby>", "<rt>", "</rt>"),
    *("Ord", " ", "\n", ">", "'", '"', "&amp;", "lt;", "&lt;", "&#229;", "&aring;", "&nbsp;", "&notit;", "&foo;"),
    *("&", "<", "&am", "p;"),
)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_the_editor_writes_has_the_words_that_any_parser_finds(pieces: list[str]) -> None:
    html = "".join(pieces)
    found = plain_text(html)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rich_text, "_AS_THE_EDITOR_WRITES", re.compile("(?!)"))
        assert found == plain_text(html)
