"""Runs a crowded site from an empty database to translated goals, and prints what was seen as JSON.

export DJANGO_SETTINGS_MODULE=tests.coexistence.settings_crowded
SMOKE_TEST_DATABASE=<file> python -m tests.coexistence.smoke
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from io import StringIO
from typing import Any

warnings.simplefilter("error")

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.client import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import Locale, Site  # noqa: E402
from wagtail_localize.models import Translation, TranslationSource  # noqa: E402

from tests.coexistence.frontend_cache import RememberingBackend  # noqa: E402
from tests.site_pages import Page  # noqa: E402
from wagtail_kommunmal.testing import (  # noqa: E402
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
    text_section,
)

Seen = dict[str, Any]


def main() -> Seen:
    """Return what was seen, step by step."""
    messages = StringIO()
    call_command("check", stdout=messages, stderr=messages)
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    swedish, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("sv", "en"))
    home = Page.get_first_root_node().add_child(title="Sundby kommun", slug="sundby", locale=swedish)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": home}
    )
    client = Client()
    plan = PlanPageFactory(parent=home, year=2026, slug="mal-2026")
    goal = GoalPageFactory(
        parent=plan,
        title="Trygg skola",
        slug="trygg-skola",
        number="1",
        statement="Alla elever är trygga.",
        sections=[
            text_section("<p>Så <b>började</b> det.</p>", heading="Bakgrund"),
            assignments_section(
                assignment("Anställ fler.", quantity_target="10,50", responsible=[ResponsibleBodyFactory(code="BN")])
            ),
            investments_section(investment("Ny skola", amounts=[amount(2026, budget="1 250,50")])),
        ],
    )
    return {
        "check": messages.getvalue().strip(),
        "ours": read(client, goal),
        "v2": client.get(f"/api/v2/pages/{goal.pk}/").json()["statement"],
        "page": words_of_page(client, goal),
        "purged": purged(goal),
        "moved": moved(client, goal),
        "admin": admin_pages(goal),
        "simple_translation": translated_simply(client, goal, plan, home, english),
        "localize": translated_by_localize(client, plan, english),
    }


def read(client: Client, goal: Any, query: str = "") -> Seen:
    document = client.get(f"/kommunmal/v1/goals/{goal.translation_key}{query}").json()
    return {"statement": document["statement"], "types": [section["type"] for section in document["sections"]]}


def purged(goal: Any) -> list[str]:
    """Return what the cache in front was asked to forget of pages, and of the goal in the API."""
    in_api = f"/kommunmal/v1/goals/{goal.translation_key}"
    return sorted(
        url.replace(in_api, "/the-goal-in-the-api")
        for url in RememberingBackend.purged
        if "/kommunmal/v1/" not in url or url.endswith(in_api)
    )


def words_of_page(client: Client, goal: Any) -> bool:
    return "Alla elever är trygga." in client.get(goal.url).content.decode()


def moved(client: Client, goal: Any) -> list[Any]:
    """Give the goal another address and ask for the old one."""
    goal.slug = "tryggare-skola"
    goal.save_revision().publish()
    response = client.get("/mal-2026/trygg-skola/")
    return [response.status_code, response.headers.get("Location")]


def admin_pages(goal: Any) -> list[int]:
    """Open what editors open, with the buttons and panels that all the apps add."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "password"))
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[goal.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[goal.pk]),
        reverse("wagtailadmin_pages:history", args=[goal.pk]),
        reverse("simple_translation:submit_page_translation", args=[goal.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[goal.pk]),
    ]
    return [client.get(address).status_code for address in addresses]


def translated_simply(client: Client, goal: Any, plan: Any, home: Any, english: Any) -> Seen:
    """Translate as ``simple_translation`` does: a copy of the page below those of the pages above, to be rewritten."""
    for page in (home, plan):
        page.copy_for_translation(english).save_revision().publish()
    copy = goal.copy_for_translation(english)
    copy.statement = "All pupils are safe."
    copy.save_revision().publish()
    return {**read(client, copy, "?lang=en"), "same_ids": list(ids(copy)) == list(ids(goal))}


def translated_by_localize(client: Client, plan: Any, english: Any) -> Seen:
    """Translate as wagtail-localize does: by strings, with what is not translated yet left as it is."""
    goal = GoalPageFactory(
        parent=plan,
        title="Öppen kommun",
        number="2",
        statement="Alla är med.",
        sections=[
            assignments_section(assignment("Öppna ett kontor.", quantity_target="10,50")),
            investments_section(investment("Kontor", amounts=[amount(2026, budget="1 250,50")])),
        ],
    )
    source, _ = TranslationSource.update_or_create_from_instance(goal)
    translation = Translation.objects.create(source=source, target_locale=english)
    po = translation.export_po()
    texts = {"Alla är med.": "Everybody takes part.", "Öppna ett kontor.": "Open an office."}
    for entry in po:
        entry.msgstr = texts.get(entry.msgid, entry.msgid)
    translation.import_po(po)
    translation.save_target(publish=True)
    copy = translation.get_target_instance()
    return {**read(client, copy, "?lang=en"), "same_ids": list(ids(copy)) == list(ids(goal))}


def ids(goal: Any) -> Iterator[tuple[str, Any]]:
    """Yield the ids of a goal's sections and items, as they are stored."""
    field = goal._meta.get_field("sections")
    stored = type(goal).objects.get(pk=goal.pk)
    yield from ids_in(json.loads(field.value_to_string(stored)))


def ids_in(content: Any) -> Iterator[tuple[str, Any]]:
    members = content if isinstance(content, list) else content.values() if isinstance(content, dict) else []
    if isinstance(content, dict) and "id" in content:
        yield content["type"], content["id"]
    for member in members:
        yield from ids_in(member)


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
