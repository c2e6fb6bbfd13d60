"""What stands around a table: the network in a line, its verdict, and its findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from reportgen.numbers import count, exact, nbytes
from reportgen.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.report import Finding, NetworkReport, Severity

Convention = Literal["exact", "nolearn"]

NOLEARN: Final = (
    "nolearn's convention: padding, strides of convolutions and windows of pooling are not looked at. "
    "The exact convention counts them."
)
_MOST: Final = 5
"""Findings that are told in full."""


def title(network: NetworkReport) -> str:
    """Give the first line, after nolearn's: the name and the parameters that are learned."""
    stored = network.totals["parameters"]
    return f"{network.name} with {exact(stored and stored['trainable'])} learnable parameters"


def totals(network: NetworkReport) -> str:
    """Give the other key figures, each with its unit."""
    found = network.totals
    return (
        f"{count(found['macs'])} MACs, {nbytes(found['weight_bytes'])} of weights, "
        f"{nbytes(found['peak_activation_bytes'])} of activations at the peak, "
        f"depth {found['depth']}, {plural(found['layers'], 'layer')}"
    )


def worst(network: NetworkReport) -> Sequence[Finding]:
    """Give the findings to tell in full; those of a report stand worst first."""
    return network.findings[:_MOST]


def findings_head(network: NetworkReport) -> str:
    """Count the findings: ``3 warnings, 12 info; the worst:``."""
    counts = severities(network.findings)
    return f"{counts}; the worst:" if len(network.findings) > _MOST else f"{counts}:" if counts else "no findings"


def findings_tail(network: NetworkReport) -> str:
    """Say how many findings are not told; nothing where all are."""
    left = len(network.findings) - _MOST
    return f"and {left} more; `reportgen check` tells all" if left > 0 else ""


def severities(findings: Iterable[Finding]) -> str:
    """Count findings by severity, worst first: ``1 error, 3 warnings``; empty where there are none."""
    found: Counter[Severity] = Counter(finding.severity for finding in findings)
    counts = {severity: found[severity] for severity in SEVERITIES if found[severity]}
    return ", ".join(f"{exact(n)} info" if word == "info" else plural(n, word) for word, n in counts.items())


def sentence(finding: Finding) -> str:
    """Write a finding in a line: ``warning: stride-does-not-fit: conv.2 (line 14): message advice``."""
    places = [finding.layer] * bool(finding.layer) + [f"line {finding.line}"] * bool(finding.line)
    place = f"{places[0]} ({places[1]})" if len(places) > 1 else "".join(map(str, places))
    parts = [finding.severity, finding.name, *[place] * bool(place), f"{finding.message} {finding.advice}".rstrip()]
    return ": ".join(parts)


def plural(number: int, word: str) -> str:
    """Write a number of things: ``1 layer``, ``1,200 layers``."""
    return f"{exact(number)} {word}{'' if number == 1 else 's'}"
