"""A page for each file that could not be read, so that its errors are seen where its network is missed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.pages import escape
from reportgen.pages.front_matter import front_matter
from reportgen.pages.page import Page, Part, Turn
from reportgen.pages.render import html, markdown
from reportgen.pages.views.broken import problem
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book
    from reportgen.report import BrokenFile


def parts(book: Book) -> Iterator[Part]:
    """Give the page of every broken file."""
    for file in book.catalogue.broken:
        yield Part(about=file.source, make=partial(_chapter, book, file), turn=Turn.OWN)


def _chapter(book: Book, file: BrokenFile) -> Iterator[Page]:
    count = plural(len(file.problems), "error")
    base = escape.safe_url(book.options.edit_url)
    yield Page(
        path=book.broken_pages[file.source],
        title=file.source,
        markdown=markdown(
            "broken",
            front_matter=front_matter(file.source, f"{count} in {file.source}", hide=["toc"]),
            source=file.source,
            count=count,
        ),
        slots={
            "problems": lambda: html(
                "problems",
                problems=[problem(each) for each in file.problems],
                edit=f"{base}{file.source}" if base else "",
            )
        },
        listed=False,
    )
