"""How the documentation becomes a site: `make site`.

Sphinx with MyST, since both are kept by many hands, read the Markdown that is here already, find every broken link, and make
plain files that need no server, no script and nobody else's machine. The theme is one page and one small style sheet: a
worker's guide is read on a slow phone. Pages keep their places in the repository, so a link that works in it works here.
"""

from typing import Any

project = "Ujima"
author = "The Ujima authors"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/*.md",
    "docs/guides/*.md",
    "docs/adding/*.md",
    "deploy/RUNBOOK.md",
    "taskpacks/README.md",
    "bot/sandbox/README.md",
    "locales/GLOSSARY.md",
    "README.md",
    "CHANGELOG.md",
    "BENCHMARKS.md",
    "FAIRWORK.md",
]
exclude_patterns = [".*", "data", "dist"]

myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # nothing is coloured: a code block may be of any language

html_theme = "theme"
html_theme_path = ["."]
html_extra_path = ["index.html"]
html_title = "Ujima"
html_copy_source = False
html_use_index = False
highlight_language = "none"


def setup(app: Any) -> None:
    """No page for searching: it would need a script, and a browser finds words by itself."""
    app.connect("builder-inited", lambda app: setattr(app.builder, "search", False))
