"""A municipality with content of every kind, what the API says of it, and a way to make its site empty again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test.client import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from tests.site_pages import Page
from tests.sundby import take_picture
from wagtail_kommunmal.exchange.whole_site.exporting import Summary, export_site
from wagtail_kommunmal.exchange.whole_site.restoring import Outcome, restore_site
from wagtail_kommunmal.models import (
    ContentVersion,
    FocusArea,
    FollowUpReport,
    KeyFigure,
    KeyFigureName,
    KeyFigureValue,
    KoladaLink,
    KommunmalSiteSettings,
    PendingRelease,
    PublicChange,
    Release,
    ReleaseHead,
    ResponsibleBody,
    ResponsibleBodyName,
    StatusWord,
    StatusWordLabel,
    plan_models,
)
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    amount,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)

Released = Callable[[], AbstractContextManager[Any]]
Answers = dict[str, Any]

API = "/kommunmal/v1"
MARCH = date(2026, 3, 14)
SPRING, AUTUMN = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
LISTS = ("plans", "goals", "goals?expand=sections", "assignments", "investments", "key-figures", "bodies")
TABLES = ("assignments", "investments", "key-figures")


@dataclass
class Municipality:
    """The site, what stands on it, and what may be done with it as a whole."""

    site: Site
    released: Released
    folder: Path
    plan: Any
    goal: Any
    draft: Any
    report: Any
    settings: Any

    def export(self, **how: Any) -> Summary:
        return export_site(self.site, self.folder, **how)

    def restore(self, **how: Any) -> Outcome:
        with self.released():
            return restore_site(self.folder, self.site, **how)

    def empty(self) -> None:
        """Remove everything of the package, and all media, as on a site that has just been installed."""
        empty_site(self.site, self.released)
        self.settings.MEDIA_ROOT = self.folder.parent / "other-media"

    def home(self) -> Any:
        return Page.objects.get(pk=self.site.root_page_id)


def empty_site(site: Site, released: Released) -> None:
    with released():
        FollowUpReport.objects.all().delete()
        for plan in Page.objects.type(*plan_models()).specific():
            plan.delete()
    for model in (
        PendingRelease,
        PublicChange,
        ReleaseHead,
        Release,
        KeyFigure,
        ResponsibleBody,
        FocusArea,
        StatusWord,
    ):
        model.objects.all().delete()
    KommunmalSiteSettings.objects.all().delete()
    ContentVersion.objects.all().delete()
    get_image_model().objects.all().delete()
    get_document_model().objects.all().delete()
    # What is made from now on gets other keys than before, where the database would begin anew.
    site.root_page.refresh_from_db()
    with released():
        if not site.root_page.get_children().filter(slug="nyheter").exists():
            site.root_page.add_child(instance=Page(title="Nyheter", slug="nyheter", locale=site.root_page.locale))
        ResponsibleBodyFactory(site=site).delete()


def answers(client: Client) -> Answers:
    """Return what the API says of everything, today and earlier, without the moment of answering."""
    found: Answers = {}
    for language in ("sv", "en"):
        for name in LISTS:
            found[f"{name} {language}"] = read(client, name, lang=language)
        for moment in (SPRING, AUTUMN):
            for name in ("plans", "goals?expand=sections"):
                found[f"{name} {language} {moment}"] = read(client, name, lang=language, asOf=moment.isoformat())
        found[f"changes {language}"] = read(client, "changes", since="2020-01-01", lang=language)
        for name in ("plans", "goals", "assignments", "investments", "key-figures", "bodies"):
            for item in found[f"{name} {language}"].get("items", ()):
                path = f"{name}/{item['id']}"
                found[f"{path} {language}"] = read(client, path, lang=language)
                if name == "goals":
                    found[f"{path} releases {language}"] = read(client, f"{path}/releases", lang=language)
                if name == "key-figures":
                    found[f"{path} values {language}"] = read(client, f"{path}/observations", lang=language)
    for name in TABLES:
        found[f"{name} as a table"] = b"".join(client.get(f"{API}/{name}", headers={"accept": "text/csv"}))
    return found


def read(client: Client, path: str, **params: str) -> Any:
    path, _, query = path.partition("?")
    response = client.get(f"{API}/{path}", {**dict(parse_qsl(query)), **params}, headers={"accept": "application/json"})
    assert response.status_code == 200, response.content.decode()
    answer = response.json()
    return {name: value for name, value in answer.items() if name != "nextSince"}


def draft_of(instance: Any) -> Any:
    """Return what an editor finds in the draft of a page or report, without keys and moments of this database."""
    return instance.get_latest_revision_as_object()


@pytest.fixture
def municipality(
    site: Site, english: Locale, image: Any, released: Released, settings: Any, tmp_path: Path
) -> Municipality:
    return make_municipality(site, english, image, released, settings, tmp_path / "export")


@pytest.fixture(scope="module")
def shared_municipality(
    shared_site: Site, released: Released, tmp_path_factory: pytest.TempPathFactory
) -> Municipality:
    """What ``municipality`` is, for all tests of the module: each gives it a folder and settings of its own."""
    english, folder = Locale.objects.get(language_code="en"), tmp_path_factory.mktemp("shared") / "export"
    return make_municipality(shared_site, english, take_picture(), released, settings, folder)


def make_municipality(
    site: Site, english: Locale, image: Any, released: Released, settings: Any, folder: Path
) -> Municipality:
    """Sundby kommun with two plans in two languages, reports, key figures, words of its own, releases and drafts."""
    image.tags.add("hamnen")
    council = ResponsibleBodyFactory(name="Kommunfullmäktige", code="KF", kind="council")
    board = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN", replaced_by=council)
    ResponsibleBodyName.objects.create(body=board, locale=english, name="Culture committee")
    area = FocusAreaFactory(name="Livskvalitet")
    with released():
        site_settings = KommunmalSiteSettings.for_site(site)
        site_settings.municipality_name = "Sundby"
        site_settings.save()
        site_settings.assessing_bodies.add(council)
        word = StatusWord.objects.create(site=site, vocabulary="assignment", code="in_progress", label="Pågår så smått")
        StatusWordLabel.objects.create(word=word, locale=english, label="Under way")
    figure = KeyFigureFactory(
        name="Nöjd med bibliotek",
        responsible=board,
        values={"2024": "71,50", "2025": "-3"},
        targets={"2026": "minst 80 %"},
        assessments={"2025": "partly_achieved"},
    )
    KeyFigureName.objects.create(key_figure=figure, locale=english, name="Pleased with libraries")
    KeyFigureValue.objects.create(key_figure=figure, period="2023", value_text="'=1+1", note='Ett "citat",\nrad två')
    KeyFigureValue.objects.create(
        key_figure=figure, period="2022", value="7.25", provenance="kolada", fetched_at=SPRING, preliminary=True
    )
    KoladaLink.objects.create(
        key_figure=figure,
        kolada_id="N09810",
        municipality="0999",
        since=SPRING,
        title="Nöjd med bibliotek, #1",
        publication_on=MARCH,
        synced_at=AUTUMN,
        warnings=[{"code": "renamed"}],
    )
    document = get_document_model().objects.create(title="Riktlinje", file=ContentFile(b"%PDF-1.4", "riktlinje.pdf"))
    item = assignment("Öppna ett bibliotek.", responsible=[board], quantity_target="10", quantity_unit="besök")
    project = investment("Bokbuss", responsible=[board], amounts=[amount(2026, budget="1 200,50")])
    with released():
        last = PlanPageFactory(year=2025, slug="mal-2025")
        before = GoalPageFactory(parent=last, title="Läsande barn", slug="lasande-barn", number="1")
        plan = PlanPageFactory(year=2026, slug="mal-2026", intro="<p>Vi <b>vill</b>.</p>")
        links = (
            f'<p>Se <a linktype="page" id="{before.pk}">målet</a>, <a linktype="document" id="{document.pk}">riktlinjen'
            f'</a> och <a linktype="page" id="{site.root_page_id}">startsidan</a>.</p>'
        )
        goal = GoalPageFactory(
            parent=plan,
            title="Läsande barn",
            slug="lasande-barn",
            number="1",
            image=image,
            focus_area=area,
            previous_goal=before,
            sdgs=[4, 16],
            political_text=links,
            sections=[
                assignments_section(item),
                key_figures_section(key_figure_item(figure, note=links)),
                investments_section(project),
                accomplishments_section(
                    accomplishment("<p>Invigt.</p>", on=date(2026, 3, 14), image=image, body=board)
                ),
                text_section(links),
            ],
        )
        GoalPageFactory(parent=plan, title="Läsande vuxna", slug="lasande-vuxna", number="2", parent_goal=goal)
        draft = GoalPageFactory(parent=plan, title="Ett utkast", slug="utkast", publish=False, previous_goal=before)
        translated = plan.copy_for_translation(english, copy_parents=True)
        translated.save_revision().publish()
        in_english = goal.copy_for_translation(english)
        in_english.title = "Reading children"
        in_english.save_revision().publish()
    _set_back(SPRING)
    with released():
        rows = [
            assessment(goal, "expected_partly", comment="<p>En bit kvar.</p>"),
            follow_up(goal, item, "in_progress", comment=links, quantity_done="4,0"),
            follow_up(goal, project, "delayed", forecast="1 300"),
        ]
        report = FollowUpReportFactory(plan=plan, body=board, period="2026-T1", rows=rows)
        edited = goal.get_latest_revision_as_object()
        edited.statement = "Alla barn läser."
        edited.save_revision().publish()
    _set_back(AUTUMN)
    with released():
        edited = goal.get_latest_revision_as_object()
        edited.statement = "Ännu inte beslutat."
        edited.save_revision()
        edited = report.get_latest_revision_as_object()
        row = edited.assignments.get()
        row.comment = "<p>Inte klart.</p>"
        edited.assignments = [row]
        edited.save_revision()
        last.refresh_from_db()
        last.closed_at = timezone.now()
        last.save()
    for page in (plan, goal, draft, report):
        page.refresh_from_db()
    return Municipality(site, released, folder, plan, goal, draft, report, settings)


def _set_back(moment: datetime) -> None:
    """Say of the releases and changes that were made since the last time that they were made around a moment."""
    new = Release.objects.filter(published_from__gt=timezone.now() - timedelta(hours=1))
    for release in new:
        Release.objects.filter(pk=release.pk).update(published_from=moment)
        Release.objects.filter(head=release.head_id, number=release.number - 1).update(published_to=moment)
    PublicChange.objects.filter(at__gt=timezone.now() - timedelta(hours=1)).update(at=moment)
