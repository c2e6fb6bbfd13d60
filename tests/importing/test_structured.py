"""The structure that is found says what the flat graph says, and reads as if a person had written it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from made_networks import Made, networks

from reportgen import Architecture, analyse, load
from reportgen.importing.architecture import source_of
from reportgen.importing.write import write

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork

CATALOGUE = Path(__file__).parents[2] / "architectures"
FEW = (
    "alexnet/alexnet",
    "densenet/densenet:densenet-121",
    "googlenet/googlenet:googlenet",
    "mobilenet/mobilenet-v2",
    "regnet/regnet:regnet-y-400mf",
    "resnet/resnet:resnet-50",
    "resnet/se-resnet",
    "segmentation/dilated-resnet-50:fcn-resnet-50",
    "shufflenet/shufflenet-v2:shufflenet-v2-x1-0",
    "unet/unet",
    "vit/vit:vit-b-16",
    "tcn/tcn",
)
TOTALS = ("parameters", "buffers", "macs", "operations", "depth", "receptive_field")
"""Totals that do not depend on the order of layers that stand side by side."""
COLUMNS = ("parameters", "macs", "receptive_field", "capacity", "coverage")


@cache
def catalogue() -> dict[str, Architecture]:
    found = {}
    for file in sorted(CATALOGUE.rglob("*.yml")):
        for one in load(file):
            place = str(file.relative_to(CATALOGUE).with_suffix(""))
            found[f"{place}:{one.variant}" if one.variant else place] = one
    return found


def one_of(name: str) -> SourceNetwork:
    return source_of(catalogue()[name])


def without_scopes(network: SourceNetwork) -> SourceNetwork:
    return replace(network, layers=tuple(replace(layer, scope=()) for layer in network.layers))


def figures(architecture: Architecture) -> dict[str, Any]:
    """Everything that must stay, whatever the order of layers that stand side by side and their ids."""
    report = analyse(architecture)
    rows = Counter(str((layer.output_shape, *(layer.values.get(name) for name in COLUMNS))) for layer in report.layers)
    return {"rows": rows, **{name: report.totals.get(name) for name in TOTALS}}


def read(text: str, folder: Path) -> Architecture:
    (folder / "again.yml").write_text(text, encoding="utf-8")
    (again,) = load(folder / "again.yml")
    return again


def assert_same(original: Architecture, network: SourceNetwork, folder: Path) -> None:
    imported = write(network)
    assert imported.structured, imported.text
    assert figures(read(imported.text, folder)) == figures(original)
    flat = write(network, structure=False).text
    assert imported.text.count("\n") <= flat.count("\n")
    origin, *lines = imported.text.splitlines()
    assert origin.startswith("# Written by")
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize("name", FEW)
def test_a_network_with_its_structure_found_anew_is_the_same(name: str, tmp_path: Path) -> None:
    assert_same(catalogue()[name], one_of(name), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", catalogue())
@pytest.mark.parametrize("scopes", [True, False], ids=["with scopes", "without"])
def test_every_network_of_the_catalogue_is_the_same(name: str, scopes: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    network = one_of(name)
    assert_same(catalogue()[name], network if scopes else without_scopes(network), tmp_path)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=networks())
def test_any_network_is_the_same(made: Made, tmp_path: Path) -> None:
    described = {"input": list(made.input), "layers": made.layers}
    original = read(yaml.safe_dump(described, sort_keys=False), tmp_path)
    network = source_of(original)
    if network.layers:
        assert write(network).structured
        assert figures(read(write(network).text, tmp_path)) == figures(original)


@pytest.mark.parametrize("scopes", [True, False], ids=["with scopes", "without"])
@pytest.mark.parametrize(
    "name",
    ["resnet/resnet:resnet-50", "densenet/densenet:densenet-121", "mobilenet/mobilenet-v2", "vit/vit:vit-b-16"],
)
def test_the_file_is_under_a_third_of_the_flat_one(name: str, scopes: bool) -> None:  # noqa: FBT001 - a case
    network = one_of(name) if scopes else without_scopes(one_of(name))

    assert 3 * write(network).text.count("\n") < write(network, structure=False).text.count("\n")


def layers_of(name: str) -> str:
    return write(one_of(name)).text.split("\n\n", 1)[1]


def test_standard_blocks_stages_and_repeats_are_found() -> None:
    assert (
        layers_of("resnet/resnet:resnet-50")
        == """\
