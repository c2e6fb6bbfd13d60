"""Parameters, buffers and multiply-adds of whole networks against what others counted or printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.report import NetworkReport

GOLDEN = Path(__file__).parents[1] / "golden"
TORCHVISION = yaml.safe_load((GOLDEN / "torchvision.yml").read_text())
WEIGHTS = yaml.safe_load((GOLDEN / "torchvision_weights.yml").read_text())
TIMM = yaml.safe_load((GOLDEN / "timm.yml").read_text())
PAPERS = yaml.safe_load((GOLDEN / "papers.yml").read_text())
NOLEARN = yaml.safe_load((GOLDEN / "nolearn.yml").read_text())
CONVOLUTIONS = {"conv", "depthwise_conv", "pointwise", "conv_transpose"}


def by_network(rows: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row["network"])


def count(network: NetworkReport, *words: str) -> int:
    return sum(layer.op in words for layer in network.layers)


@by_network(TORCHVISION)
def test_torchvision_counts_the_same(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    network = networks[row["network"]]
    buffers = row["buffers"] - count(network, "batch_norm")
    assert network.totals["parameters"] == {"trainable": row["parameters"], "buffers": buffers}
    assert network.totals["macs"] == row["macs"]
    assert count(network, *CONVOLUTIONS) == row["convolutions"] + row.get("linears", 0)


@by_network(TORCHVISION)
def test_the_accuracy_shown_is_the_one_torchvision_documents(
    networks: Mapping[str, NetworkReport], row: dict[str, Any]
) -> None:
    (metric,) = networks[row["network"]].metrics
    assert (metric.name, metric.value, metric.unit) == ("top-1", row["top-1"], "%")
    assert metric.source == "torchvision"


@by_network(WEIGHTS)
def test_torchvision_says_the_same_of_its_other_weights(
    networks: Mapping[str, NetworkReport], row: dict[str, Any]
) -> None:
    network = networks[row["network"]]
    (metric,) = network.metrics
    assert network.totals["parameters"]["trainable"] == row["parameters"] - row.get("auxiliary", 0)
    assert round(network.totals["macs"] / 1e9, 3) == row["gmacs"]
    assert (metric.value, metric.source) == (row["accuracy"], "torchvision")


def test_no_other_figure_is_said_to_be_torchvisions(networks: Mapping[str, NetworkReport]) -> None:
    read = {row["network"] for row in [*TORCHVISION, *WEIGHTS]}
    told = {n.id for n in networks.values() for claim in (*n.published, *n.metrics) if "torchvision" in claim.source}
    assert told - read == {"efficientnet/efficientnet-b2"}  # parameters alone: torchvision's image is a larger one


@by_network(TIMM)
def test_timm_counts_the_same_activations(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    assert round(networks[row["network"]].totals["product_activations"] / 1e6, 1) == row["activations"]


@by_network([*PAPERS["totals"], *NOLEARN])
def test_papers_recounted_give_the_same(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    totals = networks[row["network"]].totals
    assert totals["parameters"]["trainable"] == row["parameters"]
    assert totals["macs"] == row.get("macs", totals["macs"])


@by_network(PAPERS["widths"])
def test_mobilenet_costs_what_its_paper_prints_at_every_width(
    networks: Mapping[str, NetworkReport], row: dict[str, Any]
) -> None:
    totals = networks[row["network"]].totals
    assert round(totals["parameters"]["trainable"] / 1e6, 1) == row["parameters"]
    assert abs(totals["macs"] / 1e6 - row["macs"]) < 1


@by_network(PAPERS["efficientnet"])
def test_efficientnet_costs_what_its_paper_prints(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    network = networks[row["network"]]
    totals = network.totals
    assert list(network.inputs.values()) == [(3, row["input"], row["input"])]
    assert totals["parameters"]["trainable"] / 1e6 == pytest.approx(row["parameters"], rel=0.03)
    assert totals["macs"] / 1e9 == pytest.approx(row["macs"], rel=0.05)


@by_network(PAPERS["millions"])
def test_densenet_is_as_small_as_its_paper_prints(networks: Mapping[str, NetworkReport], row: dict[str, Any]) -> None:
    parameters = networks[row["network"]].totals["parameters"]["trainable"]
    assert round(parameters / 1e6, 1) == row["parameters"]


def test_exact_multiply_adds_of_the_narrow_mobilenets(networks: Mapping[str, NetworkReport]) -> None:
    macs = {w: networks[f"mobilenet/mobilenet-v1-{w}"].totals["macs"] for w in ("075", "050")}
    assert {w: round(m / 1e6, 1) for w, m in macs.items()} == {"075": 325.4, "050": 149.5}


def test_vgg_keeps_two_of_its_first_maps_alive_at_its_peak(networks: Mapping[str, NetworkReport]) -> None:
    peak = PAPERS["peak"]
    assert networks[peak["network"]].totals["peak_activation_bytes"] == 4 * peak["values"]
