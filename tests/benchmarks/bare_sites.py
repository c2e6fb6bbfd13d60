"""What a site is measured against: plain MkDocs with the same theme and plugins, but ours."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

LINE = "# Page {}\n\nOne line.\n"


def write_config(folder: Path) -> None:
    """Configure a site of which all pages but the home page stand out of the navigation."""
    settings: dict[str, Any] = yaml.safe_load(files("reportgen.site").joinpath("bundled.yml").read_text("utf-8"))
    quiet = dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore")
    bare = {"plugins": ["search", "offline"], "nav": ["index.md"], "not_in_nav": "*", "validation": {"links": quiet}}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "Benchmark", **settings, **bare}))


def write_lines(docs: Path, folder: Path) -> None:
    """Write a page of one line for each page there is, under the same name."""
    for number, page in enumerate(sorted(docs.rglob("*.md"))):
        path = folder / "docs" / page.relative_to(docs)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LINE.format(number))
    write_config(folder)


def write_empty(folder: Path) -> None:
    """Write a site of one page."""
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text(LINE.format(0))
    write_config(folder)
