"""Stem, head and gates of networks as people build them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.regions import answers, gates, head, narrows, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ARCHITECTURES = Path(__file__).parents[2] / "architectures"


def studied(path: Path, variant: str | None = None) -> Study:
    (architecture,) = [one for one in load(path) if variant in {None, one.variant}]
    return Study(build(architecture), architecture)


@pytest.fixture
def study(tmp_path: Path) -> Callable[[str], Study]:
    def read(text: str) -> Study:
        path = tmp_path / "network.yml"
        path.write_text(text)
        return studied(path)

    return read


def ids(study: Study, measure: Callable[[Study], Sequence[bool]]) -> list[str]:
    return [node.id for node, found in zip(study.graph.nodes, study.get(measure), strict=True) if found]


def test_the_stem_of_resnet_ends_before_its_second_downsampling() -> None:
    resnet = studied(ARCHITECTURES / "resnet" / "resnet.yml", "resnet-18")
    assert resnet.graph.nodes[resnet.get(stem)].id == "conv2_x/max_pool.1"
    assert ids(resnet, head) == ["global_avg_pool.1", "fc"]
    assert ids(resnet, gates) == []


def test_the_head_of_vgg_begins_where_places_end() -> None:
    vgg = studied(ARCHITECTURES / "vgg" / "vgg.yml", "vgg-11")
    assert ids(vgg, head)[0] == "fc6/dense.1"
    assert {node.split("/")[0] for node in ids(vgg, head)} == {"fc6", "fc7", "fc8"}


def test_a_merge_ends_the_stem_too(study: Callable[[str], Study]) -> None:
    plain = study("input: [4, 9, 9]\nlayers: [relu, {residual: [relu]}, {max_pool: 2}, {max_pool: 2}]\n")
    assert plain.graph.nodes[plain.get(stem)].id == "add.1"


def test_a_network_without_either_is_all_stem(study: Callable[[str], Study]) -> None:
    plain = study("input: [4, 9, 9]\nlayers: [relu, {max_pool: 2}, relu]\n")
    assert plain.get(stem) == len(plain.graph.nodes)


GATED = """
input: [8, 9, 9]
layers:
  - conv: {filters: 8, kernel: 3}
  - squeeze_excite: {squeeze: 2}
  - relu
  - global_avg_pool
  - dense: 4
"""


def test_gates_are_neither_features_nor_head(study: Callable[[str], Study]) -> None:
    gated = study(GATED)
    assert {one.split("/")[0] for one in ids(gated, gates)} == {"squeeze_excite.1"}
    assert not any(one.startswith("multiply") for one in ids(gated, gates))
    assert ids(gated, head) == ["global_avg_pool.1", "dense.1"]


def test_what_nothing_reads_makes_no_gate(study: Callable[[str], Study]) -> None:
    beside = "  - pointwise: 8\n    name: trunk\n  - relu: {}\n    name: idle\n"
    gated = study(GATED.replace("  - relu\n", f"{beside}  - tanh: {{}}\n    from: trunk\n"))
    assert {one.split("/")[0] for one in ids(gated, gates)} == {"squeeze_excite.1"}


SIDE = """
input: [8, 9, 9]
outputs: [side, main]
layers:
  - conv: {filters: 8, kernel: 3}
    name: trunk
  - global_avg_pool
  - dense: 4
    name: side
  - conv: {filters: 8, kernel: 3}
    from: trunk
  - global_avg_pool
  - dense: 4
    name: main
"""


def test_a_head_at_the_side_is_a_head(study: Callable[[str], Study]) -> None:
    sided = study(SIDE)
    assert ids(sided, head) == ["global_avg_pool.1", "side", "global_avg_pool.2", "main"]
    assert ids(sided, answers) == ["side", "main"]
    assert ids(sided, narrows) == ["input", "trunk", "conv.1", "global_avg_pool.2", "main"]


def test_channels_of_an_output_reach_up_to_the_layer_that_makes_them(study: Callable[[str], Study]) -> None:
    text = "input: [8, 9, 9]\nlayers: [{pointwise: 8}, relu, {pointwise: 3}, {upsample: 2}, sigmoid]\n"
    assert ids(study(text), answers) == ["pointwise.2", "upsample.1", "sigmoid.1"]
