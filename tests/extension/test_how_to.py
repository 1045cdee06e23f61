from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HOW_TO = (ROOT / "docs" / "how-to" / "own-fields.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(python|django)\n(.*?)^```$", HOW_TO, re.M | re.S)
PYTHON = [code for language, code in EXAMPLES if language == "python"]
TEMPLATES = [code for language, code in EXAMPLES if language == "django"]
TEST_APP = ROOT / "tests" / "testapp"


def files(suffix: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(TEST_APP.rglob(f"*{suffix}"))]


def without_imports(example: str) -> str:
    """Return the code that stands below the imports of an example."""
    first = next(node for node in ast.parse(example).body if not isinstance(node, ast.ImportFrom))
    return "".join(example.splitlines(keepends=True)[first.lineno - 1 :])


def imported(code: str) -> set[tuple[str, str]]:
    """Return what code imports, each name with where it comes from."""
    imports = [node for node in ast.parse(code).body if isinstance(node, ast.ImportFrom)]
    return {(f"{'.' * node.level}{node.module}", alias.name) for node in imports for alias in node.names}


def names(code: str, *, bound: bool) -> Iterator[str]:
    """Yield the names that code binds, or those that it uses."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name, ctx=context) if isinstance(context, ast.Store) is bound:
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name) if bound:
                yield name


def first_class_or_function(example: str) -> str:
    return without_imports(example).partition("\n")[0]


def test_the_how_to_has_an_example_for_everything_that_can_be_added() -> None:
    for name in ("own_members", "own_summary_members", "own_section_types", "compose_own_members", "form_tabs"):
        assert name in "".join(PYTHON)
    assert len(TEMPLATES) > 1


@pytest.mark.parametrize("example", PYTHON, ids=first_class_or_function)
def test_every_example_of_the_how_to_is_code_of_the_test_app_with_its_imports(example: str) -> None:
    (file,) = [file for file in files(".py") if without_imports(example) in file]
    assert imported(example) <= imported(file)


@pytest.mark.parametrize("example", PYTHON, ids=first_class_or_function)
def test_every_example_of_the_how_to_imports_what_it_uses_and_nothing_else(example: str) -> None:
    code = without_imports(example)
    used = set(names(code, bound=False)) - set(names(code, bound=True)) - set(vars(builtins))
    assert used == {name for _module, name in imported(example)}


@pytest.mark.parametrize("example", TEMPLATES, ids=lambda example: example.partition("\n")[0])
def test_every_template_of_the_how_to_is_one_of_the_test_app(example: str) -> None:
    assert any(example in file for file in files(".html"))
