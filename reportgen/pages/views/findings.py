"""Findings in words: gathered by rule, and within a rule by the line of the file that they come from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings import RULES
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.words import plural
from reportgen.report import SEVERITIES
from reportgen.stored import rows_of_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.diagnostics.findings.base import Rule
    from reportgen.report import Finding, NetworkReport, Severity

_RULES: Final[Mapping[str, Rule]] = {rule.name: rule for rule in RULES}

TOLD: Final = 24
"""Findings of one rule at one line that are written out besides the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One finding at one layer."""

    layer: str
    anchor: str
    """Id of the layer's row on its network's page; empty where it is about the network."""
    message: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What one rule found at one line: a repeated block is one place, however many layers it makes."""

    line: int
    more: str
    """How many layers there are besides the first; empty where there are none."""
    worst: Hit
    """The first of them, which speaks for all."""
    others: tuple[Hit, ...]
    """The rest, as far as a page can bear."""
    untold: int
    """How many more there are; the downloads have them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRule:
    """All that one rule found in one network."""

    name: str
    severity: Severity
    """The worst."""
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.findings)

    @property
    def anchor(self) -> str:
        """Id of its group on the network's page."""
        return f"finding-{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """The same in words."""

    name: str
    title: str
    why: str
    severity: Severity
    count: int
    size: str
    """How many layers, from how many lines."""
    places: tuple[Place, ...]
    anchor: str
    """Id of the group on its network's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One rule that the file silences."""

    name: str
    title: str
    reason: str
    where: str
    """For how many layers, in words; empty where it is for the whole network."""


def allowances(network: NetworkReport) -> tuple[Allowance, ...]:
    """Word what the file allows, in the report's order."""
    return tuple(
        Allowance(
            name=allowed.name,
            title=rule_title(allowed.name),
            reason=allowed.reason,
            where=plural(len(allowed.layers), "layer") if allowed.layers else "",
        )
        for allowed in network.allowed
    )


def rule_title(name: str) -> str:
    """Give a rule's title, or its name as words where a plug-in brought it."""
    known = _RULES.get(name)
    return known.title if known else name.replace("-", " ").capitalize()


def by_rule(network: NetworkReport) -> tuple[RuleGroup, ...]:
    """Word a network's findings, the worst rules first."""
    return worded(network, gathered(network))


def gathered(network: NetworkReport) -> list[OfRule]:
    """Gather a network's findings by rule, the worst rules first."""
    found: dict[str, list[Finding]] = {}
    for finding in network.findings:
        found.setdefault(finding.name, []).append(finding)
    rules = (OfRule(name=name, severity=_worst(some), findings=tuple(some)) for name, some in found.items())
    return sorted(rules, key=lambda rule: SEVERITIES.index(rule.severity))


def worded(network: NetworkReport, rules: Iterable[OfRule]) -> tuple[RuleGroup, ...]:
    """Word what some rules found in a network."""
    rows = rows_of_findings(network)
    return tuple(_group(rule, rows) for rule in rules)


def _worst(some: Iterable[Finding]) -> Severity:
    return min((finding.severity for finding in some), key=SEVERITIES.index)


def _group(rule: OfRule, rows: Mapping[str, int]) -> RuleGroup:
    lines: dict[int, list[Finding]] = {}
    for finding in rule.findings:
        lines.setdefault(finding.line, []).append(finding)
    known = _RULES.get(rule.name)
    return RuleGroup(
        name=rule.name,
        title=rule_title(rule.name),
        why=known.why if known else "",
        severity=rule.severity,
        count=rule.count,
        size=_size(rule.count, len(lines)),
        places=tuple(_place(line, found, rows) for line, found in lines.items()),
        anchor=rule.anchor,
    )


def _size(layers: int, lines: int) -> str:
    if layers == 1:
        return ""
    return f"{layers} layers" if lines == layers else f"{layers} layers, from {plural(lines, 'line')} of the file"


def _place(line: int, members: Sequence[Finding], rows: Mapping[str, int]) -> Place:
    hits = tuple(
        Hit(
            layer=finding.layer or "the network",
            anchor=row_anchor(rows[finding.layer]) if finding.layer else "",
            message=finding.message,
            advice=finding.advice,
        )
        for finding in members
    )
    more = plural(len(hits) - 1, "more layer") if len(hits) > 1 else ""
    others = hits[1 : TOLD + 1]
    return Place(line=line, more=more, worst=hits[0], others=others, untold=len(hits) - 1 - len(others))


def row_anchor(row: int) -> str:
    """Give the id of a layer's row in its table; rows are counted from 1."""
    return f"layer-{row}"


def line_anchor(line: int) -> str:
    """Give the id of a line of the file on a network's page."""
    return f"line-{line}"


def severities(findings: Iterable[Finding]) -> tuple[tuple[Severity, int, str], ...]:
    """Count findings by severity, worst first: severity, number, and both in words."""
    counts = Counter(finding.severity for finding in findings)
    many: Mapping[Severity, str] = {"error": "errors", "warning": "warnings", "info": "notes"}
    one: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
    return tuple((s, counts[s], plural(counts[s], one[s], many[s])) for s in SEVERITIES if counts[s])


def urgency(network: NetworkReport) -> tuple[int, ...]:
    """Rank networks: those with the most errors, then the most warnings, come first when sorted."""
    counts = Counter(finding.severity for finding in network.findings)
    return tuple(-counts[severity] for severity in SEVERITIES)


def rule_link(name: str, page: str) -> str:
    """Refer to a rule's heading in the Reference."""
    return addresses.link(addresses.RULES, page, name)
