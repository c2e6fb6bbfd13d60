"""All networks in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import catalogue_table
from reportgen.pages.views.broken import links
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book


def chapter(book: Book) -> Iterator[Page]:
    """Give the page of all networks."""
    path = addresses.NETWORKS
    size = f"{plural(len(book.networks), 'network')} in {plural(len(book.families), 'family', 'families')}"
    yield Page(
        path=path,
        title="Networks",
        markdown=markdown(
            "networks",
            front_matter=front_matter("Networks", f"{size}, with what each costs and sees", hide=WIDE),
            size=size,
            broken=len(book.catalogue.broken),
            networks=len(book.networks),
        ),
        slots={
            "networks": lambda: html(
                "catalogue_table",
                table=catalogue_table.table(book.homes, book.networks, path),
                caption="All networks; each name leads to its page.",
                families=True,
            ),
            "broken": lambda: html("broken_links", links=links(book, path)),
        },
    )
