"""The sentence beside a chart says what it shows, to the figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chart_samples import catalogue, endless, resnet, tall, three_layers, vgg, wave

from reportgen import read_catalogue
from reportgen.charts import CATALOGUE_CHARTS, FAMILY_CHARTS, NETWORK_CHARTS, families

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts import Chart
    from reportgen.report import NetworkReport

ARCHITECTURES = Path(__file__).parents[2] / "architectures"
X = "\N{MULTIPLICATION SIGN}"
DASH = "\N{EN DASH}"


def alt(charts: Sequence[Chart[Any, Any]], name: str, subject: object) -> str:
    (chart,) = (chart for chart in charts if chart.name == name)
    return chart.alt(subject)


@pytest.mark.parametrize(
    ("name", "report", "sentence"),
    [
        (
            "picture",
            vgg((1, 1)),
            (
                f"From an input of 3 {X} 224 {X} 224 through conv.1 64 {X} 224 {X} 224, conv.2 128 {X} 112 {X} 112, "
                f"dense.1{DASH}2 4096, dense.3 1000."
            ),
        ),
        (
            "reach",
            resnet(),
            (
                f"On the input of 224 {X} 224 px a cell's field grows from 9 px at stem to 1,449 px at conv5_x; "
                "conv4_x is the first to see past it."
            ),
        ),
        (
            "reach",
            three_layers(),
            f"On the input of 28 {X} 28 px a cell's field is 6 px at conv; none sees past it.",
        ),
        (
            "profile",
            resnet(),
            (
                "Capacity falls below 1/6 at conv3_x/bottleneck.8/conv.2, down to 3.6% at "
                "conv5_x/bottleneck.1/conv.2; coverage passes 100% at conv4_x/bottleneck.3/conv.2 and ends at 646.9%."
            ),
        ),
        (
            "profile",
            endless(),
            (
                "Capacity falls below 1/6 at conv.9 and stays there, down to 0.2% at conv.700; "
                "coverage passes 100% at conv.32 and ends at 2,189.1%."
            ),
        ),
        (
            "profile",
            vgg(),
            "Capacity never falls below 1/6, least 24.5% at conv.13; coverage grows to 94.6% of the image.",
        ),
        ("growth", vgg(), "The receptive field grows to 212 px (effective about 137); the image has 224 px."),
        (
            "growth",
            resnet(),
            (
                "The receptive field grows to 1,449 px (on the shortest path 65, effective about 442); "
                "the image has 224 px, passed at conv4_x/bottleneck.3/conv.2."
            ),
        ),
        (
            "growth",
            tall(),
            f"The receptive field grows to 30 px (effective about 27); the image has 128 (Y) {X} 48 (X) px.",
        ),
        (
            "cost",
            vgg(),
            (
                f"Where most is spent: parameters in dense.1{DASH}2 (86%); MACs in conv.5{DASH}7 (30%); "
                f"activations in conv.1{DASH}2 (48%)."
            ),
        ),
        ("memory", wave(), "Live activations peak with 1.02 MB at conv.2; the last layer needs 552 B."),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_a_network(name: str, report: NetworkReport, sentence: str) -> None:
    assert alt(NETWORK_CHARTS, name, report) == sentence


def test_a_real_network() -> None:
    (report,) = (n for n in read_catalogue(ARCHITECTURES / "resnet").networks if n.name == "ResNet-50")
    assert alt(NETWORK_CHARTS, "profile", report) == (
        "Capacity falls below 1/6 at conv5_x/bottleneck.1/conv_bn.2/conv.1, to 16.1%; "
        "coverage passes 100% at conv4_x/bottleneck.5/conv_bn.2/conv.1 and ends at 190.6%."
    )
    assert alt(NETWORK_CHARTS, "picture", report) == (
        f"From an input of 3 {X} 224 {X} 224 through conv1 64 {X} 112 {X} 112, conv2_x 256 {X} 56 {X} 56, "
        f"conv3_x 512 {X} 28 {X} 28, conv4_x 1024 {X} 14 {X} 14, conv5_x 2048 {X} 7 {X} 7, fc 1000."
    )


def test_a_catalogue() -> None:
    assert alt(CATALOGUE_CHARTS, "cost-parameters", catalogue()) == (
        "top-1 on ImageNet-1k against parameters of 7 networks; none is both cheaper and better than "
        "ResNet-50 (80.9% for 22.7 M), ResNet-101 (81.9% for 41.7 M), ResNet-152 (82.3% for 57.3 M)."
    )


def test_a_family() -> None:
    (family,) = (family for family in families(catalogue()) if family.name == "ResNet")
    assert alt(FAMILY_CHARTS, "family-capacity", family) == (
        "Least capacity in ResNet: ResNet-50 16.2%, ResNet-101 5.7%, ResNet-152 3.6%."
    )
    assert alt(FAMILY_CHARTS, "family-field", family) == (
        "Largest receptive field in ResNet: ResNet-50 425 px, ResNet-101 969 px, ResNet-152 1,449 px."
    )
    assert alt(FAMILY_CHARTS, "family-cost", family).startswith("Parameters from 22.7 M (ResNet-50) to 57.3 M (")
