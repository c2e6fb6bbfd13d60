"""Models in which anything was changed: each is read, or refused in words."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from keras_models import called, functional, layer, read, tensor

from reportgen.importing.graph import graph_of
from reportgen.importing.keras.records import MalformedError

WINDOW = {
    "kernel_size": [3, 3],
    "strides": [1, 1],
    "padding": "same",
    "data_format": "channels_last",
    "activation": "relu",
}
LSTM = layer("LSTM", units=5, return_sequences=True, use_bias=True)
HEADS = {"num_heads": 5, "key_dim": 2, "value_dim": 2, "use_bias": True, "output_shape": None, "attention_axes": None}


def operation(kind: str, **config: Any) -> dict[str, Any]:
    return {**layer(kind, **config), "module": "keras.src.ops.numpy"}


MODEL = functional(
    {"image": [8, 6, 4]},
    [
        called(layer("ZeroPadding2D", padding=[[1, 1], [0, 1]]), tensor("image", shape=[8, 6, 4])),
        called(layer("Conv2D", filters=4, **WINDOW), tensor("zeropadding2d", shape=[10, 7, 4])),
        called(layer("BatchNormalization", axis=-1), tensor("conv2d", shape=[10, 7, 4])),
        called(layer("GlobalAveragePooling2D"), tensor("batchnormalization")),
        called(layer("Reshape", target_shape=[1, 1, 4]), tensor("globalaveragepooling2d")),
        called(layer("Multiply"), [tensor("batchnormalization"), tensor("reshape")]),
        called(layer("Permute", dims=[3, 1, 2]), tensor("multiply")),
        called(operation("Add"), tensor("permute"), 3.0),
        called(layer("Dense", units=6, activation=layer("ReLU", max_value=6.0)), tensor("add", shape=[4, 10, 7])),
        called(operation("Split", indices_or_sections=2, axis=-1), tensor("dense")),
        called(layer("Concatenate", axis=1), [tensor("split"), tensor("split", 0, 1)]),
        called(layer("Reshape", "rows", target_shape=[-1, 3]), tensor("concatenate")),
        called(layer("Bidirectional", merge_mode="concat", layer=LSTM), tensor("rows")),
        called(layer("MultiHeadAttention", **HEADS), tensor("bidirectional"), value=tensor("bidirectional")),
        called(layer("TimeDistributed", layer=layer("Dense", units=6)), tensor("multiheadattention")),
        called(layer("EinsumDense", equation="abc,cd->abd", output_shape=[None, 7]), tensor("timedistributed")),
        called(operation("Mean", axis=[1], keepdims=False), tensor("einsumdense")),
    ],
    ["mean"],
)
VALUES = (
    *(None, -1, 0, 1, 2, 3, 10**9, 10**13, 1.5, float("nan"), "", "x", "same", "channels_first", True),
    *([], {}, [1], [0], [-1], [None], [1, 2], [[1, 2], [3, 4]], ["image", 0, 0], [10**13] * 3),
)


def places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to every value within a value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(place for key, entry in entries for place in places(entry, (*before, key)))]


PLACES = places(MODEL)[1:]


def change(model: Any, place: tuple[Any, ...], value: Any) -> None:
    """Put a value in the place of another, if that is still there."""
    for key in place:
        keys = model if isinstance(model, dict) else range(len(model)) if isinstance(model, list) else ()
        if key not in keys:
            return
        holder, model = model, model[key]
    holder[place[-1]] = copy.deepcopy(value)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(VALUES)), min_size=1, max_size=3))
def test_a_changed_model_is_read_or_refused_in_words(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    model = copy.deepcopy(MODEL)
    for place, value in changes:
        change(model, place, value)
    with contextlib.suppress(MalformedError):
        graph_of(read(model))


def test_the_model_itself_is_read_whole() -> None:
    assert "custom" not in {one.word for one in read(MODEL).layers}
