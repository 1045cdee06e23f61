"""Tags such as a site may have, which find out in one way or another who reads."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def greeting_by_flatten(context: Context) -> str:
    return _greeting(context.flatten())


@register.simple_tag(takes_context=True)
def greeting_by_layers(context: Context) -> str:
    return "".join(_greeting(layer) for layer in context.dicts if layer.get("user"))


@register.simple_tag(takes_context=True)
def greeting_by_in(context: Context) -> str:
    return _greeting(context) if "user" in context else ""


@register.simple_tag(takes_context=True)
def greeting_by_request(context: Any) -> str:
    return f"Hej {context.request.user.username}!"


@register.simple_tag(takes_context=True)
def greeting_by_request_if_any(context: Context) -> str:
    request = getattr(context, "request", None)
    return f"Hej {request.user.username}!" if request else ""


@register.simple_tag(takes_context=True)
def remember_reader(context: Any) -> str:
    """Leave on the context, and in the state of the template, who reads."""
    context.reader = context.render_context["reader"] = context["user"].username
    return ""


@register.simple_tag(takes_context=True)
def greeting_of_remembered(context: Any) -> str:
    return f"Hej {getattr(context, 'reader', '')}{context.render_context.get('reader', '')}!"


@register.simple_tag
def block_that_greets() -> Any:
    return _BlockThatGreets()


class _BlockThatGreets:
    def render_as_block(self, context: dict[str, Any]) -> str:
        return _greeting(context)


def _greeting(context: Any) -> str:
    user = context.get("user")
    return f"Hej {user.username}!" if user else ""
