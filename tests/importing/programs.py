"""Programs for tests, written as briefly as they can be."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from reportgen.importing.tensors.program import Constant, Operation, Program
from reportgen.importing.tensors.recognise import recognise

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork

Shape = tuple[int, ...]


class Sketch:
    """A program under construction; each call gives the name of what it makes."""

    def __init__(self, **inputs: Shape) -> None:
        self.inputs = inputs
        self.shapes: dict[str, Shape] = dict(inputs)
        self.constants: dict[str, Constant] = {}
        self.operations: list[Operation] = []

    def weight(self, *shape: int) -> str:
        name = f"weight{len(self.constants)}"
        self.constants[name] = Constant(name=name, shape=shape, trainable={name: prod(shape)})
        return name

    def number(self, value: float) -> str:
        name = f"number{len(self.constants)}"
        self.constants[name] = Constant(name=name, shape=(), values=(value,))
        return name

    def __call__(self, kind: str, *reads: str, shape: Shape | None = None, name: str = "", **options: Any) -> str:
        name = name or f"{kind}{len(self.operations)}"
        tensors = [self.shapes[read] for read in reads if read in self.shapes]
        self.shapes[name] = shape or max(tensors, key=prod)
        op = Operation(name=name, kind=kind, reads=reads, shape=self.shapes[name], options=options, source=kind)
        self.operations.append(op)
        return name

    def reshape(self, read: str, *shape: int) -> str:
        return self("reshape", read, shape=shape)

    def permute(self, read: str, *order: int) -> str:
        return self("permute", read, shape=tuple(self.shapes[read][place] for place in order), order=order)

    def slice(self, read: str, axis: int, start: int, stop: int, step: int = 1) -> str:
        before = self.shapes[read]
        shape = (*before[:axis], -(-(stop - start) // step), *before[axis + 1 :])
        return self("slice", read, shape=shape, axis=axis, start=start, stop=stop, step=step)

    def linear(self, read: str, units: int, *, bias: bool = True) -> str:
        before = self.shapes[read]
        stored = [self.weight(units, before[-1])] + [self.weight(units)] * bias
        return self("linear", read, *stored, shape=(*before[:-1], units))

    def conv(self, read: str, filters: int, kernel: int = 1, stride: int = 1, *, bias: bool = True) -> str:
        batch, channels, *cells = self.shapes[read]
        window = {"kernel": (kernel,) * len(cells), "stride": (stride,) * len(cells), "dilation": (1,) * len(cells)}
        stored = [self.weight(filters, channels, *window["kernel"])] + [self.weight(filters)] * bias
        shape = (batch, filters, *((n - kernel) // stride + 1 for n in cells))
        return self("conv", read, *stored, shape=shape, padding=((0, 0),) * len(cells), groups=1, **window)

    def program(self, *outputs: str) -> Program:
        return Program(
            name="sketch",
            origin="a test",
            inputs=self.inputs,
            constants=self.constants,
            operations=tuple(self.operations),
            outputs=outputs or (self.operations[-1].name,),
        )

    def network(self, *outputs: str) -> SourceNetwork:
        return recognise(self.program(*outputs))


def words(network: SourceNetwork) -> list[str]:
    return [layer.word for layer in network.layers]
