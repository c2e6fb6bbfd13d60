"""What the networks were at each tag: a page of all, and one of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import history
from reportgen.pages.views.words import plural
from reportgen.review.key_figures import KEY_FIGURES, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book
    from reportgen.report import NetworkReport
    from reportgen.review.history import History


def chapter(book: Book) -> Iterator[Page]:
    """Give the pages of the past, where somebody asked for them."""
    if book.history is None:
        return
    yield _overview(book, book.history)
    for network in book.networks:
        yield _network(book.history, network)


def _overview(book: Book, past: History) -> Page:
    path = addresses.HISTORY
    size = plural(len(past.editions) - 1, "tag")
    return Page(
        path=path,
        title="History",
        markdown=markdown(
            "history", front_matter=front_matter("History", f"Key figures over {size}", hide=WIDE), size=size
        ),
        slots={
            "networks": lambda: html(
                "history",
                rows=history.rows(book, past, path),
                titles=tuple(KEY_FIGURES[name].title for name in history.OVERVIEW),
            )
        },
    )


def _network(past: History, network: NetworkReport) -> Page:
    path = addresses.past(network.id)
    title = f"{network.name}: history"
    return Page(
        path=path,
        title=title,
        markdown=markdown(
            "past",
            front_matter=front_matter(title, f"{network.name} at each tag", hide=WIDE),
            name=network.name,
            first=history.first(past, network.id),
            network=addresses.link(addresses.network(network.id), path),
            all=addresses.link(addresses.HISTORY, path),
        ),
        slots={
            "courses": lambda: html(
                "past_courses", courses=history.courses(past.networks[network.id], path, NAMES), editions=past.editions
            ),
            "editions": lambda: html(
                "past_editions",
                titles=tuple(total.title for total in KEY_FIGURES.values()),
                editions=history.editions(past, network.id),
            ),
        },
        listed=False,
    )
