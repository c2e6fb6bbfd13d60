"""How PyTorch would make the layers for sequences, for a batch of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor
    from torch_parts import Options

Shape = tuple[int, ...]


class Embedding(nn.Module):
    """A table of words, its vectors brought to the front; it takes zeros for words where it is given no such."""

    def __init__(self, o: Options) -> None:
        super().__init__()
        self.inner = nn.Embedding(o["vocabulary"], o["units"])

    def forward(self, x: Tensor) -> Tensor:
        words = x if x.dtype is torch.long else torch.zeros_like(x, dtype=torch.long)
        found: Tensor = self.inner(words[:, 0])
        return found.movedim(-1, 1)


class Recurrent(nn.Module):
    """PyTorch's own layer; with one bias, as in Keras, the second stays at zero and is not counted."""

    def __init__(self, kind: type[nn.LSTM | nn.GRU], o: Options, shape: Shape) -> None:
        super().__init__()
        biases = o.get("biases", 2)
        both = o.get("bidirectional", False)
        self.inner = kind(shape[0], o["units"], bias=biases > 0, batch_first=True, bidirectional=both)
        self.zeros = [name for name, _ in self.inner.named_parameters() if biases == 1 and "bias_hh" in name]
        for name in self.zeros:
            zero = torch.zeros_like(getattr(self.inner, name))
            delattr(self.inner, name)
            setattr(self.inner, name, zero)
        self.sequence = o.get("sequence", True)

    def forward(self, x: Tensor) -> Tensor:
        for name in self.zeros:
            setattr(self.inner, name, getattr(self.inner, name).to(x))
        out, state = self.inner(x.transpose(1, 2))
        if self.sequence:
            return out.transpose(1, 2)
        last = state[0] if isinstance(state, tuple) else state
        return last.transpose(0, 1).flatten(1)


MAKERS: dict[str, Callable[[Options, Shape], nn.Module]] = {
    "embedding": lambda o, _: Embedding(o),
    "lstm": lambda o, s: Recurrent(nn.LSTM, o, s),
    "gru": lambda o, s: Recurrent(nn.GRU, o, s),
}
"""Each layer by its word, from its options and the shape that comes in."""
