"""Print pip constraints that hold every direct dependency of the package at the lowest version that it allows.

python scripts/lowest.py >constraints.txt && pip install --constraint constraints.txt --editable '.[test]'
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?>=(?P<version>[0-9.]+)")
OF_THE_PACKAGE = ("testing", "demo", "postgresql", "mariadb", "redis", "headless")
"""The extras that a site may install; those for the package's own development are taken at their newest."""


def lowest() -> Iterator[str]:
    """Yield ``name==version`` for each."""
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *(line for name in OF_THE_PACKAGE for line in extras[name])]:
        bound = BOUND.fullmatch(requirement)
        if bound is None:
            raise SystemExit(f"{requirement!r} of pyproject.toml has no lower bound of the form name>=version.")
        yield f"{bound['name']}=={bound['version']}"


if __name__ == "__main__":
    print("\n".join(lowest()))
