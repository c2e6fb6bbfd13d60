"""Weights that stand in one layer and are used in several: what is told of them, and what is refused."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from reportgen import Graph, ReportgenError, analyse, build, load
from reportgen.graph.expand import expand
from reportgen.pages.views.layer_row import options

if TYPE_CHECKING:
    from pathlib import Path

TWICE = """\
input: [4, 8, 8]
layers:
  - conv: {filters: 4, kernel: 3, padding: half}
    name: one
  - relu
  - conv: {filters: 4, kernel: 3, padding: half}
    name: two
    weights: one
  - conv: {filters: 4, kernel: 3, stride: 2}
    weights: two
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "net.yml"
    path.write_text(dedent(text))
    return path


def graph_of(folder: Path, text: str) -> Graph:
    (architecture,) = load(written(folder, text))
    return build(architecture)


def problems_of(folder: Path, layers: str) -> list[str]:
    lines = "\n".join(f"  {line}" for line in dedent(layers).strip().splitlines())
    with pytest.raises(ReportgenError) as caught:
        graph_of(folder, f"input: [4, 8, 8]\nlayers:\n{lines}\n")
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def owners(graph: Graph) -> dict[str, str]:
    return {node.id: graph.nodes[node.shares].id for node in graph.nodes if node.shares is not None}


def test_weights_are_those_of_the_layer_that_has_them(tmp_path: Path) -> None:
    assert owners(graph_of(tmp_path, TWICE)) == {"two": "one", "conv.1": "one"}


def test_what_is_used_again_is_stored_once_and_computed_each_time(tmp_path: Path) -> None:
    (architecture,) = load(written(tmp_path, TWICE))
    report = analyse(architecture)

    weights = 4 * (9 * 4 + 1)
    assert [layer.values["parameters"]["trainable"] for layer in report.layers] == [weights, 0, 0, 0]
    assert [layer.values["macs"] for layer in report.layers] == [144 * 64, 0, 144 * 64, 144 * 9]
    assert [layer.values["unshared_parameters"] for layer in report.layers] == [
        37 * 4 * cells for cells in (64, 0, 64, 9)
    ]
    assert report.totals["parameters"] == {"trainable": weights, "buffers": 0}
    assert report.totals["weight_bytes"] == 4 * weights
    # The bytes that a layer moves are those of the weights that it uses, its own or not.
    assert report.layers[0].values["intensity"] == report.layers[2].values["intensity"]


def test_a_table_says_whose_weights_a_layer_uses(tmp_path: Path) -> None:
    (architecture,) = load(written(tmp_path, TWICE))
    layers = analyse(architecture).layers

    assert options(layers[0]) == "3\N{MULTIPLICATION SIGN}3, padding half"
    assert options(layers[2]) == "3\N{MULTIPLICATION SIGN}3, padding half, weights of one"


def test_what_is_expanded_reads_back_the_same(tmp_path: Path) -> None:
    (architecture,) = load(written(tmp_path, TWICE))
    flat = expand(architecture)

    assert "    name: conv.1\n    weights: one\n" in flat
    assert owners(graph_of(tmp_path, flat)) == owners(build(architecture))


