"""A few networks beside each other: the best of each figure, and aligned layers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.review.several import compare

if TYPE_CHECKING:
    from reportgen import NetworkReport


def test_the_two_resnets(resnet_50_paper: NetworkReport, resnet_50: NetworkReport) -> None:
    found = compare([resnet_50_paper, resnet_50])
    rows = {row.total.name: row for row in found.figures}
    assert rows["macs"].values == (3_857_973_248, 4_089_184_256)
    assert rows["macs"].best == (0,)
    assert [round(percent or 0, 3) for percent in rows["macs"].percents] == [0, 5.993]
    assert rows["parameters"].best == ()
    assert rows["receptive_field"].best == ()
    assert rows["capacity"].best == (0,)
    assert [row.any.id for row in found.layers if row.kind == "different"] == [
        f"conv{stage}_x/bottleneck.1/conv_bn.{place}/conv.1" for stage in (3, 4, 5) for place in (1, 2)
    ]
    assert {row.kind for row in found.layers} == {"same", "affected", "different"}


def test_a_third_and_a_fourth_are_aligned_with_all_before_them(resnet_50: NetworkReport) -> None:
    """One lacks its first layer, one its last, and one has them both: no row stands twice."""
    first, *middle, last = resnet_50.layers
    lacking = [replace(resnet_50, layers=tuple(layers)) for layers in ([*middle, last], [first, *middle])]
    found = compare([*lacking, lacking[0], resnet_50])
    assert len(found.layers) == len(resnet_50.layers)
    assert [[layer is not None for layer in found.layers[place].layers] for place in (0, -1)] == [
        [False, True, False, True],
        [True, False, True, True],
    ]
    assert all(len({layer.id for layer in row.layers if layer}) == 1 for row in found.layers)


def test_what_is_unknown_is_never_the_best(resnet_50: NetworkReport) -> None:
    unknown = replace(resnet_50, totals={**resnet_50.totals, "macs": None})
    cheaper = replace(resnet_50, totals={**resnet_50.totals, "macs": 1})
    row = next(row for row in compare([unknown, resnet_50, cheaper]).figures if row.total.name == "macs")
    assert row.best == (2,)
    assert row.percents == (None, None, None)
