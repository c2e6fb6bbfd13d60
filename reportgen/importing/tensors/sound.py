"""Operations that cannot be what they say have no words: a damaged source, or a call that nobody foresaw.

Each kind promises something of its options, of the shapes that it reads and of the one that it puts out. Where no
framework has checked a source, that is held against it here, once and before anything else relies on it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.tensors.elementwise import BINARY, UNARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.importing.tensors.program import Dimensions, Operation, Program

Shapes = tuple["Dimensions", ...]

WHY: Final = "its shapes and options do not fit each other"


def sound(program: Program) -> Program:
    """Leave no word to an operation that breaks what its kind promises.

    Raises:
        ReportgenError: where a tensor that is worked out holds no values at all.
    """
    for name, shape in program.computed().items():
        if 0 in shape:
            what = f"{name} has the shape {list(shape)} and holds no values; export it for inputs that give it some"
            raise ReportgenError([Problem("no-values", what, Mark(program.origin))])
    shapes = program.shapes()
    operations = (
        op if is_sound(op, tuple(shapes[name] for name in op.reads)) else _wordless(op) for op in program.operations
    )
    return replace(program, operations=tuple(operations))


def is_sound(op: Operation, read: Shapes) -> bool:
    """Say whether an operation may be what it says, given the shapes that it reads."""
    try:
        return op.kind not in _PUT_OUT or _PUT_OUT[op.kind](op, read) == op.shape
    except (IndexError, KeyError, TypeError, ValueError, ZeroDivisionError):  # options are whatever a source holds
        return False


def _wordless(op: Operation) -> Operation:
    return replace(op, kind="unknown", options={"why": WHY})


def _hold(*promises: bool) -> None:
    if not all(promises):
        raise ValueError


def _whole(values: Iterable[object]) -> bool:
    return all(isinstance(value, int) for value in values)


def _axes(axes: Iterable[int], shape: Dimensions) -> set[int]:
    """Give axes of a shape, each of which is named once."""
    listed = list(axes)
    found = set(listed)
    _hold(_whole(listed), len(found) == len(listed), found <= set(range(len(shape))))
    return found


def _alike(_: Operation, read: Shapes) -> Dimensions:
    return read[0]


def _function(op: Operation, read: Shapes) -> Dimensions:
    """A function of each value; of its options, which are numbers, only the ends of a clip may be infinite."""
    _hold(*(math.isfinite(value) or (op.kind == "clip" and math.isinf(value)) for value in op.options.values()))
    return read[0]


def _along_axis(op: Operation, read: Shapes) -> Dimensions:
    _axes([op.options["axis"] % len(read[0])], read[0])
    return read[0]


def _over(op: Operation, read: Shapes) -> Dimensions:
    _axes(op.options["over"], read[0])
    return read[0]


def _rolled(op: Operation, read: Shapes) -> Dimensions:
    _hold(_whole([op.options["shift"]]))
    return _along_axis(op, read)


def _spread(_: Operation, read: Shapes) -> Dimensions:
    """Several, of which axes of size 1 are repeated."""
    rank = max(map(len, read))
    aligned = list(zip(*((1,) * (rank - len(shape)) + shape for shape in read), strict=True))
    _hold(*(set(sizes) <= {1, max(sizes)} for sizes in aligned))
    return tuple(map(max, aligned))


def _expanded(op: Operation, read: Shapes) -> Dimensions:
    return _spread(op, (read[0], op.shape))


def _regrouped(op: Operation, read: Shapes) -> Dimensions:
    _hold(prod(op.shape) == prod(read[0]))
    return op.shape


def _permuted(op: Operation, read: Shapes) -> Dimensions:
    order = op.options["order"]
    _hold(len(_axes(order, read[0])) == len(read[0]))
    return tuple(read[0][axis] for axis in order)


def _sliced(op: Operation, read: Shapes) -> Dimensions:
    axis, start, stop, step = (op.options[name] for name in ("axis", "start", "stop", "step"))
    _axes([axis], read[0])
    _hold(0 <= start <= stop <= read[0][axis])
    return (*read[0][:axis], len(range(start, stop, step)), *read[0][axis + 1 :])


def _joined(op: Operation, read: Shapes) -> Dimensions:
    axis = op.options["axis"] % len(op.shape)
    _hold(len({(shape[:axis], shape[axis + 1 :]) for shape in read}) == 1)
    return (*read[0][:axis], sum(shape[axis] for shape in read), *read[0][axis + 1 :])


def _padded(op: Operation, read: Shapes) -> Dimensions:
    edges = zip(read[0], op.options["padding"], strict=True)
    return tuple(size + before + after for size, (before, after) in edges)


def _reduced(op: Operation, read: Shapes) -> Dimensions:
    over = _axes(op.options["axes"], read[0])
    if op.options["keepdims"]:
        return tuple(1 if axis in over else size for axis, size in enumerate(read[0]))
    return tuple(size for axis, size in enumerate(read[0]) if axis not in over)


def _windowed(op: Operation, read: Shapes) -> Dimensions:
    """What slides over cells: a number for each axis of them, and a pair of padding."""
    rank, padding = len(read[0]) - 2, op.options["padding"]
    names = ("kernel", "stride", "dilation", "output_padding")
    numbers = [op.options[name] for name in names if name in op.options]
    _hold(rank > 0, len(op.shape) == len(read[0]), *(len(each) == rank and _whole(each) for each in numbers))
    if not isinstance(padding, str):
        _hold(len(padding) == rank, *(_whole((before, after)) for before, after in padding))
    return op.shape


def _convolved(op: Operation, read: Shapes) -> Dimensions:
    _hold(len(read[1]) == len(read[0]), _whole([op.options["groups"]]))
    return _windowed(op, read)


def _resized(op: Operation, read: Shapes) -> Dimensions:
    """Cells in another number, and the channels as they were."""
    _hold(len(op.shape) == len(read[0]) > 2)  # noqa: PLR2004 - batch and channels
    return (*read[0][:2], *op.shape[2:])


def _times_matrix(op: Operation, read: Shapes) -> Dimensions:
    units = op.shape[-1]
    _hold(prod(read[1]) == read[0][-1] * units)
    return (*read[0][:-1], units)


def _product(op: Operation, read: Shapes) -> Dimensions:
    one, other = read
    _hold(one[-1] == other[-2:][0])
    return op.shape


def _attended(_: Operation, read: Shapes) -> Dimensions:
    queries, keys, values = read[:3]
    _hold(queries[-1] == keys[-1], keys[-2] == values[-2])
    return (*queries[:-1], values[-1])


def _looked_up(_: Operation, read: Shapes) -> Dimensions:
    numbers, (_words, units) = read
    return (*numbers, units)


def _stepped(op: Operation, read: Shapes) -> Dimensions:
    batch, steps, _ = read[0]
    return (batch, steps, op.shape[-1]) if op.options["sequence"] else (batch, op.shape[-1])


_PUT_OUT: Final[Mapping[str, Callable[[Operation, Shapes], Dimensions]]] = MappingProxyType(
    {
        **dict.fromkeys(UNARY, _function),
        **dict.fromkeys((*BINARY, "average"), _spread),
        **dict.fromkeys(("conv", "conv_transpose"), _convolved),
        **dict.fromkeys(("max_pool", "avg_pool"), _windowed),
        **dict.fromkeys(("adaptive_avg_pool", "adaptive_max_pool", "upsample"), _resized),
        **dict.fromkeys(("softmax", "log_softmax"), _along_axis),
        **dict.fromkeys(("layer_norm", "rms_norm"), _over),
        **dict.fromkeys(("batch_norm", "instance_norm", "group_norm", "local_response_norm"), _alike),
        **dict.fromkeys(("prelu", "affine", "identity"), _alike),
        **dict.fromkeys(("dropout", "spatial_dropout"), _function),
        **dict.fromkeys(("lstm", "gru", "rnn"), _stepped),
        "linear": _times_matrix,
        "matmul": _product,
        "attention": _attended,
        "embedding": _looked_up,
        "reduce": _reduced,
        "reshape": _regrouped,
        "permute": _permuted,
        "expand": _expanded,
        "slice": _sliced,
        "roll": _rolled,
        "concat": _joined,
        "pad": _padded,
    }
)
"""The shape that each kind puts out, by its own account as far as it tells: ``op.shape`` where it may be that one."""
