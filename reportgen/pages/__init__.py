"""Reports as Markdown pages with slots, and the files beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.pages.book import Book
from reportgen.pages.chapters import assets, broken, families, findings, guide, home, network, networks, reference
from reportgen.pages.options import PageOptions
from reportgen.pages.page import Asset, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.report import Catalogue

__all__ = ["Asset", "Page", "PageOptions", "pages"]

_CHAPTERS: Final = (home, networks, network, families, findings, broken, guide, reference, assets)
"""In the order of the navigation. A comparison of networks and the changes since a baseline have their place here."""
_DEFAULTS: Final = PageOptions()


def pages(catalogue: Catalogue, options: PageOptions = _DEFAULTS) -> Iterator[Page | Asset]:
    """Give every page and file of a catalogue, in a fixed order.

    Pages come with their Markdown; slots and the bytes of files are made when they are asked for, and are the
    same each time.
    """
    book = Book(catalogue=catalogue, options=options)
    for chapter in _CHAPTERS:
        yield from chapter.chapter(book)
