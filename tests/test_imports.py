"""The package's imports flow one way: author -> compose -> release -> deliver."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import wagtail_kommunmal

NAME = wagtail_kommunmal.__name__
ROOT = Path(wagtail_kommunmal.__file__).parent

FLOW = [
    [
        "vocabulary",
        "colours",
        "signs",
        "words",
        "sdgs",
        "periods",
        "numbers",
        "spreadsheets",
        "workbook_cells",
        "fields",
        "compat",
        "goal_summary",
        "subpages",
        "conf",
        "blocks",
        "models",
        "preview_tokens",
        "contrib",
        "authoring",
        "kolada",
        "exchange",
        "pages",
    ],
    ["documents"],
    ["releasing"],
    ["delivery"],
    ["open_data"],
    ["api", "charts", "comparison", "kept_markup", "presentation", "templatetags"],
]
"""What belongs to each step; a module imports from its own step and from those before it."""

BESIDE = {"", "admin", "apps", "checks", "exchange.whole_site", "management", "testing", "wagtail_hooks"}
"""What stands beside the flow and starts it, shows it, checks it or tests it."""

CONTENT = {"blocks", "models.bodies", "models.key_figures", "models.mixins", "models.names"}
"""What editors write: nothing that delivers reads it."""

EXCEPTIONS = {
    ("models.mixins", "delivery.pages"): "Wagtail asks the page itself to answer a request: it hands over at once",
    ("models.mixins", "delivery.shown"): "Wagtail asks the page itself to answer a request: it hands over at once",
    (
        "models.mixins",
        "delivery.sitemap",
    ): "Wagtail asks the page itself to answer a request: it hands over at once",
    (
        "models.report_previews",
        "delivery.pages",
    ): "Wagtail asks the report itself for a preview: it hands over at once",
    ("delivery.pages", "models.mixins"): "an editor's preview is composed from the draft",
}


def modules() -> list[str]:
    files = [path.relative_to(ROOT).with_suffix("") for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
    return sorted(".".join(path.parts).removesuffix("__init__").removesuffix(".") for path in files)


def file_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split(".")) if module else ROOT
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def imports_of(module: str) -> frozenset[str]:
    """Return the package's modules that ``module`` imports anywhere, also inside functions and for types."""
    return frozenset(_imports(module, ast.parse(file_of(module).read_text()))) - {module}


def _imports(module: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.removeprefix(f"{NAME}.") for name in _names(node) if name.startswith(f"{NAME}."))
        elif isinstance(node, ast.ImportFrom) and (source := _source(module, node)) is not None:
            for name in _names(node):
                yield _where_defined(source, name)


def _names(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names]


def _source(module: str, node: ast.ImportFrom) -> str | None:
    """Return the package's module that the statement imports from, or ``None`` if it is not the package's."""
    if node.level == 0:
        source = node.module or ""
        return source.removeprefix(NAME).removeprefix(".") if source.split(".")[0] == NAME else None
    parts = module.split(".") if module else []
    steps_up = node.level - (file_of(module).name == "__init__.py")
    return ".".join([*parts[: len(parts) - steps_up], *(node.module or "").split(".")]).strip(".")


def _where_defined(source: str, name: str) -> str:
    """Follow a name through ``__init__.py`` to the module that it comes from."""
    submodule = f"{source}.{name}".strip(".")
    if file_of(submodule).exists():
        return submodule
    if file_of(source).name == "__init__.py":
        for node in ast.walk(ast.parse(file_of(source).read_text())):
            if isinstance(node, ast.ImportFrom) and name in _names(node):
                origin = _source(source, node)
                return source if origin is None else _where_defined(origin, name)
    return source


def is_beside(module: str) -> bool:
    return any(f"{module}.".startswith(f"{name}.") for name in BESIDE if name) or module in BESIDE


def step_of(module: str) -> int | None:
    if is_beside(module):
        return None
    return next((step for step, names in enumerate(FLOW) if module.split(".")[0] in names), None)


def reached_from(module: str) -> Iterator[tuple[str, str]]:
    """Yield each import that ``module`` leads to, itself or through others, as (importing, imported)."""
    seen, waiting = {module}, [module]
    while waiting:
        importing = waiting.pop()
        for imported in imports_of(importing):
            if (importing, imported) in EXCEPTIONS:
                continue
            yield importing, imported
            if imported not in seen:
                seen.add(imported)
                waiting.append(imported)


def test_every_module_has_its_place() -> None:
    assert [module for module in modules() if step_of(module) is None and not is_beside(module)] == []


@pytest.mark.parametrize("module", [module for module in modules() if step_of(module) is not None])
def test_no_module_leads_against_the_flow(module: str) -> None:
    step = step_of(module)
    assert step is not None
    against = [
        f"{importing} imports {imported}"
        for importing, imported in reached_from(module)
        if (step_of(imported) or 0) > step
    ]
    assert against == []


@pytest.mark.parametrize("module", [module for module in modules() if (step_of(module) or 0) >= 3])
def test_nothing_that_delivers_reads_what_editors_write(module: str) -> None:
    content = {
        imported
        for imported in imports_of(module)
        if any(f"{imported}.".startswith(f"{name}.") for name in CONTENT) and (module, imported) not in EXCEPTIONS
    }
    assert content == set()


@pytest.mark.parametrize(
    "module", [module for module in modules() if module.split(".")[0] in ("admin", "wagtail_hooks", "testing")]
)
def test_the_admin_does_not_know_that_there_is_an_api(module: str) -> None:
    assert [imported for _, imported in reached_from(module) if imported.split(".")[0] == "api"] == []


def test_every_exception_is_still_needed() -> None:
    for importing, imported in EXCEPTIONS:
        assert imported in imports_of(importing)


def test_imports_inside_functions_and_through_packages_are_seen() -> None:
    assert "delivery.pages" in imports_of("models.mixins")
    assert "models.bodies" in imports_of("testing.bodies")
    assert {"checks", "releasing.triggers"} <= imports_of("apps")
