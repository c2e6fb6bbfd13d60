"""Files that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from reportgen.errors import Problem
    from reportgen.pages.book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLink:
    """A broken file on the pages that list it."""

    source: str
    href: str
    first: str
    """Its first problem, in one line."""
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One problem with the line that it is about, cut at the place."""

    name: str
    message: str
    place: str
    line: int
    before: str
    at: str
    """The characters that the caret underlines."""
    after: str
    caret: str
    """Spaces, then a caret a character."""


def links(book: Book, page: str) -> tuple[BrokenLink, ...]:
    """Refer to the pages of all broken files."""
    return tuple(
        BrokenLink(
            source=file.source,
            href=addresses.link(book.broken_pages[file.source], page),
            first=file.problems[0].message if file.problems else "",
            count=plural(len(file.problems), "error"),
        )
        for file in book.catalogue.broken
    )


def problem(one: Problem) -> Shown:
    """Cut a problem's excerpt at its place, without the indentation that only takes room."""
    start = max(one.mark.column - 1, 0)
    end = min(start + max(1, one.mark.length), len(one.excerpt))
    return Shown(
        name=one.name,
        message=one.message,
        place=str(one.mark),
        line=one.mark.line,
        before=one.excerpt[:start],
        at=one.excerpt[start:end],
        after=one.excerpt[end:],
        caret=" " * start + "^" * max(1, end - start),
    )
