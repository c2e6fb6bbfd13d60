"""The same network on a larger input, studied anew: what advice of another input size rests on."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, lcm
from typing import TYPE_CHECKING

from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings.trial import reshaped
from reportgen.diagnostics.receptive_field import feature_field, main_input, receptive_fields
from reportgen.graph.node import Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape


def _grid(study: Study) -> tuple[int, ...]:
    """Give the input pixels per axis by which all layers grow by whole cells, so that strides go on fitting."""
    found = [1] * len(main_input(study.graph).shape[1:])
    for fields in study.get(receptive_fields):
        own = fields.ungated
        for axis, field in enumerate(own.axes if own and own.local else ()):
            found[axis] = lcm(found[axis], (field.jump or Fraction(1)).numerator)
    return tuple(found)


class LargerInput:
    """Studies of one network on larger inputs; each is made once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._made: dict[tuple[int, ...], Study | None] = {}

    def at_least(self, cells: Sequence[int]) -> Study | None:
        """Study the network on an input of at least so many cells, a whole number of its steps larger than its own.

        ``None`` where its layers do not fit together then.
        """
        main = main_input(self._study.graph)
        axes = zip(main.shape[1:], cells, self._study.get(_grid), strict=True)
        shape = (main.shape[0], *(n + max(ceil(Fraction(least - n, step)), 0) * step for n, least, step in axes))
        if shape not in self._made:
            self._made[shape] = self._studied(main, shape)
        return self._made[shape]

    def _studied(self, main: Node, shape: Shape) -> Study | None:
        nodes, architecture = self._study.graph.nodes, self._study.architecture
        made = reshaped(nodes, nodes.index(main), shape, len(nodes) - 1)
        if made is None or max(shape) > architecture.limits.axis:
            return None
        larger = tuple(node.on(made[place]) if place in made else node for place, node in enumerate(nodes))
        return Study(Graph(larger, self._study.graph.outputs), architecture)

    def holding(self, share: Fraction) -> tuple[int, ...] | None:
        """Give the cells of an input of which the largest field is at most this share; ``None`` where there is none."""
        field = self._study.get(feature_field)
        if field is None:
            return None
        larger = self.at_least([ceil(size / share) for size in field])
        if larger is None:
            return None
        cells, grown = main_input(larger.graph).shape[1:], larger.get(feature_field) or ()
        return cells if all(size <= share * n for size, n in zip(grown, cells, strict=True)) else None
