"""The home page: what is in this catalogue, and where to look first."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.cache.store import digest
from reportgen.charts import CATALOGUE_CHARTS
from reportgen.pages import addresses, illustrations
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Asset, Page, Piece
from reportgen.pages.render import html, markdown
from reportgen.pages.views import findings
from reportgen.pages.views.broken import links
from reportgen.pages.views.gallery import family_cards
from reportgen.pages.views.overview import overview, pressing
from reportgen.pages.views.words import plural
from reportgen.stored import document_closing, document_opening, network_text
from reportgen.to_json import broken_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.pages.book import Book
    from reportgen.report import NetworkReport

CARDS: Final = 16
"""Families that get a card on the home page; all have one on the page of families."""


def chapter(book: Book) -> Iterator[Page]:
    """Give the home page."""
    shown = illustrations.shown(CATALOGUE_CHARTS, book.catalogue)
    size = f"{plural(len(book.networks), 'network')} in {plural(len(book.families), 'family', 'families')}"
    text = markdown(
        "home",
        front_matter=front_matter("Home", size, hide=WIDE),
        name=book.options.site_name,
        broken=len(book.catalogue.broken),
        networks=len(book.networks),
        charts=illustrations.headings(shown),
        pressing=any(network.findings for network in book.networks),
    )
    slots = {**_slots(book), **illustrations.slots(shown, book.catalogue)}
    yield Page(path=addresses.HOME, title="Home", markdown=text, slots=slots)


def charts(book: Book) -> Iterator[Asset]:
    """Give the files of the charts."""
    shown = illustrations.shown(CATALOGUE_CHARTS, book.catalogue)
    # Their part has a key of the same figures, and what they read leads to all networks.
    yield from illustrations.files(addresses.HOME, shown, book.catalogue, keyed=False)


def data(book: Book) -> Iterator[Asset]:
    """Give the whole catalogue as JSON."""
    yield Asset(
        path=addresses.CATALOGUE_JSON,
        content=lambda: "".join(piece.make() for piece in _json(book)).encode(),
        pieces=partial(_json, book),
    )


def _slots(book: Book) -> dict[str, Callable[[], str]]:
    path = addresses.HOME
    return {
        "numbers": lambda: html("overview", figures=overview(book, path)),
        "broken": lambda: html("broken_links", links=links(book, path)),
        "gallery": lambda: html(
            "gallery",
            cards=family_cards(book, book.families[:CARDS], path),
            rest=max(len(book.families) - CARDS, 0),
            families=addresses.link(addresses.FAMILIES, path),
        ),
        "pressing": lambda: html(
            "pressing",
            rows=pressing(book, path),
            rule_link=lambda name: findings.rule_link(name, path),
            findings=addresses.link(addresses.FINDINGS, path),
        ),
        "colophon": lambda: html(
            "colophon",
            json=addresses.link(addresses.CATALOGUE_JSON, path),
            format=addresses.link(addresses.JSON, path),
            commit=book.options.commit,
        ),
    }


def _json(book: Book) -> Iterator[Piece]:
    """Give the document by its networks, of which an edit leaves most as they are."""
    yield _words(document_opening())
    for place, network in enumerate(book.networks):
        key = book.key_of((network,), network.id, str(place == 0))
        yield Piece(key=key, make=partial(_network, network, first=place == 0))
    broken = json.dumps(broken_json(book.catalogue.broken), ensure_ascii=False)
    yield _words(f"{document_closing(broken)}\n")


def _words(text: str) -> Piece:
    return Piece(key=digest(text), make=lambda: text)


def _network(network: NetworkReport, *, first: bool) -> str:
    return network_text(network) if first else f", {network_text(network)}"
