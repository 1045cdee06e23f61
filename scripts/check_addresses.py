"""Fail if a file of the repository names a path of one machine or the address of a package registry.

Both work for the person who wrote them and for nobody else.
"""

import re
import subprocess
import sys
from pathlib import Path

MACHINE_PATH = re.compile(r"(?<![\w.)}/-])/(?:opt|root|tmp|work|home/\w+|Users/\w+|mnt)/[\w.-]")
REGISTRY = re.compile(r"\b(?:pypi|registry\.npmjs|deb\.debian)\.org\b|pythonhosted\.org|/simple/?\s*$")


def repository_files() -> list[Path]:
    """Every file that is, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for path in map(Path, filter(None, listing.stdout.split("\0"))) if path.is_file()]


def main() -> int:
    """Print every line that names such an address; 1 if there is one."""
    found = 0
    for path in repository_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                print(f"{path}:{number}: names an address that exists on one machine or in one network: {line.strip()}")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
