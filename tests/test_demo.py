"""The example site from nothing: migrate, load the demo twice, read it over HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo.content.goals.steering import GOAL_2025 as SEED_GOAL
from demo.content.plans import PLANS
from demo.loading.identity import identity

ROOT = Path(__file__).resolve().parent.parent
MANAGE = str(ROOT / "example_project" / "manage.py")
API = "/kommunmal/v1"
SEED_GOAL_API = f"{API}/goals/{identity('goal', 2025, SEED_GOAL.slug)}"
YOUTH_CENTRE = f"{API}/assignments?lineage={identity('item', 'culture-youth-centre')}"
RENTALS = f"{API}/assignments?year=2026&lineage={identity('item', 'housing-rentals')}"
SOLIDITY = f"{API}/key-figures/{identity('key-figure', 'soliditet')}"
HARVESTED = "/datasets/dcat"
DATA = [
    f"{API}/plans?sort=year",
    f"{API}/goals?year=2025",
    f"{API}/goals?year=2026",
    f"{API}/goals?lang=en",
    f"{API}/assignments?period=2026",
    YOUTH_CENTRE,
    RENTALS,
    SEED_GOAL_API,
    HARVESTED,
    f"{API}/dcat.rdf",
    "/sitemap.xml",
    SOLIDITY,
]
GOAL_PAGES = [f"/{plan.slug}/{goal.slug}/" for plan in PLANS for goal in plan.goals]
PAGES = {
    "/": ("sv", "Välkommen till Rönnsele kommun"),
    "/nyheter/": ("sv", "Nyheter"),
    "/mal-och-budget-2026/": ("sv", "Mål och budget 2026"),
    f"/mal-och-budget-2025/{SEED_GOAL.slug}/": ("sv", SEED_GOAL.title),
    "/en/": ("en", "Welcome to Rönnsele Municipality"),
    "/en/goals-and-budget-2026/climate-neutral-2032/": ("en", "Goal: Climate-neutral 2032"),
}
MOVED = [
    *(path for path in DATA if path.startswith(API)),
    *(f"{API}/goals?expand=sections&year={plan.year}" for plan in PLANS),
    f"{API}/goals?expand=sections&year=2025&asOf=2026-01-31",
    f"{API}/goals?expand=sections&lang=en",
    f"{API}/plans?asOf=2026-05-31",
    f"{API}/investments?year=2026",
    f"{API}/key-figures?year=2025",
    f"{API}/bodies",
    f"{API}/changes?since=2020-01-01",
    f"{API}/changes?since=2020-01-01&lang=en",
    f"{SEED_GOAL_API}/releases",
]
"""What is read of the demo before and after it was moved to another database."""
ADDRESS = "from wagtail.models import Site; Site.objects.update(hostname='localhost', port=8000)"
TABLES = ["bodies", "key-figures", "values", "targets", "assignments", "investments", "follow-ups"]
THERE_AND_BACK = f"""
import json
from io import StringIO
from tempfile import TemporaryDirectory
from django.core.management import call_command

said = {{}}
with TemporaryDirectory() as folder:
    for kind in {TABLES}:
        file, output = f"{{folder}}/{{kind}}.xlsx", StringIO()
        call_command("kommunmal_export_table", kind, file)
        call_command("kommunmal_import", file, "--kind", kind, stdout=output)
        said[kind] = output.getvalue()
print(json.dumps(said))
"""
"""Every table in one process: to start one takes longer than the work."""
FROM_OUTSIDE = {
    "PORT",
    "DEBUG",
    "SECRET_KEY",
    "CACHE_URL",
    "DEMO_ADMIN_PASSWORD",
    "FRONTEND_URL",
    "WAGTAILADMIN_BASE_URL",
}

# The site takes half a minute to set up: all of this runs in one worker, on one site with a database of its own.
pytestmark = [pytest.mark.same_on_every_database, pytest.mark.xdist_group("demo")]


@dataclass(frozen=True)
class Demo:
    """A demo site in a folder of its own: what loading it said, and its answers by path."""

    folder: Path
    first_run: str
    second_run: str
    answers: dict[str, dict[str, Any]]

    def document(self, path: str) -> Any:
        """Return one answer of the API."""
        assert self.answers[path]["status"] == 200, self.answers[path]["text"]
        return json.loads(self.answers[path]["text"])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    run(folder, MANAGE, "migrate", "--verbosity", "0")
    first, second = run(folder, MANAGE, "load_demo"), run(folder, MANAGE, "load_demo")
    password = re.search(r"Password +(\S+)", second)
    assert password, second
    answers = run(folder, str(ROOT / "tests" / "demo_site.py"), password[1], *DATA, *PAGES, *GOAL_PAGES)
    return Demo(folder, first, second, json.loads(answers))


def run(folder: Path, *command: str) -> str:
    """Run Python on the demo site in `folder` and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE} | {
        "DJANGO_SETTINGS_MODULE": "municipality.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "example_project")]),
        "PYTHONUTF8": "1",
    }
    result = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr, result.stderr
    return result.stdout


def test_loading_again_changes_nothing_and_says_so(demo: Demo) -> None:
    new = re.findall(r"(\d+) new", demo.first_run)

    assert "Everything was there already" not in demo.first_run
    assert sum(map(int, new)) > 120
    assert "Everything was there already" in demo.second_run
    assert re.findall(r"(\d+) new", demo.second_run) == ["0"] * len(new)


def test_no_goal_weighs_more_than_150_kilobytes(demo: Demo) -> None:
    answers = [demo.answers[page] for page in GOAL_PAGES]
    assert [answer["status"] for answer in answers] == [200] * len(answers)
    assert max(len(answer["text"].encode()) for answer in answers) < 150_000


def test_there_is_nothing_left_to_release(demo: Demo) -> None:
    run(demo.folder, MANAGE, "kommunmal_release", "--check")


def test_the_password_that_was_printed_last_opens_the_admin_in_swedish(demo: Demo) -> None:
    answer = demo.answers["/admin/"]

    assert answer["status"] == 200
    assert '<html lang="sv"' in answer["text"]


def test_the_api_has_both_plans_and_their_goals(demo: Demo) -> None:
    plans = demo.document(f"{API}/plans?sort=year")["items"]

    assert [(plan["year"], plan["title"]) for plan in plans] == [(plan.year, plan.title) for plan in PLANS]
    for plan in PLANS:
        goals = demo.document(f"{API}/goals?year={plan.year}")["items"]
        assert {goal["title"] for goal in goals} == {goal.title for goal in plan.goals}


def test_the_classic_goal_is_published_with_its_sections_in_order(demo: Demo) -> None:
    goal = demo.document(SEED_GOAL_API)

    assert goal["politicalTextHtml"].count("<p>") == 5
    assert [section["heading"] for section in goal["sections"]] == [section.heading for section in SEED_GOAL.sections]
    assert [section["introText"] for section in goal["sections"] if section["type"] == "investments"] == ["-"]
    assert goal["nextGoal"]["year"] == 2026


def test_one_goal_is_there_in_english(demo: Demo) -> None:
    (goal,) = demo.document(f"{API}/goals?lang=en")["items"]

    assert (goal["lang"], goal["title"]) == ("en", "Goal: Climate-neutral 2032")


def test_assignments_say_how_it_went(demo: Demo) -> None:
    (item,) = demo.document(YOUTH_CENTRE)["items"]

    assert [(said["period"]["code"], said["status"]["code"]) for said in item["followUps"]] == [
        ("2025-T1", "expected_complete"),
        ("2025-T2", "delayed"),
        ("2025", "not_completed"),
    ]
    assert item["currentFollowUp"]["publishedAt"] == "2026-02-24T07:00:00Z"


def test_what_is_in_review_or_a_draft_is_not_public(demo: Demo) -> None:
    (homes,) = demo.document(RENTALS)["items"]

    assert [said["period"]["code"] for said in homes["followUps"]] == ["2026-T1"]
    assert demo.document(f"{API}/assignments?period=2026")["items"] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_served_in_its_language_without_inline_script_or_style(demo: Demo, path: str) -> None:
    answer, (language, heading) = demo.answers[path], PAGES[path]

    assert answer["status"] == 200
    assert f'<html lang="{language}">' in answer["text"]
    assert re.search(rf"<h1[^>]*>\s*{re.escape(heading)}\s*</h1>", answer["text"])
    assert "unsafe-inline" not in answer["headers"]["Content-Security-Policy"]
    without_data = re.sub(r'<script type="application/ld\+json">.*?</script>', "", answer["text"])
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", without_data)