def test_a_path_leads_to_a_layer_inside(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [4, 8, 8]
        blocks:
          unit:
            layers:
              - stage: inner
                layers:
                  - pointwise: 4
                    name: mix
              - pointwise: 4
                weights: inner/mix
        layers:
          - stage: tower
            layers:
              - pointwise: 4
                name: first
              - unit:
                name: block
          - unit
          - pointwise: 4
            weights: tower/first
          - pointwise: 4
            weights: tower/block/inner/mix
        """,
    )
    assert owners(graph) == {
        "tower/block/pointwise.1": "tower/block/inner/mix",
        "unit.1/pointwise.1": "unit.1/inner/mix",
        "pointwise.1": "tower/first",
        "pointwise.2": "tower/block/inner/mix",
    }


REFUSED = {
    "no such name": (
        """
        - pointwise: 4
          name: one
        - pointwise: 4
          weights: on
        """,
        "net.yml:6:14: unknown-from: no layer called 'on' can be seen from here; did you mean 'one'?",
    ),
    "a number": (
        """
        - conv_bn: {filters: 4, kernel: 1}
        - conv: {filters: 4, kernel: 1, bias: false}
          weights: conv_bn.1/conv.1
        """,
        (
            "net.yml:5:14: unknown-from: no layer called 'conv_bn.1/conv.1' can be seen from here; "
            "names that stand above it here: input"
        ),
    ),
    "a later layer": (
        """
        - pointwise: 4
          weights: late
        - pointwise: 4
          name: late
        """,
        (
            "net.yml:4:14: unknown-from: no layer called 'late' can be seen from here; "
            "names that stand above it here: input"
        ),
    ),
    "another kind": (
        """
        - pointwise: 4
          name: one
        - conv: {filters: 4, kernel: 1}
          weights: one
        """,
        (
            "net.yml:6:14: bad-weights: conv.1 cannot use these weights: 'one' is not of the same "
            "kind, but pointwise; only a conv has such weights"
        ),
    ),
    "the input": (
        """
        - pointwise: 4
          weights: input
        """,
        (
            "net.yml:4:14: bad-weights: pointwise.1 cannot use these weights: 'input' is not of the same "
            "kind, but input; only a pointwise has such weights"
        ),
    ),
    "other options": (
        """
        - conv: {filters: 4, kernel: 3}
          name: one
        - conv: {filters: 8, kernel: [3, 1]}
          weights: one
        """,
        (
            "net.yml:6:14: bad-weights: conv.1 cannot use these weights: those of 'one' differ in 'filters' "
            "and 'kernel'; give both the same, or weights of their own"
        ),
    ),
    "other channels": (
        """
        - pointwise: 8
          name: one
        - pointwise: 8
          weights: one
        """,
        (
            "net.yml:6:14: bad-weights: pointwise.1 cannot use these weights: those of 'one' are for other channels "
            "or cells; give both inputs of one shape"
        ),
    ),
    "nothing stored": (
        """
        - relu:
          name: one
        - relu:
          weights: one
        """,
        "net.yml:6:14: bad-weights: relu.1 cannot use these weights: relu stores none; leave 'weights' out",
    ),
    "a custom layer": (
        """
        - custom: {output: [4, 8, 8], parameters: 7}
          name: one
        - custom: {output: [4, 8, 8], parameters: 7}
          weights: one
        """,
        (
            "net.yml:6:14: bad-weights: custom.1 cannot use these weights: custom says itself what it stores: "
            "leave 'weights' out and give 'parameters: 0'"
        ),
    ),
    "beside a structure": (
        """
        - pointwise: 4
          name: one
        - residual:
            - pointwise: 4
          weights: one
        """,
        (
            "net.yml:7:5: unknown-key: 'weights' cannot stand beside 'residual', only beside a layer; "
            "name the layers inside it"
        ),
    ),
    "beside a block": (
        """
        - conv_bn: {filters: 4, kernel: 1}
          weights: one
        """,
        (
            "net.yml:4:5: unknown-key: 'weights' cannot stand beside 'conv_bn', only beside a layer; "
            "name the layers inside it"
        ),
    ),
    "a list": (
        """
        - pointwise: 4
          weights: [one]
        """,
        "net.yml:4:14: wrong-type: weights must be the name of one layer",
    ),
}


@pytest.mark.parametrize(("layers", "problem"), REFUSED.values(), ids=REFUSED)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, layers: str, problem: str) -> None:
    assert problems_of(tmp_path, layers) == [problem]


def test_a_bias_that_others_use_is_not_called_redundant(tmp_path: Path) -> None:
    shared = "\n".join([*TWICE.splitlines(), "  - batch_norm"])
    (architecture,) = load(written(tmp_path, shared))
    assert "redundant-bias" not in {finding.name for finding in analyse(architecture).findings}

    (alone,) = load(written(tmp_path, shared.replace("    weights: two\n", "")))
    assert "redundant-bias" in {finding.name for finding in analyse(alone).findings}
