"""Window arithmetic against counting: every window is laid out, cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reportgen.ops.window import TransposedWindow, Window, half, same, same_transposed

KERNEL, STRIDE, DILATION = st.integers(1, 7), st.integers(1, 5), st.integers(1, 4)
PADDING, CELLS = st.integers(0, 6), st.integers(1, 40)
WINDOWS = st.builds(Window, KERNEL, STRIDE, DILATION, PADDING, PADDING)
TRANSPOSED = st.builds(TransposedWindow, KERNEL, STRIDE, DILATION, PADDING, PADDING)


def laid_out(w: Window, i: int) -> list[int]:
    """Walk to the window's place step by step, and list the cells under its taps."""
    start = -w.before
    for _ in range(i):
        start += w.stride
    return [start + tap * w.dilation for tap in range(w.kernel)]


@given(WINDOWS, CELLS)
def test_output_counts_the_windows_that_fit(w: Window, n: int) -> None:
    fitting = 0
    while laid_out(w, fitting)[-1] < n + w.after:
        fitting += 1
    assume(fitting)
    assert w.output(n) == fitting


@given(WINDOWS, CELLS)
def test_output_is_below_one_where_none_fits(w: Window, n: int) -> None:
    assert (w.output(n) < 1) == (laid_out(w, 0)[-1] >= n + w.after)


@given(WINDOWS, CELLS)
@example(Window(1, 2), 5)
@example(Window(1, 3), 2)
@example(Window(1, 3), 5)
@example(Window(2, 2, before=1, after=1), 3)
def test_ceil_mode_adds_a_window_while_cells_are_left_and_it_starts_before_the_padding(w: Window, n: int) -> None:
    assume(w.output(n) >= 1)
    assume(w.after < w.extent)  # pooling refuses more: a window would read padding alone
    counted = 1
    while laid_out(w, counted - 1)[-1] < n + w.after - 1 and laid_out(w, counted)[0] < n:
        counted += 1
    ceiled = Window(w.kernel, w.stride, w.dilation, w.before, w.after, ceil_mode=True)
    assert ceiled.output(n) == counted


@given(WINDOWS, st.integers(0, 30))
def test_reads(w: Window, i: int) -> None:
    assert list(w.reads(i)) == laid_out(w, i)
    assert w.reads(i)[-1] - w.reads(i)[0] + 1 == w.extent


@given(WINDOWS, CELLS)
def test_lost_counts_the_cells_behind_the_last_window(w: Window, n: int) -> None:
    assume(w.output(n) >= 1)
    last = laid_out(w, w.output(n) - 1)[-1]
    assert w.lost(n) == len(range(last + 1, n))


def test_cells_that_are_cut_off_are_not_lost() -> None:
    assert Window(before=-2, after=-3).lost(20) == 0
    assert Window(before=-2, after=-3).output(20) == 15


@given(CELLS, KERNEL, STRIDE, DILATION)
def test_same_keeps_every_stride_th_cell_with_the_least_padding(n: int, k: int, s: int, d: int) -> None:
    w = same(n, k, s, d)
    assert w.output(n) == len(range(0, n, s))
    assert w.after - w.before in {0, 1}
    if w.after:
        less = Window(k, s, d, w.before, w.after - 1)
        assert less.output(n) < w.output(n)


@given(CELLS, KERNEL, DILATION)
def test_half_keeps_the_size_and_stands_in_the_middle(n: int, k: int, d: int) -> None:
    assume(k % 2 or d % 2 == 0)
    w = Window(k, dilation=d, before=half(k, d), after=half(k, d))
    assert w.output(n) == n
    assert w.reads(5)[0] + w.reads(5)[-1] == 2 * 5


@pytest.mark.parametrize(("kernel", "dilation", "cells"), [(2, 1, 2), (4, 1, 4), (2, 3, 4)])
def test_half_of_an_even_window_is_refused(kernel: int, dilation: int, cells: int) -> None:
    with pytest.raises(ValueError, match=f"a window over {cells} cells has no middle"):
        half(kernel, dilation)


@pytest.mark.parametrize("window", [Window(), TransposedWindow(1)])
def test_a_window_of_one_cell_reads_each_cell_where_nothing_else_is_told(window: Window | TransposedWindow) -> None:
    assert window.output(9) == 9
    assert [list(window.reads(i)) for i in range(9)] == [[i] for i in range(9)]


@given(TRANSPOSED, CELLS)
def test_transposed_reads_what_writes_to_it(w: TransposedWindow, n: int) -> None:
    out = w.output(n)
    readers: dict[int, list[int]] = {o: [] for o in range(out)}
    for x in range(n):
        for tap in range(w.kernel):
            o = x * w.stride + tap * w.dilation - w.before
            if o in readers:
                readers[o].append(x)
    assert {o: [x for x in w.reads(o) if 0 <= x < n] for o in readers} == readers


@given(TRANSPOSED, CELLS, STRIDE)
def test_output_padding_adds_cells_at_the_end(w: TransposedWindow, n: int, extra: int) -> None:
    padded = TransposedWindow(w.kernel, w.stride, w.dilation, w.before, w.after, extra)
    assert padded.output(n) == w.output(n) + extra
    assert padded.reads(0) == w.reads(0)


@given(CELLS, KERNEL, STRIDE, DILATION)
def test_same_transposed_is_the_transpose_of_same(n: int, k: int, s: int, d: int) -> None:
    back, forth = same_transposed(k, s, d), same(n * s, k, s, d)
    assert back.output(n) == n * s
    for o in range(n * s):
        assert [x for x in back.reads(o) if 0 <= x < n] == [x for x in range(n) if o in forth.reads(x)]
