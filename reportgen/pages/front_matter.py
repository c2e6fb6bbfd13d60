"""The lines before a page's Markdown that tell a generator about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml
from markupsafe import Markup

from reportgen.pages.escape import plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE: Final = ("navigation", "toc")
"""What Material leaves out of a page that needs the width for data."""


def front_matter(title: str, description: str, *, hide: Iterable[str] = (), tags: Iterable[str] = ()) -> Markup:
    """Write a page's title and description, what to hide around it, and its tags, as YAML between dashes."""
    values: dict[str, object] = {"title": plain_title(title), "description": plain_title(description)}
    if hidden := list(hide):
        values["hide"] = hidden
    if words := [plain_title(tag) for tag in tags]:
        values["tags"] = words
    dumped = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return Markup(f"---\n{dumped}---")  # noqa: S704 - YAML escapes what it quotes, and titles are plain
