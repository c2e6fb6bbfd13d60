"""ResNet-152, read and analysed here, and summed up by torchinfo on the meta device: ``resnet.py ROUNDS``.

Prints, for each round, the seconds of processors of both, ours first. In the first round each does its work for the
first time in the process; imports of modules are done by then, as far as they stand at the top of a file.
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
BLOCKS: Final = (3, 8, 36, 3)
WIDTHS: Final = (64, 128, 256, 512)


def conv(channels: int, filters: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """A convolution and its normalisation."""
    window = nn.Conv2d(channels, filters, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(window, nn.BatchNorm2d(filters))


class Bottleneck(nn.Module):
    """The residual unit of deep ResNets, its stride on the 3x3."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.narrow, self.window = conv(channels, width, 1), conv(width, width, 3, stride)
        self.wide, self.relu = conv(width, 4 * width, 1), nn.ReLU(inplace=True)
        alike = channels == 4 * width and stride == 1
        self.shortcut = nn.Identity() if alike else conv(channels, 4 * width, 1, stride)

    def forward(self, values: Tensor) -> Tensor:
        inner = self.relu(self.window(self.relu(self.narrow(values))))
        found: Tensor = self.relu(self.wide(inner) + self.shortcut(values))
        return found


def resnet() -> nn.Module:
    """ResNet-152 without values."""
    with torch.device("meta"):
        layers: list[nn.Module] = [conv(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
        channels = 64
        for stage, (count, width) in enumerate(zip(BLOCKS, WIDTHS, strict=True)):
            for block in range(count):
                layers.append(Bottleneck(channels, width, 2 if stage and not block else 1))
                channels = 4 * width
        head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))
        return nn.Sequential(*layers, *head).eval()


def ours() -> int:
    """Read the whole file, and analyse its largest network."""
    (network,) = (found for found in load(ARCHITECTURES / "resnet/resnet.yml") if found.variant == "resnet-152")
    return int(analyse(network).totals["parameters"]["trainable"])


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
    print(json.dumps([(timed(ours), timed(theirs)) for _ in range(int(sys.argv[1]))]))  # noqa: T201 - what it is run for
