"""A program under construction: what PyTorch calls a tensor, and what makes it here."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.archive import refuse
from reportgen.importing.pytorch.exported import Ref
from reportgen.importing.pytorch.naming import Names
from reportgen.importing.tensors.program import Constant, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.importing.pytorch.exported import Call, Exported
    from reportgen.importing.tensors.program import Dimensions

MOST_VALUES: Final = 16
"""Values of a constant that are kept."""


class Builder:
    """The operations so far; only ``translate`` keeps one."""

    def __init__(self, exported: Exported) -> None:
        self.exported = exported
        self.constants: dict[str, Constant] = {}
        self.operations: dict[str, Operation] = {}
        self.made: dict[str, str] = {}
        """What a tensor of PyTorch's is here: an input, a constant or an operation."""
        self.names = Names(exported.inputs)
        self._call: Call | None = None
        self._wanted = {
            *exported.outputs,
            *(r.name for call in exported.calls for r in references(call.given.values())),
        }
        self._fixed: set[str] = set()
        """Operations that read nothing but constants."""
        self._entries: dict[str, tuple[str, ...]] = {}
        """Tensors that are others put side by side along their first axis."""

    def begin(self, call: Call) -> None:
        """Go on to the next call; what is made from here on belongs to it."""
        self._call = call

    # What is given

    def shape(self, name: str) -> Dimensions:
        """Give the shape of an input, a constant or an operation."""
        if name in self.operations:
            return self.operations[name].shape
        return self.constants[name].shape if name in self.constants else self.exported.shapes[name]

    def read(self, value: Any) -> str:  # noqa: ANN401 - whatever an operator is given
        """Give what a tensor is here; a number becomes a constant."""
        if isinstance(value, Ref):
            if value.name not in self.made:
                refuse(self.exported.origin, "bad-archive", f"its graph reads {value.name}, which nothing makes")
            return self.made[value.name]
        return self.number(float(value))

    def is_constant(self, value: Any) -> bool:  # noqa: ANN401 - whatever an operator is given
        """Say whether something is a number, or a tensor that no input has a part in."""
        return not isinstance(value, Ref) or self.fixed(self.read(value))

    def fixed(self, name: str) -> bool:
        """Say whether no input has a part in a tensor."""
        return name in self.constants or name in self._fixed

    # What is made

    def number(self, value: float) -> str:
        """Give the constant of one number."""
        return self.constant((), (value,))

    def constant(self, shape: Dimensions, values: tuple[float, ...] | None = None) -> str:
        """Make a constant that nothing stores; its values are kept where they are few."""
        name = self.names.unlike(f"constant {'x'.join(map(str, shape))} {values or ''}")
        kept = values if values is not None and len(values) <= MOST_VALUES else None
        self.constants[name] = Constant(name=name, shape=shape, values=kept)
        return name

    def as_buffer(self, name: str) -> None:
        """Count a stored constant as kept and not learned: most buffers are fixed, and no layer's state."""
        held = self.exported.stored.get(name)
        if held is not None and held.kind == "buffer":
            constant = self.constants[name]
            self.constants[name] = replace(constant, buffers={held.path: prod(constant.shape)})

    def keep_with(self, table: str, places: str) -> None:
        """Count the buffers behind ``places``, if they are places of a learned table."""
        if self.learned(table):
            for name in self._roots(places):
                self.as_buffer(name)

    def learned(self, name: str) -> bool:
        """Say whether a constant is made of what is trained."""
        return self.fixed(name) and any(self.constants[root].trainable for root in self._roots(name))

    def _roots(self, name: str) -> list[str]:
        """List the constants that a tensor is made of."""
        if name in self.constants:
            return [name]
        return [root for read in self.operations[name].reads for root in self._roots(read)]

    def make(self, kind: str, reads: Iterable[str], shape: Dimensions, options: Mapping[str, Any] | None = None) -> str:
        """Put an operation behind those so far."""
        call = self._call
        assert call is not None, "begin() comes first"  # noqa: S101 - a defect of ours
        place = self.names.place(call, kind)
        self.operations[place.name] = Operation(
            name=place.name,
            kind=kind,
            reads=tuple(reads),
            shape=tuple(shape),
            options=options or {},
            scope=place.scope,
            modules=place.modules,
            source=call.target.rsplit(".", 1)[0],
        )
        if all(map(self.fixed, self.operations[place.name].reads)):
            self._fixed.add(place.name)
        return place.name

    def put(self, call: Call, name: str, output: int = 0) -> None:
        """Say what makes an output of a call."""
        if output < len(call.outputs):
            self.made[call.outputs[output]] = name

    def out(self, call: Call, output: int = 0) -> Dimensions:
        """Give the shape of an output of a call."""
        return self.exported.shapes[call.outputs[output]]

    def whole(self, call: Call, kind: str, reads: Sequence[str], options: Mapping[str, Any] | None = None) -> None:
        """Make one operation of a call that puts out one tensor."""
        self.put(call, self.make(kind, reads, self.out(call), options))

    def unknown(self, call: Call, why: str, macs: int | None = None) -> None:
        """Make what has no words, for each tensor that it puts out.

        What it stores, and its multiply-adds where they are known, stay with the first that is wanted.
        """
        reads = [self.read(ref) for ref in references(call.given.values())]
        if not reads:  # random numbers, for one
            for place, output in enumerate(call.outputs):
                self.put(call, self.constant(self.exported.shapes[output]), place)
            return
        options = {"why": why} if macs is None else {"why": why, "macs": macs}
        for place in sorted(range(len(call.outputs)), key=lambda place: not self.wanted(call, place)):
            self.put(call, self.make("unknown", reads, self.out(call, place), options), place)
            reads = [name for name in reads if not self._stores(name)]
            options = {"why": why, "macs": 0}

    def wanted(self, call: Call, output: int) -> bool:
        """Say whether something reads an output of a call."""
        return output < len(call.outputs) and call.outputs[output] in self._wanted

    def _stores(self, name: str) -> bool:
        constant = self.constants.get(name)
        return constant is not None and bool(constant.trainable or constant.buffers)

    # What moves values

    def reshape(self, name: str, shape: Dimensions) -> str:
        """Count values in other groups."""
        op = self.operations.get(name)
        before = op.reads[0] if op is not None and op.kind == "reshape" else name
        same = next((one for one in (name, before) if self.shape(one) == tuple(shape)), None)
        return same or self.make("reshape", [name], shape)

    def permute(self, name: str, order: Sequence[int]) -> str:
        """Put axes in another order."""
        if list(order) == list(range(len(order))):
            return name
        before = self.shape(name)
        return self.make("permute", [name], tuple(before[place] for place in order), {"order": tuple(order)})

    def concat(self, parts: Sequence[str], shape: Dimensions, axis: int) -> str:
        """Put several along one axis; parts of one tensor that follow each other are that tensor again."""
        made = [self.operations.get(name) for name in parts]
        cuts = [op for op in made if op is not None and op.kind == "slice" and op.options["axis"] == axis]
        edges = [edge for op in cuts for edge in (op.options["start"], op.options["stop"]) if op.options["step"] == 1]
        sources = {op.reads[0] for op in cuts}
        if len(sources) == 1 and len(edges) == 2 * len(parts) and edges[1:-1:2] == edges[2::2]:
            (source,) = sources
            if self.shape(source) == tuple(shape):
                return source
        return self.make("concat", parts, shape, {"axis": axis})

    def beside(self, entries: Sequence[str]) -> str:
        """Put tensors of [N, C] side by side, as [count, N, C]; who takes one takes what it was."""
        batch, each = self.shape(entries[0])
        one = entries[0] if len(entries) == 1 else self.concat(entries, (batch, each * len(entries)), 1)
        name = self.permute(self.reshape(one, (batch, len(entries), each)), (1, 0, 2))
        self._entries[name] = tuple(entries)
        return name

    def slice(self, name: str, axis: int, start: int, stop: int, step: int = 1) -> str:
        """Take a part of one axis."""
        before = self.shape(name)
        axis %= len(before)
        if name in self.constants:
            return self._part(name, axis, start, stop, step)
        start, stop, step = slice(start, stop, step).indices(before[axis])
        if (start, stop, step) == (0, before[axis], 1):
            return name
        if axis == 0 and name in self._entries and stop - start == 1:
            return self.reshape(self._entries[name][start], (1, *before[1:]))
        count = max(0, -(-(stop - start) // step))
        shape = (*before[:axis], count, *before[axis + 1 :])
        return self.make("slice", [name], shape, {"axis": axis, "start": start, "stop": stop, "step": step})

    def _part(self, name: str, axis: int, start: int, stop: int, step: int) -> str:
        """Take a part of a constant, which stores a part of what that does."""
        whole = self.constants[name]
        run = range(*slice(start, stop, step).indices(whole.shape[axis]))
        if len(run) == whole.shape[axis]:
            return name
        shape = (*whole.shape[:axis], len(run), *whole.shape[axis + 1 :])
        part = f"[{axis}: {run.start}, {run.stop}, {run.step}]"
        key = f"{name}{part}"
        if key not in self.constants:
            stored = {f"{origin}{part}": prod(shape) for origin in whole.trainable}
            self.constants[key] = Constant(name=key, shape=shape, trainable=stored)
        return key


def references(values: Iterable[Any]) -> list[Ref]:
    """List the tensors among what an operator is given."""
    found: list[Ref] = []
    for value in values:
        if isinstance(value, Ref):
            found.append(value)
        elif isinstance(value, list):
            found += references(value)
    return found
