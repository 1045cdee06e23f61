"""What a browser sends when a page form is saved."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def goal_form(**fields: Any) -> dict[str, Any]:
    """Return the form of a goal without sections."""
    form = {
        "title": "Ett mål",
        "slug": "ett-mal",
        "number": "",
        "statement": "",
        "scope_line": "",
        "political_text": rich_text(""),
        "image": "",
        "kind": "operational",
        "level_label": "",
        "focus_area": "",
        "parent_goal": "",
        "previous_goal": "",
        "sections": streamfield([]),
        "comments": inline_formset([]),
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return dict(nested_form_data({**form, **fields}))


def plan_form(**fields: Any) -> dict[str, Any]:
    """Return the form of a plan."""
    form = {
        "title": "Mål och budget",
        "slug": "mal-och-budget",
        "year": "2026",
        "period_from": "",
        "period_to": "",
        "intro": rich_text(""),
        "decision_reference": "",
        "adopted_on": "",
        "comments": inline_formset([]),
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return dict(nested_form_data({**form, **fields}))
