"""The findings of a whole catalogue, gathered twice: by rule and by network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views import findings
from reportgen.pages.views.words import plural
from reportgen.report import SEVERITIES

if TYPE_CHECKING:
    from reportgen.pages.book import Book
    from reportgen.pages.views.findings import OfRule, RuleGroup
    from reportgen.report import NetworkReport, Severity


MOST: Final = 20
"""Networks that a rule lists with all it found there; a thousand would be megabytes, and the table below names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InNetwork:
    """What one rule found in one network."""

    network: str
    href: str
    """The network's page; anchors of it may be appended."""
    source: str
    group: RuleGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Anywhere:
    """What one rule found anywhere."""

    name: str
    title: str
    severity: Severity
    size: str
    found: tuple[InNetwork, ...]
    """The networks where it found most come first; no more than ``MOST``."""
    more: str
    """How many other networks there are; empty where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfNetwork:
    """What was found in one network, in figures."""

    name: str
    href: str
    counts: tuple[tuple[str, int, str], ...]
    rules: tuple[OfRule, ...]


def by_rule(book: Book, page: str) -> tuple[Anywhere, ...]:
    """Gather by rule, the worst first, then those found in most networks."""
    found: dict[str, list[tuple[NetworkReport, OfRule]]] = {}
    for network in book.networks:
        for rule in findings.gathered(network):
            found.setdefault(rule.name, []).append((network, rule))
    rules = [_anywhere(name, members, page) for name, members in found.items()]
    return tuple(sorted(rules, key=lambda rule: (SEVERITIES.index(rule.severity), -len(found[rule.name]), rule.name)))


def _anywhere(name: str, members: list[tuple[NetworkReport, OfRule]], page: str) -> Anywhere:
    count = sum(rule.count for _, rule in members)
    most = sorted(members, key=lambda member: -member[1].count)[:MOST]
    return Anywhere(
        name=name,
        title=findings.rule_title(name),
        severity=min((rule.severity for _, rule in members), key=SEVERITIES.index),
        size=f"{plural(count, 'finding')} in {plural(len(members), 'network')}",
        found=tuple(_in(network, rule, page) for network, rule in most),
        more=plural(len(members) - MOST, "more network") if len(members) > MOST else "",
    )


def _in(network: NetworkReport, rule: OfRule, page: str) -> InNetwork:
    href = addresses.link(addresses.network(network.id), page)
    (group,) = findings.worded(network, [rule])
    return InNetwork(network=network.name, href=href, source=network.source, group=group)


def by_network(book: Book, page: str) -> tuple[OfNetwork, ...]:
    """Gather by network, those with the most errors and warnings first."""
    ranked = sorted((network for network in book.networks if network.findings), key=findings.urgency)
    return tuple(
        OfNetwork(
            name=network.name,
            href=addresses.link(addresses.network(network.id), page),
            counts=findings.severities(network.findings),
            rules=tuple(findings.gathered(network)),
        )
        for network in ranked
    )
