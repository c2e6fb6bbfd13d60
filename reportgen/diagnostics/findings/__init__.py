"""What the owner of a network should know, with what to do about it.

Third parties add rules through the entry-point group ``reportgen.rules``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings import budgets, claims, coverage, flags, paths, sampling, weights, windows
from reportgen.diagnostics.findings.base import Rule
from reportgen.late import LateTuple
from reportgen.plugins import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP: Final = "reportgen.rules"

_OWN: Final[tuple[Rule, ...]] = (
    flags.capacity_too_low,
    flags.coverage_too_high,
    flags.capacity_and_coverage,
    coverage.image_not_covered,
    coverage.unproductive_layer,
    windows.stride_does_not_fit,
    windows.kernel_exceeds_input,
    paths.paths_misaligned,
    sampling.abrupt_downsampling,
    sampling.stride_skips_input,
    weights.large_kernel,
    weights.dense_head,
    weights.redundant_bias,
    sampling.even_kernel,
    weights.narrow_channels,
    paths.unused_layer,
    claims.uncounted_layer,
    claims.published_mismatch,
    budgets.budget_exceeded,
)


def _name_of(value: object) -> str | None:
    """Give the name of a rule; ``None`` for anything else."""
    return value.name if isinstance(value, Rule) else None


def _rules() -> tuple[Rule, ...]:
    return tuple(joined({rule.name: rule for rule in _OWN}, GROUP, "a rule", _name_of).values())


RULES: Final[Sequence[Rule]] = LateTuple(_rules)
"""Every rule, in the order of the documentation; what third parties add stands behind."""
