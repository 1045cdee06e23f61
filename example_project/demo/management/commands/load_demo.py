"""Load the invented municipality's content."""

from functools import partial
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale, Site

from demo.content import english, site
from demo.content.bodies import BODIES, FOCUS_AREAS
from demo.content.key_figures import KEY_FIGURES
from demo.content.municipality import NAME
from demo.content.pictures import IMAGES
from demo.content.plans import PLANS
from demo.content.reports import year_2025, year_2026
from demo.content.shapes import Goal
from demo.loading.bodies import ensure_body, ensure_focus_area
from demo.loading.images import ensure_image
from demo.loading.key_figures import ensure_key_figure
from demo.loading.kolada import ensure_municipality, ensure_values
from demo.loading.news import ensure_index, ensure_news
from demo.loading.plans import ensure_goal, ensure_plan
from demo.loading.progress import Progress
from demo.loading.reports import ensure_report
from demo.loading.site import ensure_address, ensure_home, ensure_locale
from demo.loading.users import USERS, ensure_password, ensure_user
from wagtail_kommunmal.kolada.sync import figures_of


class Command(BaseCommand):
    """Puts in what is missing and leaves alone what is there, so it can be run again at any time."""

    help = "Load the demo content; what exists is left as it is, what is missing is put (back) in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything, from what is referred to towards what refers to it."""
        self.stdout.write(f"Loading {NAME} …")
        progress = Progress(self.stdout)
        self.load_site(progress)
        self.load_registers(progress)
        progress.run("News", [site.NEWS_INDEX_TITLE], ensure_index)
        progress.run("News items", site.NEWS, ensure_news)
        self.load_plans(progress)
        call_command("kommunmal_groups", stdout=StringIO())
        progress.run("Users", USERS, ensure_user)
        self.load_reports(progress)
        if progress.created == 0:
            self.stdout.write("Everything was there already; no content was changed.")
        # Publishing has released everything; this is for what a run that was broken off has left behind.
        call_command("kommunmal_release", stdout=StringIO())
        call_command("kommunmal_release", check=True, stdout=self.stdout)
        self.show_login()

    def load_site(self, progress: Progress) -> None:
        """Languages, pictures, first pages and address."""
        progress.run("Languages", ["sv", "en"], ensure_locale)
        progress.run("Images", list(IMAGES.values()), ensure_image)
        swedish, in_english = Locale.get_default(), Locale.objects.get(language_code="en")
        homes = [(site.HOME, swedish), (site.HOME_EN, in_english)]
        progress.run("Home pages", homes, lambda home: ensure_home(*home))
        if ensure_address():
            self.stdout.write("  The site's name and address were set.")

    def load_registers(self, progress: Progress) -> None:
        """What goals refer to."""
        of_site = {"site": Site.objects.get(is_default_site=True)}
        progress.run("Responsible bodies", BODIES, partial(ensure_body, **of_site))
        progress.run("Focus areas", FOCUS_AREAS, partial(ensure_focus_area, **of_site))
        progress.run("Key figures", KEY_FIGURES, partial(ensure_key_figure, **of_site))
        progress.run("Municipality at Kolada", [of_site["site"]], ensure_municipality)
        progress.run("Invented Kolada", list(figures_of(of_site["site"])), ensure_values)

    def load_plans(self, progress: Progress) -> None:
        """Plans and goals, Swedish first: the English ones are translations."""
        swedish, in_english = Locale.get_default(), Locale.objects.get(language_code="en")
        progress.run("Plans", PLANS, partial(ensure_plan, locale=swedish))
        for plan in PLANS:
            label = f"Goals {plan.year}"
            progress.run(label, plan.goals, partial(ensure_goal, year=plan.year, locale=swedish))
        progress.run("Plans in English", [english.PLAN], partial(ensure_plan, locale=in_english))

        def ensure_translation(goal: Goal) -> bool:
            return ensure_goal(goal, english.PLAN.year, in_english, original=english.TRANSLATES[goal.slug])

        progress.run("Goals in English", english.PLAN.goals, ensure_translation)

    def load_reports(self, progress: Progress) -> None:
        """What the bodies say, period by period."""
        site = Site.objects.get(is_default_site=True)
        for of in [*year_2025.ROUNDS, *year_2026.ROUNDS]:
            # All of a period at once: a goal is released anew only once for all who reported on it.
            with transaction.atomic():
                progress.run(f"Reports {of.period}", of.reports, partial(ensure_report, of=of, site=site))

    def show_login(self) -> None:
        """Print user names and a password that works for all of them."""
        admin, *others = USERS
        self.stdout.write(f"\n  User name  {admin.username}\n  Password   {ensure_password()}")
        for user in others:
            self.stdout.write(f"  As well    {user.username}, who {user.does}")
