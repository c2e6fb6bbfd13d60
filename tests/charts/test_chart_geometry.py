"""Scales, places and widths: the arithmetic that every chart stands on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font, LoadFlags

from reportgen.charts import text
from reportgen.charts.drawing import Label
from reportgen.charts.placing import Box, Points, along, clear, first_clear, fitting, moved_within, spread, taken
from reportgen.charts.scales import Scale, rounded_down, rounded_up

POSITIVE = st.floats(min_value=1e-6, max_value=1e12)


@pytest.mark.parametrize(
    ("low", "high", "log", "most", "ticks"),
    [
        (0, 224, False, 5, (0, 50, 100, 150, 200)),
        (0, 1, False, 4, (0, 0.5, 1)),
        (10, 100, True, 4, (10, 20, 50, 100)),
        (2, 100, True, 4, (3, 10, 30, 100)),
        (1, 1000, True, 4, (1, 10, 100, 1000)),
        (41e6 / 1.5, 19.6e9 * 1.5, True, 6, (30e6, 100e6, 300e6, 1e9, 3e9, 10e9)),
    ],
)
def test_ticks_are_round(low: float, high: float, log: bool, most: int, ticks: tuple[float, ...]) -> None:  # noqa: FBT001 - a parameter
    assert Scale(low=low, high=high, start=0, stop=100, log=log).ticks(most) == ticks


@given(POSITIVE, POSITIVE, st.booleans(), st.integers(2, 8))
@example(1e-6, 1.0000000000000002e-6, False, 2)  # noqa: FBT003 - an example
def test_ticks_lie_on_the_scale(one: float, other: float, log: bool, most: int) -> None:  # noqa: FBT001 - a parameter
    low, high = sorted((one, other))
    ticks = Scale(low=low, high=high, start=0, stop=100, log=log).ticks(most)
    assert len(ticks) <= most + 1
    slack = 1e-6 * (low if log else high)
    assert all(low - slack <= tick <= high * (1 + 1e-6) for tick in ticks)
    assert all(a < b for a, b in pairwise(ticks))


@given(POSITIVE)
def test_rounding_gives_the_nearest_step_on_its_side(value: float) -> None:
    up, down = rounded_up(value), rounded_down(value)
    assert down <= value * (1 + 1e-6)
    assert value <= up * (1 + 1e-6)
    assert up / down <= 2.5 * (1 + 1e-6)


def test_a_scale_runs_from_end_to_end() -> None:
    scale = Scale(low=1, high=100, start=200, stop=0, log=True)
    assert (scale(1), scale(10), scale(100)) == (200, 100, 0)
    assert (scale(0.5), scale(1000)) == (200, 0)
    assert Scale(low=3, high=3, start=8, stop=9)(3) == 8


@given(st.lists(st.floats(0, 500), max_size=9).map(sorted))
def test_spread_keeps_order_gap_and_ends(wanted: list[float]) -> None:
    found = spread(wanted, 40, 20, 500)
    assert len(found) == len(wanted)
    assert all(b - a >= 40 - 1e-6 for a, b in pairwise(found))
    assert all(20 - 1e-6 <= position <= 500 + 1e-6 for position in found)


def test_spread_leaves_what_is_apart() -> None:
    assert spread([30, 80, 200], 40, 20, 272) == (30, 80, 200)
    assert spread([100, 110, 120], 40, 20, 272) == (100, 140, 180)
    assert spread([250, 260, 270], 40, 20, 272) == (192, 232, 272)


def test_labels_keep_apart() -> None:
    labels = [Label(at=(x, 100), text="conv1", anchor="center") for x in (50, 60, 140, 70, 400)]
    assert [label.at[0] for label in fitting(labels)] == [50, 140, 400]
    assert clear(labels[0], [taken(labels[2])])
    assert not clear(labels[0], [taken(labels[1])])


def test_the_clearest_place_is_taken() -> None:
    low, high = Label(at=(0, 100), text="bound"), Label(at=(0, 20), text="bound")
    line = along([(0, 96), (60, 96)])
    assert first_clear([low, high], line) == high
    assert first_clear([low, high], []) == low


def test_anchors_say_which_end_is_fixed() -> None:
    wide = text.width("conv1", 14)
    for anchor, left in (("left", 100), ("center", 100 - wide / 2), ("right", 100 - wide)):
        box = taken(Label(at=(100, 50), text="conv1", anchor=anchor))  # type: ignore[arg-type]
        assert box.left == pytest.approx(left)
        assert box.right == pytest.approx(left + wide)


def test_a_label_is_moved_in_from_the_edge() -> None:
    label = Label(at=(4, 50), text="conv1", anchor="center")
    moved = taken(moved_within(label, 8, 400))
    assert moved.left == pytest.approx(8, abs=0.01)
    assert taken(moved_within(Label(at=(399, 50), text="conv1", anchor="center"), 8, 400)).within(Box(8, 0, 400.01, 99))


@pytest.mark.parametrize("weight", ["", "-Bold"])
def test_no_letter_of_another_face_is_wider_than_its_estimate(weight: str) -> None:
    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans{weight}.ttf")
    font.set_size(100, 72)
    latin, greek, cyrillic = range(0xD8, 0x17F), range(0x3B1, 0x3CA), range(0x430, 0x450)
    widths = {
        chr(code): font.load_char(code, flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
        for code in (*latin, *greek, *cyrillic)
    }
    assert not {c: w for c, w in widths.items() if w > text.width(c, 100, bold=bool(weight)) + 0.1}


@given(st.text(max_size=40), st.floats(20, 300))
def test_a_shortened_name_fits(name: str, room: float) -> None:
    short = text.shortened(name, 14, room)
    assert text.width(short, 14) <= room
    assert (short == name) is (text.width(name, 14) <= room) or text.ELLIPSIS in name


def test_both_ends_of_a_name_are_kept() -> None:
    assert text.shortened("inception_4a", 14, 80) == "incep\N{HORIZONTAL ELLIPSIS}n_4a"
    assert text.shortened("inception_4a", 14, 1) == text.ELLIPSIS


@given(
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12),
    corner=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    distance=st.integers(5, 12),
)
def test_a_box_is_crowded_by_any_point_that_is_near(
    places: list[tuple[int, int]], corner: tuple[int, int], distance: int
) -> None:
    (left, top), points = corner, {str(number): place for number, place in enumerate(places)}
    box = Box(left, top, left + 20, top + 10)

    def near(name: str) -> bool:
        (x, y), apart = points[name], 5 if name == "0" else distance
        return left - apart < x < left + 20 + apart and top - apart < y < top + 10 + apart

    assert Points(points).crowd(box, "0", distance) == any(map(near, points))
