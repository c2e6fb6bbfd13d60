"""ONNX models for tests: those that the onnx package carries, and small ones made here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import onnx
from onnx import TensorProto, helper

if TYPE_CHECKING:
    from collections.abc import Iterable

LIGHT = Path(onnx.__file__).parent / "backend/test/data/light"

Shape = "Iterable[Any]"


def stored(name: str, *dims: int, kind: int = TensorProto.FLOAT) -> TensorProto:
    """Make a tensor without its values, as if they were in another file."""
    tensor = TensorProto(name=name, dims=dims, data_type=kind, data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="weights.bin")
    return tensor


def whole(name: str, *values: int) -> TensorProto:
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)


def number(name: str, *values: float) -> TensorProto:
    return helper.make_tensor(name, TensorProto.FLOAT, [len(values)] if len(values) > 1 else [], values)


def made(
    nodes: list[onnx.NodeProto],
    inputs: dict[str, Shape],
    tensors: Iterable[TensorProto] = (),
    *,
    outputs: Iterable[str] = ("y",),
    version: int = 21,
) -> onnx.ModelProto:
    graph = helper.make_graph(
        nodes,
        "main_graph",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_empty_tensor_value_info(name) for name in outputs],
        list(tensors),
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)])
