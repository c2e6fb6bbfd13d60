"""What a model stores, wherever it says so: in a sparse form, or as inputs that only weights can be."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from onnx import TensorProto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onnx import ModelProto, ValueInfoProto

WEIGHTS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {
        **dict.fromkeys(("Conv", "ConvTranspose", "Gemm"), frozenset({1, 2})),
        **dict.fromkeys(
            ("InstanceNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization"), frozenset({1, 2})
        ),
        **dict.fromkeys(("LSTM", "GRU"), frozenset({1, 2, 3})),
        "BatchNormalization": frozenset({1, 2, 3, 4}),
        "PRelu": frozenset({1}),
    }
)
"""For each operator, the inputs at which layers have their weights."""


def store_all(model: ModelProto) -> None:
    """Give every stored tensor a place among the others, without its values."""
    for sparse in model.graph.sparse_initializer:
        _store(model, sparse.values.name, tuple(sparse.dims), sparse.values.data_type)
    del model.graph.sparse_initializer[:]
    names = {tensor.name for tensor in model.graph.initializer}
    for value in [value for value in model.graph.input if value.name not in names and _is_weight(model, value)]:
        tensor = value.type.tensor_type
        _store(model, value.name, tuple(dim.dim_value for dim in tensor.shape.dim), tensor.elem_type)


def _is_weight(model: ModelProto, value: ValueInfoProto) -> bool:
    """Say whether an input has all its sizes, and stands nowhere but where layers have their weights."""
    dims = value.type.tensor_type.shape.dim
    if not dims or any(dim.dim_value < 1 for dim in dims):
        return False
    read = [
        place in WEIGHTS.get(node.op_type, ())
        for node in model.graph.node
        for place, name in enumerate(node.input)
        if name == value.name
    ]
    return bool(read) and all(read)


def _store(model: ModelProto, name: str, dims: tuple[int, ...], kind: int) -> None:
    tensor = TensorProto(name=name, dims=dims, data_type=kind, data_location=TensorProto.EXTERNAL)
    model.graph.initializer.append(tensor)
