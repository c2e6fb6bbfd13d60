"""Stages as solids in oblique projection: channels across, height in space, width in space going back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.charts.layers import main_input, stages_by_shape
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import NetworkReport

_BACK: Final = 0.3
"""Pixels to the right and up for each pixel of width in space, where there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to draw: the input, or a stage."""

    name: str
    shape: tuple[int, ...]
    """Channels first."""
    is_input: bool = False

    @property
    def space(self) -> tuple[int, int]:
        """Give height and width in space; a signal is as wide as one cell, a vector one cell both ways."""
        axes = self.shape[1:]
        return (axes[-2], axes[-1]) if len(axes) > 1 else (axes[0], 1) if axes else (1, 1)


def parts(report: NetworkReport, most: int) -> tuple[Part, ...]:
    """Give the input and at most so many stages; neighbours that work at one shape are one."""
    stages = stages_by_shape(report, most)
    source = Part(name="input", shape=main_input(report), is_input=True)
    return source, *(Part(name=stage.name, shape=stage.shape) for stage in stages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A box's size on the canvas, in pixels."""

    across: float
    high: float
    back: float
    """How far the top and the side go, to the right and up."""

    def faces(self, left: float, bottom: float) -> dict[str, str]:
        """Give the corners of front, top and side as SVG has them, for the front's lower left corner."""
        x, y, w, h, b = left, bottom, self.across, self.high, self.back
        corners = {
            "front": ((x, y), (x, y - h), (x + w, y - h), (x + w, y)),
            "top": ((x, y - h), (x + b, y - h - b), (x + w + b, y - h - b), (x + w, y - h)),
            "hull": ((x, y), (x, y - h), (x + b, y - h - b), (x + w + b, y - h - b), (x + w + b, y - b), (x + w, y)),
            "side": ((x + w, y), (x + w, y - h), (x + w + b, y - h - b), (x + w + b, y - b)),
        }
        return {face: " ".join(f"{px:.5g},{py:.5g}" for px, py in points) for face, points in corners.items()}


def solids(found: Sequence[Part], *, across: float, high: float, back: float, bent: bool = False) -> tuple[Solid, ...]:
    """Scale all parts alike: space linearly to the given height, channels by their square root to the width.

    What goes back is kept within its bound. Networks without axes have their units as height. Nothing is thinner
    than can be seen. Where it is ``bent``, space goes by its square root too: small pictures keep their tail.
    """
    channels = max(part.shape[0] for part in found)
    tallest = max(part.space[0] for part in found)
    deepest = max(part.space[1] for part in found)
    if tallest == deepest == 1:
        units = (math.sqrt(part.shape[0] / channels) for part in found)
        return tuple(Solid(across=across / 3, high=max(4, high * share), back=back / 2) for share in units)
    power = 0.5 if bent else 1
    going_back = min(_BACK * high, back * (tallest / deepest) ** power)
    return tuple(
        Solid(
            across=max(2, across * math.sqrt(part.shape[0] / channels)),
            high=max(2, high * (part.space[0] / tallest) ** power),
            back=going_back * (part.space[1] / tallest) ** power,
        )
        for part in found
    )
