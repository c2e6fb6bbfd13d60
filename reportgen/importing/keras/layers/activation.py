"""Activations: layers of their own, and the `activation` of other layers."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.keras.records import Config
from reportgen.importing.keras.rules import Rule
from reportgen.importing.keras.tensors import UnexpressedError
from reportgen.ops.base import size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

WORDS: Final[Mapping[str, tuple[str, Options]]] = MappingProxyType(
    {
        "relu": ("relu", {}),
        "relu6": ("relu6", {}),
        "leaky_relu": ("leaky_relu", {"slope": Fraction(1, 5)}),
        "elu": ("elu", {}),
        "celu": ("celu", {}),
        "selu": ("selu", {}),
        "gelu": ("gelu", {}),
        "silu": ("silu", {}),
        "swish": ("silu", {}),
        "mish": ("mish", {}),
        "sigmoid": ("sigmoid", {}),
        "hard_sigmoid": ("hard_sigmoid", {}),
        "hard_silu": ("hard_swish", {}),
        "hard_swish": ("hard_swish", {}),
        "tanh": ("tanh", {}),
        "hard_tanh": ("clip", {"low": -1, "high": 1}),
        "softplus": ("softplus", {}),
        "softmax": ("softmax", {}),
        "log_softmax": ("log_softmax", {}),
        "softsign": ("elementwise", {"function": "softsign"}),
        "exponential": ("elementwise", {"function": "exp"}),
    }
)
"""What Keras' functions are called here. Its ``leaky_relu`` has a slope of 0.2."""

OLD_SLOPE: Final = Fraction(1, 5)
"""Of ``hard_sigmoid`` in Keras 2; in Keras 3 it is a sixth."""
_ALONG: Final = frozenset({"softmax", "log_softmax"})
"""Functions of all values along an axis: the last one, which need not be the channels."""
_SIX: Final = 6


def activated(call: Call, x: Tensor) -> Tensor:
    """Add the activation that a layer was given, as a layer of its own."""
    return applied(call, x, call.config.raw("activation"), part="activation")


def applied(call: Call, x: Tensor, given: Any, part: str = "") -> Tensor:  # noqa: ANN401 - whatever a file holds
    """Add an activation as Keras names it: a function's name, or a layer with its settings."""
    name, config = _named(given)
    if name in {"", "linear"}:
        return x
    if name in _LAYERS and config is not None:
        return _LAYERS[name](call, x, config, part)
    if name not in WORDS:
        return unworded(call, x, f"the activation {name[:60]} has no word here", part)
    word, options = WORDS[name]
    if name == "hard_sigmoid" and call.record.old:
        options = {"slope": OLD_SLOPE}
    return along(call, x, word, -1, part) if word in _ALONG else call.emit(word, x, options=options, part=part)


def unworded(call: Call, x: Tensor, why: str, part: str = "") -> Tensor:
    """Add what is done to each value by itself and has no word, as ``custom``."""
    options = {"output": list(x.shape), "parameters": 0, "macs": 0, "receptive_field": "none"}
    return call.emit("custom", x, options=options, part=part, remark=why)


def along(call: Call, x: Tensor, word: str, axis: Any, part: str = "") -> Tensor:  # noqa: ANN401 - whatever a file holds
    """Add a function of all values along an axis as a file counts it."""
    return call.emit(word, call.along(x, call.axis(x, axis)), part=part)


def _named(given: Any) -> tuple[str, Config | None]:  # noqa: ANN401 - whatever a file holds
    """Give the name of an activation, and its settings where it is a layer."""
    if given is None or isinstance(given, str):
        return given or "", None
    if isinstance(given, dict):
        config = given.get("config")
        if isinstance(config, str):  # a function of Keras, by its name
            return config, None
        if isinstance(config, dict) and isinstance(given.get("class_name"), str):
            return given["class_name"], Config(config, f"activation ({given['class_name']})")
    return "of the file's own code", None


def _relu(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    most = None if config.raw("max_value") is None else config.number("max_value")
    slope, threshold = config.number("negative_slope", 0), config.number("threshold", 0)
    if threshold or (slope and most is not None):
        return unworded(call, x, "a ReLU with another threshold, or with a slope and a largest value", part)
    if slope:
        return call.emit("leaky_relu", x, options={"slope": slope}, part=part)
    if most is None or most == _SIX:
        return call.emit("relu" if most is None else "relu6", x, part=part)
    return call.emit("clip", x, options={"low": 0, "high": most}, part=part)


def _leaky_relu(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    # Keras 2 calls it alpha; both have 0.3 where it is left out.
    slope = config.number("alpha" if config.raw("alpha") is not None else "negative_slope", 0.3)
    return call.emit("leaky_relu", x, options={"slope": slope}, part=part)


def _elu(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    return call.emit("elu", x, options={"alpha": config.number("alpha", 1)}, part=part)


def _softmax(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    return along(call, x, "softmax", -1 if config.raw("axis") is None else config.raw("axis"), part)


def _prelu(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    shared = config.raw("shared_axes") or []
    if not isinstance(shared, list):
        raise config.refused("shared_axes", "a list of axes")
    own = {axis for axis in range(len(x.keras)) if x.keras[axis] > 1} - {call.axis(x, axis) for axis in shared}
    if own <= {x.axes[0]}:
        return call.emit("prelu", x, options={"shared": not own}, part=part)
    stored = size(tuple(x.keras[axis] for axis in own))
    raise UnexpressedError("each cell has a slope of its own", x.keras, parameters=stored, macs=0, sees="none")


def _activation(call: Call, x: Tensor, config: Config, part: str) -> Tensor:
    return applied(call, x, config.raw("activation"), part)


_LAYERS: Final = MappingProxyType(
    {
        "ReLU": _relu,
        "LeakyReLU": _leaky_relu,
        "ELU": _elu,
        "Softmax": _softmax,
        "PReLU": _prelu,
        "Activation": _activation,
    }
)


def _standing(kind: str, becomes: tuple[str, ...], says: str) -> Rule:
    """Make the rule of an activation that is a layer of its own."""
    read = _LAYERS[kind]
    return Rule((kind,), becomes, says, lambda call: read(call, call.read, call.config, ""))


RULES = (
    _standing(
        "Activation",
        tuple(dict.fromkeys(word for word, _ in WORDS.values())),
        "By its function; `hard_sigmoid` has a slope of 0.2 in Keras 2. Functions without a word are told.",
    ),
    _standing(
        "ReLU",
        ("relu", "relu6", "leaky_relu", "clip"),
        "By its largest value and its slope; another `threshold` is told.",
    ),
    _standing("LeakyReLU", ("leaky_relu",), "`negative_slope`, in Keras 2 `alpha`."),
    _standing("ELU", ("elu",), "With its `alpha`."),
    _standing("Softmax", ("softmax",), "Along the channels; for another axis the axes are permuted first."),
    _standing(
        "PReLU", ("prelu",), "With `shared_axes` over all cells; a slope for each cell is told with its parameters."
    ),
)
