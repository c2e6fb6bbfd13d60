"""The graph while it grows: nodes are only appended, each with its shape, and problems are only noted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NoReturn, cast

from reportgen.graph.copies import Copy, Size
from reportgen.graph.node import Input, Node
from reportgen.graph.sharing import misfit
from reportgen.ops.base import ShapeError
from reportgen.ops.fitted import Fitted, Fittings
from reportgen.ops.options import OptionError
from reportgen.ops.reading import conflict
from reportgen.spec.model import Branches
from reportgen.spec.problems import Problems
from reportgen.spec.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.errors import Mark
    from reportgen.graph.scope import Place, Scope
    from reportgen.limits import Limits
    from reportgen.ops.base import Layer, Shape
    from reportgen.spec.model import Architecture, Item


class Stopped(Exception):  # noqa: N818 - it is no error of its own: the problem is noted already
    """Going on would cost too much."""


class _TooLarge(Exception):  # noqa: N818 - it is noted with the layer's name
    """A layer puts out more than a limit allows."""

    def __init__(self, message: str, name: str) -> None:
        self.name = name
        """Name of the problem."""
        super().__init__(message)


class Draft:
    """The nodes so far; an unknown shape (``None``) passes through silently after its one error."""

    def __init__(self, architecture: Architecture) -> None:
        self.limits = architecture.limits
        self.problems = Problems(architecture.text, architecture.source, architecture.limits)
        self.nodes = [Node(name, Fitted(Input(), (), shape), ()) for name, shape in architecture.inputs.items()]
        self._ids = set(architecture.inputs)
        self._fittings = Fittings(partial(_bound, self.limits))
        self.written = self.reads = 0
        self._named: dict[str, tuple[int, str]] = {}
        """By id: the place of each layer that people gave a name, and the part of its id that ends in a number."""

    def note(self, name: str, message: str, mark: Mark, scope: Scope) -> None:
        """Note a problem; one inside a standard block is the call's."""
        self.problems.add(name, message, scope.mark or mark)

    def stop(self, name: str, message: str, mark: Mark, scope: Scope) -> NoReturn:
        """Note a problem that ends the lowering."""
        self.note(name, message, mark, scope)
        raise Stopped

    def channels(self, place: Place) -> int | None:
        """Give the channels of a node; ``None`` where its shape is unknown."""
        return None if place is None else self.nodes[place].fitted.output[0]

    def add(  # noqa: PLR0913 - a node is all of these
        self, layer: Layer, reads: Sequence[Place], name: str, mark: Mark, scope: Scope, *, given: bool = False
    ) -> Place:
        """Append a node with its shape; ``None`` where what it reads, or what it makes, has none.

        ``given``: the last segment of its id is a name that people gave.
        """
        if None in reads:
            return None
        places = cast("tuple[int, ...]", tuple(reads))
        if name in self._ids:
            what = f"'{name}' stands here already; names differ within a list and its branches"
            self.note("repeated-name", what, mark, scope)
        if len(name) > self.limits.id_length:
            most = self.limits.id_length
            what = f"the id {quoted(name)} has {len(name):,} characters, over the limit of {most:,} (id_length)"
            self.note("id-too-long", what, mark, scope)
            return None
        shapes = tuple([self.nodes[place].fitted.output for place in places])
        fitted = self._fit(layer, shapes, name, mark, scope)
        if fitted is None:
            return None
        self._ids.add(name)
        at = scope.mark or mark
        self.nodes.append(Node(name, fitted, places, at.line, at.column, scope.allow))
        if given:
            self._named[name] = len(self.nodes) - 1, scope.numbered
        return len(self.nodes) - 1

    def count(self, item: Item, scope: Scope) -> None:
        """Count what is written out, and stop past a limit; what leaves no layer takes time all the same."""
        self.written += 1
        self.reads += len(item.structure.paths if isinstance(item.structure, Branches) else item.reads) or 1
        if self.written > self.limits.layers:
            what = (
                f"the network has more than {self.limits.layers:,} layers and blocks when all is written out (layers)"
            )
            self.stop("too-many-layers", what, item.mark, scope)
        if self.reads > self.limits.reads:
            what = f"the layers read more than {self.limits.reads:,} layers in all (reads); merge in steps"
            self.stop("too-many-reads", what, item.mark, scope)

    @property
    def size(self) -> Size:
        """How far it has grown."""
        return Size(len(self.nodes), self.written, self.reads)

    def added(self, prefix: str, read: int, end: Place, since: Size) -> Copy | None:
        """Give what a copy has added; ``None`` where another one may come to something else.

        That is where something is wrong, where it hands on what it did not make or what is of another shape than it
        reads, and where weights are shared: the layer that has them may stand in the copy, or before all copies.
        """
        nodes, start = tuple(self.nodes[since.nodes :]), since.nodes
        whole = all(node.id.startswith(prefix) and node.shares is None for node in nodes)
        if self.problems or end is None or end < start or not whole:
            return None
        if self.nodes[end].shape != self.nodes[read].shape:
            return None
        names = {node.id: self._named[node.id][1] for node in nodes if node.id in self._named}
        return Copy(prefix, read, start, end, nodes, names, self.written - since.written, self.reads - since.reads)

    def repeat(self, copy: Copy, prefixes: Sequence[str]) -> int:
        """Add what the last copy did once more with each of these prefixes, in order; give how many were added.

        The one behind them is past a limit, or has an id that stands already: it must be looked at anew.
        """
        limits, step = self.limits, len(copy.nodes)
        layers, reads = (limits.layers - self.written) // copy.written, (limits.reads - self.reads) // copy.reads
        fit = min(len(prefixes), layers, reads)
        while fit and len(prefixes[fit - 1]) + copy.longest > limits.id_length:
            fit -= 1
        ids = copy.ids(prefixes[:fit])
        if not self._ids.isdisjoint(ids):
            fit = next(number for number, id_ in enumerate(ids) if id_ in self._ids) // step
            del ids[fit * step :]
        self._ids.update(ids)
        self._named.update(copy.named(prefixes[:fit]))
        self.nodes += copy.again(ids)
        self.written += fit * copy.written
        self.reads += fit * copy.reads
        return fit

    def named(self, path: str, prefix: str) -> Place:
        """Find a layer by its path below a prefix, if that is all given names; ``None`` where there is none."""
        place, numbered = self._named.get(prefix + path, (None, ""))
        return place if prefix.startswith(numbered) else None

    def share(self, place: int, owner: int, mark: Mark, scope: Scope) -> None:
        """Let a node use the weights of an earlier one, or note why it cannot."""
        node, shares = self.nodes[place], self.nodes[owner].shares
        owner = owner if shares is None else shares
        why = misfit(node, self.nodes[owner])
        if why:
            self.note("bad-weights", f"{node.id} cannot use these weights: {why}", mark, scope)
        self.nodes[place] = replace(node, shares=owner)

    def _fit(self, layer: Layer, shapes: tuple[Shape, ...], name: str, mark: Mark, scope: Scope) -> Fitted | None:
        if len(shapes) > 1 and not (layer.many or layer.several):
            what = f"{name}: {layer.word} reads one input, not {len(shapes)}; merge them first"
            self.note("many-inputs", what, mark, scope)
            return None
        try:
            return self._fittings.fit(layer, shapes)
        except ShapeError as error:
            self.note("bad-shape", f"{name}: {error}", mark, scope)
        except OptionError as error:
            problem = conflict(type(layer), error)
            self.note(problem.name, f"{name}: {problem.message}", mark, scope)
        except _TooLarge as error:
            self.note(error.name, f"{name}: {error}", mark, scope)
        return None


def _bound(limits: Limits, fitted: Fitted) -> None:
    """Raise ``_TooLarge`` where an output is past the limits."""
    if fitted.longest > limits.axis:
        what = f"an axis of {fitted.longest:,} cells is over the limit of {limits.axis:,} (axis)"
        raise _TooLarge(what, "axis-too-long")
    if fitted.values > limits.magnitude:
        what = f"{fitted.values:,} values are over the limit of {limits.magnitude:,} (magnitude)"
        raise _TooLarge(what, "number-too-large")
