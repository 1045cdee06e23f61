"""What makes a page a plan or a goal; a site's page classes combine these with its own base page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.locks import BaseLock
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail.utils.decorators import cached_classmethod

from ..admin.forms import DocumentPageForm, GoalCopyForm, GoalPageForm
from ..admin.panels import GoalChooserPanel, WarningsPanel
from ..blocks import SectionsBlock
from ..blocks.fields import RICH_TEXT_FEATURES
from ..blocks.warnings import section_warnings
from ..compat import page_model_name
from ..fields import SDGField
from ..periods import FIRST_YEAR, LAST_YEAR
from ..subpages import ASSIGNMENT_HISTORY, BODY, INVESTMENT_HISTORY
from ..vocabulary import GoalKind
from .api_fields import GOAL_API_FIELDS, PLAN_API_FIELDS
from .bodies import FocusArea
from .locks import ClosedPlanLock

logger = logging.getLogger(__name__)

REQUESTED_PART = "kommunmal_part"
"""The attribute of a request for something below a page: a name from ``parts``, and what of it is asked for."""
SCHEDULED_PUBLICATION = "wagtail.publish.scheduled"
PLAN_IS_CLOSED = _("The plan is closed: it stays as it was decided. Open the plan to make changes.")


class PublicationRefusedError(PermissionDenied):
    """A page or a report must not go live now, or be withdrawn; the message says why. The admin shows it."""


class DocumentPageMixin(models.Model):
    """A page that is written in ``form_tabs`` and shown from its document."""

    form_tabs: list[tuple[Any, list[Any]]] = []
    document_template: str
    parts: ClassVar[Mapping[str, str]] = {}
    """Step of an address below the page -> the template of what is shown there, of what the next step names."""
    own_members: ClassVar[type[Any] | None] = None
    """A serializer of the members that a site's page class adds to the document."""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead to the page itself for an address of two steps below it that name one of its ``parts``."""
        if len(path_components) == 2 and path_components[0] in self.parts and self.live:  # type: ignore[attr-defined]
            # Not handed on as an argument: a page class of a site may have a ``serve`` of its own that takes none.
            setattr(request, REQUESTED_PART, tuple(path_components))
            return RouteResult(self)
        return super().route(request, path_components)  # type: ignore[misc]

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[str]:
        """Return the template of the page class where a site has one, else the package's; that of a part, below it."""
        if part := getattr(request, REQUESTED_PART, None):
            return [self.parts[part[0]]]
        # Wagtail gives every page class a template name of its own, so it cannot be inherited.
        return [super().get_template(request, *args, **kwargs), self.document_template]  # type: ignore[misc]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``document``, what the page shows, from its release or, in a preview, from the draft, and ``signs``.

        Around the document there are ``is_public``, ``changes`` and ``data_links``; on the page of a plan, also
        ``selection``, what the reader looks for in it. Below a page, ``part`` tells of what is shown there; else it is
        ``None``. ``metadata`` is what the head of the page tells machines; a preview has none.
        """
        # Serving a page is where Wagtail's models reach over to delivery; nothing else here does.
        from ..delivery.shown import shown

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return {**context, **shown(self, getattr(request, REQUESTED_PART, None), request)}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return what ``wagtail.contrib.sitemaps`` lists: the page, since its release, where the public sees it."""
        from ..delivery.sitemap import sitemap_entries

        return sitemap_entries(self, request)

    def compose_own_members(self, context: Any) -> Any:
        """Return what ``own_members`` is written from: the page itself, unless a site needs more than its fields.

        Rich texts, bodies and images are to be handed to ``context``, as ``documents.compose`` does.
        """
        return self

    @cached_property
    def public_facts(self) -> dict[str, Any]:
        """What Wagtail's own APIs may tell of the page; empty where API v1 shows the public nothing of it."""
        from ..delivery.pages import public_facts

        return public_facts(self)

    def get_plan(self) -> Any:
        """Return the plan that the page is or belongs to, or ``None``."""
        raise NotImplementedError

    def get_lock(self) -> BaseLock | None:
        return ClosedPlanLock(self) if self._is_in_closed_plan() else super().get_lock()  # type: ignore[misc]

    def reason_against_publishing(self, revision: Any) -> Any:
        """Return why a revision must not go live, or ``None``. The forms of the admin have said so before."""
        return PLAN_IS_CLOSED if self._is_in_closed_plan() else None

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, unless there is a reason against it.

        A scheduled publication then stays a draft, so that the others of the run are published; anything else, such
        as the approval of a workflow, raises ``PublicationRefusedError``.
        """
        if reason := self.reason_against_publishing(revision):
            if kwargs.get("log_action") != SCHEDULED_PUBLICATION:
                raise PublicationRefusedError(str(reason))
            logger.error("“%s” was not published as scheduled. %s", self, reason)
            return
        super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def _is_in_closed_plan(self) -> bool:
        plan = self.get_plan()
        return bool(plan and plan.is_closed)

    @cached_classmethod
    def get_edit_handler(cls: Any) -> Any:  # noqa: N805
        tabs = [ObjectList(panels, heading=heading) for heading, panels in cls.form_tabs]
        for panels, heading in ((cls.promote_panels, _("Promote")), (cls.settings_panels, _("Settings"))):
            if panels:
                tabs.append(ObjectList(panels, heading=heading))
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)


class PlanPageMixin(DocumentPageMixin):
    """A plan: what the council decided for a year. Its goals are the pages below it."""

    year = models.PositiveIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    period_from = models.DateField(_("valid from"), null=True, blank=True)
    period_to = models.DateField(_("valid to"), null=True, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)
    decision_reference = models.CharField(
        _("decision reference"), max_length=255, blank=True, help_text=_("For example KF 2024-11-25 § 147.")
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    document_template = "wagtail_kommunmal/plan_page.html"
    parts = {BODY: "wagtail_kommunmal/body_page.html"}
    base_form_class = DocumentPageForm
    api_fields = PLAN_API_FIELDS
    exclude_fields_in_copy = ["closed_at"]
    plan_search_fields = [index.SearchField("intro"), index.FilterField("year")]
    form_tabs = [
        (
            _("Plan"),
            [
                TitleFieldPanel("title"),
                FieldPanel("year"),
                FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
                FieldPanel("intro"),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("decision_reference"), FieldPanel("adopted_on")])],
                    heading=_("Decision"),
                ),
            ],
        )
    ]

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def clean(self) -> None:
        super().clean()
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("The last day is before the first.")})

    def with_content_json(self, content: Any) -> Any:
        """Keep ``closed_at``: it is set by an action and belongs to no revision."""
        page = super().with_content_json(content)  # type: ignore[misc]
        page.closed_at = self.closed_at
        return page

    def get_plan(self) -> Any:
        """Return the plan itself: what a goal says of its plan, a plan says of itself."""
        return self


class GoalPageMixin(DocumentPageMixin):
    """A goal, written in sections of assignments, key figures, investments, accomplishments and text."""

    number = models.CharField(_("number"), max_length=20, blank=True)
    statement = models.TextField(
        _("statement"), blank=True, help_text=_("The goal in one sentence, as the council adopted it.")
    )
    scope_line = models.TextField(_("scope"), blank=True, help_text=_("“The goal is about …”"))
    political_text = RichTextField(_("political text"), blank=True, features=RICH_TEXT_FEATURES)
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    level_label = models.CharField(
        _("level"), max_length=80, blank=True, help_text=_("What your municipality calls goals of this level.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=GoalKind.choices, default=GoalKind.OPERATIONAL)
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("focus area")
    )
    parent_goal = models.ForeignKey(
        page_model_name(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("parent goal"),
    )
    previous_goal = models.ForeignKey(
        page_model_name(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the same goal in the plan before"),
    )
    sdgs = SDGField(_("global goals (Agenda 2030)"))
    sections = StreamField(SectionsBlock(), blank=True, verbose_name=_("sections"))

    document_template = "wagtail_kommunmal/goal_page.html"
    parts = {
        ASSIGNMENT_HISTORY: "wagtail_kommunmal/history_page.html",
        INVESTMENT_HISTORY: "wagtail_kommunmal/history_page.html",
    }
    api_fields = GOAL_API_FIELDS
    own_summary_members: ClassVar[tuple[str, ...]] = ()
    """Those of ``own_members`` that lists of goals give too."""
    own_section_types: ClassVar[Mapping[str, Any]] = {}
    """Name of a block that a site adds to ``sections`` -> the ``documents.SectionType`` that it is published as."""
    base_form_class = GoalPageForm
    copy_form_class = GoalCopyForm
    goal_search_fields = [
        index.SearchField("statement"),
        index.SearchField("political_text"),
        index.SearchField("sections"),
    ]
    form_tabs = [
        (
            _("Goal"),
            [
                WarningsPanel(),
                TitleFieldPanel("title"),
                FieldPanel("number"),
                FieldPanel("statement"),
                FieldPanel("scope_line"),
                FieldPanel("political_text"),
                FieldPanel("image"),
            ],
        ),
        (
            _("Sections"),
            [
                HelpPanel(template="wagtail_kommunmal/admin/panels/sections_help.html"),
                FieldPanel("sections"),
            ],
        ),
        (
            _("Context"),
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("level_label")]),
                FieldPanel("focus_area"),
                GoalChooserPanel("parent_goal"),
                GoalChooserPanel("previous_goal"),
                FieldPanel("sdgs"),
            ],
        ),
    ]

    class Meta:
        abstract = True

    def get_plan(self) -> Any:
        """Return the plan that this goal stands in, or ``None`` while the page has no place in the tree."""
        parent = self.get_parent() if self.depth else None  # type: ignore[attr-defined]
        plan = parent.specific if parent else None
        return plan if isinstance(plan, PlanPageMixin) else None

    def get_warnings(self) -> list[str]:
        """Return what an editor should look at, though it may be right."""
        return section_warnings(self.sections)

    def clean(self) -> None:
        super().clean()
        if self.live and self.depth and number_is_taken(self.get_parent(), self.number, exclude=self.pk):  # type: ignore[attr-defined]
            raise ValidationError({"number": NUMBER_IS_TAKEN})

    def reason_against_publishing(self, revision: Any) -> Any:
        if reason := super().reason_against_publishing(revision):
            return reason
        is_taken = number_is_taken(self.get_parent(), revision.as_object().number, exclude=self.pk)  # type: ignore[attr-defined]
        return NUMBER_IS_TAKEN if is_taken else None


NUMBER_IS_TAKEN = _("Another published goal of this plan has this number.")


def number_is_taken(plan: Any, number: str, exclude: int | None = None) -> bool:
    """Tell whether a live goal directly below ``plan`` has ``number``; a blank number is never taken."""
    if not number or plan is None:
        return False
    return any(
        model.objects.child_of(plan).live().filter(number=number).exclude(pk=exclude).exists()
        for model in goal_models()
    )


def plan_models() -> list[type[Any]]:
    """Return the site's concrete page classes for plans."""
    return [model for model in apps.get_models() if issubclass(model, PlanPageMixin)]


def goal_models() -> list[type[Any]]:
    """Return the site's concrete page classes for goals."""
    return [model for model in apps.get_models() if issubclass(model, GoalPageMixin)]
