"""What is drawn is to scale: read back from the SVG, against the figures of the report."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from chart_samples import catalogue, endless, resnet, tall, three_layers, vgg, wave
from chart_svg import areas, labels, lines, marks
from sites import ARCHITECTURES

from reportgen import read_catalogue
from reportgen.charts import cost, growth, memory, profile, tradeoff
from reportgen.charts.canvas import plot
from reportgen.charts.drawing import Drawing, Label
from reportgen.charts.families import Family
from reportgen.charts.panel import Panel
from reportgen.charts.placing import taken
from reportgen.charts.scales import Scale
from reportgen.charts.style import NARROW, WIDE, sentinel

if TYPE_CHECKING:
    from reportgen import Catalogue
    from reportgen.charts.base import Chart
    from reportgen.charts.drawing import Anchor


def test_profile_lines_hold_each_value_on_a_logarithmic_scale() -> None:
    data = profile.read(vgg())
    assert data
    svg = profile.draw(data, NARROW)
    (capacity,) = lines(svg, "capacity")
    bound, full = (line[0][1] for line in lines(svg, "bound"))
    # The panel runs from 10% at 144 px to 100% at 40 px.
    assert capacity[-1][1] == pytest.approx(144 - 104 * math.log10(min(data.capacity) / 10), abs=0.1)
    assert bound == pytest.approx(144 - 104 * math.log10(profile.LEAST_CAPACITY / 10), abs=0.1)
    assert (capacity[0][0], capacity[-1][0]) == (64, 440)
    (coverage,) = lines(svg, "coverage")
    assert full == 192
    assert coverage[-1][1] > full


def test_flags_are_marked_where_they_hold_and_never_run_together() -> None:
    data = profile.read(endless())
    assert data
    svg = profile.draw(data, NARROW)
    *shown, legend = marks(svg, "red")
    assert legend[1] > 352
    upper, lower = ([point for point in shown if (point[1] < 168) is above] for above in (True, False))
    for points in (upper, lower):
        assert len(points) > 30
        assert all(max(abs(x1 - x0), abs(y1 - y0)) >= 7 for (x0, y0), (x1, y1) in pairwise(points))
    assert all(y > 40 for _, y in upper)
    assert not marks(profile.draw(profile.read(vgg()) or data, NARROW), "red")


def test_the_image_is_a_line_among_the_fields() -> None:
    data = growth.read(vgg())
    assert data
    svg = growth.draw(data, NARROW)
    (field, _), (image,) = lines(svg, "field"), lines(svg, "bound")  # the second one is the legend's
    assert (232 - field[-1][1]) / (232 - image[0][1]) == pytest.approx(212 / 224, abs=0.002)
    assert not lines(svg, "least")


def test_what_the_shortest_path_sees_is_drawn_apart() -> None:
    data = growth.read(resnet())
    assert data
    svg = growth.draw(data, NARROW)
    (field, _), (least, _), (effective, _) = (lines(svg, tone) for tone in ("field", "least", "effective"))
    assert (232 - least[-1][1]) / (232 - field[-1][1]) == pytest.approx(65 / 1449, abs=0.002)
    assert data.curves[0].effective
    share = data.curves[0].effective[-1] / 1449
    assert (232 - effective[-1][1]) / (232 - field[-1][1]) == pytest.approx(share, abs=0.002)


def test_an_image_out_of_sight_is_told_in_words() -> None:
    data = growth.read(wave())
    assert data
    svg = growth.draw(data, NARROW)
    assert "image: 16,000 px, far above" in svg
    assert not lines(svg, "bound")
    both = growth.read(tall())
    assert both
    assert len(lines(growth.draw(both, NARROW), "bound")) == 2


@pytest.mark.parametrize("figure", ["parameters", "macs", "activations"])
def test_bars_are_as_long_as_their_figures(figure: str) -> None:
    data = cost.read(wave())
    assert data
    bars = areas(cost.draw(data, NARROW), figure)
    values = data.column([name for name, _ in cost.FIGURES].index(figure))
    known = [value for value in values if value is not None]
    lengths = [max(x for x, _ in bar) - min(x for x, _ in bar) for bar in bars]
    assert len(lengths) == len(known)
    for length, value in zip(lengths, known, strict=True):
        assert length == pytest.approx(max(1, max(lengths) * value / max(known)), abs=0.06)


def test_an_unknown_cost_is_said_and_has_no_bar() -> None:
    rows = (cost.Row(name="a", costs=(10, None, 3)), cost.Row(name="b", costs=(0, 7, 3)))
    svg = cost.draw(cost.Costs(rows=rows), NARROW)
    assert [len(areas(svg, figure)) for figure, _ in cost.FIGURES] == [1, 1, 2]
    assert svg.count(">unknown<") == 1
    assert svg.count(">total unknown<") == 1
    assert cost.say(cost.Costs(rows=rows)) == (
        "Where most is spent: parameters in a (100%); MACs in b (100%); activations in a (50%)."
    )


def test_the_peak_of_memory_is_marked() -> None:
    data = memory.read(three_layers())
    assert data
    svg = memory.draw(data, NARROW)
    (line,), (peak,) = lines(svg, "memory"), marks(svg, "memory")
    assert peak[1] == pytest.approx(min(y for _, y in line), abs=0.05)
    assert (184 - line[0][1]) / (184 - peak[1]) == pytest.approx(data.live[0] / max(data.live), abs=0.002)


def test_what_falls_on_one_pixel_is_drawn_once() -> None:
    panel = Panel(x=Scale(low=0, high=4, start=0, stop=400), y=Scale(low=0, high=100, start=100, stop=0))
    assert panel.steps((50, 50, 50.01, 80)) == ((0, 50), (300, 50), (300, 20), (400, 20))


def test_points_stand_at_cost_and_metric() -> None:
    data = tradeoff.MACS.read(catalogue())
    assert data
    svg = tradeoff.draw(data, WIDE)
    front = lines(svg, "muted")[-1]
    costs = [dot.cost for dot in data.front]
    steps = [front[0], *front[2:-1:2]]
    assert len(steps) == len(costs)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(steps))
    shares = [(x - steps[0][0]) / (steps[-1][0] - steps[0][0]) for x, _ in steps]
    assert shares == pytest.approx([math.log(c / costs[0]) / math.log(costs[-1] / costs[0]) for c in costs], abs=0.001)


def test_a_label_is_written_where_it_is_told() -> None:
    label = Label(at=(30, 20), text="here", anchor="right")

    assert labels(plot(Drawing(width=100, height=80, items=(label,)))) == [("here", "end", (30, 20))]


def test_a_family_has_its_mark_before_its_name() -> None:
    data = tradeoff.MACS.read(catalogue())
    assert data
    svg = tradeoff.draw(data, WIDE)
    families = {dot.family.name: dot.family.tone for dot in data.dots}
    names = {name: (x, y) for name, anchor, (x, y) in labels(svg) if name in families and anchor == "start"}

    assert names.keys() == families.keys()
    assert all((x - 11, y - 5) in marks(svg, families[name]) for name, (x, y) in names.items())


def tradeoff_of(dots: list[tuple[str, float, float]]) -> tradeoff.Tradeoff:
    """Give the chart of some networks, each by name, cost and value, each of a family of its own."""
    return tradeoff.Tradeoff(
        cost="MACs",
        measure=tradeoff.Measure(title="x", unit="", values={}),
        dots=tuple(
            tradeoff.Dot(id=name, name=name, family=Family(name=name, members=(), slot=slot), cost=cost, value=value)
            for slot, (name, cost, value) in enumerate(dots)
        ),
    )


def test_the_best_are_drawn_over_the_others() -> None:
    data = tradeoff_of([("best", 1e6, 80), ("beaten", 1e6, 79.9), ("dear", 1e9, 90)])
    best, beaten, dear = (sentinel(dot.family.tone) for dot in data.dots)
    svg = tradeoff.draw(data, WIDE)

    assert svg.rindex(beaten) < svg.rindex(best) < svg.rindex(dear)
    assert [len(marks(svg, dot.family.tone)) for dot in data.dots] == [2, 2, 2]


@pytest.mark.parametrize("chart", [tradeoff.MACS, tradeoff.PARAMETERS], ids=["macs", "parameters"])
def test_names_on_a_line_do_not_read_as_one(chart: Chart[Catalogue, tradeoff.Tradeoff]) -> None:
    data = chart.read(read_catalogue(ARCHITECTURES))
    assert data
    networks = {dot.name for dot in data.dots} - {dot.family.name for dot in data.dots}
    best = {dot.name for dot in data.front}
    anchors: dict[str | None, Anchor] = {"start": "left", "middle": "center", "end": "right"}
    for width in chart.widths:
        shown = [
            taken(Label(at=at, text=name, anchor=anchors[end], bold=name in best))
            for name, end, at in labels(chart.draw(data, width))
            if name and name in networks
        ]
        assert len(shown) > 5
        assert not any(one.widened(4).meets(other) for one, other in combinations(shown, 2))
