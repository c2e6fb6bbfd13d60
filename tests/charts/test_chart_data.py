"""What charts read of reports: stages, flags, fronts, and pictures that are to scale."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from chart_samples import Sample, catalogue, endless, networks, resnet, tall, three_layers, top_1, vgg, wave
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts import growth, profile, reach, tradeoff
from reportgen.charts.families import families
from reportgen.charts.layers import cheapest, features, runs, stages, stages_by_shape
from reportgen.charts.solids import Part, parts, solids
from reportgen.report import Catalogue, Metric

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

DASH = "\N{EN DASH}"


@pytest.mark.parametrize("report", networks(), ids=lambda report: report.id)
@pytest.mark.parametrize("most", [1, 3, 12])
def test_stages_are_few_and_lose_nothing(report: NetworkReport, most: int) -> None:
    for found in (stages(report, most), stages_by_shape(report, most)):
        assert 1 <= len(found) <= most
        assert tuple(layer for stage in found for layer in stage.layers) == report.layers
        assert sum(stage.total("macs") or 0 for stage in found) == report.totals["macs"]
        assert sum(stage.total("parameters") or 0 for stage in found) == report.totals["parameters"]["trainable"]


def test_what_only_serves_stands_with_what_it_serves() -> None:
    names = [stage.name for stage in runs(resnet().layers)]
    assert names == ["stem", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "dense"]
    sample = Sample((3, 32, 32))
    sample.pool("shrink")
    sample.conv("conv", 8)
    assert [stage.name for stage in runs(sample.layers)] == ["conv"]


def test_neighbours_of_one_shape_are_joined_first() -> None:
    names = [stage.name for stage in stages(vgg(), 12)]
    assert names == [
        *(f"conv.{a}{DASH}{b}" for a, b in ((1, 2), (3, 4), (5, 7), (8, 10), (11, 13))),
        f"dense.1{DASH}2",
        "dense.3",
    ]
    assert [stage.shape for stage in stages(vgg(), 12)][:2] == [(64, 224, 224), (128, 112, 112)]


@given(st.lists(st.integers(0, 9) | st.floats(0, 1), min_size=1, max_size=40), st.integers(1, 12))
def test_past_the_limit_the_two_neighbours_that_cost_least_join_first(costs: list[float], most: int) -> None:
    whole = sum(costs) or 1
    shares = [cost / whole for cost in costs]
    runs_ = [(place, place + 1) for place in range(len(shares))]
    left = list(shares)
    while len(runs_) > most:  # by the definition, slowly
        at = min(range(len(left) - 1), key=lambda place: left[place] + left[place + 1])
        runs_[at : at + 2] = [(runs_[at][0], runs_[at + 1][1])]
        left[at : at + 2] = [left[at] + left[at + 1]]
    assert list(cheapest(shares, most)) == runs_


def test_a_gate_does_not_give_a_stage_its_shape() -> None:
    sample = Sample((16, 32, 32))
    sample.conv("stage/conv", 32)
    large = sample.shape
    sample.everywhere("stage/pool")
    sample.conv("stage/gate", 32, 1)
    sample.shape = large
    sample.same("stage/multiply", "multiply")
    (stage,) = runs(sample.layers)
    assert stage.shape == large


def test_unknown_is_not_zero() -> None:
    report = vgg((1, 1))
    layers = tuple(
        replace(layer, values={**layer.values, "macs": None}) if layer.id == "conv.2" else layer
        for layer in report.layers
    )
    found = {stage.name: stage.total("macs") for stage in stages(replace(report, layers=layers), 12)}
    assert found["conv.2"] is None
    assert found["conv.1"] == 86_704_128


def test_a_layer_behind_a_gate_shows_what_it_sees_without() -> None:
    report = vgg((2,))
    gated = replace(report.layers[0], values=_gated(report.layers[0].values, [3, 3]))
    whole = replace(report.layers[1], values=_gated(report.layers[1].values, [224, 224]))
    shown = features(replace(report, layers=(gated, whole)))
    assert [feature.largest for feature in shown] == [(3, 3)]


def _gated(values: Any, ungated: list[int]) -> dict[str, Any]:
    field = {**values["receptive_field"], "size": [224, 224], "global": True, "jump": None, "ungated": ungated}
    return {**values, "receptive_field": field}


def test_only_layers_with_figures_of_their_own_are_flagged() -> None:
    found = profile.read(endless())
    assert found
    assert found.flags.count("red") == 669
    found = profile.read(resnet())
    assert found
    flagged = [layer.id for layer, flag in zip(found.layers, found.flags, strict=True) if flag]
    assert flagged
    assert all(name.endswith("/conv.2") for name in flagged)


def test_the_worst_axis_is_shown() -> None:
    found = profile.read(tall())
    assert found
    assert found.worst
    assert found.coverage[-1] == 100 * 30 / 48
    square = profile.read(vgg())
    assert square
    assert not square.worst


def test_axes_are_told_apart_only_where_they_differ() -> None:
    found = growth.read(tall())
    assert found
    assert [curve.axes for curve in found.curves] == [""]
    assert found.images == {128: "Y", 48: "X"}
    square = growth.read(vgg())
    assert square
    assert square.images == {224: ""}


def test_squares_are_to_scale_and_spill_dashed() -> None:
    data = reach.read(resnet((3, 4, 6, 3)))
    assert data
    svg = reach.draw(data, 448)
    drawn = [
        (float(width), "stroke-dasharray" in rest)
        for width, rest in re.findall(r'<rect [^>]*? width="([\d.]+)"([^>]*)>', svg)
    ]
    image, *fields = drawn
    assert image[0] == pytest.approx(272 * 224 / 425, abs=0.01)
    assert not image[1]
    assert [(round(wide * 425 / 272), dashed) for wide, dashed in fields] == [
        (425, True),
        (265, True),
        (89, False),
        (33, False),
        (9, False),
    ]


def test_boxes_are_to_scale() -> None:
    found = parts(resnet(), 12)
    drawn = dict(zip([part.name for part in found], solids(found, across=56, high=144, back=30), strict=True))
    assert drawn["input"].high == 144
    assert drawn["conv3_x"].high == pytest.approx(144 * 28 / 224)
    assert drawn["conv5_x"].across == 56
    assert drawn["conv3_x"].across == pytest.approx(56 / 2)
    assert drawn["conv2_x"].back / drawn["conv3_x"].back == pytest.approx(2)


def test_units_stand_for_height_where_there_is_no_space() -> None:
    flat = (Part(name="input", shape=(400,)), Part(name="dense", shape=(100,)))
    assert [solid.high for solid in solids(flat, across=30, high=80, back=9)] == [80, 40]
    signal = parts(wave(), 12)
    assert signal[0].space == (16000, 1)


def test_an_estimate_that_is_unknown_for_a_layer_is_left_out() -> None:
    report = three_layers()
    known = growth.read(report)
    assert known
    assert known.curves[0].effective
    first, *rest = report.layers
    unknown = replace(first, values={**first.values, "effective_field": None})
    found = growth.read(replace(report, layers=(unknown, *rest)))
    assert found
    assert found.curves[0].effective is None
    assert found.top == 6


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=2, max_size=12), st.booleans())
def test_the_front_is_what_nothing_beats(pairs: list[tuple[int, int]], less: bool) -> None:  # noqa: FBT001 - a parameter
    (family,) = families(Catalogue(networks=(vgg(),)))
    dots = tuple(
        tradeoff.Dot(id=str(n), name=str(n), family=family, cost=cost, value=value)
        for n, (cost, value) in enumerate(pairs)
    )
    measure = tradeoff.Measure(title="x", unit="", values={}, less_is_better=less)
    found = {(d.cost, d.value) for d in tradeoff.Tradeoff(cost="MACs", measure=measure, dots=dots).front}

    def beats(a: tuple[int, int], b: tuple[int, int]) -> bool:
        better = a[1] <= b[1] if less else a[1] >= b[1]
        return a != b and a[0] <= b[0] and better

    assert found == {pair for pair in pairs if not any(beats(other, pair) for other in pairs)}


def test_the_metric_that_most_networks_have_is_the_axis() -> None:
    assert tradeoff.measure_of(catalogue()).title == "top-1 on ImageNet-1k"
    error = tuple(
        replace(vgg(), id=str(n), metrics=(*top_1(70), Metric(name="top-5 error", value=n, dataset="CIFAR")))
        for n in range(4)
    )
    others = tuple(replace(n, metrics=()) if n.id == "0" else n for n in error)
    measure = tradeoff.measure_of(Catalogue(networks=error))
    assert (measure.title, measure.less_is_better) == ("top-1 on ImageNet-1k", False)
    mixed = (*others[1:], replace(others[0], metrics=(Metric(name="top-5 error", value=1, dataset="CIFAR"),)))
    measure = tradeoff.measure_of(Catalogue(networks=mixed))
    assert (measure.title, measure.less_is_better) == ("top-5 error on CIFAR", True)


def test_without_a_shared_metric_the_field_is_the_axis() -> None:
    found = tuple(replace(n, metrics=n.metrics if n.name == "VGG-16" else ()) for n in catalogue().networks)
    measure = tradeoff.measure_of(Catalogue(networks=found))
    assert (measure.title, measure.unit, measure.values["vgg-16"]) == ("Receptive field", "px", 212)
    assert "perceptron" not in measure.values
    assert tradeoff.MACS.same_figures(Catalogue(networks=found)) == ("macs", "receptive_field")
