"""Networks that PyTorch exports to ONNX, by both of its exporters, come back as they were."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from reportgen import build, load
from reportgen.importing.onnx.read import read
from reportgen.importing.write import write
from reportgen.ops.base import Parameters

torch_graph = pytest.importorskip("torch_graph")

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from reportgen.importing.source import SourceNetwork

pytestmark = pytest.mark.slow

MOBILE = """
input: [3, 64, 64]
layers:
  - conv_bn: {filters: 16, kernel: 3, stride: 2, activation: hard_swish}
  - mobilenet_v3_block: {filters: 16, width: 16, kernel: 3, stride: 2, squeeze: 8, activation: relu}
  - mobilenet_v3_block: {filters: 24, width: 72, kernel: 5, stride: 2}
  - mobilenet_v3_block: {filters: 24, width: 88, kernel: 5, squeeze: 24}
  - global_avg_pool
  - flatten
  - dense: 10
"""
VIT = """
input: [3, 64, 64]
layers:
  - conv: {filters: 48, kernel: 16, stride: 16}
  - flatten_positions
  - class_token
  - position_embedding
  - transformer_encoder: {heads: 3}
    repeat: 2
  - layer_norm
  - take_token
  - dense: 10
"""
CONVNEXT = """
input: [3, 64, 64]
layers:
  - conv: {filters: 24, kernel: 4, stride: 4}
  - layer_norm
  - convnext_block
  - layer_norm
  - conv: {filters: 48, kernel: 2, stride: 2}
  - convnext_block
  - global_avg_pool
  - layer_norm
  - dense: 10
"""


class Last(torch_graph.Network):  # type: ignore[misc,name-defined]
    """A graph that gives the last of its values alone."""

    def forward(self, *given: Tensor) -> Tensor:
        return super().forward(*given)[-1]


class Windows(nn.Module):
    """Attention within shifted windows, as Swin writes it: rolled, parted, and all of it undone."""

    def __init__(self, channels: int, heads: int, shift: int) -> None:
        super().__init__()
        self.heads, self.shift = heads, shift
        self.norm, self.qkv = nn.LayerNorm(channels), nn.Linear(channels, 3 * channels)
        self.proj = nn.Linear(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        _, height, width, channels = x.shape
        y = self.norm(x)
        y = torch.roll(y, (-self.shift, -self.shift), (1, 2)) if self.shift else y
        y = y.view(1, height // 4, 4, width // 4, 4, channels).permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, channels)
        q, k, v = self.qkv(y).reshape(-1, 16, 3, self.heads, channels // self.heads).permute(2, 0, 3, 1, 4)
        matches = (q * (channels // self.heads) ** -0.5) @ k.transpose(-2, -1)
        y = (matches.softmax(-1) @ v).transpose(1, 2).reshape(-1, 16, channels)
        y = self.proj(y).view(1, height // 4, width // 4, 4, 4, channels).permute(0, 1, 3, 2, 4, 5)
        y = y.reshape(1, height, width, channels)
        return x + (torch.roll(y, (self.shift, self.shift), (1, 2)) if self.shift else y)


class Swin(nn.Module):
    """Two layers of attention, and a patch merging between them and a head."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, 24, 4, 4)
        self.plain, self.moved = Windows(24, 3, 0), Windows(24, 3, 2)
        self.norm, self.reduction, self.head = nn.LayerNorm(96), nn.Linear(96, 48, bias=False), nn.Linear(48, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.moved(self.plain(self.patches(x).permute(0, 2, 3, 1)))
        corners = [x[:, 0::2, 0::2], x[:, 1::2, 0::2], x[:, 0::2, 1::2], x[:, 1::2, 1::2]]
        x = self.reduction(self.norm(torch.cat(corners, -1)))
        return self.head(x.mean((1, 2)))


def exported(network: nn.Module, path: Path, cells: int, *, dynamo: bool) -> SourceNetwork:
    torch.manual_seed(0)
    for value in (*network.parameters(), *network.buffers()):
        if value.is_floating_point():
            value.data.uniform_(0.5, 1.5)  # what is alike would be stored once
    settings: dict[str, Any] = {"dynamo": True, "verbose": False, "external_data": False, "optimize": False}
    if not dynamo:
        whole = torch.onnx.TrainingMode.PRESERVE
        settings = {"dynamo": False, "opset_version": 17, "training": whole, "do_constant_folding": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network.eval(), (torch.zeros(1, 3, cells, cells),), path, **settings)
    return read(str(path), {})


def kinds(words: list[str]) -> Counter[str]:
    """Count words; a 1x1 convolution is one under both of its names, and flattening is a dense layer's own."""
    return Counter("conv" if word == "pointwise" else word for word in words if word not in {"flatten", "identity"})


@pytest.mark.parametrize(
    ("text", "dynamo"),
    [(MOBILE, False), (MOBILE, True), (VIT, False), (VIT, True), (CONVNEXT, False), (CONVNEXT, True)],
    ids=["mobile-script", "mobile-dynamo", "vit-script", "vit-dynamo", "convnext-script", "convnext-dynamo"],
)
def test_what_pytorch_exports_is_the_same_network(tmp_path: Path, text: str, dynamo: bool) -> None:  # noqa: FBT001 - a parameter
    (tmp_path / "network.yml").write_text(text)
    (architecture,) = load(tmp_path / "network.yml")
    graph = build(architecture)
    found = exported(Last(graph), tmp_path / "network.onnx", 64, dynamo=dynamo)
    stored = [node.op.parameters(node.input_shapes, node.shape) or Parameters() for node in graph.layers]
    assert (found.trainable, found.buffers) == (sum(s.trainable for s in stored), sum(s.buffers for s in stored))
    assert kinds([layer.word for layer in found.layers]) == kinds([node.op.word for node in graph.layers])
    imported = write(found)
    assert not imported.customs
    assert str(imported.agreement).endswith("every shape and parameter count agrees with the source")


@pytest.mark.parametrize("dynamo", [False, True])
def test_shifted_windows(tmp_path: Path, dynamo: bool) -> None:  # noqa: FBT001 - a parameter
    network = Swin()
    found = exported(network, tmp_path / "swin.onnx", 64, dynamo=dynamo)
    assert found.trainable == sum(value.numel() for value in network.parameters())
    attention = [dict(layer.options) for layer in found.layers if layer.word == "self_attention"]
    assert attention == [{"heads": 3, "window": 4}, {"heads": 3, "window": 4, "shift": 2}]
    assert not [layer.remark for layer in found.layers if layer.word == "custom"]
