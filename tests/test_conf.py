from __future__ import annotations

from typing import Any

from wagtail_kommunmal.conf import Settings, get_settings, known_keys


def test_every_setting_has_a_default(settings: Any) -> None:
    del settings.WAGTAIL_KOMMUNMAL
    assert get_settings() == Settings()


def test_a_setting_that_is_given_takes_the_place_of_its_default(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"IMAGE_WIDTHS": (320,)}
    assert get_settings() == Settings(IMAGE_WIDTHS=(320,))


def test_an_unknown_key_does_not_stop_the_site(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"IMAGE_WIDTH": (320,)}
    assert get_settings() == Settings()


def test_the_names_of_the_settings_are_known() -> None:
    assert known_keys() >= {"IMAGE_WIDTHS", "RELEASES_PER_REQUEST", "API_CACHE_CONTROL", "API_CONTACT"}
