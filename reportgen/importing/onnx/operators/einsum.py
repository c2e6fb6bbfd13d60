"""Einstein's sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.importing.onnx.node import UnsupportedError
from reportgen.importing.onnx.operators.table import Operator
from reportgen.importing.tensors.einsum import summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.importing.onnx.node import Node
    from reportgen.importing.tensors.program import Dimensions


class _Bench:
    """The operations that one operator becomes."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.shapes: dict[str, Dimensions] = {}
        self._fixed: set[str] = set()

    def operand(self, place: int) -> str:
        """Give an input; what is stored as weights."""
        fixed = self.node.constant(place) is not None
        name = self.node.weight(place) if fixed else self.node.reads(place)
        self.shapes[name] = self.node.shape(place)
        self._fixed |= {name} if fixed else set()
        return name

    def shape(self, name: str) -> Dimensions:
        """Give the shape of a tensor."""
        return self.shapes[name]

    def fixed(self, name: str) -> bool:
        """Say whether no input has a part in a tensor."""
        return name in self._fixed

    def make(self, kind: str, reads: Iterable[str], shape: Dimensions, options: Mapping[str, Any] | None = None) -> str:
        """Put an operation behind those so far."""
        reads = tuple(reads)
        name = self.node.step(kind, *reads, shape=shape, **(options or {}))
        self.shapes[name] = shape
        self._fixed |= {name} if self._fixed.issuperset(reads) else set()
        return name

    def reshape(self, name: str, shape: Dimensions) -> str:
        """Count values in other groups."""
        return name if self.shapes[name] == shape else self.make("reshape", [name], shape)

    def permute(self, name: str, order: Sequence[int]) -> str:
        """Put axes in another order."""
        if list(order) == list(range(len(order))):
            return name
        before = self.shapes[name]
        return self.make("permute", [name], tuple(before[place] for place in order), {"order": tuple(order)})


def einsum(n: Node) -> None:
    """Of one tensor, or as a product of two matrices."""
    bench = _Bench(n)
    made = summed(bench, n.attribute("equation").decode(), [bench.operand(i) for i in range(len(n.proto.input))])
    if made is None:
        raise UnsupportedError("it is no product of two matrices")
    n.make("identity", made)


OPERATORS = (Operator("Einsum", einsum, "`pointwise`, `dense`, `self_attention`"),)
