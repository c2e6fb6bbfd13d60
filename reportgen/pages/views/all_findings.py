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
    from reportgen.pages.views.findings import RuleGroup
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
class OfRule:
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
    groups: tuple[RuleGroup, ...]


def by_rule(book: Book, page: str) -> tuple[OfRule, ...]:
    """Gather by rule, the worst first, then those found in most networks."""
    found: dict[str, list[InNetwork]] = {}
    for network in book.networks:
        for group in findings.by_rule(network):
            found.setdefault(group.name, []).append(_in(network, group, page))
    rules = [_of_rule(name, members) for name, members in found.items()]
    return tuple(sorted(rules, key=lambda rule: (SEVERITIES.index(rule.severity), -len(found[rule.name]), rule.name)))


def _in(network: NetworkReport, group: RuleGroup, page: str) -> InNetwork:
    href = addresses.link(addresses.network(network.id), page)
    return InNetwork(network=network.name, href=href, source=network.source, group=group)


def _of_rule(name: str, members: list[InNetwork]) -> OfRule:
    count = sum(member.group.count for member in members)
    return OfRule(
        name=name,
        title=findings.rule_title(name),
        severity=min((member.group.severity for member in members), key=SEVERITIES.index),
        size=f"{plural(count, 'finding')} in {plural(len(members), 'network')}",
        found=tuple(sorted(members, key=lambda member: -member.group.count)[:MOST]),
        more=plural(len(members) - MOST, "more network") if len(members) > MOST else "",
    )


def by_network(book: Book, page: str) -> tuple[OfNetwork, ...]:
    """Gather by network, those with the most errors and warnings first."""
    ranked = sorted((network for network in book.networks if network.findings), key=findings.urgency)
    return tuple(
        OfNetwork(
            name=network.name,
            href=addresses.link(addresses.network(network.id), page),
            counts=findings.severities(network.findings),
            groups=findings.by_rule(network),
        )
        for network in ranked
    )
