"""Functions of TensorFlow that Keras 2 puts into a graph, and the operations of Keras 3 that they are."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "__operators__.add": "Add",
        "__operators__.radd": "Add",
        "math.add": "Add",
        "math.subtract": "Subtract",
        "math.multiply": "Multiply",
        "math.truediv": "TrueDivide",
        "math.divide": "Divide",
        "math.maximum": "Maximum",
        "math.minimum": "Minimum",
        "math.reduce_mean": "Mean",
        "math.reduce_max": "Max",
        "math.sigmoid": "Sigmoid",
        "math.tanh": "Tanh",
        "math.softplus": "Softplus",
        "math.softsign": "Softsign",
        "math.abs": "Abs",
        "math.exp": "Exp",
        "math.log": "Log",
        "math.negative": "Negative",
        "math.sqrt": "Sqrt",
        "math.rsqrt": "Rsqrt",
        "math.square": "Square",
        "nn.relu": "Relu",
        "nn.relu6": "Relu6",
        "nn.elu": "Elu",
        "nn.selu": "Selu",
        "nn.gelu": "Gelu",
        "nn.silu": "Silu",
        "nn.swish": "Silu",
        "nn.softmax": "Softmax",
        "nn.leaky_relu": "LeakyRelu",
        "cast": "Cast",
        "clip_by_value": "Clip",
        "compat.v1.squeeze": "Squeeze",
        "concat": "Concatenate",
        "expand_dims": "ExpandDims",
        "split": "Split",
        "squeeze": "Squeeze",
        "reshape": "Reshape",
        "compat.v1.transpose": "Transpose",
        "transpose": "Transpose",
    }
)
