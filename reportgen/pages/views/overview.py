"""The catalogue in a few figures, and the networks that need someone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views import findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.pages.book import Book
    from reportgen.pages.views.findings import Place, RuleGroup
    from reportgen.report import NetworkReport

MOST: Final = 8
"""Networks that the home page names as worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the catalogue."""

    value: str
    words: str
    note: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """A network and the worst that was found in it."""

    name: str
    href: str
    counts: tuple[tuple[str, int, str], ...]
    worst: RuleGroup
    place: Place


def overview(book: Book, page: str) -> tuple[Figure, ...]:
    """Count what is in a catalogue."""
    found = [finding for network in book.networks for finding in network.findings]
    years = [network.year for network in book.networks if network.year]
    passing = sum(network.verdict.passes is True for network in book.networks)
    return (
        Figure(
            value=numbers.exact(len(book.networks)),
            words="network" if len(book.networks) == 1 else "networks",
            note=_span(years, "of ") or "no year given",
            href=addresses.link(addresses.NETWORKS, page),
        ),
        Figure(
            value=numbers.exact(len(book.families)),
            words="family" if len(book.families) == 1 else "families",
            note=f"largest: {max(book.families, key=lambda f: len(f.members)).name}" if book.families else "",
            href=addresses.link(addresses.FAMILIES, page),
        ),
        Figure(
            value=numbers.exact(passing),
            words="within both bounds",
            note="learning capacity and image coverage",
            href=addresses.link(addresses.diagnostic("capacity"), page),
        ),
        Figure(
            value=numbers.exact(len(found)),
            words="finding" if len(found) == 1 else "findings",
            note=", ".join(words for _, _, words in findings.severities(found)) or "all rules are kept",
            href=addresses.link(addresses.FINDINGS, page),
        ),
    )


def _span(years: Sequence[int], before: str) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{before}{first}" if first == last else f"{before}{first} to {last}"


def pressing(book: Book, page: str) -> tuple[Pressing, ...]:
    """Name the networks with the most errors and warnings, each with its worst finding."""
    ranked = sorted((network for network in book.networks if network.findings), key=findings.urgency)
    return tuple(_pressing(network, page) for network in ranked[:MOST])


def _pressing(network: NetworkReport, page: str) -> Pressing:
    worst = findings.by_rule(network)[0]
    return Pressing(
        name=network.name,
        href=addresses.link(addresses.network(network.id), page),
        counts=findings.severities(network.findings),
        worst=worst,
        place=worst.places[0],
    )
