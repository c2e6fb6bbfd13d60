"""What a table of networks can be narrowed to: each list holds only what occurs, and how often."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass
from reportgen.pages.views.findings import rule_title
from reportgen.pages.views.key_figures import tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reportgen.report import NetworkReport

FEW: Final = 8
"""Networks below which nobody needs to narrow a table."""

VERDICTS: Final[Mapping[str, str]] = {
    "within-bounds": "within both bounds",
    "capacity-low": "capacity below its bound",
    "coverage-high": "coverage above its bound",
    "not-judged": "not judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to narrow a table to."""

    value: str
    """As it stands in an address."""
    label: str
    networks: int
    number: int
    """Its own among all choices of the table, by which rows say that they belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One list of choices, of which a reader takes one."""

    name: str
    """As it stands in an address."""
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one list comes about."""

    name: str
    title: str
    values: Callable[[NetworkReport], Iterable[str]]
    """What a network belongs to."""
    label: Callable[[str], str] = str


def _verdicts(network: NetworkReport) -> Iterator[str]:
    if network.verdict.passes is None:
        yield "not-judged"
    elif network.verdict.passes:
        yield "within-bounds"
    if tone("capacity", network.totals["capacity"]):
        yield "capacity-low"
    if tone("coverage", network.totals["coverage"]):
        yield "coverage-high"


_KINDS: Final = (
    _Kind("family", "Family", lambda network: [network.family]),
    _Kind("tag", "Tag", lambda network: network.tags),
    _Kind("status", "Status", lambda network: filter(None, [network.status])),
    _Kind("verdict", "Verdict", _verdicts, VERDICTS.__getitem__),
    _Kind("finding", "Finding", lambda network: (finding.name for finding in network.findings), rule_title),
)


def facets(networks: Sequence[NetworkReport]) -> tuple[Facet, ...]:
    """List what some networks can be told apart by; a list that would keep all or none of them is left out."""
    if len(networks) < FEW:
        return ()
    numbers = count(1)
    found = (_facet(kind, networks, numbers) for kind in _KINDS)
    return tuple(facet for facet in found if any(choice.networks < len(networks) for choice in facet.choices))


def _facet(kind: _Kind, networks: Iterable[NetworkReport], numbers: Iterator[int]) -> Facet:
    found = Counter(value for network in networks for value in set(kind.values(network)))
    ordered = sorted(found, key=lambda value: (kind.label(value).casefold(), value))
    if kind.name == "verdict":
        ordered = [value for value in VERDICTS if value in found]
    choices = (
        Choice(value=value, label=kind.label(value), networks=found[value], number=next(numbers)) for value in ordered
    )
    return Facet(name=kind.name, title=kind.title, choices=tuple(choices))


def codes(network: NetworkReport, known: Iterable[Facet]) -> str:
    """Give the numbers of the choices that a network belongs to, for its row."""
    values = {kind.name: set(kind.values(network)) for kind in _KINDS}
    return " ".join(
        str(choice.number) for facet in known for choice in facet.choices if choice.value in values[facet.name]
    )
