"""What changed since a baseline: a page of all networks, and one of each network that was there and is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import changes
from reportgen.review import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book
    from reportgen.review.catalogues import Review
    from reportgen.review.networks import NetworkChange


def chapter(book: Book) -> Iterator[Page]:
    """Give the pages of changes, where the catalogue is compared with a baseline."""
    if book.review is None:
        return
    yield _overview(book, book.review)
    for change in book.review.networks:
        if change.before and change.after:
            yield _network(book.review, change, addresses.change(change.after.id))


def _overview(book: Book, review: Review) -> Page:
    path = addresses.CHANGES
    size = words.headline(review)
    return Page(
        path=path,
        title="Changes",
        markdown=markdown(
            "changes",
            front_matter=front_matter("Changes", f"Since {review.base}: {size}", hide=WIDE),
            base=review.base,
            size=size,
            notes=words.notes(review),
            networks=bool(review.networks),
            files=bool(review.files),
            unaffected=review.unaffected,
        ),
        slots={
            "networks": lambda: html(
                "changes",
                titles=changes.titles(review.networks[0]),
                rows=changes.rows(book, review, path),
            ),
            "files": lambda: html("changed_files", files=changes.broken(review.files)),
        },
    )


def _network(review: Review, change: NetworkChange, path: str) -> Page:
    name = change.network.name
    title = f"{name}: changes"
    edited = changes.layers(change, edited=True)
    return Page(
        path=path,
        title=title,
        markdown=markdown(
            "change",
            front_matter=front_matter(title, f"{name} since {review.base}", hide=WIDE),
            name=name,
            base=review.base,
            became=words.NETWORKS[change.kind],
            verdict=words.verdict(change),
            counted=words.layers(change),
            findings=words.findings(change),
            worded=change.words,
            edited=bool(edited),
            network=addresses.link(addresses.network(change.network.id), path),
            all=addresses.link(addresses.CHANGES, path),
        ),
        slots={
            "figures": lambda: html("changed_figures", figures=tuple(changes.figures(change, path))),
            "findings": lambda: html(
                "changed_findings",
                new=changes.told(change.findings.new, path),
                allowed=changes.allowed(change.findings.allowed, path),
                fixed=changes.told(change.findings.fixed, path),
            ),
            "edited": lambda: html("changed_layers", layers=edited, caption="The layers that were edited."),
            "layers": lambda: html(
                "changed_layers", layers=changes.layers(change), caption="All layers of both, in order."
            ),
        },
        listed=False,
    )
