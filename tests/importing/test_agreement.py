"""Two graphs are the same only where every layer, what it reads and what is put out are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sources import layer, network

from reportgen import Graph
from reportgen.importing.agreement import is_same
from reportgen.importing.graph import graph_of

LAYERS = (
    layer("a", "conv", "image", filters=4, kernel=3, padding=1),
    layer("b", "pointwise", "image", filters=4),
    layer("sum", "add", "a", "b"),
    layer("joined", "concat", "sum", "b"),
)


def graph(*changed: Any, outputs: tuple[str, ...] = ("joined",)) -> Graph:
    others = {one.name: one for one in changed}
    return graph_of(network(*(others.get(one.name, one) for one in LAYERS), outputs=outputs))


@pytest.mark.parametrize(
    "other",
    [
        graph(),
        graph(replace(LAYERS[0], options={"filters": 4, "kernel": [3, 3], "padding": "half"})),
        graph(replace(LAYERS[1], word="conv", options={"filters": 4, "kernel": 1})),
        graph(replace(LAYERS[2], reads=("b", "a"))),
    ],
    ids=["itself", "other words for the padding", "a window of one cell", "a sum in another order"],
)
def test_what_does_the_same_is_the_same(other: Graph) -> None:
    assert is_same(graph(), other, (1, 2, 3, 4))


@pytest.mark.parametrize(
    "other",
    [
        graph(replace(LAYERS[0], options={"filters": 4, "kernel": 5, "padding": 2})),
        graph(replace(LAYERS[0], options={"filters": 4, "kernel": 3, "padding": 1, "bias": False})),
        graph(replace(LAYERS[1], reads=("a",))),
        graph(replace(LAYERS[2], word="maximum")),
        graph(replace(LAYERS[3], reads=("b", "sum"))),
        graph(outputs=("sum",)),
        graph(outputs=("sum", "joined")),
    ],
    ids=["kernel", "bias", "reads", "merge", "order of a concatenation", "output", "outputs"],
)
def test_what_differs_in_anything_is_not(other: Graph) -> None:
    assert not is_same(graph(), other, (1, 2, 3, 4))


def test_every_layer_must_be_there_once() -> None:
    assert not is_same(graph(), graph(), (1, 2, 3, 3))
    assert not is_same(graph(), Graph(graph().nodes[:-1], (3,)), (1, 2, 3))
