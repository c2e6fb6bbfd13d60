"""What is read repeats itself with its period, wherever one looks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.ops.reach import Adaptive, AxisReach, Blocks, Grid, Interpolated, Nearest, Past
from reportgen.ops.window import TransposedWindow, Window

SMALL, CELLS = st.integers(1, 6), st.integers(1, 40)
REACHES = st.one_of(
    st.builds(Window, SMALL, SMALL, SMALL, st.integers(-4, 6), st.integers(-4, 6)),
    st.builds(TransposedWindow, SMALL, SMALL, SMALL, st.integers(0, 6), st.integers(0, 6)),
    st.builds(Nearest, CELLS, CELLS),
    st.builds(Interpolated, CELLS, CELLS, st.sampled_from([2, 4]), st.booleans()),
    st.builds(Adaptive, CELLS, CELLS),
    st.builds(Blocks, CELLS, st.integers(6, 12), st.integers(0, 5)),
    st.builds(Grid, CELLS, SMALL),
    st.builds(Past, CELLS),
)


@given(REACHES, st.integers(0, 100))
@example(Interpolated(5, 1, 2, align_corners=True), 0)
@example(Interpolated(1, 5, 2, align_corners=True), 3)
def test_period(reach: AxisReach, i: int) -> None:
    steps, cells = reach.period
    assert steps >= 1
    assert [cell + cells for cell in reach.reads(i)] == list(reach.reads(i + steps))


@pytest.mark.parametrize(
    ("reach", "reads", "period"),
    [
        (Nearest(4, 6), [[0], [0], [1], [2], [2], [3], [4]], (3, 2)),
        (Nearest(6, 4), [[0], [1], [3], [4]], (2, 3)),
        # Cell i stands at (2 i + 1) / 4 - 1/2: never on a cell, so between two, or among four.
        (Interpolated(3, 6, 2), [[-1, 0], [0, 1], [0, 1], [1, 2]], (2, 1)),
        (Interpolated(3, 6, 4), [[-2, -1, 0, 1], [-1, 0, 1, 2], [-1, 0, 1, 2], [0, 1, 2, 3]], (2, 1)),
        # At 3 i + 1, which is a cell.
        (Interpolated(9, 3, 4), [[1], [4], [7]], (1, 3)),
        # At 3 i / 4 - 1/8.
        (Interpolated(6, 8, 2), [[-1, 0], [0, 1], [1, 2], [2, 3], [2, 3], [3, 4]], (4, 3)),
        # Corner on corner: at 2 i / 3.
        (Interpolated(5, 7, 2, align_corners=True), [[0], [0, 1], [1, 2], [2], [2, 3]], (3, 2)),
        (Interpolated(5, 7, 4, align_corners=True), [[0], [-1, 0, 1, 2], [0, 1, 2, 3], [2]], (3, 2)),
        (Interpolated(5, 2, 2, align_corners=True), [[0], [4]], (1, 4)),
        (Interpolated(5, 1, 2, align_corners=True), [[0]], (1, 4)),
        (Adaptive(7, 3), [[0, 1, 2], [2, 3, 4], [4, 5, 6], [7, 8, 9]], (3, 7)),
        (Adaptive(4, 6), [[0], [0, 1], [1], [2]], (3, 2)),
        (Blocks(7, 3), [[0, 1, 2]] * 3 + [[3, 4, 5]] * 3 + [[6]] + [[7, 8, 9]] * 3 + [[10, 11, 12]], (7, 7)),
        (Blocks(6, 3), [[0, 1, 2]] * 3 + [[3, 4, 5]] * 3 + [[6, 7, 8]], (3, 3)),
        (Blocks(6, 3, 2), [[0, 1]] * 2 + [[2, 3, 4]] * 3 + [[5]] + [[6, 7]] * 2, (6, 6)),
        # Steps of two cells: all even ones, or all odd ones.
        (Grid(6, 3), [[0, 2, 4], [1, 3, 5], [0, 2, 4], [1, 3, 5], [0, 2, 4], [1, 3, 5], [6, 8, 10]], (6, 6)),
        (Grid(5, 3), [[0, 2, 4], [1, 3], [0, 2, 4], [1, 3], [0, 2, 4], [5, 7, 9]], (5, 5)),
        (Past(3), [[0], [0, 1], [0, 1, 2], [3], [3, 4]], (3, 3)),
    ],
    ids=str,
)
def test_what_cells_read_and_when_it_repeats(reach: AxisReach, reads: list[list[int]], period: tuple[int, int]) -> None:
    assert [list(reach.reads(i)) for i in range(len(reads))] == reads
    assert reach.period == period


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


def windows_after_a_cyclic_shift(n: int, size: int, shift: int) -> list[list[int]]:
    """Roll the padded cells, cut them into windows, and part what was not beside each other before the roll."""
    padded = -(-n // size) * size
    rolled = [(place + shift) % padded for place in range(padded)]
    windows = [rolled[first : first + size] for first in range(0, padded, size)]
    parted = [[[cell for cell in w if cell >= shift], [cell for cell in w if cell < shift]] for w in windows]
    return [sorted(cell for cell in part if cell < n) for parts in parted for part in parts]


@given(CELLS, st.integers(1, 9), st.data())
def test_shifted_windows_are_those_of_a_masked_cyclic_shift(n: int, size: int, data: st.DataObject) -> None:
    shift = data.draw(st.integers(0, size - 1)) if size < n else 0
    for window in windows_after_a_cyclic_shift(n, size, shift):
        for cell in window:
            assert list(Blocks(n, size, shift).reads(cell)) == window


@given(CELLS, SMALL)
def test_a_grid_reads_cells_that_stand_one_step_apart(n: int, size: int) -> None:
    padded = n if n % size == 0 else n + size - n % size
    for i in range(n):
        read = [cell for cell in range(n) if (cell - i) % (padded // size) == 0]
        assert list(Grid(n, size).reads(i)) == read
        assert i in read
        assert len(read) <= size
