"""What the tests of pages share: pages filled and read as a browser reads them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import markdown

from reportgen.pages.page import SLOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.pages import Page


@dataclass
class Read(HTMLParser):
    """The tags, attributes and text of some HTML."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    """Tag, name, value."""
    text: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, *names: str) -> list[str]:
        return [value for _, name, value in self.attributes if name in names]


def read(html: str) -> Read:
    found = Read()
    found.feed(html)
    found.close()
    return found


def body(page: Page) -> str:
    """Give a page without its front matter."""
    return page.markdown.split("\n---\n", 1)[1]


def as_html(page: Page, slots: Mapping[str, str]) -> str:
    """Give a page as MkDocs makes it: Markdown first, slots after."""
    made = markdown.markdown(body(page), extensions=["toc", "tables", "fenced_code"])
    return SLOT.sub(lambda found: slots[found[1]], made)


def targets(page: str, found: Read) -> list[tuple[str, str]]:
    """Give the path under the docs folder and the fragment of everything that a page refers to on its own site."""
    within = []
    for address in found.values("href", "src", "srcset"):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        within.append((path if parts.path else page, unquote(parts.fragment)))
    return within
