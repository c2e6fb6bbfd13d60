"""What PyTorch's layers are put together from, for a batch of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

Options = dict[str, Any]


def axes(value: Any, rank: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, list) else (value,) * rank


def pads(options: Options, cells: tuple[int, ...]) -> list[tuple[int, int]]:
    """Resolve padding a second time, as the guides of PyTorch and TensorFlow word it."""
    rank, padding = len(cells), options.get("padding", 0)
    kernel, dilation = axes(options["kernel"], rank), axes(options.get("dilation", 1), rank)
    stride = axes(options.get("stride", 1), rank)
    if padding == "half":
        return [(d * (k - 1) // 2,) * 2 for k, d in zip(kernel, dilation, strict=True)]
    if padding == "same":
        pairs = []
        for n, k, s, d in zip(cells, kernel, stride, dilation, strict=True):
            effective = (k - 1) * d + 1
            total = max(effective - s, 0) if n % s == 0 else max(effective - n % s, 0)
            pairs.append((total // 2, total - total // 2))
        return pairs
    entries = axes(0 if padding == "valid" else padding, rank)
    return [tuple(entry) if isinstance(entry, list) else (entry, entry) for entry in entries]  # type: ignore[misc]


def flat(pairs: list[tuple[int, int]]) -> list[int]:
    """Give pairs as ``F.pad`` takes them: the last axis first."""
    return [amount for pair in reversed(pairs) for amount in pair]


class Slid(nn.Module):
    """Something that slides, behind padding of its own on each side."""

    def __init__(self, inner: Callable[..., Tensor], pairs: list[tuple[int, int]], value: float = 0) -> None:
        super().__init__()
        self.inner, self.pairs, self.value = inner, pairs, value

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(F.pad(x, flat(self.pairs), value=self.value))


class Called(nn.Module):
    """A function as a module."""

    def __init__(self, function: Callable[..., Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, *x: Tensor) -> Tensor:
        return self.function(*x)


class OverChannels(nn.Module):
    """A layer for the last axis, over the channels."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        moved: Tensor = self.inner(x.movedim(1, -1))
        return moved.movedim(-1, 1)
