"""What was measured on, and with what."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("wagtail", "Django", "gunicorn", "psycopg")


def machine() -> dict[str, object]:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "processors": os.cpu_count(),
        "processor": found[1] if found else platform.machine(),
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }
