"""One call of a layer, as the functions of the registry see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any

from reportgen.importing.keras.building import after
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.regrouping import Step, regrouped
from reportgen.importing.keras.tensors import Tensor, UnexpressedError, keras_shape, standard
from reportgen.importing.source import SourceLayer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.importing.keras.building import Building, Options
    from reportgen.importing.keras.records import Config, KerasShape, LayerRecord
    from reportgen.importing.keras.tensors import Axes
    from reportgen.ops.base import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call: the layer, what it reads, and where the layers of ours that it becomes are added."""

    record: LayerRecord
    args: tuple[Any, ...]
    """What it was given by place, with a ``Tensor`` for each value of the network."""
    kwargs: Mapping[str, Any]
    building: Building
    apply: Callable[[Call], tuple[Tensor, ...]]
    """Makes layers of ours of another call: for wrappers."""
    wanted: int = 1
    """How many of the values that it puts out are read."""
    path: tuple[str, ...] = ()
    """Models that it stands in, outermost first, each as often numbered as it was called before."""
    home: tuple[str, ...] = ()
    """The same, as the file calls them: calls with one home share their weights."""
    lead: int = 0
    """Axes in front that it leaves alone, each of their cells by itself: 1 within ``TimeDistributed``."""

    @property
    def config(self) -> Config:
        """The layer's settings."""
        return self.record.config

    @property
    def reads(self) -> tuple[Tensor, ...]:
        """All values that it reads, in order."""
        return tuple(_tensors([*self.args, *self.kwargs.values()]))

    @property
    def read(self) -> Tensor:
        """The only value that it reads."""
        if len(self.reads) != 1:
            raise UnexpressedError(f"it reads {len(self.reads)} values, and one was expected")
        return self.reads[0]

    def emit(
        self,
        word: str,
        *reads: Tensor,
        options: Options | None = None,
        part: str = "",
        axes: Axes | None = None,
        remark: str = "",
    ) -> Tensor:
        """Add a layer of ours; give what it puts out, its axes in the order of the first that it reads unless told."""
        name, shape = self.add(word, reads, options or {}, part, remark)
        return after(reads[0], name, shape, axes)

    def add(self, word: str, reads: Sequence[Tensor], options: Options, part: str, remark: str) -> tuple[str, Shape]:
        """Add a layer of ours, called as the source's with a part of its own; give its name and shape."""
        called = (self.record.name, *([part] if part else []))
        layer = SourceLayer(
            name="/".join([*self.path, *called]),
            word=word,
            options=options,
            reads=tuple(x.name for x in reads),
            scope=self.path,
            remark=remark,
        )
        return self.building.add(layer, "/".join([*self.home, *called]), [x.shape for x in reads])

    # Order of axes

    def channelled(self, x: Tensor | None = None) -> Tensor:
        """Give what it reads, with the axis in front that it takes for the channels."""
        x = self.read if x is None else x
        first = self.config.text("data_format", "channels_last") == "channels_first"
        if len(x.keras) < 2 + self.lead:
            raise MalformedError(
                f"{self.config.place}: it reads {list(x.keras)}, which has no axis beside the channels"
            )
        return self.laid(x, standard(len(x.keras), channels_first=first))

    def axis(self, x: Tensor, value: Any) -> int:  # noqa: ANN401 - whatever a file holds
        """Give an axis as counted without the batch; what a file says counts it, or counts from the end."""
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnexpressedError("it works along several axes at once")
        found = value + len(x.keras) if value < 0 else value - 1 + self.lead
        if not 0 <= found < len(x.keras):
            raise MalformedError(f"{self.config.place}: axis {value} is none of what it reads")
        return found

    def along(self, x: Tensor, axis: int) -> Tensor:
        """Give a value with an axis, counted without the batch, in front: there the channels stand here."""
        if not 0 <= axis < len(x.keras):
            raise MalformedError(f"{self.config.place}: it reads a single number, which has no axes")
        if x.axes[0] == axis:
            return x
        return self.laid(x, (axis, *(other for other in range(len(x.keras)) if other != axis)))

    def laid(self, x: Tensor, axes: Axes) -> Tensor:
        """Give a value with its axes in another order."""
        if x.axes == axes or not axes:
            return x
        if len([axis for axis in axes if axis is not None]) != len(x.keras):
            raise MalformedError(f"{self.config.place}: its inputs have not as many axes")
        shape = tuple(1 if axis is None else x.keras[axis] for axis in axes)
        full = [axis for axis in x.axes if axis is not None and x.keras[axis] > 1]
        if full == [axis for axis in axes if axis is not None and x.keras[axis] > 1]:
            return self._viewed(x, Step("reshape", {"shape": list(shape)}, axes, shape), "reshape")
        if None in x.axes or None in axes:
            raise UnexpressedError("it reads its axes in another order, and no layer here turns them")
        places = [x.axes.index(axis) for axis in axes]
        return self._viewed(x, Step("permute", {"order": places}, axes, shape), "permute")

    def reshaped(self, x: Tensor, shape: KerasShape, part: str = "") -> Tensor:
        """Give the values of a tensor, in Keras' order, another shape."""
        if prod(shape) != prod(x.keras):
            raise MalformedError(f"{self.config.place}: {list(x.keras)} cannot take the shape {list(shape)}")
        way = regrouped(x, shape, self.building.standard(len(shape)))
        if way is None:
            raise UnexpressedError("a file cannot say so many axes", shape, parameters=0, macs=0)
        for count, step in enumerate(way.steps):
            name = part if count == len(way.steps) - 1 else f"{part or 'values'}.{count + 1}"
            x = self._viewed(x, step, name)
        return replace(x, keras=shape, order=way.axes)

    def _viewed(self, x: Tensor, step: Step, part: str) -> Tensor:
        """Take a step of a reshape; where what it was made of had the shape already, that is read instead."""
        if step.word in {"channel_shuffle", "permute"}:
            return self.emit(step.word, x, options=step.options, part=part, axes=step.axes)
        views = self.building.views
        same = views.get(x.name, {x.shape: x.name})
        if step.shape in same:
            return Tensor(same[step.shape], keras_shape(step.shape, step.axes), step.axes)
        y = self.emit(step.word, x, options=step.options, part=part, axes=step.axes, remark=step.remark)
        views[y.name] = {**same, step.shape: y.name}
        return y

    # Parts that layers have in common

    def elementwise(self, why: str, x: Tensor | None = None) -> UnexpressedError:
        """Say that there is no word for what is done to each value by itself."""
        x = self.read if x is None else x
        return UnexpressedError(why, x.keras, parameters=0, macs=0, sees="none")


def _tensors(values: Sequence[Any]) -> list[Tensor]:
    found: list[Tensor] = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += _tensors(value)
        elif isinstance(value, dict):
            found += _tensors(list(value.values()))
    return found
