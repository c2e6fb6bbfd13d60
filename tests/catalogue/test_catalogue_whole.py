"""What holds for every network of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.report import Catalogue, NetworkReport

FAMILIES = """
    AlexNet, Autoencoder, ConvNeXt, DCGAN, Darknet, DenseNet, Dilated convolutions, EfficientNet, First layers,
    GoogLeNet, Inception, LeNet, MLP-Mixer, MNASNet, MobileNet, Network in Network, Recurrent, RegNet, ResNet,
    ShuffleNet, SqueezeNet, Swin, TF-Slim, Temporal convolutions, U-Net, VGG, ViT, Xception, nolearn
"""


def test_every_file_can_be_read(catalogue: Catalogue) -> None:
    assert catalogue.broken == ()


def test_the_families_that_the_project_promises_are_there(catalogue: Catalogue) -> None:
    assert set(catalogue.families) >= {family.strip() for family in FAMILIES.split(",")}
    assert len(catalogue.networks) >= 100


def test_every_network_introduces_itself(networks: Mapping[str, NetworkReport]) -> None:
    words = ("summary", "description", "year", "tags", "links")
    lacking = [(n.id, word) for n in networks.values() for word in words if not getattr(n, word)]
    assert lacking == []


def test_every_network_is_checked_against_a_published_figure(networks: Mapping[str, NetworkReport]) -> None:
    assert [n.id for n in networks.values() if not n.published] == []
    assert [(n.id, p.figure) for n in networks.values() for p in n.published if not p.source] == []


def test_published_figures_agree_unless_known_misprints(networks: Mapping[str, NetworkReport]) -> None:
    wrong = [
        (network.id, p.figure, p.published, p.computed)
        for network in networks.values()
        for p in network.published
        if p.agrees == bool(p.misprint)  # a misprint that agrees is none
    ]
    assert wrong == []


def test_no_network_has_an_error(networks: Mapping[str, NetworkReport]) -> None:
    errors = [(n.id, f.message) for n in networks.values() for f in n.findings if f.severity == "error"]
    assert errors == []


@pytest.mark.parametrize("name", ["macs", "operations", "activations", "unshared_parameters"])
def test_a_total_is_the_sum_of_its_column(networks: Mapping[str, NetworkReport], name: str) -> None:
    for network in networks.values():
        assert network.totals[name] == sum(layer.values[name] for layer in network.layers), network.id


def test_totals_fit_together(networks: Mapping[str, NetworkReport]) -> None:
    for network in networks.values():
        totals, live = network.totals, [layer.values["live_bytes"] for layer in network.layers]
        assert totals["parameters"] == summed(network), network.id
        assert totals["weight_bytes"] == 4 * sum(totals["parameters"].values()), network.id
        assert totals["flops"] == 2 * totals["macs"], network.id
        assert totals["peak_activation_bytes"] == max(live), network.id
        assert totals["layers"] == len(network.layers), network.id


def summed(network: NetworkReport) -> dict[str, int]:
    rows = [layer.values["parameters"] for layer in network.layers]
    return {kind: sum(row[kind] for row in rows) for kind in ("trainable", "buffers")}


def test_layers_read_only_what_stands_above_them(networks: Mapping[str, NetworkReport]) -> None:
    for network in networks.values():
        seen = set(network.inputs)
        for layer in network.layers:
            assert layer.inputs, (network.id, layer.id)
            assert set(layer.inputs) <= seen, (network.id, layer.id)
            assert layer.id not in seen, (network.id, layer.id)
            seen.add(layer.id)
        assert set(network.outputs) <= seen


def test_nothing_is_unknown(networks: Mapping[str, NetworkReport]) -> None:
    known = ("parameters", "macs", "operations", "activations", "receptive_field")
    unknown = [
        (id_, layer.id, name)
        for id_, network in networks.items()
        for layer in network.layers
        for name in known
        if layer.values[name] is None
    ]
    assert unknown == []
