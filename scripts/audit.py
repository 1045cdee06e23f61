"""Fail if what is installed has known vulnerabilities; say loudly if nobody could be asked, and let that pass.

A registry that only mirrors packages knows no advisories: pip-audit then skips every package and finds nothing.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

UNREACHABLE = ("Could not connect", "ConnectionError", "ConnectTimeout", "ReadTimeout", "NameResolutionError")


def verdict(output: str, errors: str) -> tuple[int, list[str]]:
    """Return the exit status and the lines to print for what pip-audit has written."""
    try:
        dependencies: Sequence[dict[str, Any]] = json.loads(output)["dependencies"]
    except json.JSONDecodeError:
        offline = any(sign in errors for sign in UNREACHABLE)
        return (0, [NOT_ASKED]) if offline else (1, ["pip-audit failed:", errors])
    asked = [dependency for dependency in dependencies if "skip_reason" not in dependency]
    if not asked:
        return 0, [NOT_ASKED]
    found = [
        f"{dependency['name']} {dependency['version']}: {vulnerability['id']}, fixed in "
        f"{', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for dependency in asked
        for vulnerability in dependency["vulns"]
    ]
    return (1, found) if found else (0, [f"{len(asked)} installed packages have no known vulnerability."])


NOT_ASKED = (
    "*** NOT AUDITED: nobody who knows of vulnerabilities could be asked from here. "
    "Run 'make audit' where the package index itself can be reached. ***"
)


def main() -> int:
    """Ask about this environment."""
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--timeout", "10", "--format", "json"]
    answer = subprocess.run(command, capture_output=True, text=True)
    status, lines = verdict(answer.stdout, answer.stderr)
    print("\n".join(lines), file=sys.stderr if status or NOT_ASKED in lines else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main())
