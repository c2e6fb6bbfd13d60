"""Regularisation: what drops values in training, and does nothing afterwards."""

from __future__ import annotations

from fractions import Fraction

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, layer
from reportgen.ops.options import number, option

RATE = "Share of the values that is dropped in training."


class _Dropped(Layer):
    """What passes its input on unchanged once training is over."""

    view = True


@layer("dropout", "regularisation", main="rate")
@dataclass(frozen=True)
class Dropout(_Dropped):
    """Values are dropped one by one in training (Srivastava et al. 2014)."""

    rate: Fraction = option(RATE, number(0, 1), default=Fraction(1, 2))


@layer("spatial_dropout", "regularisation", main="rate")
@dataclass(frozen=True)
class SpatialDropout(_Dropped):
    """Whole channels are dropped in training (Tompson et al. 2015)."""

    rate: Fraction = option("Share of the channels that is dropped in training.", number(0, 1), default=Fraction(1, 2))


@layer("drop_path", "regularisation", main="rate")
@dataclass(frozen=True)
class DropPath(_Dropped):
    """The whole path is dropped for some samples in training, or stochastic depth (Huang et al. 2016)."""

    rate: Fraction = option("Share of the samples it is dropped for.", number(0, 1), default=Fraction(1, 2))


LAYERS = (Dropout, SpatialDropout, DropPath)
