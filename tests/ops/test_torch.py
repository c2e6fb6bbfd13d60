"""PyTorch as the oracle: shapes, parameters and multiply-adds of every case, and the cells that are read."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

import pytest
import torch
from op_cases import CASES, Case
from torch.utils.flop_counter import FlopCounterMode
from torch_layers import MAKERS

from reportgen.ops import LAYERS
from reportgen.ops.reach import AxisReach, Interpolated, Span
from reportgen.ops.reading import make

if TYPE_CHECKING:
    from torch import Tensor

SMALL = 20_000
"""Values up to which gradients are asked for."""


MADE = [case for case in CASES if case.word in MAKERS]


def test_pytorch_has_every_layer_but_what_is_described_by_its_figures() -> None:
    assert LAYERS.keys() - MAKERS.keys() == {"custom"}


@pytest.mark.parametrize("case", MADE, ids=str)
def test_shape_parameters_and_multiply_adds(case: Case) -> None:
    with torch.device("meta"):
        module = MAKERS[case.word](case.options, case.inputs[0]).eval()
        inputs = [torch.empty(1, *shape) for shape in case.inputs]
        with FlopCounterMode(display=False) as flops:
            out = module(*inputs)
    assert list(out.shape[1:]) == case.expected["out"]
    assert sum(p.numel() for p in module.parameters()) == case.expected["parameters"]
    # PyTorch counts the batches that a norm has seen besides.
    buffers = [b for name, b in module.named_buffers() if not name.endswith("num_batches_tracked")]
    assert sum(b.numel() for b in buffers) == case.expected["buffers"]
    assert flops.get_total_flops() == 2 * case.expected["macs"]


SHARED = {"group_norm", "instance_norm"}
"""They take statistics over space, which do not count as read cells."""
CHOOSING = {"max_pool", "global_max_pool", "adaptive_max_pool", "maximum", "minimum", "maxout", "relu", "relu6"}
"""Their gradient is that of the values that are chosen."""
DISCRETE = {"embedding"}
"""There is no gradient with respect to a word."""
AGREED = {"take_token"}
"""A token that is taken stands for all of them, by convention."""
SMOOTH = [
    case
    for case in MADE
    if case.word not in SHARED | CHOOSING | DISCRETE | AGREED
    and sum(map(prod, case.inputs)) + prod(case.expected["out"]) < SMALL
]


def read_cells(x: tuple[Tensor, ...], place: tuple[int, ...], out: Tensor) -> set[tuple[int, ...]]:
    """Give the cells of the largest input that have a gradient from an output cell, whatever the channel."""
    # Random weights, so that nothing cancels: softmax and norms give sums without a gradient.
    chosen = out[(0, slice(None), *place)]
    total = (chosen * torch.rand(chosen.shape, dtype=chosen.dtype)).sum()
    full = max(x, key=lambda t: t.numel())
    (gradient,) = torch.autograd.grad(total, full, retain_graph=True)
    touched = (gradient[0].abs() > 1e-9).any(0)
    return {tuple(cell) for cell in touched.nonzero().tolist()}


@pytest.mark.parametrize("case", SMOOTH, ids=str)
def test_reach_is_what_has_a_gradient(case: Case) -> None:
    torch.manual_seed(0)
    layer = make(LAYERS[case.word], case.options)
    reach = layer.reach(case.inputs, tuple(case.expected["out"]))
    cells = max(case.inputs, key=prod)[1:]
    module = MAKERS[case.word](case.options, case.inputs[0]).eval().double()
    x = tuple(torch.rand(1, *shape, dtype=torch.double, requires_grad=True) for shape in case.inputs)
    out = module(*x)
    across = case.expected["out"][1:]
    for place in {tuple(n - 1 for n in across), tuple(n // 2 for n in across), (0,) * len(across)}:
        found = read_cells(x, place, out)
        if reach is Span.CELL:
            assert found == {place}
        elif reach is Span.EVERYTHING:
            assert len(found) == prod(cells)
        elif isinstance(reach, tuple):
            read = [clamped(axis, i, n) for axis, i, n in zip(reach, place, cells, strict=True)]
            assert found == set(product(*read))


def clamped(axis: AxisReach, i: int, n: int) -> set[int]:
    """Give the real cells that are read: beyond the border lies padding, or for interpolation the border."""
    if isinstance(axis, Interpolated):
        return {min(max(cell, 0), n - 1) for cell in axis.reads(i)}
    return {cell for cell in axis.reads(i) if 0 <= cell < n}
