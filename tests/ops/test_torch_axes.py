"""PyTorch as the oracle along one axis: sizes and cells that are read, over many sizes and windows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from reportgen.ops.reach import Adaptive, AxisReach, Interpolated, Nearest
from reportgen.ops.window import TransposedWindow, Window, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

CELLS = st.integers(1, 24)
KERNEL, STRIDE, DILATION = st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)


def answering(function: Callable[[Tensor], Tensor], n: int) -> list[set[int]]:
    """Give the input cells that each output cell of a linear function answers to: each alone is set to 1."""
    answers = function(torch.eye(n, dtype=torch.double).unsqueeze(1))
    return [set(cells.abs().gt(1e-9).nonzero().flatten().tolist()) for cells in answers[:, 0].T]


def inside(reach: AxisReach, m: int, n: int) -> list[set[int]]:
    return [{cell for cell in reach.reads(i) if 0 <= cell < n} for i in range(m)]


def at_the_border(reach: AxisReach, m: int, n: int) -> list[set[int]]:
    """Give what is read where the border goes on for ever, as it does for interpolation."""
    return [{min(max(cell, 0), n - 1) for cell in reach.reads(i)} for i in range(m)]


@given(CELLS, KERNEL, STRIDE, DILATION, st.data())
def test_ceil_mode(n: int, k: int, s: int, d: int, data: st.DataObject) -> None:
    p = data.draw(st.integers(0, k // 2))
    w = Window(k, s, d, p, p, ceil_mode=True)
    assume(w.extent <= n + 2 * p)
    assert w.output(n) == F.max_pool1d(torch.zeros(1, 1, n), k, s, p, d, ceil_mode=True).shape[-1]


@given(CELLS, KERNEL, STRIDE, st.data())
def test_average_pooling_reads(n: int, k: int, s: int, data: st.DataObject) -> None:
    p = data.draw(st.integers(0, k // 2))
    w = Window(k, s, 1, p, p, ceil_mode=True)
    assume(w.extent <= n + 2 * p)
    found = answering(lambda x: F.avg_pool1d(x, k, s, p, ceil_mode=True), n)
    assert inside(w, w.output(n), n) == found


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")  # it costs a copy
@given(CELLS, KERNEL, DILATION)
def test_same_padding(n: int, k: int, d: int) -> None:
    kernel = torch.ones(1, 1, k, dtype=torch.double)
    found = answering(lambda x: F.conv1d(x, kernel, padding="same", dilation=d), n)
    w = same(n, k, 1, d)
    assert inside(w, w.output(n), n) == found


@given(CELLS, st.builds(TransposedWindow, KERNEL, STRIDE, DILATION, st.integers(0, 3), extra=st.integers(0, 3)))
def test_transposed(n: int, w: TransposedWindow) -> None:
    w = replace(w, after=w.before)
    assume(w.extra < max(w.stride, w.dilation))
    assume(w.output(n) >= 1)
    kernel = torch.ones(1, 1, w.kernel, dtype=torch.double)

    def transposed(x: Tensor) -> Tensor:
        return F.conv_transpose1d(x, kernel, None, w.stride, w.before, w.extra, 1, w.dilation)

    assert inside(w, w.output(n), n) == answering(transposed, n)


@given(CELLS, CELLS)
def test_adaptive(n: int, m: int) -> None:
    assert inside(Adaptive(n, m), m, n) == answering(lambda x: F.adaptive_avg_pool1d(x, m), n)


@given(CELLS, CELLS)
def test_nearest(n: int, m: int) -> None:
    assert inside(Nearest(n, m), m, n) == answering(lambda x: F.interpolate(x, m), n)


@given(CELLS, CELLS, st.booleans())
def test_linear(n: int, m: int, corners: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    found = answering(lambda x: F.interpolate(x, m, mode="linear", align_corners=corners), n)
    assert at_the_border(Interpolated(n, m, 2, corners), m, n) == found


@given(st.integers(1, 12), st.integers(1, 24), st.booleans())
@settings(max_examples=50)
def test_cubic(n: int, m: int, corners: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    def cubic(x: Tensor) -> Tensor:
        return F.interpolate(x[:, :, None], (1, m), mode="bicubic", align_corners=corners)[:, :, 0]

    assert at_the_border(Interpolated(n, m, 4, corners), m, n) == answering(cubic, n)
