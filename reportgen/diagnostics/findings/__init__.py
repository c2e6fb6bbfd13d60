"""What the owner of a network should know, with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings import claims, coverage, flags, paths, sampling, weights, windows

if TYPE_CHECKING:
    from reportgen.diagnostics.findings.base import Rule

RULES: Final[tuple[Rule, ...]] = (
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
    claims.budget_exceeded,
)
"""Every rule, in the order of the documentation."""
