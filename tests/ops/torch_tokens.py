"""How PyTorch would make the layers for tokens, for a batch of one."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it
from torch_parts import Called, Options, axes, flat

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

Shape = tuple[int, ...]


class ClassToken(nn.Module):
    """One learned token in front."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.token = nn.Parameter(torch.zeros(1, channels, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.token, x], 2)


class PositionEmbedding(nn.Module):
    """Something added at each position: learned, or sinusoids."""

    def __init__(self, shape: Shape, *, learned: bool, length: int | None) -> None:
        super().__init__()
        stored = shape if length is None else (shape[0], length)
        fixed = torch.arange(prod(stored)).reshape(1, *stored).sin()
        self.added = nn.Parameter(fixed) if learned else fixed

    def forward(self, x: Tensor) -> Tensor:
        return x + self.added[..., : x.shape[-1]].to(x)


class Attention(nn.Module):
    """Multi-head attention within windows or over a grid: padded, rolled, parted, masked, and all of it undone."""

    def __init__(self, o: Options, shape: Shape) -> None:
        super().__init__()
        channels, *self.cells = shape
        rank = len(self.cells)
        self.spread = "grid" in o
        self.group = axes(o.get("window", o.get("grid", list(self.cells))), rank)
        self.padded = [g * ((n + g - 1) // g) for n, g in zip(self.cells, self.group, strict=True)]
        shift = axes(o.get("shift", 0), rank)
        self.shift = [0 if g >= p else s for s, g, p in zip(shift, self.group, self.padded, strict=True)]
        self.heads = o["heads"]
        self.inner = nn.MultiheadAttention(channels, self.heads, bias=o.get("bias", True), batch_first=True)
        self.table = None
        if o.get("relative_position"):
            self.table = nn.Parameter(torch.zeros(prod(2 * g - 1 for g in self.group), self.heads))
            self.register_buffer("index", self.offsets())

    def offsets(self) -> Tensor:
        """Give for each pair of cells the row of the table that holds their offset."""
        places = torch.tensor(list(product(*map(range, self.group))))
        apart = places[:, None] - places[None] + torch.tensor(self.group) - 1
        row = torch.zeros(apart.shape[:2], dtype=torch.long)
        for axis, g in enumerate(self.group):
            row = row * (2 * g - 1) + apart[..., axis]
        return row.flatten()

    def parted(self, x: Tensor) -> Tensor:
        """Bring (cells.., channels) to (windows, cells of a window, channels)."""
        order, counts = self.order()
        split = zip(self.group, counts, strict=True) if self.spread else zip(counts, self.group, strict=True)
        x = x.reshape(*(size for pair in split for size in pair), -1)
        return x.permute(order).reshape(prod(counts), prod(self.group), -1)

    def order(self) -> tuple[list[int], list[int]]:
        """Give the axes of windows before those inside them, where cells are counted through both, and the windows."""
        rank = len(self.cells)
        counts = [p // g for p, g in zip(self.padded, self.group, strict=True)]
        windows, inside = [2 * a + self.spread for a in range(rank)], [2 * a + 1 - self.spread for a in range(rank)]
        return [*windows, *inside, 2 * rank], counts

    def joined(self, x: Tensor) -> Tensor:
        """Undo ``parted``."""
        order, counts = self.order()
        back = [order.index(axis) for axis in range(len(order))]
        return x.reshape(*counts, *self.group, -1).permute(back).reshape(*self.padded, -1)

    def mask(self) -> Tensor:
        """Give what is added to the matches: nothing between cells of one region, minus infinity otherwise."""
        label = torch.zeros(self.padded)
        for axis, s in enumerate(self.shift):
            behind = torch.arange(self.padded[axis]) >= self.padded[axis] - s
            label = label * 2 + behind.reshape([-1 if a == axis else 1 for a in range(len(self.cells))])
        label = self.parted(label)[..., 0]
        apart = label[:, :, None] != label[:, None, :]
        return torch.zeros(apart.shape).masked_fill(apart, float("-inf"))

    def attended(self, windows: Tensor, added: Tensor) -> Tensor:
        """Let the cells of each window read each other; ``added`` tells for each head which do not."""
        read: Tensor = self.inner(windows, windows, windows, attn_mask=added)[0]
        return read

    def forward(self, x: Tensor) -> Tensor:
        before = [(0, p - n) for p, n in zip(self.padded, self.cells, strict=True)]
        rolled = range(len(self.cells))
        full = F.pad(x, flat(before))[0].movedim(0, -1).roll([-s for s in self.shift], list(rolled))
        windows = self.parted(full)
        added = self.mask().to(x).repeat_interleave(self.heads, 0)
        if self.table is not None:
            size = prod(self.group)
            bias = self.table[self.index].reshape(size, size, self.heads).permute(2, 0, 1)
            added = added + bias.repeat(len(windows), 1, 1)
        back = self.joined(self.attended(windows, added)).roll(self.shift, list(rolled)).movedim(-1, 0)[None]
        return back[(..., *(slice(n) for n in self.cells))]


MAKERS: dict[str, Callable[[Options, Shape], nn.Module]] = {
    "flatten_positions": lambda *_: Called(lambda x: x.flatten(2)),
    "class_token": lambda _, s: ClassToken(s[0]),
    "position_embedding": lambda o, s: PositionEmbedding(s, learned=o.get("learned", True), length=o.get("length")),
    "take_token": lambda o, _: Called(lambda x: x[:, :, o.get("index", 0)]),
    "self_attention": Attention,
}
"""Each layer by its word, from its options and the shape that comes in."""
