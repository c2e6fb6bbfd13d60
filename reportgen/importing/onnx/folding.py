"""Sizes that a model works out as it runs, worked out once: the chains from ``Shape`` to ``Reshape``.

Only small tensors of a few operators are worked out, by ONNX's own reference; nothing that a file could make large.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onnx import NodeProto, ValueInfoProto

    from reportgen.importing.tensors.program import Dimensions

SMALL: Final = 512
"""Values up to which a tensor is worked out."""

MOST_SIZES: Final = 10
"""Numbers that an operator is given for the axes of a tensor: one for each side of five."""

FOLDED: Final = frozenset(
    {
        *("Shape", "Size", "Gather", "Concat", "Cast", "Unsqueeze", "Squeeze", "Slice", "Add", "Sub", "Mul", "Div"),
        *("Mod", "Floor", "Ceil", "Range", "Constant", "ConstantOfShape", "Reshape", "Transpose", "Expand", "Where"),
        *("Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "Not", "And", "Or", "Min", "Max", "Neg", "Abs"),
        *("ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin", "Identity", "Sqrt", "Reciprocal", "Pow", "CastLike"),
        *("Split", "Exp", "Log", "Sign", "Flatten", "Tile"),
    }
)
"""Operators that are worked out where all they read is known."""

Known = dict[str, "np.ndarray[Any, Any]"]


def shapes_of(model: ModelProto) -> dict[str, Dimensions]:
    """Give every shape of a model that is known to the last size, by the tensor's name."""
    found: dict[str, Dimensions] = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    for value in (*model.graph.input, *model.graph.value_info, *model.graph.output):
        if is_whole(value):
            found.setdefault(value.name, tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim))
    return found


def is_whole(value: ValueInfoProto) -> bool:
    """Say whether every size of a tensor is told."""
    tensor = value.type.tensor_type
    sized = all(dim.HasField("dim_value") and dim.dim_value >= 0 for dim in tensor.shape.dim)
    return sized and tensor.HasField("shape")


def values_of(tensor: TensorProto) -> np.ndarray[Any, Any] | None:
    """Give a stored tensor where it is small and its values are in the file; else ``None``."""
    if prod(tensor.dims) > SMALL or tensor.data_location == TensorProto.EXTERNAL:
        return None
    try:
        values = numpy_helper.to_array(tensor)
    except (ValueError, TypeError, KeyError, NotImplementedError):
        return None
    return values if values.shape == tuple(tensor.dims) else None


def folded(model: ModelProto) -> tuple[ModelProto, bool]:
    """Put what can be worked out in the place of the operators that do; say whether shapes may have become known."""
    shapes = shapes_of(model)
    known: Known = {}
    for tensor in model.graph.initializer:
        values = values_of(tensor)
        if values is not None and not _may_be_learned(values):
            known[tensor.name] = values
    made: Known = {}
    kept: list[NodeProto] = []
    version = max(entry.version for entry in model.opset_import if entry.domain in {"", "ai.onnx"})
    for node in model.graph.node:
        found = _worked_out(node, known, shapes, version)
        if found is None:
            kept.append(node)
        else:
            known |= {
                name: values
                for name, values in found.items()
                if node.op_type != "Constant" or not _may_be_learned(values)
            }
            made |= found
    outputs = {value.name for value in model.graph.output}
    if not made or outputs & made.keys():
        return model, False
    lacking = any(name not in shapes for node in kept for name in node.output if name)
    new = ModelProto()
    new.CopyFrom(model)
    del new.graph.node[:]
    new.graph.node.extend(kept)
    new.graph.initializer.extend(_tensor(name, values) for name, values in made.items())
    return new, lacking


def _may_be_learned(values: np.ndarray[Any, Any]) -> bool:
    """Say whether a stored tensor holds more decimals than sizes have: what is made of weights must stay told so."""
    return values.dtype.kind == "f" and (values.ndim > 1 or values.size > MOST_SIZES)


def _tensor(name: str, values: np.ndarray[Any, Any]) -> TensorProto:
    return numpy_helper.from_array(np.ascontiguousarray(values).reshape(values.shape), f"{name}")


def _worked_out(node: NodeProto, known: Known, shapes: Mapping[str, Dimensions], version: int) -> Known | None:
    """Work out one operator; ``None`` where something that it reads is not known, or it would be large."""
    if node.domain not in {"", "ai.onnx"} or node.op_type not in FOLDED or not all(node.output):
        return None
    if node.op_type == "Shape":
        return _shape(node, shapes)
    given = [name for name in node.input if name]
    if not (given or node.op_type == "Constant") or not all(name in known for name in given):
        return None
    sizes = [prod(shapes[name]) if name in shapes else SMALL + 1 for name in node.output]
    if max(sizes) > SMALL:
        return None
    return _run(node, known, version)


def _shape(node: NodeProto, shapes: Mapping[str, Dimensions]) -> Known | None:
    shape = shapes.get(node.input[0])
    if shape is None:
        return None
    between = {attribute.name: attribute.i for attribute in node.attribute}
    return {node.output[0]: np.array(shape[between.get("start", 0) : between.get("end")], dtype=np.int64)}


def _run(node: NodeProto, known: Known, version: int) -> Known | None:
    """Run one operator of the list by ONNX's reference."""
    read = [name for name in dict.fromkeys(node.input) if name]
    inputs = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(known[name].dtype), None) for name in read
    ]
    outputs = [helper.make_empty_tensor_value_info(name) for name in node.output]
    graph = helper.make_graph([node], "one", inputs, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)])
    try:
        with np.errstate(all="ignore"):
            found = ReferenceEvaluator(model).run(None, {name: known[name] for name in read})
    except Exception:  # noqa: BLE001 - whatever it is, the operator stays, and is told if it matters
        return None
    arrays = [np.asarray(value) for value in found]
    if any(array.size > SMALL for array in arrays):
        return None
    return dict(zip(node.output, arrays, strict=True))
