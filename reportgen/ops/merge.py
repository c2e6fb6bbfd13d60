"""Merges: two paths or more become one."""

from __future__ import annotations

from reportgen.ops.base import Layer, Shape, ShapeError, layer, shape_text, size

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _nth(place: int) -> str:
    return f"the {_ORDINALS[place]}" if place < len(_ORDINALS) else f"number {place + 1}"


def _remedy(one: Shape, other: Shape) -> str:
    if len(one) != len(other):
        return "merge before what flattens, or reshape one of them"
    if one[1:] != other[1:]:
        return "give both paths the same strides and padding, or crop, pad or upsample one of them"
    return "give both paths the same filters, or change one with a pointwise layer"


def _gate(full: Shape) -> Shape:
    """Give the shape of one value for each channel."""
    return (full[0], *(1 for _ in full[1:]))


def _mask(full: Shape) -> Shape:
    """Give the shape of one value for each cell."""
    return (1, *full[1:])


class _Merge(Layer):
    """What reads several inputs of one shape, value by value."""

    many = True

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        self._several(inputs)
        for place, shape in enumerate(inputs):
            if shape != inputs[0]:
                raise self._unequal(inputs, 0, place, "inputs of one shape")
        return inputs[0]

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return (len(inputs) - 1) * size(output)

    def _several(self, inputs: tuple[Shape, ...]) -> None:
        if len(inputs) < 2:  # noqa: PLR2004 - what a merge is
            raise ShapeError(f"{self.word} merges two inputs or more but reads one; name them all: 'from: [a, b]'")

    def _unequal(self, inputs: tuple[Shape, ...], one: int, other: int, needed: str) -> ShapeError:
        return ShapeError(
            f"{self.word} needs {needed}, but {_nth(one)} is {shape_text(inputs[one])} and {_nth(other)} "
            f"{shape_text(inputs[other])}; {_remedy(inputs[one], inputs[other])}"
        )


@layer("add", "merge")
class Add(_Merge):
    """The sum of its inputs, value by value."""


@layer("multiply", "merge")
class Multiply(_Merge):
    """The product of its inputs, value by value; one value a channel is spread over space, one a cell over channels."""

    def gates(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Give the places of the inputs that are spread over the space of the others."""
        full = max(inputs, key=size)
        return tuple(place for place, shape in enumerate(inputs) if shape == _gate(full) != full)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        self._several(inputs)
        full = max(inputs, key=size)
        spread = {full, _gate(full), _mask(full)}
        for place, shape in enumerate(inputs):
            if shape not in spread:
                one, other = sorted((place, inputs.index(full)))
                needed = f"inputs of one shape, or a gate of {shape_text(_gate(full))} or {shape_text(_mask(full))}"
                raise self._unequal(inputs, one, other, needed)
        return full


@layer("average", "merge")
class Average(_Merge):
    """The mean of its inputs, value by value."""


@layer("maximum", "merge")
class Maximum(_Merge):
    """The largest of its inputs, value by value."""


@layer("minimum", "merge")
class Minimum(_Merge):
    """The least of its inputs, value by value."""


@layer("subtract", "merge")
class Subtract(_Merge):
    """The first of its inputs less the others, value by value."""


@layer("divide", "merge")
class Divide(_Merge):
    """The first of its inputs by the others, value by value."""


@layer("concat", "merge")
class Concat(_Merge):
    """The channels of its inputs, one input after the other."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        self._several(inputs)
        for place, shape in enumerate(inputs):
            if shape[1:] != inputs[0][1:]:
                raise self._unequal(inputs, 0, place, "inputs of one size along every axis but the channels")
        return (sum(shape[0] for shape in inputs), *inputs[0][1:])

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return 0


LAYERS = (Add, Multiply, Average, Maximum, Minimum, Subtract, Divide, Concat)
