"""The Guide: what each figure means, with an example that is computed when the page is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.diagnostics.registry import DIAGNOSTICS
from reportgen.pages import addresses
from reportgen.pages.formula import mathml
from reportgen.pages.front_matter import front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import conventions
from reportgen.pages.views.definitions import definitions
from reportgen.pages.views.examples import example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.diagnostics.base import Diagnostic
    from reportgen.pages.book import Book


def chapter(book: Book) -> Iterator[Page]:
    """Give the Guide's contents, a page a diagnostic, and the comparison of the conventions."""
    path = addresses.GUIDE
    entries = [(d.title, addresses.link(addresses.diagnostic(d.name), path), d.summary) for d in DIAGNOSTICS]
    yield Page(
        path=path,
        title="Guide",
        markdown=markdown(
            "guide",
            front_matter=front_matter("Guide", "What every figure means, and how it is worked out"),
            entries=entries,
            conventions=addresses.link(addresses.CONVENTIONS, path),
            rules=addresses.link(addresses.RULES, path),
        ),
    )
    for diagnostic in DIAGNOSTICS:
        yield _diagnostic(book, diagnostic)
    yield _conventions(book)


def _diagnostic(book: Book, diagnostic: Diagnostic) -> Page:
    network = book.example
    path = addresses.diagnostic(diagnostic.name)
    slots: dict[str, Callable[[], str]] = {
        "formula": lambda: html("formula", formula=mathml(diagnostic.formula)),
    }
    if network is not None:
        href = addresses.link(addresses.network(network.id), path)
        slots["example"] = lambda: html("example", example=example(diagnostic, network), href=href)
    return Page(
        path=path,
        title=diagnostic.title,
        markdown=markdown(
            "diagnostic",
            front_matter=front_matter(diagnostic.title, diagnostic.summary),
            diagnostic=diagnostic,
            definitions=definitions(diagnostic),
            example=network is not None,
            conventions=addresses.link(addresses.CONVENTIONS, path),
            compared=diagnostic.name in ("capacity", "nolearn"),
        ),
        slots=slots,
    )


def _conventions(book: Book) -> Page:
    network = book.example
    path = addresses.CONVENTIONS
    slots: dict[str, Callable[[], str]] = {}
    if network is not None:
        href = addresses.link(addresses.network(network.id), path)
        slots["compared"] = lambda: html("conventions", name=network.name, href=href, rows=conventions.rows(network))
    return Page(
        path=path,
        title="Two conventions",
        markdown=markdown(
            "conventions",
            front_matter=front_matter("Two conventions", "Capacity and coverage, exactly and as nolearn prints them"),
            example=network is not None,
            difference=conventions.first_difference(network) if network else "",
            capacity=addresses.link(addresses.diagnostic("capacity"), path),
            nolearn=addresses.link(addresses.diagnostic("nolearn"), path),
        ),
        slots=slots,
    )
