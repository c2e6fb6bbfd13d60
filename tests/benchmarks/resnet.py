"""ResNet-152, read and analysed here, and summed up by torchinfo on the meta device: ``resnet.py ROUNDS``.

Prints, for each round, the seconds of processors that all four turns took: ours and theirs, then ours with a row of
every layer and theirs. In the first round each does its work for the first time in the process; imports of modules are
done by then, as far as they stand at the top of a file.
"""

from __future__ import annotations

import json
import sys
from time import process_time
from typing import TYPE_CHECKING, Final

import torch
import torchinfo
from sites import ARCHITECTURES
from torch import Tensor, nn

from reportgen import analyse, load

if TYPE_CHECKING:
    from collections.abc import Callable

PARAMETERS: Final = 60_192_808
LAYERS: Final = 514
BLOCKS: Final = (3, 8, 36, 3)
WIDTHS: Final = (64, 128, 256, 512)


def conv(channels: int, filters: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    """A convolution that keeps the size, but for its stride."""
    return nn.Conv2d(channels, filters, kernel, stride, kernel // 2, bias=False)


class Bottleneck(nn.Module):
    """The residual unit of deep ResNets, its stride on the 3x3; of as few modules as torchvision's."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv(channels, width, 1), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3, stride), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = conv(width, 4 * width, 1), nn.BatchNorm2d(4 * width)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: nn.Module | None = None
        if channels != 4 * width or stride != 1:
            self.downsample = nn.Sequential(conv(channels, 4 * width, 1, stride), nn.BatchNorm2d(4 * width))

    def forward(self, values: Tensor) -> Tensor:
        inner = self.relu(self.bn1(self.conv1(values)))
        inner = self.relu(self.bn2(self.conv2(inner)))
        inner = self.bn3(self.conv3(inner))
        shortcut = values if self.downsample is None else self.downsample(values)
        found: Tensor = self.relu(inner + shortcut)
        return found


def resnet() -> nn.Module:
    """ResNet-152 without values."""
    with torch.device("meta"):
        stages: list[nn.Module] = []
        channels = 64
        for stage, (count, width) in enumerate(zip(BLOCKS, WIDTHS, strict=True)):
            blocks = []
            for block in range(count):
                blocks.append(Bottleneck(channels, width, 2 if stage and not block else 1))
                channels = 4 * width
            stages.append(nn.Sequential(*blocks))
        stem = (conv(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1))
        head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))
        return nn.Sequential(*stem, *stages, *head).eval()


def ours() -> int:
    """Read the whole file, and analyse its largest network."""
    (network,) = (found for found in load(ARCHITECTURES / "resnet/resnet.yml") if found.variant == "resnet-152")
    return int(analyse(network).totals["parameters"]["trainable"])


def rows() -> int:
    """Do the same, and have a row made of every layer."""
    (network,) = (found for found in load(ARCHITECTURES / "resnet/resnet.yml") if found.variant == "resnet-152")
    layers = list(analyse(network).layers)
    assert len(layers) == LAYERS
    return sum(layer.values["parameters"]["trainable"] for layer in layers)


def theirs() -> int:
    """Sum the finished module up."""
    return torchinfo.summary(network, (1, 3, 224, 224), device="meta", verbose=0).total_params


def timed(run: Callable[[], int]) -> float:
    """Run one, see that it found what was published, and give the seconds."""
    start = process_time()
    found = run()
    taken = process_time() - start
    assert found == PARAMETERS
    return taken


if __name__ == "__main__":
    network = resnet()
    turns = (ours, theirs, rows, theirs)
    print(json.dumps([[timed(turn) for turn in turns] for _ in range(int(sys.argv[1]))]))  # noqa: T201 - what it is run for