def test_the_sitemap_lists_plans_and_goals(demo: Demo) -> None:
    listed = demo.answers["/sitemap.xml"]["text"]

    # Wagtail's own sitemap holds the pages below the site's root page, which is that of the default language.
    for path, (language, _heading) in PAGES.items():
        assert (f"{path}</loc>" in listed) == (language == "sv")


def test_other_sites_may_read_the_api_and_its_headers_and_no_pages(demo: Demo) -> None:
    headers = demo.answers[SEED_GOAL_API]["headers"]

    assert headers["access-control-allow-origin"] == "*"
    assert headers["access-control-expose-headers"] == "Content-Disposition, ETag, Link, WWW-Authenticate"
    assert "access-control-allow-origin" not in demo.answers["/"]["headers"]


def test_the_catalogue_of_open_data_is_where_the_dataportal_looks_for_it(demo: Demo) -> None:
    harvested, catalogue = demo.answers[HARVESTED], demo.answers[f"{API}/dcat.rdf"]

    assert (harvested["status"], harvested["headers"]["Location"]) == (301, f"{API}/dcat.rdf")
    assert catalogue["status"] == 200
    assert "<foaf:name>Rönnsele kommun</foaf:name>" in catalogue["text"]
    # The demo's Kolada is invented.
    assert "rights-kolada" not in catalogue["text"]


def test_the_navigation_lists_home_news_and_plans(demo: Demo) -> None:
    navigation = re.search(r"<nav.*?</nav>", demo.answers["/"]["text"], re.DOTALL)

    assert navigation
    assert re.findall(r'href="([^"]+)"', navigation[0]) == [
        "/",
        "/nyheter/",
        "/mal-och-budget-2025/",
        "/mal-och-budget-2026/",
    ]


def test_figures_of_the_invented_kolada_are_shown_and_marked(demo: Demo) -> None:
    assert re.search(r"Invented Kolada +\d+ new", demo.first_run)
    figure = demo.document(SOLIDITY)
    labels = {value["series"]["label"] for value in figure["values"]}

    assert {"Liknande kommuner, Rönnsele (påhittad grupp)", "Region Mittskogen (påhittad)"} <= labels
    assert figure["source"] == {
        "name": "Påhittade siffror för exempelkommunen",
        "koladaId": "N03034",
        "attribution": None,
    }


def test_the_demo_reads_the_same_when_it_was_restored_into_another_database(
    demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restored")
    run(demo.folder, MANAGE, "kommunmal_export", str(folder / "export"))
    run(folder, MANAGE, "migrate", "--verbosity", "0")
    run(folder, MANAGE, "shell", "--verbosity", "0", "--command", ADDRESS)
    said = run(folder, MANAGE, "kommunmal_restore", str(folder / "export"))
    before, after = (moved_answers(place) for place in (demo.folder, folder))

    assert "Reads differently" not in said
    assert "was made in en as an alias" in said
    assert {path: answer["status"] for path, answer in before.items()} == dict.fromkeys(MOVED, 200)
    for path in MOVED:
        assert document_of(after[path]) == document_of(before[path]), path
    run(folder, MANAGE, "kommunmal_release", "--check")
    run(folder, MANAGE, "kommunmal_release", "--all", "--check")


def moved_answers(folder: Path) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = json.loads(run(folder, str(ROOT / "tests" / "demo_site.py"), "", *MOVED))
    del answers["/admin/"]
    return answers


def document_of(answer: dict[str, Any]) -> Any:
    """Return what was answered, without the moment of answering."""
    if not answer["headers"]["Content-Type"].startswith("application/json"):
        return answer["text"]
    return {name: value for name, value in json.loads(answer["text"]).items() if name != "nextSince"}


@pytest.fixture(scope="session")
def imported(demo: Demo) -> dict[str, str]:
    """Write each table of the demo to a file, import that, and return what the imports said."""
    said = run(demo.folder, MANAGE, "shell", "--verbosity", "0", "--command", THERE_AND_BACK)
    return json.loads(said.splitlines()[-1])


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_the_demo_imports_with_no_changes(imported: dict[str, str], kind: str) -> None:
    lines = imported[kind].splitlines()
    assert re.fullmatch(r"\S+: [1-9]\d*", lines[0])
    assert lines[1:] == ["No changes."]
