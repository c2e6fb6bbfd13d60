"""The field by gradient: every layer becomes a positive linear sum over what it reads, so that nothing is hidden.

A maximum hides all cells but one, a norm reads its statistics, a sign may cancel: each of them is replaced by a sum
with positive weights over the same cells. What then has a gradient is what is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it
from torch_graph import options_of
from torch_layers import MAKERS
from torch_parts import Called
from torch_tokens import Attention

if TYPE_CHECKING:
    from reportgen import Graph, Node

SUMS = {
    "max_pool": "avg_pool",
    "adaptive_max_pool": "adaptive_avg_pool",
    "global_max_pool": "global_avg_pool",
}
PASSING = ("normalisation", "activation", "regularisation")


class Taps(nn.Module):
    """A pooling window as a depthwise convolution of ones, since PyTorch's average takes no dilation."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.windows = node.op.windows(node.input_shapes)
        self.cells = node.shape[1:]

    def forward(self, x: Tensor) -> Tensor:
        out = x
        for axis, (window, cells) in enumerate(zip(self.windows, self.cells, strict=True)):
            moved = out.movedim(2 + axis, -1)
            # Enough zeros behind for a window that overhangs the end.
            padded = F.pad(moved, (window.before, window.after + window.extent + window.stride))
            taps = [
                padded[..., tap : tap + (cells - 1) * window.stride + 1 : window.stride]
                for tap in range(0, window.extent, window.dilation)
            ]
            out = torch.stack(taps).sum(0).movedim(-1, 2 + axis)
        return out


class Windows(Attention):
    """Attention in which each cell takes the sum of those that it may read."""

    def attended(self, windows: Tensor, added: Tensor) -> Tensor:
        return (added[:: self.heads].detach() > float("-inf")).to(windows) @ windows


class Steps(nn.Module):
    """A recurrent layer that sums up what it has read."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.shape, self.options = node.shape, options_of(node)

    def forward(self, x: Tensor) -> Tensor:
        read = x.sum(1, keepdim=True).cumsum(2)
        if self.options.get("sequence") is False:
            return read[..., -1].expand(1, *self.shape)
        if self.options.get("bidirectional"):
            read = read[..., -1:]
        return read.expand(1, *self.shape)


def linear(node: Node) -> nn.Module:
    """Give a positive linear layer that reads what the layer reads."""
    word = node.op.word
    if word == "self_attention":
        return Windows(options_of(node), node.input_shapes[0]).double()
    if word in ("lstm", "gru"):
        return Steps(node)
    if word == "embedding":
        return Called(lambda x: x.expand(-1, node.shape[0], *x.shape[2:]))
    if word in ("max_pool", "avg_pool"):
        return Taps(node)
    if word != "maxout" and node.op.family in PASSING:
        return nn.Identity()
    made = MAKERS[SUMS.get(word, word)](options_of(node), node.input_shapes[0]).double()
    for value in made.parameters():
        nn.init.uniform_(value, 0.5, 1.5)
    return made


def run(graph: Graph, given: Tensor) -> list[Tensor]:
    values: list[Tensor] = []
    for node in graph.nodes:
        reads = [values[i] for i in node.inputs]
        if node.is_input:
            values.append(given)
        elif node.op.word in ("maxout", "reduce_channels"):
            values.append(reads[0].unflatten(1, (node.shape[0], -1)).sum(2))
        elif node.op.word == "multiply":
            # The gate's own path is left out: the field without gates is asked.
            full = [read for read in reads if read.shape[2:] == tuple(node.shape[1:])]
            values.append(torch.stack(full).sum(0))
        elif node.op.many and node.op.word != "concat":
            values.append(torch.stack(reads).sum(0))
        else:
            values.append((MAKERS["concat"]({}, ()) if node.op.many else linear(node))(*reads))
    return values


def spans_by_gradient(graph: Graph, place: int, cell: tuple[int, ...]) -> list[tuple[int, int] | None]:
    """Give, per axis, the first and last input cell that one cell of a layer has a gradient from."""
    given = torch.ones(1, *graph.nodes[0].shape, dtype=torch.double, requires_grad=True)
    value = run(graph, given)[place][(0, slice(None), *cell)].sum()
    if not value.requires_grad:
        return [None] * len(cell)
    (gradient,) = torch.autograd.grad(value, given)
    touched = (gradient[0].abs() > 1e-12).any(0)
    found: list[tuple[int, int] | None] = []
    for axis in range(touched.dim()):
        others = tuple(a for a in range(touched.dim()) if a != axis)
        along = touched.any(others) if others else touched
        cells = along.nonzero().flatten().tolist()
        found.append((cells[0], cells[-1]) if cells else None)
    return found
