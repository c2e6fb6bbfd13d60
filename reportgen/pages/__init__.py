"""Reports as Markdown pages with slots, and the files beside them."""

from __future__ import annotations

from functools import partial
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
from reportgen.pages.page import Asset, Page, Part, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reportgen.report import Catalogue
    from reportgen.review.catalogues import Review
    from reportgen.review.history import History

__all__ = ["Asset", "Book", "Page", "PageOptions", "Part", "Turn", "pages", "parts"]

_DEFAULTS: Final = PageOptions()


def parts(book: Book) -> Iterator[Part]:
    """Give all that can be made of a catalogue, in the order of the navigation; nothing is made yet."""

    def one(about: str, chapter: Callable[[Book], Iterable[Page | Asset]], key: str = "") -> Iterator[Part]:
        yield Part(about=about, key=key and f"{about} {key}", make=partial(chapter, book))

    def shared(about: str, chapter: Callable[[Book], Iterable[Page | Asset]], turn: Turn = Turn.LAST) -> Iterator[Part]:
        key = book.shared_key
        yield Part(about=about, key=key and f"{about} {key}", make=lambda: chapter(book.shared), turn=turn)

    key = book.cards_key
    yield Part(about="Home", key=key and f"Home {key}", make=lambda: home.chapter(book.cards), turn=Turn.ALL)
    yield from one("Home's charts", home.charts, book.figures_key)
    yield from one("the catalogue as JSON", home.data)
    yield from shared("Networks", networks.chapter, Turn.ALL)
    yield from network.parts(book)
    yield from families.parts(book)
    yield from shared("Compare", comparison.chapter)
    yield from shared("Tags", tags.chapter)
    yield from shared("Findings", findings.chapter)
    yield from one("Changes", changes.chapter)
    yield from one("History", history.chapter)
    yield from broken.parts(book)
    yield from one("the Guide", guide.chapter, book.example_key)
    yield from one("the Reference", reference.chapter, book.example_key)
    yield from one("styles and scripts", assets.chapter)


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
    for part in parts(book):
        yield from part.make()
