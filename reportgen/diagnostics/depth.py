"""Depth: weighted layers on the longest path."""

from __future__ import annotations

from reportgen.diagnostics.alike import each
from reportgen.diagnostics.base import WHOLE, Diagnostic, Study, Total


def depth(study: Study) -> int:
    """Count the most weighted layers (convolutions, dense and recurrent layers) on one path."""
    found = [0] * len(study.graph.inputs)
    for node, own in zip(study.layers, each(study, lambda fitted: fitted.op.weighted), strict=True):
        before = found[node.inputs[0]] if len(node.inputs) == 1 else max([found[place] for place in node.inputs])
        found.append(before + own)
    return max(found, default=0)


DIAGNOSTIC = Diagnostic(
    name="depth",
    title="Depth",
    summary="How many weighted layers stand behind one another?",
    formula=r"d_l = [\,l \text{ has weights}\,] + \max_{i \to l} d_i",
    source="He et al., Deep residual learning for image recognition, 2016: ResNet-50 has depth 50",
    limits="Convolutions, dense and recurrent layers count; normalisations do not.",
    totals=(
        Total(
            name="depth",
            title="Depth",
            doc="The most weighted layers on one path from an input.",
            schema=WHOLE,
            value=lambda study: study.get(depth),
        ),
        Total(
            name="layers",
            title="Layers",
            doc="All layers of the flat graph.",
            schema=WHOLE,
            value=lambda study: len(study.layers),
        ),
    ),
)
