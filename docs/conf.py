"""How the documentation is built (`make docs`): MyST Markdown, with the reference written from the code."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

# The code beside the documentation is the one that is described, installed or not.
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from kommunmal_reference.site import start  # noqa: E402

start()

project = "wagtail-kommunmal"
author = "The wagtail-kommunmal contributors"
version = release = version_of("wagtail-kommunmal")
language = "en"

extensions = ["myst_parser", "kommunmal_reference.extension"]
exclude_patterns = ["_build", "_ext"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "wagtail-kommunmal"
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["screenshots.css"]

# Only for `make docs-links`, which asks other machines: addresses that are examples, or that ask back.
linkcheck_ignore = [r"https?://localhost", r"https?://[\w.-]*\.example"]
