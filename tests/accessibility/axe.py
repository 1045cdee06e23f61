"""What axe-core finds on a page, without what only Wagtail can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (320, 768, 1280)
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
    "forced colours, contrast aside": {"color_scheme": "light", "forced_colors": "active"},
}
Look = tuple[int, str]

EVERY_LOOK: list[Look] = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark", "forced colours")]
EACH_WIDTH_AND_SCHEME: list[Look] = [
    (320, "light"),
    (768, "forced colours, contrast aside"),
    (1280, "dark"),
    (1280, "light"),
]
"""For the admin, where each look takes seconds. Under forced colours Wagtail 7.4's note of saving lacks contrast."""

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    # Style sheets are fetched anew for experimental rules only.
    "preload": False,
}
IS_MATCHED = "([target, selector]) => document.querySelector(target)?.matches(selector) ?? false"

# What follows a change of the size: two frames of layout, and transitions unless they go on for ever.
SETTLE = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ending = document.getAnimations().filter(it => it.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(it => it.finished));
}"""

axe = Axe()


@dataclass(frozen=True)
class WagtailsOwn:
    """A violation in Wagtail's own markup, which it also has on a page that this package has no part in."""

    rule: str
    selector: str
    why: str
    stock_page: str
    """The name of a stock page in ``test_wagtails_own``."""


WAGTAILS_OWN = (
    WagtailsOwn(
        "target-size",
        "#w-minimap-toggle",
        "On a small screen the button of the minimap lies close to the link to the history of a snippet.",
        "form of a snippet",
    ),
    WagtailsOwn(
        "target-size",
        'a[href*="#:w:contentpath="]',
        "The usage of something lists its places in a page close below each other.",
        "usage of an image",
    ),
    WagtailsOwn(
        "aria-input-field-name",
        ".public-DraftEditor-content",
        "Wagtail's rich text editor does not tell its text box which label it belongs to.",
        "form with a rich text",
    ),
)


@dataclass(frozen=True)
class Violation:
    """An element that breaks a rule."""

    rule: str
    target: str
    html: str

    def is_in(self, page: Page, own: WagtailsOwn) -> bool:
        return self.rule == own.rule and bool(page.evaluate(IS_MATCHED, [self.target, own.selector]))

    def __str__(self) -> str:
        return f"{self.rule}: {self.target} {self.html}"


def all_violations(page: Page, within: str | None = None, *, has_contrast: bool = True) -> list[Violation]:
    """Return every violation on the page or within an element, Wagtail's own too."""
    options = {**OPTIONS, "rules": {"color-contrast": {"enabled": has_contrast}}}
    page.evaluate(SETTLE)
    return [
        Violation(found["id"], _selector(node["target"]), node["html"])
        for found in axe.run(page, within, options).response["violations"]
        for node in found["nodes"]
    ]


def _selector(target: list[Any]) -> str:
    """Return where an element is; within a frame or a shadow root axe tells the way to it."""
    return " ".join(part for step in target for part in (step if isinstance(step, list) else [step]))


def violations(page: Page, within: str | None = None, looks: Sequence[Look] = EVERY_LOOK) -> list[str]:
    """Return the violations in each size and colour scheme, without Wagtail's own."""
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**SCHEMES[scheme])
        found += [
            f"{width} px, {scheme}: {violation}"
            for violation in all_violations(page, within, has_contrast="contrast aside" not in scheme)
            if not any(violation.is_in(page, own) for own in WAGTAILS_OWN)
        ]
    page.emulate_media(**SCHEMES["light"])
    return found
