"""Fail unless the Swedish catalogues hold every message of the sources, all translated, and are compiled.

Comparing with the sources needs the gettext tools; without them that part is left out, and this says so.
"""

import ast
import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from catalogues import Message, read_catalogue

PACKAGE = Path(__file__).resolve().parent.parent / "wagtail_kommunmal"
LANGUAGE = "sv"
DOMAINS = ("django", "djangojs")
MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}


def extract(domain: str) -> list[Message]:
    """The messages that the sources hold today."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / PACKAGE.name
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "__pycache__"))
        (copy / "locale").mkdir()
        # -P: the package's numbers.py must not be taken for Python's own.
        subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                "django",
                "makemessages",
                "--locale",
                LANGUAGE,
                "--domain",
                domain,
                "--keep-pot",
            ],
            cwd=copy,
            env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        template = copy / "locale" / f"{domain}.pot"
        return read_catalogue(template) if template.exists() else []


def hidden_in_f_strings() -> list[str]:
    """Messages that stand inside an f-string, where the gettext tools do not see them."""
    faults = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.JoinedStr):
                calls = [node for node in ast.walk(text) if isinstance(node, ast.Call)]
                names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
                faults += [
                    f"{path.relative_to(PACKAGE)}:{text.lineno}: {name}() in an f-string" for name in names & MARKS
                ]
    return faults


def compare_with_sources(catalogue: list[Message], sources: list[Message]) -> list[str]:
    """What the catalogue lacks of the sources, and what it holds beyond them."""
    known, wanted = {message.key: message for message in catalogue}, {message.key: message for message in sources}
    faults = [f"not in the catalogue: {wanted[key].msgid!r}" for key in wanted.keys() - known.keys()]
    faults += [f"no longer in the sources: {known[key].msgid!r}" for key in known.keys() - wanted.keys()]
    return sorted(faults)


def untranslated(catalogue: list[Message]) -> list[str]:
    """Messages without a text, or with a guessed one."""
    faults = [f"fuzzy: {message.msgid!r}" for message in catalogue if message.fuzzy]
    return faults + [f"not translated: {message.msgid!r}" for message in catalogue if not message.is_translated]


def compare_with_compiled(catalogue: list[Message], compiled: Path) -> list[str]:
    """Messages whose compiled text is another than the one in the catalogue."""
    if not compiled.exists():
        return [f"{compiled.name} is missing"]
    with compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    return [
        f"compiled with another text: {message.msgid!r}"
        for message in catalogue
        if message.is_translated and not message.fuzzy and _compiled_text(translations, message) != message.texts[0]
    ]


def _compiled_text(translations: gettext.GNUTranslations, message: Message) -> str:
    match (message.context, message.plural):
        case (None, None):
            return translations.gettext(message.msgid)
        case (None, str(plural)):
            return translations.ngettext(message.msgid, plural, 1)
        case (str(context), None):
            return translations.pgettext(context, message.msgid)
        case (str(context), str(plural)):
            return translations.npgettext(context, message.msgid, plural, 1)
    raise AssertionError(message)


def check(domain: str, *, with_sources: bool) -> list[str]:
    """All faults of the catalogue of one domain."""
    path = PACKAGE / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
    sources = extract(domain) if with_sources else []
    if not path.exists():
        return [f"{path.name} is missing"] if sources or domain == "django" else []
    catalogue = read_catalogue(path)
    faults = compare_with_sources(catalogue, sources) if with_sources else []
    return faults + untranslated(catalogue) + compare_with_compiled(catalogue, path.with_suffix(".mo"))


def main() -> int:
    """Print every fault of every catalogue; 1 if there is one."""
    with_sources = all(shutil.which(tool) for tool in ("xgettext", "msguniq", "msgmerge"))
    if not with_sources:
        print("The gettext tools are missing: the catalogues are not compared with the sources.", file=sys.stderr)
    faults = [
        f"{LANGUAGE}/{domain}: {fault}" for domain in DOMAINS for fault in check(domain, with_sources=with_sources)
    ]
    faults += hidden_in_f_strings()
    for fault in faults:
        print(fault)
    if faults:
        print("Run 'make messages', translate what is new, and run it again.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
