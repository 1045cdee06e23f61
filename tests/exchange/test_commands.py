from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime
from wagtail.models import ModelLogEntry, Site

from wagtail_kommunmal.exchange import planning
from wagtail_kommunmal.management.commands import kommunmal_import
from wagtail_kommunmal.models import ImportBatch, KeyFigure, KeyFigureValue
from wagtail_kommunmal.testing import KeyFigureFactory

from .conftest import csv
from .foreign_files import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("figure")]


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(name="Andel nöjda", kolada_id="N00001", values={"2024": "70.0"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "utfall.csv"
    rows = [["Kolada id", "Period", "Value", "Chef"], ["N00001", "2024", "71,5", "Anna"], ["N00001", "2025", 72, ""]]
    file.write_bytes(csv(*rows))
    return file


def run(*arguments: Any) -> list[str]:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def failure(*arguments: Any) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


PREVIEW = [
    "Unknown column, left out: Chef (D1)",
    "2 changed: Andel nöjda: 2024, Own municipality, Total",
    "  Value: 70.0 → 71.5",
    "3 new: Andel nöjda: 2025, Own municipality, Total",
    "  Value: – → 72",
    "new: 1, changed: 1",
]


def test_a_dry_run_tells_row_by_row_and_writes_nothing(file: Path) -> None:
    assert run("kommunmal_import", file, "--kind", "values", "--dry-run") == PREVIEW
    assert (KeyFigureValue.objects.count(), ImportBatch.objects.count()) == (1, 0)


def test_an_import_is_written_and_taken_back_by_its_number(file: Path) -> None:
    lines = run("kommunmal_import", file, "--kind", "values")
    batch = ImportBatch.objects.get()
    assert lines == [*PREVIEW, f"Import {batch.pk} was written. To take it back: --undo {batch.pk}"]
    assert batch.file_name == "utfall.csv"
    assert KeyFigureValue.objects.count() == 2
    assert run("kommunmal_import", file, "--kind", "values")[-1] == "No changes."
    assert run("kommunmal_import", "--undo", batch.pk) == [f"Import {batch.pk} was undone. Rows: 2."]
    assert KeyFigureValue.objects.count() == 1
    assert failure("kommunmal_import", "--undo", batch.pk) == f"Import {batch.pk} was undone before."


def test_a_dry_run_tells_what_would_be_taken_back_and_takes_nothing(file: Path) -> None:
    run("kommunmal_import", file, "--kind", "values")
    batch = ImportBatch.objects.get()
    before = list(KeyFigureValue.objects.order_by("pk").values())
    assert run("kommunmal_import", "--undo", batch.pk, "--dry-run") == [
        "Andel nöjda: 2025, Own municipality, Total",
        "Andel nöjda: 2024, Own municipality, Total",
        f"Import {batch.pk} would be undone. Rows: 2.",
    ]
    assert list(KeyFigureValue.objects.order_by("pk").values()) == before
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_what_says_something_of_a_file_is_refused_with_an_undo(file: Path) -> None:
    run("kommunmal_import", file, "--kind", "values")
    number = ImportBatch.objects.get().pk
    message = failure("kommunmal_import", "--undo", number, "--skip-errors", "--sheet", "Utfall")
    assert message == "With --undo these say nothing: --sheet, --skip-errors."
    assert ImportBatch.objects.get().undone_at is None


def test_who_imports_and_takes_back_is_kept_and_listed(file: Path) -> None:
    users = [get_user_model().objects.create_user(name) for name in ("anna", "olle")]
    run("kommunmal_import", file, "--kind", "values", "--user", "anna")
    batch = ImportBatch.objects.get()
    assert set(ModelLogEntry.objects.values_list("user", flat=True)) == {users[0].pk}
    moment = f"{localtime(batch.created_at):%Y-%m-%d %H:%M}"
    line = f"{batch.pk} {moment}, values, utfall.csv, rows: 2, anna"
    assert run("kommunmal_import", "--list") == [line]
    run("kommunmal_import", "--undo", batch.pk, "--user", "olle")
    batch.refresh_from_db()
    assert (batch.user, batch.undone_by) == tuple(users)
    assert run("kommunmal_import", "--list")[0].startswith(f"{line}, undone ")
    assert failure("kommunmal_import", file, "--kind", "values", "--user", "x") == "There is no user x."


def test_a_long_run_tells_how_far_it_has_come(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (planning, kommunmal_import):
        monkeypatch.setattr(module, "ROWS_A_STEP", 1)
    run("kommunmal_import", file, "--kind", "values")
    assert capsys.readouterr().err.splitlines() == [
        "1 of 2 rows compared",
        "2 of 2 rows compared",
        "2 rows are being written",
    ]


def test_unchanged_rows_are_told_on_demand(file: Path) -> None:
    run("kommunmal_import", file, "--kind", "values")
    lines = run("kommunmal_import", file, "--kind", "values", "-v", 2)
    assert "2 unchanged: Andel nöjda: 2024, Own municipality, Total" in lines


def test_what_was_changed_since_is_listed(file: Path) -> None:
    run("kommunmal_import", file, "--kind", "values")
    KeyFigureValue.objects.filter(period="2025").update(note="Rättat")
    assert failure("kommunmal_import", "--undo", ImportBatch.objects.get().pk).splitlines() == [
        "Nothing was undone, because these were changed since, or are in use:",
        "  Andel nöjda: 2025, Own municipality, Total",
    ]


def test_an_error_fails_the_command_also_when_the_other_rows_are_written(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\nN00001;2026;m\xc3\xa5nga;")
    message = failure("kommunmal_import", file, "--kind", "values")
    assert message == "Nothing was written. Rows with errors, or to be confirmed: 1."
    assert KeyFigureValue.objects.count() == 1
    assert failure("kommunmal_import", file, "--kind", "values", "--skip-errors") == "Rows left out: 1."
    assert KeyFigureValue.objects.count() == 2


def test_proposals_are_accepted_on_demand(file: Path) -> None:
    file.write_bytes(csv(["Key figure", "Period", "Value"], ["Andel nöjda", "2024", "71,5"]))
    assert failure("kommunmal_import", file, "--kind", "values").startswith("Nothing was written.")
    run("kommunmal_import", file, "--kind", "values", "--accept-proposals")
    assert str(KeyFigureValue.objects.get().value) == "71.5"


@pytest.mark.parametrize("name", ["tabell.csv", "tabell.xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["bodies", "key-figures", "values", "targets"])
def test_an_exported_file_imports_with_no_changes(tmp_path: Path, name: str, language: str, kind: str) -> None:
    file = tmp_path / name
    run("kommunmal_export_table", kind, file, "--language", language)
    assert run("kommunmal_import", file, "--kind", kind)[-1] == "No changes."
    assert ImportBatch.objects.count() == 0


def test_what_cannot_be_done_is_said(file: Path, other_site: Site) -> None:
    assert "Name one of the sites with --site" in failure("kommunmal_import", file, "--kind", "values")
    assert "No site has the host x.example" in failure(
        "kommunmal_import", file, "--kind", "values", "--site", "x.example"
    )
    assert failure("kommunmal_import", file) == "Give a file and its --kind, --list, or --undo."
    assert failure("kommunmal_import", file, "--undo", 1) == "Give either a file or --undo."
    assert failure("kommunmal_import", "--undo", 1) == "There is no import 1."
    missing = file.with_name("saknas.csv")
    assert "saknas.csv" in failure("kommunmal_import", missing, "--kind", "values", "--site", "testserver")
    assert "end in .xlsx or .csv" in failure("kommunmal_export_table", "values", file.with_suffix(".ods"))


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    file = tmp_path / "rapport.html"
    rows = [["Kolada id", "Utfall", "Utfall Norden", "Mätt av"], ["N00001", "ca 70", "68", "Anna"]]
    file.write_bytes(page(rows))
    return file


def test_a_file_of_another_system_is_read_as_it_is_said(foreign: Path) -> None:
    options = ["--set", "period=2025", "--map", "Utfall Norden=value", "--map", "Mätt av=note", "--dry-run"]
    assert run("kommunmal_import", foreign, "--kind", "values", *options) == [
        "Read as: Kolada id: Kolada id",
        "Read as: Utfall: Value (Own municipality)",
        "Read as: Utfall Norden: Value (Other series, Norden)",
        "Read as: Mätt av: Note (Own municipality)",
        "In all rows: period=2025",
        "2 new: Andel nöjda: 2025, Own municipality, Total",
        "  B2 (Value): “ca 70” cannot be read there, and is kept as text in “Value as text”.",
        "  Value as text: – → ca 70",
        "  Note: – → Anna",
        "2 new: Andel nöjda: 2025, Other series: Norden, Total",
        "  Value: – → 68",
        "new: 2",
    ]


def test_a_file_of_another_system_is_not_guessed_at_unless_asked(foreign: Path) -> None:
    # Its columns are known by their own names, which are those of the package for two of them.
    assert "Nothing in the file tells" in failure("kommunmal_import", foreign, "--kind", "values")
    assert "Nothing in the file tells" in failure("kommunmal_import", foreign, "--kind", "values", "--foreign")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--set", "period"], "--set needs a sign of equality: period."),
        (["--map", "Chef=note"], "--map: 0 columns are called Chef. The file has: Kolada id, Utfall,"),
        (["--map", "Utfall=chef"], "--map: there is no column chef. The columns are: key_figure_id,"),
        (["--set", "chef=Anna"], "There is no column “chef”."),
        (["--set", "period=i fjol"], "Period: “i fjol” is not a period."),
    ],
)
def test_what_cannot_be_said_of_a_file_is_refused(options: list[str], message: str, foreign: Path) -> None:
    assert message in failure("kommunmal_import", foreign, "--kind", "values", *options)
