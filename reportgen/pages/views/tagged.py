"""Tags, each with the networks that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from reportgen.pages.book import Book
    from reportgen.report import NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag."""

    name: str
    anchor: str
    size: str
    networks: tuple[tuple[str, str, str], ...]
    """Name, address and the family's colour of each network, in the catalogue's order."""


def tags(book: Book, page: str) -> tuple[Tag, ...]:
    """Give all tags from the most used to the least, those used alike by name."""
    carriers: dict[str, list[NetworkReport]] = {}
    for network in book.networks:
        for name in network.tags:
            carriers.setdefault(name, []).append(network)
    ordered = sorted(carriers.items(), key=lambda found: (-len(found[1]), found[0].casefold()))
    return tuple(
        Tag(
            name=name,
            anchor=book.tag_anchors[name],
            size=plural(len(found), "network"),
            networks=tuple(
                (each.name, addresses.link(addresses.network(each.id), page), book.homes[each.family].tone)
                for each in found
            ),
        )
        for name, found in ordered
    )
