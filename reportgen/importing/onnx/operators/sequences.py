"""Operators that read a row of steps or tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.onnx.node import UnsupportedError
from reportgen.importing.onnx.operators.table import Operator

if TYPE_CHECKING:
    from reportgen.importing.onnx.node import Node

PEEPHOLES = 7
"""The input of an LSTM that lets its gates see the state."""


def recurrent(n: Node) -> None:
    """Its steps, its last state, or both. The state that it starts from does not count."""
    if n.is_wanted(2) or (n.proto.op_type == "LSTM" and n.has(PEEPHOLES)):
        raise UnsupportedError("its cells are put out, or seen by its gates")
    batch_first = n.attribute("layout", 0) == 1
    directions, units = n.shape(1)[0], n.attribute("hidden_size")
    read = n.reads()
    batch, steps = (n.shape()[0], n.shape()[1]) if batch_first else (n.shape()[1], n.shape()[0])
    if not batch_first:
        read = n.step("permute", read, shape=(batch, steps, n.shape()[2]), order=(1, 0, 2))
    each = n.is_wanted(0)
    given = {"units": units, "bidirectional": directions > 1, "biases": 2 * n.has(3), "sequence": each}
    width = directions * units
    shape = (batch, steps, width) if each else (batch, width)
    made = n.step(n.proto.op_type.lower(), read, *n.weights(range(1, 4)), shape=shape, **given)
    if each:
        parted = n.step("reshape", made, shape=(batch, steps, directions, units))
        n.make("permute", parted, order=(0, 1, 2, 3) if batch_first else (1, 2, 0, 3))
    if n.is_wanted(1):
        end = _end(n, made, (batch, steps, units), directions) if each else made
        parted = n.step("reshape", end, shape=(batch, directions, units))
        n.make("permute", parted, place=1, order=(0, 1, 2) if batch_first else (1, 0, 2))


def _end(n: Node, made: str, shape: tuple[int, int, int], directions: int) -> str:
    """Give what is carried at the end: forwards of the last step, backwards of the first."""
    batch, steps, units = shape
    backwards = n.attribute("direction", b"forward") == b"reverse"
    last = _step(n, made, (batch, directions * units), 0 if backwards else steps - 1)
    if directions == 1:
        return last
    first = _step(n, made, (batch, directions * units), 0)
    halves = [
        n.step("slice", whole, shape=(batch, units), axis=1, start=start, stop=start + units, step=1)
        for whole, start in ((last, 0), (first, units))
    ]
    return n.step("concat", *halves, shape=(batch, 2 * units), axis=1)


def _step(n: Node, made: str, shape: tuple[int, int], place: int) -> str:
    """Give what is put out at one step."""
    batch, width = shape
    one = n.step("slice", made, shape=(batch, 1, width), axis=1, start=place, stop=place + 1, step=1)
    return n.step("reshape", one, shape=shape)


def attention(n: Node) -> None:
    """With as many heads for keys as for queries, and nothing remembered."""
    if any(n.has(place) for place in (4, 5)) or any(n.is_wanted(place) for place in (1, 2, 3)):
        raise UnsupportedError("it remembers earlier keys, or puts its matches out")
    if len(n.shape()) == 4:  # noqa: PLR2004 - heads stand apart
        n.make("attention", *(n.reads(place) for place in range(3)))
        return
    heads = n.attribute("q_num_heads")
    if heads != n.attribute("kv_num_heads"):
        raise UnsupportedError("its queries have other heads than its keys")
    parts = [_parted(n, place, heads) for place in range(3)]
    batch, length, _ = n.shape()
    each = n.shape(2)[2] // heads
    made = n.step("attention", *parts, shape=(batch, heads, length, each))
    n.make("reshape", n.step("permute", made, shape=(batch, length, heads, each), order=(0, 2, 1, 3)))


def _parted(n: Node, place: int, heads: int) -> str:
    """Set the heads of one input apart."""
    batch, length, width = n.shape(place)
    parted = n.step("reshape", n.reads(place), shape=(batch, length, heads, width // heads))
    return n.step("permute", parted, shape=(batch, heads, length, width // heads), order=(0, 2, 1, 3))


OPERATORS = (
    Operator("LSTM", recurrent, "`lstm`"),
    Operator("GRU", recurrent, "`gru`"),
    Operator("Attention", attention, "`self_attention`, `attention`"),
)
