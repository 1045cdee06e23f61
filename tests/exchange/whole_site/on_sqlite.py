"""A site on a SQLite database of its own, exported: `python -m tests.exchange.whole_site.on_sqlite FOLDER`.

Prints what the API says of it. The tests may run on another database, so this is a process of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test.client import Client
from django.test.utils import setup_test_environment


def main(folder: Path) -> None:
    """Migrate, make a municipality and export it to `export` in the folder."""
    from tests.sundby import found_site, language, take_picture

    from .conftest import answers, make_municipality

    settings.MEDIA_ROOT = str(folder / "media")
    setup_test_environment()
    call_command("migrate", verbosity=0)
    english, site = language("en"), found_site()
    make_municipality(site, english, take_picture(), transaction.atomic, settings, folder / "export").export()
    json.dump(answers(Client()), sys.stdout, default=bytes.decode)


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
