"""How the system checks are registered, and how they tell what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Warning, register

TAG: Final = "wagtail_kommunmal"
"""``manage.py check --tag wagtail_kommunmal`` runs the checks of the package alone."""

Check = Callable[..., list[CheckMessage]]


def checks(*, deploy: bool = False) -> Callable[[Callable[[], Iterable[CheckMessage]]], Check]:
    """Register what yields messages as a check of the whole site; with ``deploy``, only for ``check --deploy``."""

    def decorate(find: Callable[[], Iterable[CheckMessage]]) -> Check:
        @wraps(find)
        def check(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
            return list(find())

        # Django looks at the signature of what is wrapped, which takes no arguments.
        del check.__wrapped__
        return register(check, TAG, deploy=deploy)

    return decorate


def error(number: int, message: str, hint: str, obj: Any = None) -> CheckMessage:
    """Return what tells of something that cannot work."""
    return Error(message, hint=hint, obj=obj, id=f"wagtail_kommunmal.E{number:03}")


def warning(number: int, message: str, hint: str, obj: Any = None) -> CheckMessage:
    """Return what tells of something that works, and will be regretted."""
    return Warning(message, hint=hint, obj=obj, id=f"wagtail_kommunmal.W{number:03}")
