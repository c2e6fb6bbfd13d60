"""From an exported graph to a program over tensors."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten import OPERATORS
from reportgen.importing.pytorch.builder import Builder, references
from reportgen.importing.pytorch.exported import Ref
from reportgen.importing.tensors.program import Constant, Program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.importing.pytorch.exported import Call, Exported

CHECKS: Final = frozenset(
    {"_assert_async", "_assert_scalar", "_assert_tensor_metadata", "sym_constrain_range_for_size"}
)
"""Operators that compute nothing."""
VIEWS: Final = frozenset(
    {
        *("alias", "chunk", "contiguous", "detach", "diagonal", "expand", "expand_as", "flatten", "movedim", "narrow"),
        *("numpy_T", "permute", "ravel", "reshape", "reshape_as", "select", "slice", "split", "split_with_sizes"),
        *("squeeze", "swapaxes", "t", "to", "transpose", "unbind", "unflatten", "unsqueeze", "view", "view_as"),
    }
)
"""Operators that may put out the memory of what they are given."""


def translate(exported: Exported, name: str) -> Program:
    """Give the program of a graph; an operator that has no words here becomes one of kind ``unknown``."""
    builder = Builder(exported)
    for graph_name in exported.inputs:
        builder.made[graph_name] = graph_name
    for graph_name, held in exported.stored.items():
        shape = exported.shapes[graph_name]
        learned = {held.path: prod(shape)} if held.kind == "parameter" else {}
        builder.constants[graph_name] = Constant(name=graph_name, shape=shape, trainable=learned)
        builder.made[graph_name] = graph_name
    memory = _Memory(exported)
    for place, call in enumerate(exported.calls):
        _translated(builder, call, memory, place)
    outputs = tuple(builder.read(Ref(output)) for output in exported.outputs)
    needed = _needed(builder, outputs)
    return Program(
        name=name,
        origin=exported.origin,
        inputs={graph_name: exported.shapes[graph_name] for graph_name in exported.inputs},
        constants={one: constant for one, constant in builder.constants.items() if one in needed},
        operations=tuple(op for op in builder.operations.values() if op.name in needed),
        outputs=outputs,
    )


def _needed(builder: Builder, outputs: Iterable[str]) -> set[str]:
    """Give what outputs are made of: weights that are not used belong to no layer."""
    needed = set(outputs)
    for op in reversed(builder.operations.values()):
        if op.name in needed:
            needed.update(op.reads)
    return needed


def _translated(b: Builder, call: Call, memory: _Memory, place: int) -> None:
    word = operator_of(call)
    if word in CHECKS:
        return
    b.begin(call)
    changed = memory.changed(call)
    if changed is not None and (others := memory.seen_elsewhere(changed, place)):
        _changed(b, call, (changed, *others))
    elif call.target.startswith("aten.") and word in OPERATORS:
        _read(b, call, word)
    else:
        b.unknown(call, "there is no word for it")
    memory.note(call)
    if changed is not None and call.outputs:
        b.made[changed] = b.made[call.outputs[0]]


def _read(b: Builder, call: Call, word: str) -> None:
    """Read one call; an overload that takes other arguments has no words."""
    try:
        OPERATORS[word](b, call)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError):
        b.unknown(call, "it is called in a way that is not known here")


def _changed(b: Builder, call: Call, names: Iterable[str]) -> None:
    """Make anew each tensor that shares memory with one that is changed in place: what they hold has no words."""
    why = {"why": "it changes in place a part of what others read"}
    given = [b.read(ref) for ref in references(call.given.values())]
    for name in names:
        reads = dict.fromkeys((b.made[name], *given))
        b.made[name] = b.make("unknown", reads, b.exported.shapes[name], why)
    b.put(call, b.made[references(call.given.values())[0].name])


def operator_of(call: Call) -> str:
    """Give an operator's name without its namespace and its overload; one that works in place as its twin."""
    parts = call.target.split(".")
    word = parts[1] if len(parts) > 1 else parts[0]
    return word.rstrip("_") if not word.endswith("__") else word


class _Memory:
    """Which tensors are views of which: what changes one in place changes the others too."""

    def __init__(self, exported: Exported) -> None:
        self.roots: dict[str, str] = {}
        self.last_read: dict[str, int] = {}
        for place, call in enumerate(exported.calls):
            for ref in references(call.given.values()):
                self.last_read[ref.name] = place
        self.last_read |= dict.fromkeys(exported.outputs, len(exported.calls))

    def changed(self, call: Call) -> str | None:
        """Give the tensor that a call changes in place."""
        word = call.target.split(".")[1] if "." in call.target else ""
        refs = references(call.given.values())
        return refs[0].name if refs and word.endswith("_") and not word.endswith("__") else None

    def note(self, call: Call) -> None:
        """Remember whose memory the outputs of a call are."""
        word = call.target.split(".")[1] if "." in call.target else ""
        refs = references(call.given.values())
        if refs and (word in VIEWS or (word.endswith("_") and not word.endswith("__"))):
            root = self.roots.get(refs[0].name, refs[0].name)
            self.roots |= dict.fromkeys(call.outputs, root)

    def seen_elsewhere(self, name: str, place: int) -> tuple[str, ...]:
        """Give the other tensors of the same memory that are read later, or put out."""
        root = self.roots.get(name, name)
        others = (root, *(other for other, one in self.roots.items() if one == root))
        return tuple(other for other in others if other != name and self.last_read.get(other, -1) > place)
