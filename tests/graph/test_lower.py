"""From files to graphs: structures, names, ids, expressions, and what does not fit."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from reportgen import Graph, ReportgenError, build, load

if TYPE_CHECKING:
    from pathlib import Path


def graph_of(folder: Path, text: str) -> Graph:
    path = folder / "net.yml"
    path.write_text(dedent(text))
    (architecture,) = load(path)
    return build(architecture)


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(ReportgenError) as caught:
        graph_of(folder, text)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def rows(graph: Graph) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    return [(n.id, tuple(graph.nodes[i].id for i in n.inputs), n.shape) for n in graph.layers]


def test_a_layer_reads_the_one_above(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [3, 8, 8]
        layers:
          - conv: {filters: 4, kernel: 3}
            name: stem
          - relu
          - max_pool: 2
          - dense: 10
        """,
    )
    assert rows(graph) == [
        ("stem", ("input",), (4, 6, 6)),
        ("relu.1", ("stem",), (4, 6, 6)),
        ("max_pool.1", ("relu.1",), (4, 3, 3)),
        ("dense.1", ("max_pool.1",), (10,)),
    ]
    assert [graph.nodes[i].id for i in graph.outputs] == ["dense.1"]


def test_ids_are_paths_of_stages_and_blocks(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [8, 8, 8]
        blocks:
          basic:
            arguments: {filters: , stride: 1}
            layers:
              - residual:
                  body:
                    - conv: {filters: $filters, kernel: 3, stride: $stride, padding: half}
                    - conv: {filters: $filters, kernel: 3, padding: half}
                  shortcut:
                    - pointwise: {filters: $filters, stride: $stride}
                      when: ${stride != 1 or channels != filters}
              - relu
        layers:
          - stage: conv4_x
            layers:
              - basic: 16
                first: {stride: 2}
                repeat: 2
          - relu
        """,
    )
    assert [node.id for node in graph.layers] == [
        "conv4_x/basic.1/conv.1",
        "conv4_x/basic.1/conv.2",
        "conv4_x/basic.1/pointwise.1",
        "conv4_x/basic.1/add.1",
        "conv4_x/basic.1/relu.1",
        "conv4_x/basic.2/conv.1",
        "conv4_x/basic.2/conv.2",
        "conv4_x/basic.2/add.1",
        "conv4_x/basic.2/relu.1",
        "relu.1",
    ]
    adds = [tuple(graph.nodes[i].id for i in n.inputs) for n in graph.layers if n.op.word == "add"]
    assert adds == [
        ("conv4_x/basic.1/conv.2", "conv4_x/basic.1/pointwise.1"),
        ("conv4_x/basic.2/conv.2", "conv4_x/basic.1/relu.1"),
    ]


def test_names_reach_across_stages_and_a_stage_stands_for_its_last_layer(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [1, 8, 8]
        layers:
          - stage: down
            layers:
              - conv: {filters: 2, kernel: 3, padding: half}
              - relu
          - max_pool: 2
          - conv_transpose: {filters: 2, kernel: 2, stride: 2}
            name: up
          - concat:
            from: [down, up]
          - conv: {filters: 1, kernel: 1}
            name: main
          - dense: 2
            from: down
            name: aux
        outputs: [main, aux]
        """,
    )
    assert rows(graph)[4] == ("concat.1", ("down/relu.1", "up"), (4, 8, 8))
    assert [graph.nodes[i].id for i in graph.outputs] == ["main", "aux"]


def test_a_repeat_without_copies_and_a_false_when_leave_the_value_as_it_is(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [1, 8, 8]
        arguments: {deep: 0, act: false}
        layers:
          - conv: {filters: 2, kernel: 3}
            repeat: $deep
          - relu:
            when: $act
          - tanh
        """,
    )
    assert rows(graph) == [("tanh.1", ("input",), (1, 8, 8))]


def test_a_concatenating_residual_puts_the_shortcut_first(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [3, 8, 8]
        layers:
          - residual: {merge: concat, body: [{conv: {filters: 2, kernel: 3, padding: half}}]}
        """,
    )
    assert rows(graph)[-1] == ("concat.1", ("input", "conv.1"), (5, 8, 8))


