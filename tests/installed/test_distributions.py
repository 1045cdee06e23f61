from __future__ import annotations

from pathlib import Path

import pytest

from .distributions import PACKAGE, REPOSITORY, build, committed_files, files_in_wheel, unpack


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is in the wheel that is built from the repository."""
    return files_in_wheel(build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel")))


def test_the_wheel_holds_every_committed_file_of_the_package_and_no_other(wheel: dict[str, bytes]) -> None:
    of_package = {name for name in wheel if not name.split("/")[0].endswith(".dist-info")}
    assert of_package == committed_files()


@pytest.mark.parametrize(
    "pattern",
    [
        "py.typed",
        "locale/sv/LC_MESSAGES/django.mo",
        "migrations/0*.py",
        "pages/migrations/0*.py",
        "templates/wagtail_kommunmal/goal_page.html",
        "static/wagtail_kommunmal/kommunmal.css",
        "static/wagtail_kommunmal/admin/value_grid/*.js",
        "api/v1/openapi.json",
        "management/commands/kommunmal_groups.py",
    ],
)
def test_the_wheel_holds_what_is_easily_left_out(pattern: str, wheel: dict[str, bytes]) -> None:
    assert any(Path(name).match(f"{PACKAGE}/{pattern}") for name in wheel)


def test_the_sdist_builds_the_same_wheel(wheel: dict[str, bytes], tmp_path: Path) -> None:
    for folder in ("sdist", "source", "wheel"):
        (tmp_path / folder).mkdir()
    source = unpack(build("sdist", REPOSITORY, tmp_path / "sdist"), tmp_path / "source")
    assert files_in_wheel(build("wheel", source, tmp_path / "wheel")) == wheel
