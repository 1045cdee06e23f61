"""Plans and goals in the page tree, of the page classes that the site has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import factory
from factory.django import DjangoModelFactory

from ..compat import page_model
from ..models import goal_models, plan_models
from .sites import default_site


class TreePageFactory(DjangoModelFactory[Any]):
    """Puts a page below ``parent`` and publishes it as an editor does, through a revision.

    ``publish=False`` leaves it a draft. ``page_class`` chooses among several page classes; without it, the first
    that may stand below ``parent`` is taken.
    """

    page_classes: ClassVar[Callable[[], list[type[Any]]]]

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **fields: Any) -> Any:
        parent, publish = fields.pop("parent"), fields.pop("publish")
        page_class = fields.pop("page_class") or cls._page_class_below(parent)
        # The tree is written from what the parent knows of itself, which other pages may have changed meanwhile.
        parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        page = parent.add_child(instance=page_class(live=False, **fields))
        revision = page.save_revision()
        if publish:
            revision.publish()
            page.refresh_from_db()
        return page

    @classmethod
    def _build(cls, model_class: type[Any], *args: Any, **fields: Any) -> Any:
        page_class = fields.pop("page_class") or cls.page_classes()[0]
        return page_class(**{name: value for name, value in fields.items() if name not in ("parent", "publish")})

    @classmethod
    def _page_class_below(cls, parent: Any) -> type[Any]:
        fitting = [page_class for page_class in cls.page_classes() if page_class.can_create_at(parent)]
        if not fitting:
            raise ValueError(f"No page class of {cls.__name__} may stand below {parent!r}.")
        return fitting[0]


class PlanPageFactory(TreePageFactory):
    """Makes a plan, below the home page of the default site unless ``parent`` says otherwise."""

    page_classes = staticmethod(plan_models)

    class Meta:
        model = page_model()

    parent = factory.LazyFunction(lambda: default_site().root_page.specific)
    publish = True
    page_class = None
    year = 2026
    title = factory.LazyAttribute(lambda plan: f"Mål och budget {plan.year}")


class GoalPageFactory(TreePageFactory):
    """Makes a goal, in a plan of its own unless ``parent`` is one; ``sections`` takes what ``…_section()`` return."""

    page_classes = staticmethod(goal_models)

    class Meta:
        model = page_model()

    parent = factory.SubFactory(PlanPageFactory)
    publish = True
    page_class = None
    title = factory.Sequence(lambda n: f"Mål {n}")
    statement = "Alla som bor här kan vara med och påverka."
