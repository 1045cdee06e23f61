from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.checks import Error, run_checks

from wagtail_kommunmal.checks import check_known_settings, check_required_apps


def test_the_suite_itself_is_set_up_without_remarks() -> None:
    assert [message for message in run_checks() if not message.is_silenced()] == []


def test_e001_a_misspelt_key_is_told_with_the_one_that_was_meant(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"IMAGE_WIDTH": (320,)}
    assert check_known_settings(None) == [
        Error(
            "WAGTAIL_KOMMUNMAL has an unknown key 'IMAGE_WIDTH'.",
            hint="Did you mean 'IMAGE_WIDTHS'?",
            id="wagtail_kommunmal.E001",
        )
    ]


def test_e001_a_key_like_no_other_is_told_with_all_that_are_known(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"COLOUR": "green"}
    (error,) = check_known_settings(None)
    assert error.id == "wagtail_kommunmal.E001"
    assert error.hint is not None
    assert error.hint.startswith("Known keys: API_CACHE_CONTROL, API_CONTACT, ")


def test_e002_an_app_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "wagtail.contrib.settings")
    assert check_required_apps(None) == [
        Error(
            "wagtail_kommunmal needs 'wagtail.contrib.settings' in INSTALLED_APPS.",
            hint="Add 'wagtail.contrib.settings' to INSTALLED_APPS.",
            id="wagtail_kommunmal.E002",
        )
    ]
