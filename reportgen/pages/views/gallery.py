"""Networks as cards with their silhouettes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from reportgen import numbers
from reportgen.charts import silhouette
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.charts import Family
    from reportgen.pages.book import Book
    from reportgen.report import NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One silhouette, and what it stands for."""

    title: str
    note: str
    href: str
    tone: str
    picture: Markup
    of: str
    """Name of the network that is drawn."""


def family_cards(book: Book, families: Iterable[Family], page: str) -> tuple[Card, ...]:
    """Give a card a family; a family of one leads straight to its network."""
    return tuple(_card(book, family, page) for family in families)


def _card(book: Book, family: Family, page: str) -> Card:
    drawn = family.typical
    alone = len(family.members) == 1
    target = addresses.network(drawn.id) if alone else book.family_pages[family.name]
    return Card(
        title=drawn.name if alone else family.name,
        note=_cost(drawn) if alone else f"{plural(len(family.members), 'network')}, {_range(family.members)}",
        href=addresses.link(target, page),
        tone=family.tone,
        picture=Markup(silhouette(drawn)),  # noqa: S704 - our own drawing
        of=drawn.name,
    )


def _cost(network: NetworkReport) -> str:
    stored = network.totals["parameters"]
    parameters = numbers.count(stored and stored["trainable"])
    return f"{parameters} parameters, {numbers.count(network.totals['macs'])} MACs"


def _range(members: Sequence[NetworkReport]) -> str:
    known = [network.totals["macs"] for network in members if network.totals["macs"] is not None]
    if not known:
        return f"MACs {numbers.UNKNOWN}"
    low, high = numbers.count(min(known)), numbers.count(max(known))
    return f"{low} MACs" if low == high else f"{low} to {high} MACs"
