"""What a rule is: a name, a severity, a bound, and a check that yields hits with worked-out advice.

A rule is declared with ``@rule`` in a file of its group; the registry imports the groups by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from reportgen.diagnostics.base import Study
from reportgen.errors import Problem, did_you_mean
from reportgen.frozen import dataclass
from reportgen.report import SEVERITIES, Allowed, Finding, Severity
from reportgen.spec.text import Excerpts, quoted

if TYPE_CHECKING:
    from reportgen.graph.node import Node
    from reportgen.settings import Settings

Bounds: TypeAlias = Mapping[str, Fraction]
"""The bound in force of every rule that has one, by the rule's name."""


Text: TypeAlias = str | Callable[[], str]
"""What is said of a hit, or a function where wording it takes long: of what the file allows nobody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a rule applies."""

    node: Node | None
    """The layer it is about; ``None`` where it is about the network."""
    message: Text
    """What was measured and the bound, in one plain sentence with a full stop."""
    advice: Text = ""
    """What to do here, worked out; a promise that holds when it is done."""
    line: int = 0
    """Line in the file where there is no layer to blame."""
    severity: Severity | None = None
    """Where it is not the rule's own."""


Check: TypeAlias = Callable[[Study, Bounds], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the review."""

    name: str
    """Kebab-case."""
    severity: Severity
    title: str
    when: str
    """When it applies, in one sentence."""
    why: str
    """Why that matters, in one sentence."""
    bound: Fraction | None
    """What it is measured against, where it can be set otherwise; ``None`` where it cannot."""
    check: Check
    """Gives its hits in file order; it is handed the bounds in force, those of other rules among them."""


def rule(  # noqa: PLR0913 - a rule is all of these
    name: str, severity: Severity, title: str, *, when: str, why: str, bound: Fraction | None = None
) -> Callable[[Check], Rule]:
    """Make a rule of a check."""

    def made(check: Check) -> Rule:
        return Rule(name=name, severity=severity, title=title, when=when, why=why, bound=bound, check=check)

    return made


def apply(study: Study, rules: Sequence[Rule], settings: Settings) -> tuple[tuple[Finding, ...], tuple[Allowed, ...]]:
    """Apply rules to a network: what they find, worst first, then in file order; and what of it the file allows."""
    own = {one.name: one.bound for one in rules if one.bound is not None}
    bounds = {**own, **settings.bounds}
    found: list[Finding] = []
    allowed: dict[tuple[str, str], list[str]] = {}
    for one in rules:
        everywhere = study.architecture.allow.get(one.name)
        for hit in one.check(study, bounds) if settings.applies(one.name) else ():
            reason = (hit.node.allow.get(one.name) if hit.node else None) or everywhere
            if reason is None:
                found.append(_finding(one, hit, settings))
            else:
                allowed.setdefault((one.name, reason.text), []).extend([hit.node.id] if hit.node else [])
    places = {node.id: place for place, node in enumerate(study.graph.nodes)} if found else {}
    found.sort(key=lambda f: (SEVERITIES.index(f.severity), places.get(f.layer or "", -1), f.name))
    reasons = (Allowed(name=name, reason=reason, layers=tuple(ids)) for (name, reason), ids in allowed.items())
    return tuple(found), tuple(reasons)


def refuse_unknown(study: Study, rules: Sequence[Rule]) -> None:
    """Refuse an ``allow`` that no rule answers to: it would silence nothing.

    Raises:
        ReportgenError: with each such name, where it stands.
    """
    names = [rule.name for rule in rules]
    reasons = (node.allow.items() for node in study.graph.nodes if node.allow)
    allowed = chain(study.architecture.allow.items(), *reasons)
    problems = [
        Problem("unknown-rule", f"no rule is called {quoted(name)}{did_you_mean(name, names)}", reason.mark)
        for name, reason in allowed
        if name not in names
    ]
    if problems:
        raise Excerpts(study.architecture.text, study.architecture.source).error(problems)


def _finding(one: Rule, hit: Hit, settings: Settings) -> Finding:
    return Finding(
        name=one.name,
        severity=settings.severity.get(one.name) or hit.severity or one.severity,
        layer=hit.node.id if hit.node else None,
        line=hit.node.line if hit.node else hit.line,
        message=_worded(hit.message),
        advice=_worded(hit.advice),
    )


def _worded(text: Text) -> str:
    return text if isinstance(text, str) else text()
