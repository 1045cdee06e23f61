"""Every way in which content can be something that the public may not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site, Workflow

from tests.site_pages import Page
from wagtail_kommunmal.models import FollowUpReport, Release
from wagtail_kommunmal.releasing.hiding import hide_release, show_release
from wagtail_kommunmal.testing import (
    PlanPageFactory,
    SectionDict,
    assignment,
    assignments_section,
    key_figure_item,
    key_figures_section,
)

from . import content
from .addresses import WHILE_PUBLIC
from .content import Municipality, comment, word

Step = Callable[[Municipality], None]


@dataclass(frozen=True)
class Way:
    """How something comes to be hidden.

    What was public before ``hide``, or is after ``reveal``, shows that the test would see it. ``seen_with`` says with
    which headers and parameters the content is public all the time: to the readers of another site or language.
    """

    name: str
    make: Step
    hide: Step | None = None
    reveal: Step | None = None
    places: Sequence[str] = ()
    seen_with: Mapping[str, str] = field(default_factory=dict)
    is_like_another: bool = False
    """It differs only in what Wagtail calls it: no address is asked with parameters."""
    stays_in_history: bool = False
    """What was published stays in the releases of a page that is public still; ``asOf`` and a label may tell of it."""
    leaves_a_gap: bool = False
    """What was published is gone from the releases, too; of the page that is public still they tell what is left."""
    shown_at: str = ""
    """The path at which it shows, where the same words stand at others as well; any by default."""
    revealed_as_of: str = ""
    """The moment as of which it is read again after ``reveal``."""

    def __str__(self) -> str:
        return self.name

    @property
    def makes_history(self) -> bool:
        """Whether the page was published anew since it said what is hidden."""
        return self.stays_in_history or self.leaves_a_gap


def live(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


# Pages


def secret_goal(m: Municipality) -> None:
    m.add_secret_goal(m.plan)
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def draft_of_secret_goal(m: Municipality) -> None:
    m.add_secret_goal(m.plan, publish=False)
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def scheduled_secret_goal(m: Municipality) -> None:
    m.add_secret_goal(m.plan, go_live_at=timezone.now() + timedelta(days=1))
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def secret_plan_with_goal(m: Municipality, **fields: Any) -> None:
    m.add_secret_plan(**fields)
    m.add_secret_goal(m.secret_plan)
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def draft_of_secret_plan(m: Municipality) -> None:
    secret_plan_with_goal(m, publish=False)


def scheduled_secret_plan(m: Municipality) -> None:
    secret_plan_with_goal(m, go_live_at=timezone.now() + timedelta(days=1))


def publish_goal(m: Municipality) -> None:
    goal = live(m.secret_goal).get_latest_revision_as_object()
    goal.go_live_at = None
    goal.save_revision().publish()


def publish_plan(m: Municipality) -> None:
    plan = live(m.secret_plan).get_latest_revision_as_object()
    plan.go_live_at = None
    plan.save_revision().publish()


def unpublish_goal(m: Municipality) -> None:
    live(m.secret_goal).unpublish()


def unpublish_plan(m: Municipality) -> None:
    live(m.secret_plan).unpublish()


def expire_goal(m: Municipality) -> None:
    type(m.secret_goal).objects.filter(pk=m.secret_goal.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def delete_goal(m: Municipality) -> None:
    live(m.secret_goal).delete()


def delete_plan(m: Municipality) -> None:
    FollowUpReport.objects.filter(pk=m.secret_report.pk).delete()
    live(m.secret_plan).delete()


def move_goal_under_restricted_plan(m: Municipality) -> None:
    restricted = PlanPageFactory(parent=m.site.root_page.specific, year=2028, title=word("restricted"), publish=False)
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    restricted.save_revision().publish()
    live(m.secret_goal).move(live(restricted), pos="last-child")


def move_plan_under_restricted_page(m: Municipality) -> None:
    parent = m.site.root_page.specific.add_child(title=word("intranet"), slug="intranet")
    PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    live(m.secret_plan).move(parent, pos="last-child")


def move_plan_out_of_the_site(m: Municipality) -> None:
    live(m.secret_plan).move(Page.get_first_root_node(), pos="last-child")


def restrict(page: Any, kind: str) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="hemligt")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.create(name="Invigda"))


def restrict_goal(kind: str) -> Step:
    return lambda m: restrict(live(m.secret_goal), kind)


def restrict_plan(kind: str) -> Step:
    return lambda m: restrict(live(m.secret_plan), kind)


def secret_plan_of_another_site(m: Municipality) -> None:
    home = Page.get_first_root_node().add_child(title=word("home"), slug="norrby", locale=m.site.root_page.locale)
    other = Site.objects.create(hostname="other.example", port=80, site_name=word("site"), root_page=home)
    m.add_secret_plan(parent=home.specific)
    m.add_secret_goal(m.secret_plan, site=other)
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def secret_plan_in_another_language(m: Municipality) -> None:
    english = Locale.objects.get(language_code="en")
    home = m.site.root_page.copy_for_translation(english)
    home.save_revision().publish()
    m.add_secret_plan(parent=live(home), locale=english)
    m.add_secret_goal(m.secret_plan, locale=english)
    m.report_on_secret_goal()
    m.refer_to_secret_goal()


def draft_over_the_live_goal(m: Municipality) -> None:
    goal = live(m.goal)
    goal.title, goal.slug = word("title"), content.SECRET_DRAFT_SLUG
    for name, value in m.secret_fields(m.site).items():
        setattr(goal, name, value)
    goal.save_revision()


def publish_draft_of_goal(m: Municipality) -> None:
    live(m.goal).get_latest_revision().publish()


def draft_over_the_live_plan(m: Municipality) -> None:
    plan = live(m.plan)
    plan.title, plan.slug, plan.intro = word("plan"), content.SECRET_PLAN_SLUG, comment("planintro")
    plan.save_revision()


def publish_draft_of_plan(m: Municipality) -> None:
    live(m.plan).get_latest_revision().publish()


def publish_secret_over_the_goal(m: Municipality) -> None:
    draft_over_the_live_goal(m)
    publish_draft_of_goal(m)


def publish_without_it_and_withdraw_the_release(m: Municipality) -> None:
    with m.released():
        # As an editor does who goes back to what was published before.
        live(m.goal).revisions.order_by("pk").first().publish()
    hide_release(release_with_secret(m), live(m.goal), administrator(), word("reason"))


def put_the_release_back(m: Municipality) -> None:
    show_release(release_with_secret(m), live(m.goal), administrator())


def release_with_secret(m: Municipality) -> Release:
    return Release.objects.get(head__translation_key=m.goal.translation_key, published_from=content.REVEALED)


def administrator() -> Any:
    return get_user_model().objects.get_or_create(username=word("administrator"), is_superuser=True)[0]


def secret_parent(m: Municipality) -> None:
    m.add_secret_goal(m.plan)
    m.refer_to_secret_goal("parent_goal")


def secret_predecessor(m: Municipality) -> None:
    m.add_secret_goal(m.plan)
    m.refer_to_secret_goal("previous_goal")


def body_in_a_draft(m: Municipality) -> None:
    office = assignment("Öppna ett kontor.", responsible=[content.secret_body(m.site)])
    draft_with_section(m, assignments_section(office))


def figure_in_a_draft(m: Municipality) -> None:
    draft_with_section(m, key_figures_section(key_figure_item(content.secret_figure(m.site))))


def draft_with_section(m: Municipality, section: SectionDict) -> None:
    goal = live(m.goal)
    goal.sections = [section]
    goal.save_revision()


# Reports


def report(m: Municipality) -> None:
    m.report_on_goal()


def draft_of_report(m: Municipality) -> None:
    m.report_on_goal(publish=False)


def scheduled_report(m: Municipality) -> None:
    m.report_on_goal(publish=False)
    m.secret_report.go_live_at = timezone.now() + timedelta(days=1)
    m.secret_report.save_revision().publish()


def report_in_review(m: Municipality) -> None:
    m.report_on_goal(publish=False)
    m.secret_report.save_revision()
    Workflow.objects.get().start(m.secret_report, None)


def publish_report(m: Municipality) -> None:
    draft = live(m.secret_report).get_latest_revision_as_object()
    draft.go_live_at = None
    draft.save_revision().publish()


def draft_over_the_live_report(m: Municipality) -> None:
    written = FollowUpReport.objects.get(uuid=content.REPORT)
    draft = written.get_latest_revision_as_object()
    for row in draft.rows():
        row.status, row.comment = "delayed", comment("comment")
    draft.save_revision()
    m.secret_report = written


def unpublish_report(m: Municipality) -> None:
    live(m.secret_report).unpublish()


def delete_report(m: Municipality) -> None:
    live(m.secret_report).delete()


# Pictures


def picture(m: Municipality) -> None:
    goal = live(m.goal)
    goal.image = content.secret_picture()
    goal.save_revision().publish()


def move_picture_to_private_collection(m: Municipality) -> None:
    private = Collection.get_first_root_node().add_child(name=word("collection"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image = get_image_model().objects.get(title=word("image"))
    image.collection = private
    image.save()


def restrict_collection_of_picture(m: Municipality) -> None:
    CollectionViewRestriction.objects.create(
        collection=get_image_model().objects.get(title=word("image")).collection, restriction_type="login"
    )


GOAL = (*content.OF_GOAL, *content.OF_REPORT)
PLAN = (*content.OF_PLAN, *GOAL)
COMMENTS = content.OF_REPORT

WAYS = [
    Way("a goal that was never published", draft_of_secret_goal, reveal=publish_goal, places=GOAL),
    Way("a goal that is scheduled", scheduled_secret_goal, reveal=publish_goal, places=GOAL),
    Way("a goal that was unpublished", secret_goal, unpublish_goal, places=GOAL),
    Way("a goal that has expired", secret_goal, expire_goal, places=GOAL),
    Way("a goal that was deleted", secret_goal, delete_goal, places=GOAL),
    Way("a goal that was moved under a restricted plan", secret_goal, move_goal_under_restricted_plan, places=GOAL),
    Way("a goal restricted by login", secret_goal, restrict_goal(PageViewRestriction.LOGIN), places=GOAL),
    *(
        Way(f"a goal restricted by {kind}", secret_goal, restrict_goal(kind), places=GOAL, is_like_another=True)
        for kind in (PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS)
    ),
    Way("a draft over a live goal", draft_over_the_live_goal, reveal=publish_draft_of_goal, places=content.OF_GOAL),
    Way(
        "a release that was withdrawn",
        publish_secret_over_the_goal,
        publish_without_it_and_withdraw_the_release,
        reveal=put_the_release_back,
        places=content.OF_GOAL,
        leaves_a_gap=True,
        revealed_as_of=WHILE_PUBLIC,
    ),
    *(
        Way(
            f"a {relation} goal that is restricted",
            make,
            restrict_goal(PageViewRestriction.LOGIN),
            places=("title",),
            shown_at=f"goals/{content.GOAL}",
        )
        for relation, make in (("parent", secret_parent), ("previous", secret_predecessor))
    ),
    Way("a body used only in drafts", body_in_a_draft, reveal=publish_draft_of_goal, places=("body",)),
    Way(
        "a key figure used only in drafts",
        figure_in_a_draft,
        reveal=publish_draft_of_goal,
        places=("figure", "definition", "target"),
    ),
    Way("a plan that was never published", draft_of_secret_plan, reveal=publish_plan, places=PLAN),
    Way("a plan that is scheduled", scheduled_secret_plan, reveal=publish_plan, places=PLAN),
    Way("a plan that was unpublished", secret_plan_with_goal, unpublish_plan, places=PLAN),
    Way("a plan that was deleted", secret_plan_with_goal, delete_plan, places=PLAN),
    Way("a plan under a restricted page", secret_plan_with_goal, move_plan_under_restricted_page, places=PLAN),
    Way("a plan outside of every site", secret_plan_with_goal, move_plan_out_of_the_site, places=PLAN),
    Way("a plan restricted by login", secret_plan_with_goal, restrict_plan(PageViewRestriction.LOGIN), places=PLAN),
    *(
        Way(
            f"a plan restricted by {kind}",
            secret_plan_with_goal,
            restrict_plan(kind),
            places=PLAN,
            is_like_another=True,
        )
        for kind in (PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS)
    ),
    Way("a draft over a live plan", draft_over_the_live_plan, reveal=publish_draft_of_plan, places=content.OF_PLAN),
    Way("a plan of another site", secret_plan_of_another_site, places=PLAN, seen_with={"host": "other.example"}),
    Way("a plan in another language", secret_plan_in_another_language, places=PLAN, seen_with={"lang": "en"}),
    Way("a report that was never published", draft_of_report, reveal=publish_report, places=COMMENTS),
    Way("a report that is scheduled", scheduled_report, reveal=publish_report, places=COMMENTS),
    Way("a report in review", report_in_review, reveal=publish_report, places=COMMENTS),
    Way("a draft over a live report", draft_over_the_live_report, reveal=publish_report, places=("comment",)),
    Way("a report that was unpublished", report, unpublish_report, places=COMMENTS, stays_in_history=True),
    Way("a report that was deleted", report, delete_report, places=COMMENTS, stays_in_history=True),
    Way(
        "a picture in a private collection",
        picture,
        move_picture_to_private_collection,
        places=("alt", "file"),
        stays_in_history=True,
    ),
    Way(
        "a picture whose collection became private",
        picture,
        restrict_collection_of_picture,
        places=("alt", "file"),
        stays_in_history=True,
    ),
]
