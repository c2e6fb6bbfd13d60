"""PyTorch builds the same network: a graph as a module, and what PyTorch counts of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from torch_layers import MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

    from reportgen import Graph, Node


def options_of(node: Node) -> dict[str, Any]:
    """Give a layer's options as a file would."""
    return {name: _listed(value) for name, value in node.op.given().items()}


def _listed(value: object) -> object:
    return [_listed(entry) for entry in value] if isinstance(value, tuple) else value


class Network(nn.Module):
    """A graph whose layers are PyTorch's own, run in file order."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph
        self.made = nn.ModuleList()
        for node in graph.nodes:
            self.made.append(nn.Identity() if node.is_input else self._module(node))

    def _module(self, node: Node) -> nn.Module:
        """Make a layer's module; with another's weights it is that module again, or one that is tied to it."""
        made = MAKERS[node.op.word](options_of(node), node.input_shapes[0])
        if node.shares is None:
            return made
        owner = self.made[node.shares]
        if self.graph.nodes[node.shares].op == node.op:
            return owner
        for name, value in owner.named_parameters():
            *path, last = name.split(".")
            setattr(made.get_submodule(".".join(path)), last, value)
        return made

    def forward(self, *given: Tensor) -> list[Tensor]:
        values: list[Tensor] = []
        waiting = list(given)
        for node, made in zip(self.graph.nodes, self.made, strict=True):
            values.append(waiting.pop(0) if node.is_input else made(*(values[i] for i in node.inputs)))
        return values


@dataclass(frozen=True)
class Counted:
    """What PyTorch says of one network."""

    shapes: list[tuple[int, ...]]
    """Of every node."""
    parameters: list[int]
    buffers: list[int]
    """Without the counters of batches."""
    macs: int


def counted(graph: Graph) -> Counted:
    """Build a graph without weights and let PyTorch count."""
    with torch.device("meta"):
        network = Network(graph).eval()
        inputs = [torch.empty(1, *node.shape) for node in graph.inputs]
    with FlopCounterMode(display=False) as flops, torch.no_grad():
        values = network(*inputs)
    return Counted(
        shapes=[tuple(value.shape[1:]) for value in values],
        parameters=_counted_once(made.parameters() for made in network.made),
        buffers=_counted_once(
            (b for name, b in made.named_buffers() if not name.endswith("num_batches_tracked")) for made in network.made
        ),
        macs=flops.get_total_flops() // 2,
    )


def _counted_once(groups: Iterable[Iterable[Tensor]]) -> list[int]:
    """Count the values of each group that stood in none before it."""
    counts, seen = [], set[int]()
    for group in groups:
        fresh = {id(tensor): tensor.numel() for tensor in group if id(tensor) not in seen}
        seen |= fresh.keys()
        counts.append(sum(fresh.values()))
    return counts
