"""The network while it grows: layers are only appended, each with the shape that our own layer gives it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.tensors import Tensor, UnexpressedError, keras_shape, standard
from reportgen.limits import Limits
from reportgen.ops import LAYERS
from reportgen.ops.base import ShapeError
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.importing.keras.tensors import Axes
    from reportgen.importing.source import SourceLayer
    from reportgen.ops.base import Shape

LONGEST: Final = 1000
"""Characters of a name, models around it included."""

Options = dict[str, Any]
"""Options of a layer of ours: plain values, tuples and exact numbers."""


class Building:
    """The layers so far, and which of them hold which weights."""

    def __init__(self, *, channels_first: bool) -> None:
        self.layers: list[SourceLayer] = []
        self.channels_first = channels_first
        """Whether what nothing says the order of has its channels first."""
        self.views: dict[str, dict[Shape, str]] = {}
        """By layer that only reshapes: who holds the same values in the same order, by shape."""
        self._names: dict[str, int] = {}
        """All names, each with how often it was asked for."""
        self._holders: dict[str, str] = {}
        """By what the file calls a layer and its part: the first that holds its weights."""
        self._kept: list[str] = []
        """For each layer, what ``_holders`` has of it; empty: nothing."""
        self._calls = 0
        self._most = Limits().layers

    def count_call(self) -> None:
        """Count a call; raise ``MalformedError`` past as many as a network has layers: a call may make none."""
        self._calls += 1
        if self._calls > self._most:
            raise MalformedError(
                f"its layers are called more than {self._most} times, models within models written out"
            )

    def named(self, name: str) -> str:
        """Give a name that no other layer or input has, and take it."""
        if len(name) > LONGEST:
            raise MalformedError(
                f"a name, with the models around it, has more than {LONGEST} characters: {name[:60]}.."
            )
        found = name
        while found in self._names:
            self._names[name] += 1
            found = f"{name}.{self._names[name]}"
        self._names[found] = 1
        return found

    def add(self, layer: SourceLayer, holder: str, shapes: Sequence[Shape]) -> tuple[str, Shape]:
        """Append a layer; give the name that it gets and the shape that it puts out.

        Raises:
            MalformedError: where the network grows past what a file may hold.
            OptionProblems, OptionError, ShapeError: where our layer cannot be so.
        """
        op = make(LAYERS[layer.word], {name: plain(value) for name, value in layer.options.items()})
        shape = op.output(tuple(shapes))
        if len(self.layers) >= self._most:
            raise MalformedError(f"the network has more than {self._most} layers")
        given = op.given()
        name = self.named(layer.name)
        stored = op.parameters(tuple(shapes), shape)
        holds = stored is not None and stored.trainable + stored.buffers > 0
        weights = self._holders.setdefault(holder, name) if holds else name
        self._kept.append(holder if holds and weights == name else "")
        options = {option: plain(value) for option, value in layer.options.items() if option in given}
        self.layers.append(replace(layer, name=name, options=options, weights="" if weights == name else weights))
        return name, shape

    def confirm(self, found: Tensor) -> None:
        """Keep a shape that the file tells, too, with the last layer, if that is the one that gives the value."""
        last = self.layers[-1]
        if last.name == found.name:
            self.layers[-1] = replace(last, shape=found.shape)

    def drop(self, count: int) -> None:
        """Take back all layers but the first ``count``: what they should say cannot be said."""
        for layer, holder in zip(self.layers[count:], self._kept[count:], strict=True):
            del self._names[layer.name]
            self.views.pop(layer.name, None)
            if holder:
                del self._holders[holder]
        del self.layers[count:], self._kept[count:]

    def standard(self, rank: int) -> Axes:
        """Give the order of axes of a value that nothing is known of but how many it has."""
        return standard(rank, channels_first=self.channels_first)


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever an option may be
    """Give a value as a file has it: lists, and one number where all axes have the same."""
    if isinstance(value, tuple):
        entries = [plain(entry) for entry in value]
        return entries[0] if entries and isinstance(entries[0], int) and len(set(value)) == 1 else entries
    return value


def after(x: Tensor, name: str, shape: Shape, axes: Axes | None = None) -> Tensor:
    """Give what a layer that read a value puts out: its axes in the same order, unless another is given."""
    order = x.axes if axes is None else axes
    return Tensor(name, keras_shape(shape, order), order)


def custom_options(error: UnexpressedError, shape: Shape) -> Options:
    """Give the options of the ``custom`` that stands for what could not be said."""
    known: Mapping[str, Any] = {
        "parameters": error.parameters,
        "buffers": error.buffers if error.parameters is not None and error.buffers else None,
        "macs": error.macs,
        "receptive_field": error.sees or None,
    }
    return {"output": list(shape), **{name: value for name, value in known.items() if value is not None}}


REFUSALS = (OptionProblems, OptionError, ShapeError)
"""What our own layers raise where they cannot be as Keras has them."""
