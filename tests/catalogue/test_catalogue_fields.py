"""Receptive fields against those that others computed and published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.report import NetworkReport

FIELDS = yaml.safe_load((Path(__file__).parents[1] / "golden" / "receptive_fields.yml").read_text())


@pytest.mark.parametrize("row", FIELDS["features"], ids=lambda row: row["network"])
def test_the_last_features_see_as_far_as_published(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    network = networks[row["network"]]
    fields = [layer.values["receptive_field"] for layer in network.layers]
    last = [field for field in fields if not field["global"]][-1]
    assert last["size"] == [row["size"]] * 2
    assert last["jump"] == [row["stride"]] * 2
    assert last["start"] == [-row.get("padding", -last["start"][0])] * 2
    assert network.totals["receptive_field"] == last["size"]


def test_vgg16_layer_by_layer(networks: Mapping[str, NetworkReport]) -> None:
    windowed = [layer for layer in networks["vgg/vgg-16"].layers if layer.op in {"conv", "max_pool"}]
    sizes = [layer.values["receptive_field"]["size"] for layer in windowed]
    assert sizes == [[size, size] for size in FIELDS["vgg16"][1:]]


def test_dilation_widens_the_view_as_its_paper_tabulates(networks: Mapping[str, NetworkReport]) -> None:
    layers = networks["dilated/context-module"].layers
    sizes = [layer.values["receptive_field"]["size"] for layer in layers if layer.op != "relu"]
    assert sizes == [[size, size] for size in FIELDS["context"]]


def test_resnet18_sees_furthest_at_its_last_addition(networks: Mapping[str, NetworkReport]) -> None:
    last = [layer for layer in networks["resnet/resnet-18"].layers if layer.op == "add"][-1]
    assert last.values["receptive_field"]["size"] == [435, 435]


def test_a_stride_on_the_first_1x1_sees_further_for_less(networks: Mapping[str, NetworkReport]) -> None:
    ours, paper = networks["resnet/resnet-50"].totals, networks["resnet/resnet-50-paper"].totals
    assert ours["receptive_field"] < paper["receptive_field"]
    assert ours["macs"] > paper["macs"]
    assert ours["parameters"] == paper["parameters"]
