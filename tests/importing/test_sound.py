"""What an operation says of itself is held against the shapes that it reads, and nothing else is said of it."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest
from programs import Sketch, words

from reportgen import ReportgenError
from reportgen.importing.tensors.program import KINDS, Operation
from reportgen.importing.tensors.recognise import recognise
from reportgen.importing.tensors.sound import is_sound, sound

Shape = tuple[int, ...]
WINDOW = {"kernel": (3, 3), "stride": (1, 1), "dilation": (1, 1), "padding": ((1, 1), (1, 1))}
X: Shape = (1, 4, 9, 9)

SOUND: dict[str, list[tuple[tuple[Shape, ...], Shape, dict[str, Any]]]] = {
    "conv": [((X, (8, 4, 3, 3)), (1, 8, 9, 9), {**WINDOW, "groups": 1})],
    "max_pool": [((X,), X, WINDOW), ((X,), (1, 4, 5, 5), {**WINDOW, "padding": "same"})],
    "adaptive_avg_pool": [((X,), (1, 4, 3, 1), {})],
    "upsample": [((X,), (1, 4, 18, 18), {})],
    "linear": [(((1, 7, 4), (8, 4), (8,)), (1, 7, 8), {}), (((4,), (4, 8)), (8,), {})],
    "matmul": [(((1, 2, 7, 4), (1, 2, 4, 5)), (1, 2, 7, 5), {}), (((7, 4), (4,)), (7,), {})],
    "embedding": [(((1, 7), (100, 8)), (1, 7, 8), {})],
    "attention": [(((1, 2, 7, 4), (1, 2, 5, 4), (1, 2, 5, 6)), (1, 2, 7, 6), {})],
    "reduce": [
        ((X,), (1, 4, 1, 1), {"axes": (2, 3), "keepdims": True}),
        ((X,), (1, 4), {"axes": (2, 3), "keepdims": False}),
    ],
    "reshape": [((X,), (1, 4, 81), {})],
    "permute": [((X,), (1, 9, 9, 4), {"order": (0, 2, 3, 1)})],
    "expand": [(((4, 1, 1),), X, {})],
    "slice": [((X,), (1, 2, 9, 9), {"axis": 1, "start": 0, "stop": 4, "step": 2})],
    "roll": [((X,), X, {"axis": 2, "shift": -3})],
    "concat": [((X, (1, 2, 9, 9)), (1, 6, 9, 9), {"axis": 1})],
    "pad": [((X,), (1, 4, 11, 8), {"padding": ((0, 0), (0, 0), (1, 1), (0, -1))})],
    "softmax": [((X,), X, {"axis": -3})],
    "layer_norm": [((X,), X, {"over": (3,)})],
    "add": [((X, (4, 1, 1)), X, {}), (((), X), X, {})],
    "clip": [((X,), X, {"low": 0.0, "high": inf})],
    "leaky_relu": [((X,), X, {"slope": 0.1})],
    "lstm": [(((1, 7, 4),), (1, 7, 8), {"sequence": True}), (((1, 7, 4),), (1, 8), {"sequence": False})],
    "unknown": [((X,), (3,), {"why": "nobody knows"})],
}
BROKEN: dict[str, list[tuple[tuple[Shape, ...], Shape, dict[str, Any]]]] = {
    "conv": [
        ((X, (8, 4, 3)), (1, 8, 9, 9), {**WINDOW, "groups": 1}),
        ((X, (8, 4, 3, 3)), (8, 9, 9), {**WINDOW, "groups": 1}),
        ((X, (8, 4, 3, 3)), (1, 8, 9, 9), {**WINDOW, "groups": "1"}),
        ((X, (8, 4, 3, 3)), (1, 8, 9, 9), {**WINDOW, "stride": (1,), "groups": 1}),
        ((X,), (1, 8, 9, 9), {**WINDOW, "groups": 1}),
    ],
    "max_pool": [
        ((X,), X, {**WINDOW, "padding": ((1, 1),)}),
        ((X,), X, {**WINDOW, "padding": ((1, 1), (1, "a"))}),
        (((1, 4),), (1, 4), dict.fromkeys(WINDOW, ())),
        ((X,), X, {}),
    ],
    "adaptive_avg_pool": [((X,), (1, 5, 3, 1), {}), ((X,), (1, 4), {})],
    "linear": [(((1, 7, 4), (8, 5)), (1, 7, 8), {}), (((1, 7, 4), (8, 4)), (1, 8), {}), (((), (8, 4)), (8,), {})],
    "matmul": [(((1, 7, 4), (1, 5, 4)), (1, 7, 4), {}), (((), (4,)), (4,), {})],
    "embedding": [(((1, 7), (100,)), (1, 7, 100), {})],
    "attention": [(((1, 7, 4), (1, 5, 3), (1, 5, 6)), (1, 7, 6), {}), (((4,), (4,), (4,)), (4,), {})],
    "reduce": [((X,), (1, 4), {"axes": (2, 4), "keepdims": False}), ((X,), (1,), {"axes": (2, 2), "keepdims": True})],
    "reshape": [((X,), (1, 4, 80), {}), ((X,), (), {})],
    "permute": [((X,), (1, 9, 9), {"order": (0, 2, 3)}), ((X,), X, {"order": (0, 1, 2, 2)}), ((X,), X, {"order": 7})],
    "expand": [(((4, 2, 1),), X, {})],
    "slice": [
        ((X,), (1, 4, 9, 0), {"axis": 4, "start": 0, "stop": 0, "step": 1}),
        ((X,), (1, 5, 9, 9), {"axis": 1, "start": 0, "stop": 5, "step": 1}),
        ((X,), X, {"axis": 1, "start": 0, "stop": 4, "step": 0}),
        ((X,), X, {"axis": 1.0, "start": 0, "stop": 4, "step": 1}),
    ],
    "roll": [((X,), X, {"axis": 2, "shift": 0.5})],
    "concat": [((X, (1, 2, 9)), (1, 6, 9, 9), {"axis": 1}), ((X, (1, 2, 9, 8)), (1, 6, 9, 9), {"axis": 1})],
    "pad": [((X,), X, {"padding": ((0, 0),)})],
    "softmax": [(((),), (), {"axis": 0})],
    "layer_norm": [((X,), X, {"over": (4,)})],
    "add": [((X, (3, 1, 1)), X, {}), (((4, 1, 1), (1, 9)), X, {})],
    "clip": [((X,), X, {"low": nan})],
    "leaky_relu": [((X,), X, {"slope": inf}), ((X,), X, {"slope": "0.1"})],
    "lstm": [(((1, 7),), (1, 8), {"sequence": False})],
}


def cases(table: dict[str, list[tuple[tuple[Shape, ...], Shape, dict[str, Any]]]]) -> list[Any]:
    return [pytest.param(kind, *case, id=f"{kind}-{place}") for kind in table for place, case in enumerate(table[kind])]


@pytest.mark.parametrize(("kind", "read", "shape", "options"), cases(SOUND))
def test_what_may_be_is_left_as_it_is(
    kind: str, read: tuple[Shape, ...], shape: Shape, options: dict[str, Any]
) -> None:
    assert is_sound(Operation(name="y", kind=kind, reads=("x",), shape=shape, options=options), read)


@pytest.mark.parametrize(("kind", "read", "shape", "options"), cases(BROKEN))
def test_what_cannot_be_has_no_words(kind: str, read: tuple[Shape, ...], shape: Shape, options: dict[str, Any]) -> None:
    assert kind in KINDS or kind in SOUND
    assert not is_sound(Operation(name="y", kind=kind, reads=("x",), shape=shape, options=options), read)


def test_what_cannot_be_is_told_and_what_it_stores_is_counted() -> None:
    do = Sketch(x=(1, 4, 9, 9))
    weight = do.weight(8, 4, 3)
    do("conv", "x", weight, shape=(1, 8, 9, 9), groups=1, **WINDOW)

    (layer,) = recognise(sound(do.program())).layers

    assert (layer.word, layer.trainable, layer.shape) == ("custom", 96, (8, 9, 9))
    assert layer.remark == "conv: its shapes and options do not fit each other"


def test_a_tensor_without_values_is_refused() -> None:
    do = Sketch(x=(1, 4, 9, 9))
    do.slice("x", 1, 0, 0)

    with pytest.raises(ReportgenError, match=r"no-values: slice0 has the shape \[1, 0, 9, 9\] and holds no values"):
        sound(do.program())


def test_what_is_put_out_and_fixed_is_no_layer() -> None:
    do = Sketch(x=(1, 4, 9, 9))
    network = do.network(do("relu", "x"), do.weight(5))

    assert (words(network), len(network.outputs)) == (["relu"], 1)


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [("add", inf, "inf"), ("multiply", nan, "nan"), ("maximum", -inf, "-inf"), ("power", inf, "inf")],
)
def test_arithmetic_with_what_is_no_number_has_no_words(kind: str, number: float, told: str) -> None:
    do = Sketch(x=(1, 4, 9, 9))
    do(kind, "x", do.number(number))

    (layer,) = do.network().layers

    assert (layer.word, layer.remark) == ("custom", f"{kind}: there is no word for arithmetic with {told}")


def test_a_division_by_next_to_nothing_has_no_words() -> None:
    do = Sketch(x=(1, 4, 9, 9))
    do("divide", "x", do.number(1e-320))

    assert words(do.network()) == ["custom"]


@pytest.mark.parametrize(
    ("bounds", "word", "options"),
    [
        ({"low": 0.0, "high": inf}, "relu", []),
        ({"low": -inf, "high": 6.0}, "clip", ["high"]),
        ({"low": -inf, "high": inf}, "identity", []),
        ({"low": 0.0, "high": 6.0}, "relu6", []),
    ],
)
def test_a_clip_without_an_end_stops_at_the_other(bounds: dict[str, float], word: str, options: list[str]) -> None:
    do = Sketch(x=(1, 4, 9, 9))
    do("clip", "x", **bounds)

    (layer,) = do.network().layers

    assert (layer.word, list(layer.options)) == (word, options)
