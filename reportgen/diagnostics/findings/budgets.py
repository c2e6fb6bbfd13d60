"""What the file and the team demand of a network."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.cost import activations, macs, operations
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.claims import unchecked
from reportgen.diagnostics.findings.words import percents
from reportgen.diagnostics.parameters import BYTES, parameters
from reportgen.diagnostics.registry import totals
from reportgen.figures import figure
from reportgen.frozen import dataclass
from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reportgen.diagnostics.base import Study

Counts = tuple[int | None, ...]

PARTS: Final[Mapping[str, Callable[[Study], Counts]]] = MappingProxyType(
    {
        "parameters": lambda study: tuple(p.trainable if p else None for p in study.get(parameters)),
        "buffers": lambda study: tuple(p.buffers if p else None for p in study.get(parameters)),
        "weight_bytes": lambda study: tuple(
            (p.trainable + p.buffers) * BYTES if p else None for p in study.get(parameters)
        ),
        "macs": lambda study: study.get(macs),
        "flops": lambda study: tuple(m and 2 * m for m in study.get(macs)),
        "operations": lambda study: study.get(operations),
        "activations": lambda study: study.get(activations),
    }
)
"""The figures that are sums over layers, and what each layer adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A figure that must not be exceeded, by whomever it is set."""

    figure: str
    most: Fraction
    line: int
    """Line of the architecture file."""
    told: str
    """For whom it is set and where, when it is not set by the file itself."""


@rule(
    "budget-exceeded",
    "error",
    "Budget exceeded",
    when="A figure of the network is past a budget of its file, or of the settings for its family or one of its tags.",
    why="The network no longer fits where it is meant to run.",
)
def budget_exceeded(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Check the budgets of the file, then those of the settings."""
    for demand in _demands(study):
        computed = figure(study.get(totals), demand.figure)
        if computed is None:
            yield unchecked(demand.figure, "budget", demand.most, demand.line)
        elif computed > demand.most:
            over = Fraction(computed) - demand.most
            share = f" ({percents(over / demand.most)[0]})" if demand.most else ""
            message = (
                f"{demand.figure}: {exact(computed)} computed, {exact(plain(over))}{share} over the budget of "
                f"{exact(plain(demand.most))}{demand.told}."
            )
            advice = f"{_heaviest(study, demand.figure)}A budget of {exact(computed)} would just hold."
            yield Hit(node=None, message=message, line=demand.line, advice=advice)


def _demands(study: Study) -> Iterator[Demand]:
    network = study.architecture
    for claim in network.budgets:
        yield Demand(figure=claim.figure, most=claim.value, line=claim.mark.line, told="")
    for budget in study.settings.budgets:
        if budget.concerns(network.family, network.tags):
            told = f" for the {budget.group} {budget.name} ({budget.place})"
            yield Demand(figure=budget.figure, most=budget.most, line=network.mark.line, told=told)


def _heaviest(study: Study, name: str) -> str:
    """Say which part of the network adds the most to a sum; empty where the figure is none."""
    if name not in PARTS:
        return ""
    groups: dict[str, int] = {}
    for node, part in zip(study.layers, PARTS[name](study), strict=True):
        groups[node.group] = groups.get(node.group, 0) + (part or 0)
    heaviest = max(groups, key=groups.__getitem__)
    share = Fraction(groups[heaviest], sum(groups.values()))
    return f"Begin with {heaviest}, which adds {exact(groups[heaviest])} ({percents(share)[0]}). "