def test_a_residual_that_does_not_skip_is_its_body(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [3, 8, 8]
        layers:
          - residual: {skip: "${channels == 4}", body: [{conv: {filters: 2, kernel: 3}}]}
        """,
    )
    assert rows(graph) == [("conv.1", ("input",), (2, 6, 6))]


def test_named_paths_number_their_own_layers_and_an_empty_path_is_identity(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [3, 8, 8]
        layers:
          - branches:
              paths:
                wide: [{conv: {filters: 2, kernel: 3, padding: half}}, relu]
                flat: [{pointwise: 4}]
                none: []
            name: mixed
        """,
    )
    assert rows(graph) == [
        ("mixed/wide/conv.1", ("input",), (2, 8, 8)),
        ("mixed/wide/relu.1", ("mixed/wide/conv.1",), (2, 8, 8)),
        ("mixed/flat/pointwise.1", ("input",), (4, 8, 8)),
        ("mixed/concat.1", ("mixed/wide/relu.1", "mixed/flat/pointwise.1", "input"), (9, 8, 8)),
    ]


def test_an_activation_may_be_named_by_an_argument(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [4, 8, 8]
        arguments: {act: silu, norm: layer_norm}
        layers:
          - norm: $norm
          - activation: $act
          - conv_bn: {filters: 8, kernel: 3, activation: hard_swish}
        """,
    )
    assert [n.op.word for n in graph.layers] == ["layer_norm", "silu", "conv", "batch_norm", "hard_swish"]


def test_a_files_own_block_stands_before_a_standard_one(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [4, 8, 8]
        blocks:
          conv_bn: {arguments: {filters: }, layers: [{pointwise: $filters}]}
        layers: [{conv_bn: 2}]
        """,
    )
    assert rows(graph) == [("conv_bn.1/pointwise.1", ("input",), (2, 8, 8))]


def test_channels_are_those_that_enter_the_block(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [6, 8, 8]
        blocks:
          squeeze:
            arguments: {filters: "${channels // 2}"}
            layers:
              - pointwise: $filters
              - pointwise: ${channels * 2}
        layers:
          - squeeze
          - pointwise: ${channels + 1}
        """,
    )
    assert [n.shape[0] for n in graph.layers] == [3, 12, 13]


def test_several_inputs_are_read_by_name(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        inputs: {image: [3, 8, 8], meta: [16]}
        layers:
          - dense: 4
            name: seen
          - concat:
            from: [seen, meta]
        """,
    )
    assert rows(graph) == [("seen", ("image",), (4,)), ("concat.1", ("seen", "meta"), (20,))]


NET = "input: [1, 8, 8]\nlayers:\n"

