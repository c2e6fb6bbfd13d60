"""A layer and a rule that reportgen does not have; its entry points stand in pyproject.toml."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.diagnostics.findings.base import Hit, rule
from reportgen.ops.base import Layer, Shape, layer, size
from reportgen.ops.options import choice, option
from reportgen.ops.sliding import divide
from reportgen.ops.tokens import SelfAttention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.findings.base import Bounds

NARROW = "narrow-heads"


@layer("glu", "activation", main="gate")
@dataclass(frozen=True)
class Glu(Layer):
    """A gated linear unit: one half of the channels is multiplied by the other (Dauphin et al. 2017)."""

    gate: str = option("What the other half goes through before.", choice("sigmoid", "silu", "gelu"), default="sigmoid")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *cells = inputs[0]
        return (divide(channels, 2, f"the {channels} channels of glu"), *cells)

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:  # noqa: ARG002 - as every layer is asked
        return 2 * size(output)


@rule(
    NARROW,
    "info",
    "Narrow heads",
    when="The heads of an attention have few channels each.",
    why="A match between two positions is then told from few values.",
    bound=Fraction(32),
)
def narrow_heads(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find attention whose heads have fewer channels than the bound."""
    for node in study.layers:
        if not isinstance(node.op, SelfAttention):
            continue
        channels = node.shape[0] // node.op.heads
        if channels < bounds[NARROW]:
            yield Hit(
                node=node,
                message=f"The {node.op.heads} heads of {node.id} have {channels} channels each; "
                f"the bound is {bounds[NARROW]}.",
                advice=f"Give it {max(1, node.shape[0] // int(bounds[NARROW]))} heads.",
            )
