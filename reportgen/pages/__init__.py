"""Reports as Markdown pages with slots, and the files beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.pages.book import Book
from reportgen.pages.chapters import (
    assets,
    broken,
    changes,
    comparison,
    families,
    findings,
    guide,
    history,
    home,
    network,
    networks,
    reference,
    tags,
)
from reportgen.pages.options import PageOptions
from reportgen.pages.page import Asset, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.report import Catalogue
    from reportgen.review.catalogues import Review
    from reportgen.review.history import History

__all__ = ["Asset", "Page", "PageOptions", "pages"]

_CHAPTERS: Final = (
    home,
    networks,
    network,
    families,
    comparison,
    tags,
    findings,
    changes,
    history,
    broken,
    guide,
    reference,
    assets,
)
"""In the order of the navigation."""
_DEFAULTS: Final = PageOptions()


def pages(
    catalogue: Catalogue,
    options: PageOptions = _DEFAULTS,
    *,
    review: Review | None = None,
    history: History | None = None,
) -> Iterator[Page | Asset]:
    """Give every page and file of a catalogue, in a fixed order.

    Pages come with their Markdown; slots and the bytes of files are made when they are asked for, and are the
    same each time. What changed since a baseline, and what was at each tag, has pages where it is given.
    """
    book = Book(catalogue=catalogue, options=options, review=review, history=history)
    for chapter in _CHAPTERS:
        yield from chapter.chapter(book)
