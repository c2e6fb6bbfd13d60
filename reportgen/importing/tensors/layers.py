"""The layers that a program has become so far, each checked as it is made: against its shape, and what it stores."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import SourceLayer
from reportgen.importing.tensors.arranging import arranged, cut
from reportgen.importing.tensors.figures import figures
from reportgen.importing.tensors.views import batch_first, view_of
from reportgen.importing.tensors.weights import Weights
from reportgen.ops import LAYERS
from reportgen.ops.base import Parameters, ShapeError, shape_text
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.importing.tensors.arranging import Step
    from reportgen.importing.tensors.program import Constant, Operation, Program
    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Layer, Shape
    from reportgen.ops.options import Value

MOST_AXES: Final = 4
"""Axes that a shape of ours has: channels, and up to three."""

NOTHING: Final[Mapping[str, Value]] = MappingProxyType({})


ATTENTION = "attention"
"""What attention is called until its projections are joined to it (``projections``)."""


class InexpressibleError(Exception):
    """The vocabulary has no words for an operation; the message says why, as it stands behind ``custom``."""


class Layers:
    """Layers under construction; only ``recognise`` keeps one, and gives away what it made."""

    def __init__(self, program: Program, batch: int) -> None:
        self.program = program
        self.batch = batch
        self.made: dict[str, SourceLayer] = {}
        self.shapes: dict[str, Shape] = {}
        """What each layer and input puts out."""
        self._orders: dict[tuple[str, str], str] = {}
        self._weights = Weights()
        self._tensors = program.shapes()

    def constant(self, name: str) -> Constant | None:
        """Give a constant by its name; ``None`` where the name is of something that is worked out."""
        return self.program.constants.get(name)

    def constants(self, op: Operation) -> list[Constant]:
        """Give the constants that an operation reads."""
        return [self.program.constants[name] for name in op.reads if name in self.program.constants]

    def word_of(self, constants: Iterable[Constant]) -> str:
        """Give the word of the layer that stores just these; empty where there is none so far."""
        owner = self._weights.same(constants)
        return "" if owner is None else owner.op.word

    def settled(self, view: View, op: Operation) -> View:
        """Give a view that sees all of its layer, cutting off what it does not see."""
        found = cut(view)
        if found is None:
            raise InexpressibleError("it reads a part of a layer that no word takes")
        steps, whole = found
        return whole.over(self._follow(view.layer, steps, op))

    def ordered(self, view: View, places: Sequence[int], op: Operation) -> str:
        """Give a layer that puts out a tensor with its axes in the order of ``places``, channels first."""
        view = self.settled(view, op)
        if any(view.turned):
            raise InexpressibleError("it reads cells that are rolled round")
        steps = arranged(view.base, tuple(view.axes[place] for place in places)) if len(places) <= MOST_AXES else None
        if steps is None:
            raise InexpressibleError("it reads values in an order that no word makes")
        return self._follow(view.layer, steps, op)

    def standard(self, view: View, op: Operation, channels: int = 1) -> str:
        """Give a layer that puts out a tensor with ``channels`` as its axis of channels, the others behind it."""
        rank = len(view.axes)
        if rank <= channels or not batch_first(view.axes):
            raise InexpressibleError("its first axis is not the batch alone")
        return self.ordered(view, (channels, *(place for place in range(1, rank) if place != channels)), op)

    def _follow(self, layer: str, steps: Iterable[Step], op: Operation) -> str:
        """Put steps behind a layer, each once for all that read it."""
        for step in steps:
            key = layer, repr(step)
            if key not in self._orders:
                moved = replace(op, name=f"{op.name}/{step.word}")
                self._orders[key] = self.add(moved, step.word, [layer], step.shape, step.options)
            layer = self._orders[key]
        return layer

    def add(  # noqa: PLR0913 - a layer has this many parts
        self,
        op: Operation,
        word: str,
        reads: Sequence[str],
        shape: Shape,
        options: Mapping[str, Value] = NOTHING,
        *,
        constants: Sequence[Constant] = (),
    ) -> str:
        """Put a layer for an operation behind ``reads``; raise ``InexpressibleError`` where it differs."""
        made = self._checked(word, options, reads, shape)
        told = made, tuple(self.shapes[read] for read in reads), shape
        ours, stored = made.parameters(told[1], shape), self._weights.stored(constants)
        if ours != stored:
            raise InexpressibleError(f"it stores {_told(stored)}, and {word} {_told(ours)}")
        owner, why = self._weights.owner(constants, told)
        if why:
            raise InexpressibleError(why)
        given = {option: options[option] for option in made.given()}
        layer = SourceLayer(name=op.name, word=word, options=given, reads=tuple(reads), shape=shape, weights=owner)
        name = self._keep(op, layer, stored)
        self._weights.keep(name, constants, told)
        return name

    def attention(
        self,
        op: Operation,
        reads: Sequence[str],
        shape: Shape,
        options: Mapping[str, Value],
        *,
        constants: Sequence[Constant] = (),
    ) -> str:
        """Put attention without its projections, which no word is for."""
        stored = self._weights.fresh(constants)
        layer = SourceLayer(name=op.name, word=ATTENTION, options=options, reads=tuple(reads), shape=shape)
        name = self._keep(op, layer, stored)
        self._weights.keep(name, constants, None)
        return name

    def _checked(self, word: str, options: Mapping[str, Value], reads: Sequence[str], shape: Shape) -> Layer:
        """Make the layer that a file would make, and ask it for its shape."""
        if word not in LAYERS:
            raise InexpressibleError(f"there is no word {word}")
        try:
            made = make(LAYERS[word], options)
            ours = made.output(tuple(self.shapes[read] for read in reads))
        except (OptionProblems, OptionError, ShapeError) as error:
            raise InexpressibleError(str(error)) from error
        if ours != shape:
            raise InexpressibleError(f"it puts out {shape_text(shape)}, and {word} {shape_text(ours)}")
        return made

    def custom(self, op: Operation, reads: Sequence[str], shape: Shape, remark: str) -> str:
        """Put a layer for which there are no words."""
        constants = self.constants(op)
        stored = self._weights.fresh(constants)
        options: dict[str, Value] = {"output": list(shape), "parameters": stored.trainable}
        if stored.buffers:
            options["buffers"] = stored.buffers
        given = tuple(self.shapes[read] for read in reads)
        options |= figures(op, tuple(self._tensors[name] for name in op.reads), given, shape, self.batch)
        told = f"{op.source or op.kind}: {remark}"
        layer = SourceLayer(name=op.name, word="custom", options=options, reads=tuple(reads), shape=shape, remark=told)
        name = self._keep(op, layer, stored)
        self._weights.keep(name, constants, None)
        return name

    def _keep(self, op: Operation, layer: SourceLayer, stored: Parameters) -> str:
        """Keep a layer under a name of its own, with what it stores and where it stands."""
        name = self._name(layer.name)
        layer = replace(layer, name=name, scope=op.scope, modules=op.modules)
        self.made[name] = replace(layer, trainable=stored.trainable, buffers=stored.buffers)
        self.shapes[name] = layer.shape or ()
        return name

    def _name(self, wanted: str) -> str:
        """Give a name that no layer and no input has."""
        name, count = wanted, 1
        while name in self.shapes:
            count += 1
            name = f"{wanted}.{count}"
        return name

    def whole(self, layer: str, places: Sequence[int] | None = None) -> View:
        """See a layer whole: the batch, then its axes in order, or in the order of ``places``."""
        return view_of(layer, self.shapes[layer], self.batch, places)


def _told(stored: Parameters | None) -> str:
    if stored is None:
        return "what is unknown"
    return f"{stored.trainable} parameters" + (f" and {stored.buffers} buffers" if stored.buffers else "")
