"""What the page templates need to lay out a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .. import presentation
from ..charts.key_figures import key_figure_chart
from ..charts.tallies import divided_bar
from ..comparison import comparisons
from ..documents.context import spoken_language
from ..goal_summary import goal_summary
from ..kept_markup import kept
from ..numbers import display_format
from ..sdgs import SDG_NAMES
from ..signs import STANDARD_SIGNS, Sign
from ..subpages import assignment_address, body_address, investment_address
from ..vocabulary import AchievementStatus

register = template.Library()

register.tag("kept", kept)

register.filter("spoken_language", spoken_language)
register.filter("goal_summary", goal_summary)
register.filter("body_address", body_address)
register.filter("assignment_address", assignment_address)
register.filter("investment_address", investment_address)
register.filter("section_runs", presentation.section_runs)
register.filter("value_table", presentation.value_table)
register.filter("amount_table", presentation.amount_table)
register.filter("key_figure_chart", key_figure_chart)
register.filter("divided_bar", divided_bar)
register.filter("with_details", presentation.with_details)
register.filter("latest_and_earlier", presentation.latest_and_earlier)
register.filter("anchor_in", presentation.anchor_in)
register.filter("below_heading", presentation.below_heading)
register.filter("counts_by_status", presentation.counts_by_status)
register.filter("statuses_of", presentation.statuses_of)


@register.filter
def section_template(section: presentation.Member) -> str:
    """Return the template of a section: the file that is named after its type."""
    return f"wagtail_kommunmal/sections/{section['type']}.html"


@register.filter
def sign_of(signs: Mapping[str, Sign] | str, status: Mapping[str, str] | None) -> Sign | None:
    """Return the sign of a status, or of its absence; the standard one where a page knows no ``signs``."""
    code = status["code"] if status else AchievementStatus.NOT_ASSESSED
    return (signs or STANDARD_SIGNS).get(code)  # type: ignore[union-attr]


@register.filter
def data_block(facts: Mapping[str, object]) -> SafeString:
    """Write JSON that may stand in a ``<script>`` of data: nothing in it can end the element."""
    text = json.dumps(facts, ensure_ascii=False)
    escaped = text.translate({ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"})
    return mark_safe(escaped)  # noqa: S308  # nosec B308 B703


@register.filter
def sdg_name(number: int) -> Promise:
    """Return the name of a global goal."""
    return SDG_NAMES[number]


@register.filter
def number(value: Decimal | str | None) -> str:
    """Write a number as it is read in the active language; nothing where a block holds none."""
    return display_format(value, get_language() or "") if isinstance(value, Decimal) else ""


@register.filter(name="comparisons")
def comparisons_in_active_language(figure: presentation.Member) -> list[str]:
    """Return sentences on how the latest value of a key figure compares."""
    return comparisons(figure, get_language() or "")


@register.filter
def local_date(timestamp: str) -> str:
    """Return the day of an RFC 3339 timestamp on the site's clock, for example 2024-05-23."""
    return timezone.localdate(datetime.fromisoformat(timestamp)).isoformat()
