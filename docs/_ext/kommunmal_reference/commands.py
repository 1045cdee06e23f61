"""The management commands, as their argument parsers describe them."""

from __future__ import annotations

import argparse
from pkgutil import iter_modules

from django.core.management import BaseCommand, load_command_class

from wagtail_kommunmal.management import commands as package

from .markdown import anchor, code, label, table

APP = "wagtail_kommunmal"


def commands() -> str:
    """Return what each command does and which options it has, but for those of all Django commands."""
    names = sorted(module.name for module in iter_modules(package.__path__))
    return "\n\n".join(_command(name, load_command_class(APP, name)) for name in names)


def _command(name: str, command: BaseCommand) -> str:
    known = _options(BaseCommand(), name)
    own = {flag: action for flag, action in _options(command, name).items() if flag not in known}
    usage = " ".join(["python manage.py", name, *(f"[{_usage(flag, action)}]" for flag, action in own.items())])
    parts = [f"{label(anchor('command', name))}\n## {code(name)}", f"```text\n{usage}\n```", command.help]
    if own:
        rows = [(code(_usage(flag, action)), action.help or "") for flag, action in own.items()]
        parts.append(table(["Option", "Meaning"], rows))
    return "\n\n".join(parts)


def _options(command: BaseCommand, name: str) -> dict[str, argparse.Action]:
    parser = command.create_parser("manage.py", name)
    return {action.option_strings[-1]: action for action in parser._actions if action.option_strings}


def _usage(flag: str, action: argparse.Action) -> str:
    return f"{flag} {action.metavar or action.dest.upper()}" if action.nargs != 0 else flag
