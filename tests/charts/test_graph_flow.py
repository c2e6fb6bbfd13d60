"""The graph of a network: at most twelve boxes, each layer in one of them, blocks that repeat told once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from chart_samples import catalogued, endless, networks, resnet, vgg

from reportgen import analyse, load
from reportgen.charts import graph
from reportgen.charts.graph.flow import MOST
from reportgen.charts.graph.inside import MOST as MOST_STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import NetworkReport


def written(layers: str, tmp_path: Path, source: str = "input: [3, 32, 32]") -> NetworkReport:
    (tmp_path / "made.yml").write_text(f"name: Made\n{source}\nlayers:\n{layers}")
    return analyse(load(tmp_path / "made.yml")[0])


def names(flow: graph.Flow) -> list[str]:
    return [box.name for box in flow.boxes]


def opened(report: NetworkReport, name: str) -> graph.Inside:
    flow = graph.flow(report)
    return graph.inside(flow, names(flow).index(name))


def step_ids(inside: graph.Inside) -> list[list[str]]:
    return [[layer.id.split("/", 1)[-1] for layer in step.layers] for step in inside.steps]


@pytest.mark.parametrize("report", networks(), ids=lambda report: report.id)
def test_each_layer_is_in_one_of_at_most_twelve_boxes_and_edges_run_forward(report: NetworkReport) -> None:
    flow = graph.flow(report)

    assert 1 < len(flow.boxes) <= MOST
    assert flow.layers == report.layers
    assert all(tail < head for tail, head in flow.edges)
    assert {head for _, head in flow.edges} == set(range(1, len(flow.boxes)))


def test_what_is_read_past_its_neighbour_is_an_edge_of_its_own() -> None:
    flow = graph.flow(catalogued("unet/unet"))
    jumps = [(names(flow)[tail], names(flow)[head]) for tail, head in flow.edges if head > tail + 1]

    assert jumps == [("down1", "up1"), ("down2", "up2"), ("down3", "up3"), ("down4", "up4")]
    assert "Past their neighbours, up1 also reads down1" in graph.say(flow)
    assert graph.say(flow).endswith("up4 takes most multiply-adds, 14%.")


def test_a_network_without_stages_is_grouped_where_its_size_changes() -> None:
    flow = graph.flow(vgg())
    shapes = [box.shape[1:] for box in flow.stages if len(box.shape) == 3]

    assert len(shapes) == 5
    assert all(one != other for one, other in pairwise(shapes))


def test_past_the_limit_what_costs_least_is_joined() -> None:
    assert len(graph.flow(endless()).boxes) == MOST


def test_a_group_that_holds_nearly_all_gives_way_to_the_groups_inside_it(tmp_path: Path) -> None:
    inner = "".join(
        f"      - stage: {name}\n        layers: [{{conv: {{filters: {filters}, kernel: 3}}}}, max_pool: 2]\n"
        for name, filters in (("early", 8), ("middle", 16), ("late", 32))
    )
    report = written(f"  - stage: features\n    layers:\n{inner}  - dense: 10\n", tmp_path)

    assert names(graph.flow(report)) == ["input", "features/early", "features/middle", "features/late", "dense.1"]


def test_a_group_of_alike_blocks_stays_one_box() -> None:
    assert names(graph.flow(catalogued("vit/vit", "vit-b-16")))[1:] == ["patches", "encoder", "head"]


def test_inputs_past_three_share_a_box(tmp_path: Path) -> None:
    inputs = ", ".join(f"part{n}: [3, 8, 8]" for n in range(1, 6))
    reads = ", ".join(f"part{n}" for n in range(1, 6))
    layers = f"  - concat: {{}}\n    from: [{reads}]\n  - conv: {{filters: 8, kernel: 3}}\n"
    report = written(layers, tmp_path, f"inputs: {{{inputs}}}")
    flow = graph.flow(report)

    assert names(flow)[:3] == ["part1", "part2", "3 more inputs"]
    assert {tail for tail, _ in flow.edges} >= {0, 1, 2}


def test_an_opened_stage_puts_norms_and_activations_with_the_layer_they_serve() -> None:
    inside = opened(catalogued("densenet/densenet", "densenet-121"), "denseblock1")

    assert step_ids(inside) == [
        [
            "dense_layer.1/batch_norm.1",
            "dense_layer.1/activation.1",
            "dense_layer.1/conv_bn.1/conv.1",
            "dense_layer.1/conv_bn.1/batch_norm.1",
            "dense_layer.1/conv_bn.1/activation.1",
        ],
        ["dense_layer.1/conv.1"],
        ["dense_layer.1/concat.1"],
    ]
    assert [step.layer.op for step in inside.steps] == ["conv", "conv", "concat"]
    assert [(r.name, r.last, r.times) for r in inside.repeats] == [("dense_layer.1", "dense_layer.6", 6)]
    assert inside.edges == ((0, 1), (0, 3), (1, 2), (2, 3))


def test_only_blocks_that_read_each_other_are_told_once() -> None:
    inside = opened(catalogued("resnet/resnet", "resnet-50"), "conv2_x")

    assert [(r.name, r.times) for r in inside.repeats] == [("bottleneck.2", 2)]
    ids = [step.layer.id for step in inside.steps]
    assert {f"conv2_x/bottleneck.1/conv_bn.{n}/conv.1" for n in (3, 4)} <= set(ids)
    assert not [name for name in ids if "bottleneck.3" in name]


def test_every_layer_of_a_stage_is_drawn_or_stands_for_one_that_is() -> None:
    flow = graph.flow(resnet())
    for place, box in enumerate(flow.boxes):
        if box.stage:
            inside = graph.inside(flow, place)
            told = {layer.id for step in inside.steps for layer in step.layers}
            assert told <= {layer.id for layer in box.stage.layers}
            assert {head for _, head in inside.edges} == set(range(len(inside.sources), len(inside.steps) + 1))


def test_branches_meet_where_they_are_put_together() -> None:
    inside = opened(catalogued("googlenet/googlenet", "googlenet"), "inception_3a")
    last = len(inside.steps)

    assert inside.steps[-1].layer.op == "concat"
    assert sum(head == last for _, head in inside.edges) == 4
    assert sum(tail == 0 for tail, _ in inside.edges) == 4


def test_a_stage_of_very_many_layers_leaves_the_rest_to_the_table() -> None:
    inside = opened(catalogued("wavenet/wavenet"), "stack")

    assert len(inside.steps) == MOST_STEPS
    assert inside.left_out == 117 - sum(len(step.layers) for step in inside.steps) > 0