BROKEN = {
    "unequal shapes at a merge": (
        "  - residual: [{conv: {filters: 2, kernel: 3}}]\n",
        (
            "net.yml:3:5: bad-shape: add.1: add needs inputs of one shape, but the first is 2x6x6 "
            "and the second 1x8x8; "
            "give both paths the same strides and padding, or crop, pad or upsample one of them"
        ),
    ),
    "an output below 1": (
        "  - conv: {filters: 2, kernel: 9}\n",
        (
            "net.yml:3:5: bad-shape: conv.1: conv's window spans 9x9, more than its padded input of 8x8, so its output "
            "would be below 1; make the kernel smaller, pad, or downsample less before it"
        ),
    ),
    "what a layer without a shape would repeat": (
        "  - pad: 1\n  - reshape: [5]\n  - relu:\n    repeat: $channels\n  - pointwise: $channels\n",
        (
            "net.yml:4:5: bad-shape: reshape.1: reshape cannot give the 100 values of 1x10x10 the shape 5, which holds "
            "5; choose a shape of 100 values"
        ),
    ),
    "an unknown from": (
        "  - relu:\n    name: first\n  - add:\n    from: [first, frist]\n",
        "net.yml:6:19: unknown-from: no layer called 'frist' can be seen from here; did you mean 'first'?",
    ),
    "a name of a block's inside": (
        "  - conv_bn: {filters: 2, kernel: 1}\n  - relu:\n    from: conv.1\n",
        (
            "net.yml:5:11: unknown-from: no layer called 'conv.1' can be seen from here; "
            "names that stand above it here: input"
        ),
    ),
    "a huge repeat": (
        "  - relu:\n    repeat: 1000000000\n",
        "net.yml:4:13: too-many-repeats: one repeat makes at most 10,000 copies (repeats), not 1,000,000,000",
    ),
    "a name twice": (
        "  - relu:\n    name: x\n  - tanh:\n    name: x\n",
        "net.yml:5:5: repeated-name: 'x' stands here already; names differ within a list and its branches",
    ),
    "an activation that is none": (
        "  - activation: batch_norm\n",
        "net.yml:3:17: wrong-value: no activation is called 'batch_norm'",
    ),
    "a merge word that is none": (
        "  - residual: {merge: relu, body: [relu]}\n",
        (
            "net.yml:3:23: wrong-value: merge: expected add, multiply, average, maximum, minimum, subtract, divide, "
            "concat, got 'relu'"
        ),
    ),
    "a name that was left out": (
        "  - relu:\n    name: gone\n    when: ${1 == 2}\n  - tanh:\n    from: gone\n",
        "net.yml:7:11: unknown-from: 'gone' is left out by its 'when'",
    ),
    "division by zero": (
        "  - conv: {filters: '${8 // (channels - 1)}', kernel: 1}\n",
        "net.yml:3:21: bad-expression: division by zero: 8 // 0",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_does_not_fit_is_told(name: str, tmp_path: Path) -> None:
    text, expected = BROKEN[name]
    (found,) = problems_of(tmp_path, NET + text)
    assert found == expected


def test_all_that_does_not_fit_is_told_at_once_and_nothing_that_only_follows(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        """
        input: [1, 8, 8]
        layers:
          - branches:
              paths:
                - [{conv: {filters: 2, kernel: 9}}, {conv: {filters: "${channels * 2}", kernel: 3}}]
                - [{conv: {filters: 2, kernel: 10}}]
          - conv: {filters: 2, kernel: 3, groups: 5}
          - relu:
            from: nowhere
        """,
    )
    assert [line.split(": ")[1] for line in found] == ["bad-shape", "bad-shape", "unknown-from"]


def test_an_error_inside_a_standard_block_points_at_its_call(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, NET + "  - relu\n  - conv_bn: {filters: 2, kernel: 9, padding: 0}\n")
    assert found.startswith("net.yml:4:5: bad-shape: conv_bn.1/conv.1: conv's window spans 9x9")


def test_an_error_in_every_copy_of_a_block_is_told_once(tmp_path: Path) -> None:
    text = NET.replace("layers:\n", "blocks: {b: {layers: [{dense: 3}, {conv: {filters: 1, kernel: 3}}]}}\nlayers:\n")
    assert len(problems_of(tmp_path, text + "  - b:\n    repeat: 3\n")) == 1


def test_layers_past_the_cap_stop_the_lowering(tmp_path: Path) -> None:
    block = "blocks: {many: {layers: [{relu: , repeat: 10000}]}}\n"
    (found,) = problems_of(tmp_path, block + NET + "  - many:\n    repeat: 11\n")
    assert "too-many-layers: the network has more than 20,000 layers and blocks" in found


def test_reads_past_the_cap_stop_the_lowering(tmp_path: Path) -> None:
    block = f"blocks: {{many: {{layers: [{{add: , from: [{'input, ' * 1000}]}}]}}}}\n"
    (found,) = problems_of(tmp_path, block + NET + "  - many:\n    repeat: 501\n")
    assert "too-many-reads: the layers read more than 500,000 layers in all (reads)" in found


def test_what_leaves_no_layer_is_counted_too(tmp_path: Path) -> None:
    rows = "  - stage: a\n    repeat: 10000\n    layers: [{stage: b, repeat: 10, layers: []}]\n"
    (found,) = problems_of(tmp_path, NET + rows)
    assert "too-many-layers" in found


def test_blocks_and_structures_count_together(tmp_path: Path) -> None:
    nest = "{residual: [" * 20
    blocks = "".join(f"  b{i}: {{layers: [{nest}{f'b{i + 1}' if i < 3 else 'relu'}{']}' * 20}]}}\n" for i in range(4))
    (found,) = problems_of(tmp_path, f"blocks:\n{blocks}{NET}  - b0\n")
    assert "blocks-too-deep" in found


def test_copies_of_a_block_differ_where_the_channels_that_enter_do(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        input: [3, 8, 8]
        blocks:
          grow:
            layers:
              - pointwise: 4
              - pointwise: "${channels + 2}"
              - pointwise: 1
                when: ${channels == 7}
        layers:
          - grow: {}
            repeat: 3
        """,
    )
    assert [n.shape[0] for n in graph.layers] == [4, 5, 4, 7, 4, 9, 1]


def test_each_layer_of_a_list_sees_the_channels_that_reach_it(tmp_path: Path) -> None:
    text = 'input: [3, 8]\nlayers:\n  - pointwise: "${2 * channels}"\n    repeat: 3\n'
    assert [n.shape[0] for n in graph_of(tmp_path, text).layers] == [6, 12, 24]
