"""The networks that the onnx package carries: nothing custom, every shape and every parameter."""

from __future__ import annotations

from math import prod

import onnx
import pytest
from onnx import TensorProto, shape_inference
from onnx_files import LIGHT

from reportgen.importing.onnx.read import read
from reportgen.importing.write import write

PARAMETERS = {
    "bvlc_alexnet": 60_965_224,
    "densenet121": 8_062_504,
    "inception_v1": 6_998_552,
    "inception_v2": 11_214_888,
    "resnet50": 25_557_032,
    "shufflenet": 1_393_320,
    "squeezenet": 1_235_496,
    "vgg19": 143_667_240,
    "zfnet512": 87_250_536,
}


def told(model: onnx.ModelProto) -> tuple[dict[str, tuple[int, ...]], int, int]:
    """Give the shapes that ONNX infers by what makes them, and count stored numbers; running statistics apart."""
    inferred = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    tensors = [*inferred.graph.value_info, *inferred.graph.output]
    shapes = {v.name: tuple(d.dim_value for d in v.type.tensor_type.shape.dim) for v in tensors}
    sizes = {t.name: prod(t.dims) for t in model.graph.initializer if t.data_type == TensorProto.FLOAT}
    sizes |= {n.output[0]: prod(shapes[n.output[0]]) for n in model.graph.node if n.op_type == "ConstantOfShape"}
    norms = [n for n in model.graph.node if n.op_type == "BatchNormalization"]
    running = sum(sizes[name] for n in norms for name in n.input[3:])
    read_ones = {name for n in model.graph.node for name in n.input}
    by_label = {n.name or n.output[0]: shapes[n.output[0]] for n in model.graph.node}
    return by_label, sum(size for name, size in sizes.items() if name in read_ones) - running, running


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_network_of_the_onnx_package(name: str) -> None:
    file = LIGHT / f"light_{name}.onnx"
    shapes, parameters, running = told(onnx.load(file))
    network = read(str(file), {})
    assert not [layer.remark for layer in network.layers if layer.word == "custom"]
    # A shuffle is no operator of the source, but three of them.
    assert {layer.word for layer in network.layers if layer.name not in shapes} <= {"channel_shuffle"}
    for layer in network.layers:
        assert layer.shape == shapes.get(layer.name, (1, *(layer.shape or ())))[1:]
    assert (network.trainable, network.buffers) == (parameters, running)
    assert parameters == PARAMETERS[name]
    imported = write(network)
    assert not imported.customs
    assert (
        str(imported.agreement)
        == f"{len(network.layers)} layers: every shape and parameter count agrees with the source"
    )


def test_residual_networks_are_short() -> None:
    text = write(read(str(LIGHT / "light_resnet50.onnx"), {})).text
    assert text.count("\n") < 40
    assert "bottleneck" in text
