"""A network's stages beside the plan: bars by the resolution that they read, and the sentence that sums them up."""

from __future__ import annotations

from chart_samples import Sample, catalogued, perceptron, pointwise, vgg
from chart_svg import areas

from reportgen.charts import plan


def test_stages_stand_at_the_resolution_that_they_read() -> None:
    depths = plan.read(catalogued("resnet/resnet", "resnet-18"))

    assert depths is not None
    assert depths.own == {1: 1, 4: 5, 8: 4, 16: 4, 32: 3}
    assert depths.planned == {1: 8, 2: 4, 4: 4, 8: 3, 16: 3}
    assert depths.jumps == (1, 2, 4, 8, 16, 32)


def test_each_count_has_a_bar_as_high_as_it_is() -> None:
    drawn = plan.CHART.draw(plan.read(vgg()), 448)  # type: ignore[arg-type]
    heights = [max(y for _, y in bar) - min(y for _, y in bar) for bar in areas(drawn, "capacity")]
    legend, *_ = sorted(heights)
    bars = [height for height in heights if height != legend]

    assert len(bars) == 5
    assert bars[0] == bars[1]
    assert abs(bars[2] / bars[0] - 3 / 2) < 0.01


def test_the_sentence_tells_both_sums_and_where_most_is_beyond_the_plan() -> None:
    assert plan.CHART.alt(vgg()) == (
        "13 convolutions on the longest path, where a plain network for an image of 224 px bears 22."
    )
    deep = Sample((3, 224, 224))
    deep.conv("stem", 8, 3, 2)
    for number in range(1, 8):
        deep.conv(f"conv.{number}", 8)
    assert plan.CHART.alt(deep.report("Deep")).endswith(
        "bears 22; most beyond it are those that read every 2 px, 7 where 4 are planned."
    )


def test_nothing_is_planned_where_there_is_no_image_or_no_window_on_it() -> None:
    assert plan.CHART.make(perceptron()) is None
    assert plan.CHART.make(pointwise()) is None
