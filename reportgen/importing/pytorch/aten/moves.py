"""What moves values, and changes none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.aten.windows import first
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def same(b: Builder, call: Call) -> None:
    """The same values, stored or typed otherwise."""
    b.put(call, b.read(first(call)))


def reshape(b: Builder, call: Call) -> None:
    """The same values in the same order, in other groups."""
    b.put(call, b.reshape(b.read(first(call)), b.out(call)))


def transpose(b: Builder, call: Call) -> None:
    """Two axes that change places."""
    x = b.read(first(call))
    order = list(range(len(b.shape(x))))
    dims = [call.given[name] for name in ("dim0", "dim1", "axis0", "axis1") if name in call.given] or [0, -1]
    if len(order) > 1:
        one, other = (dim % len(order) for dim in dims)
        order[one], order[other] = other, one
    b.put(call, b.permute(x, order))


def reverse(b: Builder, call: Call) -> None:
    """All axes in the opposite order, or the last two."""
    x = b.read(first(call))
    order = list(range(len(b.shape(x))))
    turned = order[::-1] if "numpy_T" in call.target else [*order[:-2], *order[:-3:-1]]
    b.put(call, b.permute(x, turned))


def permute(b: Builder, call: Call) -> None:
    """The axes in another order."""
    x = b.read(first(call))
    b.put(call, b.permute(x, [dim % len(b.shape(x)) for dim in call.given["dims"]]))


def movedim(b: Builder, call: Call) -> None:
    """Some axes moved to other places."""
    x = b.read(first(call))
    rank = len(b.shape(x))
    places = [
        [value] if isinstance(value, int) else value for value in (call.given["source"], call.given["destination"])
    ]
    source, destination = ([dim % rank for dim in dims] for dims in places)
    rest = [dim for dim in range(rank) if dim not in source]
    order = [-1] * rank
    for one, other in zip(source, destination, strict=True):
        order[other] = one
    b.put(call, b.permute(x, [dim if dim >= 0 else rest.pop(0) for dim in order]))


def expand(b: Builder, call: Call) -> None:
    """Axes of size 1, repeated."""
    _expanded(b, call, b.read(first(call)))


def _expanded(b: Builder, call: Call, x: str) -> None:
    if b.shape(x) == b.out(call):
        b.put(call, x)
        return
    b.whole(call, "expand", [x])


def repeat(b: Builder, call: Call) -> None:
    """Values over and over: where an axis has one place, as if it were expanded."""
    x = b.read(first(call))
    shape = (1,) * (len(b.out(call)) - len(b.shape(x))) + b.shape(x)
    if any(n not in {1, m} for n, m in zip(shape, b.out(call), strict=True)):
        b.unknown(call, "it repeats an axis of several places")
        return
    _expanded(b, call, b.reshape(x, shape))


def take(b: Builder, call: Call) -> None:
    """A run of places along an axis."""
    given = call.given
    start, stop = given.get("start"), given.get("end")
    if "length" in given:
        stop = start + given["length"]
    size = b.shape(b.read(first(call)))[given.get("dim", 0)]
    b.put(
        call,
        b.slice(
            b.read(first(call)), given.get("dim", 0), start or 0, size if stop is None else stop, given.get("step", 1)
        ),
    )


def select(b: Builder, call: Call) -> None:
    """One place along an axis, which goes."""
    x, index = b.read(first(call)), call.given["index"]
    axis = call.given.get("dim", 0) % len(b.shape(x))
    place = index % b.shape(x)[axis]
    b.put(call, b.reshape(b.slice(x, axis, place, place + 1), b.out(call)))


def parts(b: Builder, call: Call) -> None:
    """Every part along an axis."""
    x, at = b.read(first(call)), 0
    axis = call.given.get("dim", 0) % len(b.shape(x))
    for place in range(len(call.outputs)):
        size = 1 if "unbind" in call.target else b.out(call, place)[axis]
        b.put(call, b.reshape(b.slice(x, axis, at, at + size), b.out(call, place)), place)
        at += size


def concat(b: Builder, call: Call) -> None:
    """Several along one axis."""
    reads = [b.read(ref) for ref in call.given["tensors"] if b.shape(b.read(ref)) != (0,)]
    if len(reads) == 1:
        b.put(call, reads[0])
        return
    b.put(call, b.concat(reads, b.out(call), call.given.get("dim", 0) % len(b.out(call))))


def stack(b: Builder, call: Call) -> None:
    """Several along an axis of their own."""
    out = b.out(call)
    axis = call.given.get("dim", 0) % len(out)
    shape = (*out[:axis], 1, *out[axis + 1 :])
    b.whole(call, "concat", [b.reshape(b.read(ref), shape) for ref in call.given["tensors"]], {"axis": axis})


def roll(b: Builder, call: Call) -> None:
    """Axes moved on, end to start."""
    x = b.read(first(call))
    shifts, dims = (_listed(call.given.get(name)) for name in ("shifts", "dims"))
    if not dims:
        b.unknown(call, "it rolls all values as one row")
        return
    for shift, dim in zip(shifts, dims, strict=True):
        x = b.make("roll", [x], b.shape(x), {"axis": dim % len(b.shape(x)), "shift": shift})
    b.put(call, x)


def index(b: Builder, call: Call) -> None:
    """Places that a tensor tells: of a learned table, at offsets that are kept with it."""
    table = b.read(call.given["self"])
    places = [ref for ref in call.given["indices"] if ref is not None]
    if not b.fixed(table) or not all(b.is_constant(ref) for ref in places):
        b.unknown(call, "it takes values from places that a tensor tells", 0)
        return
    for ref in places:
        b.keep_with(table, b.read(ref))
    b.unknown(call, "")


def _listed(value: Any) -> list[int]:  # noqa: ANN401 - a number, a list of them, or nothing
    return [value] if isinstance(value, int) else list(value or ())


_SAYS: Final = "It makes a layer only where the next one needs another order of values."

RULES: Final = (
    Rule(
        (
            *("alias", "clone", "contiguous", "detach", "lift", "lift_fresh", "lift_fresh_copy", "to", "_to_copy"),
            *("type_as", "_autocast_to_reduced_precision", "_autocast_to_full_precision"),
        ),
        same,
        (),
        "The same values, stored or typed otherwise.",
    ),
    Rule(
        (
            *("view", "_unsafe_view", "reshape", "view_as", "reshape_as", "flatten", "unflatten", "squeeze"),
            *("unsqueeze", "ravel"),
        ),
        reshape,
        ("flatten", "flatten_positions", "reshape", "channel_shuffle", "pixel_shuffle"),
        _SAYS,
    ),
    Rule(("transpose", "swapaxes", "swapdims", "t"), transpose, ("permute",), _SAYS),
    Rule(("numpy_T", "mT"), reverse, ("permute",), _SAYS),
    Rule(("permute",), permute, ("permute", "channel_shuffle", "pixel_unshuffle"), _SAYS),
    Rule(("movedim", "moveaxis"), movedim, ("permute",), _SAYS),
    Rule(("expand", "expand_as", "broadcast_to"), expand, ("upsample",), "Where it spreads single cells."),
    Rule(("repeat",), repeat, ("upsample",), "Where it spreads single cells."),
    Rule(
        ("slice", "narrow"),
        take,
        ("split", "crop", "max_pool"),
        "A run of places; with a step, as pooling.",
    ),
    Rule(("select",), select, ("take_token", "split", "crop"), "One place."),
    Rule(
        ("split", "split_with_sizes", "chunk", "tensor_split", "unbind", "unsafe_chunk"),
        parts,
        ("split", "crop"),
        "Each part that is read.",
    ),
    Rule(
        ("cat", "concat", "concatenate"),
        concat,
        ("concat", "class_token"),
        "Of channels; of a token with others.",
    ),
    Rule(("stack",), stack, ("concat",), "As a concatenation along an axis of its own."),
    Rule(("roll",), roll, (), "In front of windows of attention, which it shifts."),
    Rule(("index",), index, (), "Places of a learned table, as a bias of attention; elsewhere it is told."),
)
"""In the order of the documentation."""
