"""What makes a comparison fail: bounds on figures, new findings, findings of a severity."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reportgen.errors import did_you_mean
from reportgen.figures import FIGURES, amount, figure
from reportgen.frozen import dataclass
from reportgen.numbers import exact
from reportgen.report import SEVERITIES
from reportgen.review.words import ARROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.report import Finding, Severity
    from reportgen.review.catalogues import Review
    from reportgen.review.networks import NetworkChange

NEW: Final[dict[str, Severity]] = {"new-errors": "error", "new-warnings": "warning", "new-findings": "info"}
WORDS: Final = (*SEVERITIES, *NEW)
"""What may be given besides bounds on figures."""

Way = Literal["rise", "fall", "most"]


class BadBound(ValueError):  # noqa: N818 - it says what is wrong with what
    """A bound that cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class FindingBound:
    """No finding of a severity, or worse; perhaps only none that is new."""

    severity: Severity
    new: bool

    def failures(self, change: NetworkChange) -> Iterator[str]:
        """Say which findings are too severe, in one sentence."""
        severe = SEVERITIES[: SEVERITIES.index(self.severity) + 1]
        network = change.after
        found: Sequence[Finding] = change.findings.new if self.new else network.findings if network else ()
        names = list(dict.fromkeys(finding.name for finding in found if finding.severity in severe))
        if network and names:
            yield f"{network.name}: {'new ' if self.new else ''}{', '.join(names)}"


@dataclass(frozen=True, slots=True)
class FigureBound:
    """How far a figure may rise or fall, as a share or an amount, or what it may be at most."""

    figure: str
    way: Way
    value: Fraction
    share: bool
    text: str
    """As the user wrote it."""

    def failures(self, change: NetworkChange) -> Iterator[str]:
        """Say that the bound does not hold, or cannot be checked."""
        if change.after is None or (self.way != "most" and change.before is None):
            return
        after = figure(change.after.totals, self.figure)
        before = figure(change.before.totals, self.figure) if change.before else None
        if after is None or (self.way != "most" and before is None):
            yield f"{change.after.name}: {self.figure} is unknown, and cannot be held to {self.text}"
        elif not self._holds(before or 0, after):
            was = f"{exact(before)} {ARROW} " if before is not None and before != after else ""
            yield f"{change.after.name}: {self.figure} {was}{exact(after)}, past the bound '{self.text}'"

    def _holds(self, before: float, after: float) -> bool:
        if self.way == "most":
            return Fraction(after) <= self.value
        room = self.value * Fraction(before) / 100 if self.share else self.value
        grown = Fraction(after) - Fraction(before)
        return (grown if self.way == "rise" else -grown) <= room


Bound = FindingBound | FigureBound


def read_bounds(text: str) -> tuple[Bound, ...]:
    """Read bounds with commas between them: ``macs: +5%, parameters: 12M, new-errors``.

    Raises:
        BadBound: One of them is none.
    """
    return tuple(_bound(part.strip()) for part in text.split(",") if part.strip())


def _bound(text: str) -> Bound:
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not colon:
        if name in NEW:
            return FindingBound(NEW[name], new=True)
        if name in SEVERITIES:
            return FindingBound(name, new=False)
        raise BadBound(f"'{text}' is no bound{did_you_mean(name, WORDS)}; give {_examples()}")
    if name not in FIGURES:
        raise BadBound(f"there is no figure '{name}'{did_you_mean(name, FIGURES) or _listed()}")
    return _figure_bound(name, value, text)


def _figure_bound(name: str, value: str, text: str) -> FigureBound:
    way: Way = "rise" if value.startswith("+") else "fall" if value.startswith("-") else "most"
    share = value.endswith("%")
    size = value.removesuffix("%") if way == "most" else value[1:].removesuffix("%")
    found = None if size.startswith(("+", "-")) else amount(size)
    if found is None or (share and way == "most"):
        raise BadBound(f"'{text}': expected {name}: +5%, +1M, -10% or 12M")
    return FigureBound(name, way, found[0], share, text)


def _examples() -> str:
    return f"{', '.join(WORDS)}, or a figure with its bound such as 'macs: +5%'"


def _listed() -> str:
    return f"; there are {', '.join(FIGURES)}"


def failures(review: Review, bounds: Sequence[Bound]) -> tuple[str, ...]:
    """Say of every bound where it does not hold; networks that stayed as they were are not asked."""
    return tuple(said for bound in bounds for change in review.networks for said in bound.failures(change))
