"""A page on which a reader sets networks beside each other, and a script of data for each network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Asset, Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import comparison

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book
    from reportgen.report import NetworkReport


def chapter(book: Book) -> Iterator[Page]:
    """Give the page."""
    path = addresses.COMPARE
    about = "Two to four networks beside each other: figures, profiles, layers"
    yield Page(
        path=path,
        title="Compare",
        markdown=markdown("compare", front_matter=front_matter("Compare", about, hide=WIDE)),
        slots={
            "compare": lambda: html(
                "compare",
                networks=comparison.choices(book, path),
                figures=comparison.figures(path),
                pairs=comparison.neighbours(book, path),
            )
        },
    )


def data(network: NetworkReport) -> Asset:
    """Give what the page asks for when a network is chosen."""
    asked = addresses.beside(addresses.COMPARE, f"data/{network.id}.js")
    return Asset(path=asked, content=partial(_script, network), on_demand=True)


def _script(network: NetworkReport) -> bytes:
    return comparison.script(network).encode()