layers:
  - conv_bn: {filters: 64, kernel: 7, stride: 2, activation: relu}  # conv1
  - stage: conv2_x
    layers:
      - max_pool: {kernel: 3, stride: 2, padding: half}
      - bottleneck: 256
        repeat: 3
  - stage: conv3_x
    layers:
      - bottleneck: 512
        first: {stride: 2}
        repeat: 4
  - stage: conv4_x
    layers:
      - bottleneck: 1024
        first: {stride: 2}
        repeat: 6
  - stage: conv5_x
    layers:
      - bottleneck: 2048
        first: {stride: 2}
        repeat: 3
  - global_avg_pool
  - dense: 1000
    name: fc
"""
    )


def test_a_pattern_of_the_network_becomes_a_block_with_what_follows_from_its_arguments() -> None:
    assert layers_of("resnet/se-resnet").startswith("""\
blocks:
  se_bottleneck:
    arguments: {filters: , stride: 1}
    layers:
      - residual:
          body:
            - conv_bn: {filters: "${filters // 4}", kernel: 1, stride: $stride, activation: relu}
            - conv_bn: {filters: "${filters // 4}", activation: relu}
            - conv_bn: {filters: $filters, kernel: 1}
            - squeeze_excite: ${filters // 16}
          shortcut:
            - conv_bn: {filters: $filters, kernel: 1, stride: $stride}
              when: ${channels != filters}
      - relu

layers:
""")


def test_what_is_not_made_of_paths_reads_by_name_and_stages_stand_for_their_last_layer() -> None:
    assert """\
  - stage: up1
    layers:
      - conv_transpose: {filters: 64, kernel: 2, stride: 2}
        name: up_4
      - crop: {size: 392}
        name: skip_4
        from: down1
      - concat:
        from: [skip_4, up_4]
""" in layers_of("unet/unet")


def test_layers_that_share_weights_stay_where_they_can_be_named(tmp_path: Path) -> None:
    text = """
    input: [4, 16, 16]
    layers:
      - {conv: {filters: 4, kernel: 3, padding: half}, name: once}
      - batch_norm
      - relu
      - residual:
          - batch_norm
          - relu
          - conv: {filters: 4, kernel: 3, padding: half}
      - {conv: {filters: 4, kernel: 3, padding: half}, weights: once}
      - {batch_norm: , name: norm}
      - {conv: {filters: 4, kernel: 3, padding: half, stride: 2}, weights: once}
      - {batch_norm: , weights: norm}
    """
    original = read(text, tmp_path)

    assert_same(original, source_of(original), tmp_path)
    assert write(source_of(original)).text.count("weights: once\n") == 2


YOLO = """
input: [16, 32, 32]
blocks:
  split_and_join:
    arguments: {filters: , width: }
    layers:
      - {pointwise: $filters, name: entry}
      - {split: {parts: 2, take: 0}, from: entry, name: left}
      - {split: {parts: 2, take: 1}, from: entry, name: right}
      - {conv: {filters: $width, kernel: 3, padding: half}, name: once}
      - {conv: {filters: $width, kernel: 3, padding: half}, name: twice}
      - {concat: , from: [left, right, once, twice]}
      - pointwise: $filters
layers:
  - split_and_join: {filters: 32, width: 16}
  - max_pool: 2
  - split_and_join: {filters: 64, width: 32}
  - max_pool: 2
  - split_and_join: {filters: 128, width: 64}
"""


@pytest.mark.parametrize("scopes", [True, False], ids=["with scopes", "without"])
def test_a_pattern_that_reads_by_name_becomes_a_block_with_names_of_its_own(scopes: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    original = read(YOLO, tmp_path)
    network = source_of(original) if scopes else without_scopes(source_of(original))

    assert_same(original, network, tmp_path)
    *_, layers = write(network).text.split("layers:\n")
    assert [line.split("#")[0].strip() for line in layers.splitlines()] == [
        f"- {'split_and_join' if scopes else 'unit'}" if at % 2 == 0 else "- max_pool: 2" for at in range(5)
    ]
