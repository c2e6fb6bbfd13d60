"""All tags, and the networks that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views.tagged import tags
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book


def chapter(book: Book) -> Iterator[Page]:
    """Give the page of tags, where any network has one."""
    if not book.tag_anchors:
        return
    path = addresses.TAGS
    size = f"{plural(len(book.tag_anchors), 'tag')} of {plural(len(book.networks), 'network')}"
    yield Page(
        path=path,
        title="Tags",
        markdown=markdown("tags", front_matter=front_matter("Tags", size, hide=WIDE), size=size),
        slots={"tags": lambda: html("tags", tags=tags(book, path))},
    )
