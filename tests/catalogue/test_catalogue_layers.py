"""Networks layer by layer, as their papers and nolearn tabulate them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.report import LayerReport, NetworkReport

GOLDEN = Path(__file__).parents[1] / "golden"
PAPERS = yaml.safe_load((GOLDEN / "papers.yml").read_text())
NOLEARN = yaml.safe_load((GOLDEN / "nolearn.yml").read_text())
NOLEARN_NAMES = {"conv2d": "conv", "maxpool2d": "max_pool"}


def stored(layers: Iterable[LayerReport]) -> int:
    return sum(layer.values["parameters"]["trainable"] for layer in layers)


@pytest.mark.parametrize("row", PAPERS["layers"], ids=lambda row: row["network"])
def test_layers_store_what_the_paper_says(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    layers = networks[row["network"]].layers
    groups = {name: [layer for layer in layers if layer.group == name] for name in row["parameters"]}
    assert {name: stored(group) for name, group in groups.items()} == row["parameters"]
    assert stored(layers) == sum(row["parameters"].values())


@pytest.mark.parametrize("stage", PAPERS["googlenet"])
def test_googlenet_row_by_row(networks: Mapping[str, NetworkReport], stage: str) -> None:
    layers = [layer for layer in networks["googlenet/googlenet"].layers if layer.group == stage]
    biases = sum(layer.output_shape[0] for layer in layers if layer.op == "conv")
    macs = sum(layer.values["macs"] for layer in layers)
    assert {"weights": stored(layers) - biases, "macs": macs} == PAPERS["googlenet"][stage]


def test_alexnet_would_need_a_hundred_million_weights_for_its_first_layer_alone(
    networks: Mapping[str, NetworkReport],
) -> None:
    row = PAPERS["unshared"]
    (layer,) = [layer for layer in networks[row["network"]].layers if layer.id == row["layer"]]
    assert layer.values["activations"] == row["neurons"]
    assert layer.values["unshared_parameters"] == row["parameters"] == row["neurons"] * row["weights_each"]


@pytest.mark.parametrize("table", NOLEARN, ids=lambda table: table["network"])
def test_nolearn_prints_the_same_table(networks: Mapping[str, NetworkReport], table: dict[str, Any]) -> None:
    layers = [layer for layer in networks[table["network"]].layers if layer.values["nolearn"]]
    assert [nolearn_row(layer) for layer in layers] == [expected_row(*row) for row in table["rows"][1:]]


def expected_row(name: str, size: str | int, values: int, *judged: Any) -> list[Any]:
    capacity, coverage, flag = (*judged, None)[:3]
    word = re.sub(r"\d+$", "", name)
    return [NOLEARN_NAMES.get(word, word), str(size), values, [capacity] * 2, [coverage] * 2, flag]


def nolearn_row(layer: LayerReport) -> list[Any]:
    judged = layer.values["nolearn"]
    return [
        layer.op,
        "x".join(map(str, layer.output_shape)),
        layer.values["activations"],
        [round(v, 2) for v in judged["capacity"]],
        [round(v, 2) for v in judged["coverage"]],
        judged["flag"],
    ]
