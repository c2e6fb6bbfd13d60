"""Activations: what is applied to each value, or to the channels of each position."""

from __future__ import annotations

from fractions import Fraction

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, layer, size
from reportgen.ops.options import OptionError, choice, flag, number, option, whole
from reportgen.ops.sliding import divide

FUNCTIONS = (
    *("abs", "ceil", "cos", "erf", "exp", "floor", "log", "negative", "reciprocal", "round", "rsqrt", "sign", "sin"),
    *("softsign", "sqrt", "square"),
)
"""What `elementwise` may be; `rsqrt` is one by the square root, `softsign` is `x / (1 + |x|)`."""


class _Activation(Layer):
    """What is applied to each value by itself, and may overwrite it."""

    in_place = True

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(output)


@layer("relu", "activation")
class Relu(_Activation):
    """The rectified linear unit, `max(x, 0)`."""


@layer("relu6", "activation")
class Relu6(_Activation):
    """A rectified linear unit that stops at six, `min(max(x, 0), 6)`."""


@layer("leaky_relu", "activation", main="slope")
@dataclass(frozen=True)
class LeakyRelu(_Activation):
    """A rectified linear unit with a small fixed slope below zero, `max(x, slope x)`."""

    slope: Fraction = option("Slope below zero.", number(0, 1), default=Fraction(1, 100))


@layer("prelu", "activation")
@dataclass(frozen=True)
class Prelu(_Activation):
    """A rectified linear unit with a learned slope below zero (He et al. 2015)."""

    shared: bool = option("Whether all channels share one slope.", flag(), default=True)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(1 if self.shared else output[0])


@layer("elu", "activation", main="alpha")
@dataclass(frozen=True)
class Elu(_Activation):
    """The exponential linear unit, `x` above zero and `alpha (e^x - 1)` below."""

    alpha: Fraction = option("Minus the value that it nears far below zero.", number(0), default=Fraction(1))


@layer("celu", "activation", main="alpha")
@dataclass(frozen=True)
class Celu(_Activation):
    """An exponential linear unit without a bend at zero, `x` above it and `alpha (e^(x / alpha) - 1)` below."""

    alpha: Fraction = option("Minus the value that it nears far below zero.", number(0), default=Fraction(1))


@layer("selu", "activation")
class Selu(_Activation):
    """The exponential linear unit with the two constants that keep mean and variance."""


@layer("gelu", "activation")
class Gelu(_Activation):
    """The Gaussian error linear unit, `x` times the chance that a normal value is below it."""


@layer("silu", "activation")
class Silu(_Activation):
    """The sigmoid linear unit or swish, `x sigmoid(x)`."""


@layer("mish", "activation")
class Mish(_Activation):
    """A smooth unit, `x tanh(softplus(x))`."""


@layer("sigmoid", "activation")
class Sigmoid(_Activation):
    """The logistic function, `1 / (1 + e^-x)`."""


@layer("hard_sigmoid", "activation")
@dataclass(frozen=True)
class HardSigmoid(_Activation):
    """The sigmoid in straight lines, `slope x + 1/2` between 0 and 1; with a slope of 1/6, `relu6(x + 3) / 6`."""

    slope: Fraction = option("Slope between the bends; older frameworks take 0.2.", number(0), default=Fraction(1, 6))


@layer("hard_swish", "activation")
class HardSwish(_Activation):
    """The swish in straight lines, `x relu6(x + 3) / 6`."""


@layer("tanh", "activation")
class Tanh(_Activation):
    """The hyperbolic tangent."""


@layer("softplus", "activation")
class Softplus(_Activation):
    """A smooth rectified linear unit, `log(1 + e^x)`."""


@layer("softmax", "activation")
class Softmax(_Activation):
    """The channels of each position as shares of one, `e^x` by their sum."""

    in_place = False


@layer("log_softmax", "activation")
class LogSoftmax(Softmax):
    """The logarithm of softmax: what a loss of classes reads."""


@layer("clip", "activation")
@dataclass(frozen=True)
class Clip(_Activation):
    """Each value, but none below `low` and none above `high`; give one or both."""

    low: Fraction | None = option("The least value.", number(), default=None)
    high: Fraction | None = option("The largest value.", number(), default=None)

    def check(self) -> None:
        if self.low is None and self.high is None:
            raise OptionError("must be given 'low' or 'high'")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise OptionError(f"{float(self.low):g} is above the 'high' of {float(self.high):g}", "low")


@layer("elementwise", "activation", main="function")
@dataclass(frozen=True)
class Elementwise(_Activation):
    """A mathematical function of each value that is no activation of its own."""

    function: str = option("The function.", choice(*FUNCTIONS))


@layer("maxout", "activation", main="pieces")
@dataclass(frozen=True)
class Maxout(Layer):
    """The largest of every few neighbour channels (Goodfellow et al. 2013): fewer channels come out."""

    pieces: int = option("Channels that one is chosen from.", whole(), default=2)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *cells = inputs[0]
        return (divide(channels, self.pieces, f"the {channels} channels of maxout"), *cells)

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return size(inputs[0])


@layer("identity", "activation")
class Identity(Layer):
    """Nothing is done: what comes in goes out. It gives a place in the network a name."""

    view = True


LAYERS = (
    Relu,
    Relu6,
    LeakyRelu,
    Prelu,
    Elu,
    Celu,
    Selu,
    Gelu,
    Silu,
    Mish,
    Sigmoid,
    HardSigmoid,
    HardSwish,
    Tanh,
    Softplus,
    Softmax,
    LogSoftmax,
    Clip,
    Elementwise,
    Maxout,
    Identity,
)
