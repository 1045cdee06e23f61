"""Reading gettext catalogues without gettext: what the checks need of a .po file, and no more."""

import ast
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Message:
    """One entry of a catalogue; `texts` holds the translation, or one for each plural form."""

    msgid: str = ""
    context: str | None = None
    plural: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """What gettext looks a message up by."""
        return (self.context, self.msgid)

    @property
    def is_translated(self) -> bool:
        """Whether every form has a text."""
        return bool(self.texts) and all(self.texts.values())


def read_catalogue(path: Path) -> list[Message]:
    """The messages of a .po or .pot file, without its header and without obsolete entries."""
    messages = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        message = _read_message(block)
        if message is not None and message.msgid:
            messages.append(message)
    return messages


def _read_message(block: str) -> Message | None:
    message = Message()
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#,"):
            message.fuzzy = "fuzzy" in line
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith('"'):
            keyword, line = line.split(" ", 1)
        _append(message, keyword, ast.literal_eval(line))
    return message if keyword else None


def _append(message: Message, keyword: str, text: str) -> None:
    if keyword == "msgctxt":
        message.context = (message.context or "") + text
    elif keyword == "msgid":
        message.msgid += text
    elif keyword == "msgid_plural":
        message.plural = (message.plural or "") + text
    else:
        number = int(keyword.removeprefix("msgstr").strip("[]") or 0)
        message.texts[number] = message.texts.get(number, "") + text
