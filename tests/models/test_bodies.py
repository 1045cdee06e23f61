from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.models import Locale, Site

from wagtail_kommunmal.models import FocusArea, ResponsibleBody, ResponsibleBodyName
from wagtail_kommunmal.testing import FocusAreaFactory, ResponsibleBodyFactory
from wagtail_kommunmal.vocabulary import BodyKind


def test_a_body_is_shown_by_its_name(site: Site) -> None:
    assert str(ResponsibleBodyFactory(name="Kultur- och fritidsnämnden")) == "Kultur- och fritidsnämnden"


@pytest.mark.usefixtures("in_english")
def test_a_last_day_before_the_first_is_told_at_the_last_day(site: Site) -> None:
    body = ResponsibleBodyFactory.build(site=site, valid_from=date(2026, 1, 1), valid_to=date(2025, 12, 31))
    with pytest.raises(ValidationError) as refusal:
        body.full_clean()
    assert refusal.value.message_dict == {"valid_to": ["The last day is before the first."]}


@pytest.mark.parametrize(
    ("valid_from", "valid_to"), [(date(2026, 1, 1), date(2026, 1, 1)), (None, date(2025, 1, 1)), (None, None)]
)
def test_a_body_may_be_valid_for_a_day_or_without_end(
    site: Site, valid_from: date | None, valid_to: date | None
) -> None:
    ResponsibleBodyFactory.build(site=site, valid_from=valid_from, valid_to=valid_to).full_clean()


@pytest.mark.usefixtures("in_english")
def test_a_body_that_replaces_itself_is_told_at_the_replacement(site: Site) -> None:
    body = ResponsibleBodyFactory()
    body.replaced_by = body
    with pytest.raises(ValidationError) as refusal:
        body.full_clean()
    assert refusal.value.message_dict == {"replaced_by": ["A body cannot replace itself."]}


def test_a_new_body_is_replaced_by_none(site: Site) -> None:
    ResponsibleBodyFactory.build(site=site).full_clean()


@pytest.mark.usefixtures("in_english")
def test_a_code_is_unique_within_a_site(site: Site) -> None:
    ResponsibleBodyFactory(code="KS")
    again = ResponsibleBodyFactory.build(site=site, code="KS")
    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert refusal.value.messages == ["Another body of this site has this code."]
    with pytest.raises(IntegrityError):
        again.save()


def test_two_municipalities_may_use_the_same_code(site: Site, other_site: Site) -> None:
    bodies = [ResponsibleBodyFactory(code="KS", site=one) for one in (site, other_site)]
    bodies[1].full_clean()
    assert ResponsibleBody.objects.filter(code="KS").count() == 2


def test_the_traits_of_the_factory_make_companies_and_the_body_that_is_all(site: Site) -> None:
    company, everyone = ResponsibleBodyFactory(company=True), ResponsibleBodyFactory(everyone=True)
    assert company.kind == BodyKind.COMPANY
    assert (everyone.name, everyone.is_all) == ("Alla", True)


def test_a_name_is_given_in_the_language_of_the_reader(site: Site, swedish: Locale, english: Locale) -> None:
    body = ResponsibleBodyFactory(name="Kommunstyrelsen")
    row = ResponsibleBodyName.objects.create(body=body, locale=english, name="Municipal executive board")
    assert body.text_in(english, "name") == str(row) == "Municipal executive board"
    assert body.text_in(swedish, "name") == "Kommunstyrelsen"


def test_a_name_falls_back_to_the_default_language(site: Site, english: Locale) -> None:
    assert ResponsibleBodyFactory(name="Kommunstyrelsen").text_in(english, "name") == "Kommunstyrelsen"


def test_a_body_has_one_name_for_each_language(site: Site, english: Locale) -> None:
    body = ResponsibleBodyFactory()
    ResponsibleBodyName.objects.create(body=body, locale=english, name="Executive board")
    with pytest.raises(IntegrityError):
        ResponsibleBodyName.objects.create(body=body, locale=english, name="The board")


@pytest.mark.usefixtures("in_english")
def test_a_focus_area_is_unique_within_a_site(site: Site, other_site: Site) -> None:
    area = FocusAreaFactory(name="Trygghet")
    FocusAreaFactory(name="Trygghet", site=other_site).full_clean()
    again = FocusAreaFactory.build(site=site, name="Trygghet")
    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert refusal.value.messages == ["This site already has a focus area with this name."]
    assert str(area) == "Trygghet"
    assert FocusArea.objects.filter(name="Trygghet").count() == 2
