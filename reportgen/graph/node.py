"""The flat graph of one network: every layer with its shapes, in file order."""

from __future__ import annotations

from dataclasses import field
from itertools import takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from reportgen.frozen import cached_property, dataclass
from reportgen.ops.base import Layer, layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.ops.base import Shape
    from reportgen.ops.fitted import Fitted
    from reportgen.spec.model import Reason


@layer("input", "input")
@dataclass(frozen=True)
class Input(Layer):
    """What the network is given; it stands in the graph and in no file."""


@dataclass(frozen=True, slots=True)
class Node:
    """One layer of the flat graph, or one of the network's inputs."""

    id: str
    """Stable path such as ``conv4_x/basic.2/conv.1``; an input's is its name."""
    fitted: Fitted
    """What it is, wherever it stands."""
    inputs: tuple[int, ...]
    """Places in ``Graph.nodes`` of what it reads, all before its own; empty for an input."""
    line: int = 0
    """Line of the file that describes it; of the call, where a standard block holds it."""
    column: int = 0
    allow: Mapping[str, Reason] = field(default_factory=dict)
    """Findings silenced here, each with its reason."""
    shares: int | None = None
    """Place of the layer whose weights it uses again; that layer has its own. ``None``: its own."""

    @property
    def op(self) -> Layer:
        """The layer without the shapes that it meets here."""
        return self.fitted.op

    @property
    def input_shapes(self) -> tuple[Shape, ...]:
        """Shapes of what it reads."""
        return self.fitted.inputs

    @property
    def shape(self) -> Shape:
        """Output shape, channels first, without the batch."""
        return self.fitted.output

    @property
    def is_input(self) -> bool:
        """Whether it is one of the network's inputs."""
        return not self.inputs

    def on(self, fitted: Fitted) -> Node:
        """Give it as it would be on inputs of other shapes."""
        return Node(self.id, fitted, self.inputs, self.line, self.column, self.allow, self.shares)

    @property
    def group(self) -> str:
        """The first part of its path: the stage, block or layer at the top of the file that it belongs to."""
        return self.id.split("/", 1)[0]

    @property
    def values(self) -> int:
        """Values it puts out for one sample."""
        return self.fitted.values


@dataclass(frozen=True)
class Graph:
    """A network lowered to a list in which every layer stands behind what it reads."""

    nodes: tuple[Node, ...]
    """Inputs first, then the layers in file order."""
    outputs: tuple[int, ...]
    """Places of the network's outputs."""

    @cached_property
    def layers(self) -> tuple[Node, ...]:
        """The nodes that are no inputs."""
        return self.nodes[len(self.inputs) :]

    @cached_property
    def inputs(self) -> tuple[Node, ...]:
        """The nodes that are inputs."""
        return tuple(takewhile(attrgetter("is_input"), self.nodes))
