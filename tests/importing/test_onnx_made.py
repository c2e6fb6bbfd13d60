"""Models that nobody thought of: every shape is what ONNX infers; and the operators of ONNX's own tests."""

from __future__ import annotations

import tempfile
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from onnx import NodeProto, TensorProto, helper, numpy_helper, shape_inference
from onnx_files import made, number, stored, whole

from reportgen.errors import ReportgenError
from reportgen.importing.onnx.operators import OPERATORS
from reportgen.importing.onnx.read import read

pytestmark = pytest.mark.slow

Drawn = tuple[NodeProto, list[TensorProto]]


def convolution(draw: Any, place: int, shape: list[int]) -> Drawn:
    groups = draw(st.sampled_from([g for g in (1, 2, shape[1]) if shape[1] % g == 0]))
    filters = groups * draw(st.integers(1, 4))
    kernel = [draw(st.integers(1, min(n, 4))) for n in shape[2:]]
    settings_of = {"group": groups, "strides": [draw(st.integers(1, 2)) for _ in kernel]}
    padding = draw(st.sampled_from(["pads", "SAME_UPPER", "SAME_LOWER", "VALID"]))
    if padding == "pads":
        settings_of["pads"] = [draw(st.integers(0, 2)) for _ in (*kernel, *kernel)]
    else:
        settings_of["auto_pad"] = padding
    names = [f"w{place}", f"b{place}"][: draw(st.integers(1, 2))]
    tensors = [stored(names[0], filters, shape[1] // groups, *kernel), stored(f"b{place}", filters)]
    return helper.make_node("Conv", [f"t{place}", *names], [f"t{place + 1}"], **settings_of), tensors


def pool(draw: Any, place: int, shape: list[int]) -> Drawn:
    kernel = [draw(st.integers(1, min(n, 3))) for n in shape[2:]]
    pads = [draw(st.integers(0, (k - 1) // 2)) for k in kernel]
    kind = draw(st.sampled_from(["MaxPool", "AveragePool"]))
    strides = [draw(st.integers(1, 3)) for _ in kernel]
    node = helper.make_node(
        kind, [f"t{place}"], [f"t{place + 1}"], kernel_shape=kernel, strides=strides, pads=[*pads, *pads],
        ceil_mode=draw(st.integers(0, 1)),
    )  # fmt: skip
    return node, []


def plain(draw: Any, place: int, shape: list[int]) -> Drawn:
    channels, names = shape[1], {"in": [f"t{place}"], "out": [f"t{place + 1}"]}
    # A single stored value is a number to compute with, and no weight of the one channel.
    merges = ["Mul", "Add"] if channels > 1 else []
    kind = draw(st.sampled_from(["Relu", "Sigmoid", "BatchNormalization", "Resize", *merges, "Dropout", "Pad"]))
    if kind == "BatchNormalization":
        tensors = [stored(f"{part}{place}", channels) for part in "smvu"]
    elif kind == "Resize":
        scales = number(f"k{place}", 1, 1, *(draw(st.integers(1, 2)) for _ in shape[2:]))
        return helper.make_node(kind, [*names["in"], "", scales.name], names["out"]), [scales]
    elif kind in {"Mul", "Add"}:
        tensors = [stored(f"c{place}", channels, *(1 for _ in shape[2:]))]
    elif kind == "Pad":
        edges = [draw(st.integers(0, 2)) for _ in shape[2:]]
        tensors = [whole(f"p{place}", 0, 0, *edges, 0, 0, *edges)]
    else:
        tensors = []
    return helper.make_node(kind, [*names["in"], *(tensor.name for tensor in tensors)], names["out"]), tensors


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_every_shape_of_a_chain_is_what_onnx_infers(data: st.DataObject) -> None:
    draw = data.draw
    shape = [1, draw(st.sampled_from([2, 4, 6])), *(draw(st.integers(5, 16)) for _ in range(draw(st.integers(1, 3))))]
    nodes: list[NodeProto] = []
    tensors: list[TensorProto] = []
    start, shapes = list(shape), []
    for place in range(draw(st.integers(1, 6))):
        node, more = draw(st.sampled_from([convolution, pool, plain]))(draw, place, shape)
        model = made([*nodes, node], {"t0": start}, [*tensors, *more], outputs=[f"t{place + 1}"])
        try:
            inferred = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
        except shape_inference.InferenceError:
            break
        out = [d.dim_value for d in inferred.graph.output[0].type.tensor_type.shape.dim]
        if not out or min(out) < 1:
            break
        nodes, tensors, shape = [*nodes, node], [*tensors, *more], out
        shapes.append(tuple(out[1:]))
    if not nodes:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.onnx"
        path.write_bytes(made(nodes, {"t0": start}, tensors, outputs=[nodes[-1].output[0]]).SerializeToString())
        network = read(str(path), {})
    learned = {name for node in nodes for name in node.input[1:]}
    running = {name for node in nodes if node.op_type == "BatchNormalization" for name in node.input[3:]}
    sizes = {t.name: prod(t.dims) for t in tensors if t.name in learned and t.data_location == TensorProto.EXTERNAL}
    assert network.trainable == sum(size for name, size in sizes.items() if name not in running)
    assert network.buffers == sum(sizes[name] for name in running)
    assert not network.layers or network.layers[-1].shape == shapes[-1]
    assert {layer.shape for layer in network.layers} <= set(shapes)
    customs = [layer.remark for layer in network.layers if layer.word == "custom"]
    # Only of a window that would read padding alone do we say less than ONNX.
    assert not [remark for remark in customs if "padding alone" not in remark and "puts out" not in remark], customs


def test_the_operators_of_onnx_own_tests_are_survived(tmp_path: Path) -> None:
    from onnx.backend.test.case.node import collect_testcases  # noqa: PLC0415 - it computes for half a minute

    path, read_ones = tmp_path / "case.onnx", set()
    with np.errstate(all="ignore"):
        cases = collect_testcases(None)
    for case in cases:
        model, data = case.model, case.data_sets[0][0] if case.data_sets else []
        if len(model.graph.node) != 1 or model.graph.node[0].op_type not in OPERATORS:
            continue
        inputs = list(zip(list(model.graph.input), data, strict=False))
        for value, array in inputs[1:]:
            # All but the first stand in the file, as weights do.
            if isinstance(array, np.ndarray):
                model.graph.input.remove(value)
                model.graph.initializer.append(numpy_helper.from_array(array, value.name))
        path.write_bytes(model.SerializeToString())
        try:
            network = read(str(path), {})
        except ReportgenError:
            continue
        if "custom" not in [layer.word for layer in network.layers]:
            read_ones.add(model.graph.node[0].op_type)
    assert len(read_ones) > 45
