"""Normalisation, and the learned scales and shifts of channels that go with it.

Statistics that are taken over space (group and instance normalisation) do not count as read cells:
receptive fields tell what a cell is made of, and a mean and a spread are shared by all.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, layer, size
from reportgen.ops.options import flag, number, option, whole
from reportgen.ops.sliding import divide

AFFINE = "Whether each channel learns a scale and a shift."
SCALE = "Whether the scale is among what `affine` learns."
SHIFT = "Whether the shift is among what `affine` learns."


class _Elementwise(Layer):
    """What puts out one value for each that comes in, and works on each once."""

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output)


class _Norm(_Elementwise):
    """What may learn a scale and a shift of each channel."""

    affine: bool
    scale: bool
    shift: bool

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters((self.scale + self.shift) * output[0] * self.affine)


@layer("batch_norm", "normalisation")
@dataclass(frozen=True)
class BatchNorm(_Norm):
    """Each channel by its mean and variance over the batch, which are kept as running statistics."""

    affine: bool = option(AFFINE, flag(), default=True)
    scale: bool = option(SCALE, flag(), default=True)
    shift: bool = option(SHIFT, flag(), default=True)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return super().parameters(inputs, output) + Parameters(buffers=2 * output[0])


@layer("layer_norm", "normalisation")
@dataclass(frozen=True)
class LayerNorm(_Norm):
    """Each position by the mean and variance over its channels, at any rank."""

    affine: bool = option(AFFINE, flag(), default=True)
    scale: bool = option(SCALE, flag(), default=True)
    shift: bool = option(SHIFT, flag(), default=True)


@layer("group_norm", "normalisation", main="groups")
@dataclass(frozen=True)
class GroupNorm(_Norm):
    """Each group of channels by its mean and variance over space."""

    unshaped = ("groups",)

    groups: int = option("Groups that the channels are divided into.", whole())
    affine: bool = option(AFFINE, flag(), default=True)
    scale: bool = option(SCALE, flag(), default=True)
    shift: bool = option(SHIFT, flag(), default=True)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        divide(inputs[0][0], self.groups, f"the {inputs[0][0]} channels of group_norm")
        return inputs[0]


@layer("instance_norm", "normalisation")
@dataclass(frozen=True)
class InstanceNorm(_Norm):
    """Each channel by its mean and variance over space."""

    affine: bool = option(AFFINE, flag(), default=False)
    scale: bool = option(SCALE, flag(), default=True)
    shift: bool = option(SHIFT, flag(), default=True)


@layer("rms_norm", "normalisation")
class RmsNorm(_Elementwise):
    """Each position by the root mean square over its channels, and a learned scale of each channel."""

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(output[0])


@layer("local_response_norm", "normalisation", main="size")
@dataclass(frozen=True)
class LocalResponseNorm(_Elementwise):
    """Each value by the squares of its neighbour channels (Krizhevsky et al. 2012); nothing is learned."""

    size: int = option("Channels that are summed.", whole(), default=5)


@layer("layer_scale", "normalisation")
class LayerScale(_Elementwise):
    """A learned scale of each channel (Touvron et al. 2021)."""

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(output[0])


@layer("affine", "normalisation")
@dataclass(frozen=True)
class Affine(_Elementwise):
    """A learned scale and a learned shift of each channel, without any statistics.

    The scale alone is `layer_scale`.
    """

    scale: bool = option("Whether the scale is learned too; otherwise the shift alone.", flag(), default=True)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters((1 + self.scale) * output[0])


@layer("rescale", "normalisation")
@dataclass(frozen=True)
class Rescale(_Elementwise):
    """Each value by two fixed numbers, `scale x + offset`; nothing is learned."""

    scale: Fraction = option("What each value is multiplied by.", number(), default=Fraction(1))
    offset: Fraction = option("What is added to it then.", number(), default=Fraction(0))


LAYERS = (
    BatchNorm,
    LayerNorm,
    GroupNorm,
    InstanceNorm,
    RmsNorm,
    LocalResponseNorm,
    LayerScale,
    Affine,
    Rescale,
)
