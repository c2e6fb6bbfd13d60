"""What is read repeats itself with its period, wherever one looks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.ops.reach import Adaptive, AxisReach, Interpolated, Nearest
from reportgen.ops.window import TransposedWindow, Window

SMALL, CELLS = st.integers(1, 6), st.integers(1, 40)
REACHES = st.one_of(
    st.builds(Window, SMALL, SMALL, SMALL, st.integers(-4, 6), st.integers(-4, 6)),
    st.builds(TransposedWindow, SMALL, SMALL, SMALL, st.integers(0, 6), st.integers(0, 6)),
    st.builds(Nearest, CELLS, CELLS),
    st.builds(Interpolated, CELLS, CELLS, st.sampled_from([2, 4]), st.booleans()),
    st.builds(Adaptive, CELLS, CELLS),
)


@given(REACHES, st.integers(0, 100))
@example(Interpolated(5, 1, 2, align_corners=True), 0)
@example(Interpolated(1, 5, 2, align_corners=True), 3)
def test_period(reach: AxisReach, i: int) -> None:
    steps, cells = reach.period
    assert steps >= 1
    assert [cell + cells for cell in reach.reads(i)] == list(reach.reads(i + steps))


@given(CELLS, CELLS)
def test_adaptive_parts_cover_the_input_in_order(n: int, m: int) -> None:
    parts = [Adaptive(n, m).reads(i) for i in range(m)]
    assert set().union(*parts) == set(range(n))
    assert all(one.start <= other.start and one.stop <= other.stop for one, other in pairwise(parts))
    assert all(len(part) >= 1 for part in parts)


@given(CELLS, SMALL)
def test_nearest_copies_each_cell_as_often_as_the_scale_says(n: int, scale: int) -> None:
    copied = [Nearest(n, n * scale).reads(i)[0] for i in range(n * scale)]
    assert copied == [cell for cell in range(n) for _ in range(scale)]


@given(CELLS, CELLS, st.sampled_from([2, 4]))
def test_aligned_corners_read_the_corners(n: int, m: int, taps: int) -> None:
    axis = Interpolated(n, m, taps, align_corners=True)
    assert list(axis.reads(0)) == [0]
    if m > 1:
        assert list(axis.reads(m - 1)) == [n - 1]
