"""One operator at a time, as versions of ONNX have written it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from onnx import TensorProto, helper
from onnx_files import made, number, stored, whole

from reportgen.importing.onnx.read import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.importing.source import SourceNetwork

IMAGE = [1, 12, 8, 10]
NEWEST = 24


def network(  # noqa: PLR0913 - what a model is made of
    folder: Path,
    operator: str,
    tensors: Sequence[TensorProto] = (),
    *,
    shape: Sequence[int] = (1, 12, 8, 10),
    version: int = 21,
    outputs: Sequence[str] = ("y",),
    reads: Sequence[str] | None = None,
    **attributes: Any,
) -> SourceNetwork:
    given = ["x", *(tensor.name for tensor in tensors)] if reads is None else reads
    node = helper.make_node(operator, given, list(outputs), **attributes)
    path = folder / "one.onnx"
    path.write_bytes(made([node], {"x": shape}, tensors, outputs=outputs, version=version).SerializeToString())
    return read(str(path), {})


def told(found: SourceNetwork) -> list[tuple[str, dict[str, Any], tuple[int, ...] | None]]:
    return [(layer.word, dict(layer.options), layer.shape) for layer in found.layers]


@pytest.mark.parametrize("version", [9, 11, 13, 18, NEWEST])
def test_the_same_network_in_every_version(tmp_path: Path, version: int) -> None:
    older = version < 11
    clip = [helper.make_node("Clip", ["c"], ["k"], min=0.0, max=6.0)] if older else [
        helper.make_node("Clip", ["c", "low", "high"], ["k"])
    ]  # fmt: skip
    axes_as_input = version >= 18
    mean = helper.make_node("ReduceMean", ["k", "axes"] if axes_as_input else ["k"], ["m"], keepdims=0,
                            **({} if axes_as_input else {"axes": [2, 3]}))  # fmt: skip
    nodes = [
        helper.make_node("Conv", ["x", "w", "b"], ["c"], pads=[1, 1, 1, 1], strides=[2, 2]),
        *clip,
        mean,
        helper.make_node("Gemm", ["m", "v", "a"], ["g"], transB=1),
        helper.make_node("Softmax", ["g"], ["y"]),
    ]
    tensors = [stored("w", 16, 12, 3, 3), stored("b", 16), stored("v", 10, 16), stored("a", 10)]
    tensors += [number("low", 0.0), number("high", 6.0), whole("axes", 2, 3)]
    path = tmp_path / "net.onnx"
    path.write_bytes(made(nodes, {"x": IMAGE}, tensors, version=version).SerializeToString())
    found = read(str(path), {})
    words = [layer.word for layer in found.layers]
    assert words == ["conv", "relu6", "global_avg_pool", "dense", "softmax"]
    assert found.trainable == 16 * 109 + 170


@pytest.mark.parametrize(
    ("operator", "tensors", "settings", "expected"),
    [
        ("Slice", [], {"version": 9, "starts": [1], "ends": [-1], "axes": [2]},
         ("crop", {"amount": [[1, 1], 0]}, (12, 6, 10))),
        ("Slice", [whole("s", 1), whole("e", -1), whole("a", 2)], {},
         ("crop", {"amount": [[1, 1], 0]}, (12, 6, 10))),
        ("Slice", [whole("s", 0), whole("e", 99), whole("a", 3), whole("t", 2)], {},
         ("max_pool", {"kernel": 1, "stride": [1, 2]}, (12, 8, 5))),
        ("Slice", [whole("s", 4), whole("e", 8), whole("a", 1)], {}, ("split", {"parts": 3, "take": 1}, (4, 8, 10))),
        ("Slice", [whole("s", 1), whole("e", 9), whole("a", 1)], {},
         ("split", {"sizes": [1, 8, 3], "take": 1}, (8, 8, 10))),
        ("Pad", [], {"version": 9, "pads": [0, 0, 1, 2, 0, 0, 1, 2]}, ("pad", {"padding": [1, 2]}, (12, 10, 14))),
        ("Pad", [whole("p", 0, 0, 1, 2, 0, 0, 3, 2)], {}, ("pad", {"padding": [[1, 3], 2]}, (12, 12, 14))),
        ("Pad", [whole("p", 0, 0, 2, 2, 0, 0, 2, 2)], {"mode": "reflect"}, ("pad", {"padding": 2}, (12, 12, 14))),
        ("Upsample", [number("s", 1, 1, 2, 2)], {"version": 9}, ("upsample", {"scale": 2}, (12, 16, 20))),
        ("Resize", [number("s", 1, 1, 2, 2)], {"version": 10}, ("upsample", {"scale": 2}, (12, 16, 20))),
        ("Resize", [whole("n", 1, 12, 5, 7)], {"reads": ["x", "", "", "n"], "mode": "linear"},
         ("upsample", {"size": [5, 7], "mode": "bilinear"}, (12, 5, 7))),
        ("Dropout", [], {"version": 9, "ratio": 0.25}, ("dropout", {"rate": 0.25}, (12, 8, 10))),
        ("Dropout", [number("r", 0.5)], {}, ("dropout", {}, (12, 8, 10))),
        ("MaxPool", [], {"kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"},
         ("max_pool", {"kernel": 3, "stride": 2, "padding": "same"}, (12, 4, 5))),
        ("MaxPool", [], {"kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_LOWER"},
         ("max_pool", {"kernel": 3, "stride": 2, "padding": [[1, 0], [1, 0]]}, (12, 4, 5))),
        ("AveragePool", [], {"kernel_shape": [2, 5]}, ("avg_pool", {"kernel": [2, 5], "stride": 1}, (12, 7, 6))),
        ("GlobalMaxPool", [], {}, ("global_max_pool", {}, (12, 1, 1))),
        ("ReduceMax", [whole("a", 1)], {}, ("reduce_channels", {"how": "max"}, (1, 8, 10))),
        ("ReduceMax", [whole("a", 3)], {}, ("max_pool", {"kernel": [1, 10]}, (12, 8, 1))),
        ("ReduceMean", [whole("a", -2)], {}, ("avg_pool", {"kernel": [8, 1]}, (12, 1, 10))),
        ("LeakyRelu", [], {"alpha": 0.1}, ("leaky_relu", {"slope": Fraction(1, 10)}, (12, 8, 10))),
        ("HardSigmoid", [], {}, ("hard_sigmoid", {"slope": Fraction(1, 5)}, (12, 8, 10))),
        ("Clip", [number("low", -1.0), number("high", 1.0)], {}, ("clip", {"low": -1, "high": 1}, (12, 8, 10))),
        ("Mul", [number("k", 2.0)], {}, ("rescale", {"scale": 2}, (12, 8, 10))),
        ("Mul", [stored("k", 12, 1, 1)], {}, ("layer_scale", {}, (12, 8, 10))),
        ("Add", [stored("k", 12, 1, 1)], {}, ("affine", {"scale": False}, (12, 8, 10))),
        ("Add", [stored("k", 12, 8, 10)], {}, ("position_embedding", {}, (12, 8, 10))),
        ("DepthToSpace", [], {"blocksize": 2}, ("pixel_shuffle", {"factor": 2}, (3, 16, 20))),
        ("SpaceToDepth", [], {"blocksize": 2}, ("pixel_unshuffle", {"factor": 2}, (48, 4, 5))),
        ("ConvTranspose", [stored("w", 12, 6, 4, 4)], {"strides": [2, 2], "pads": [1, 1, 1, 1]},
         ("conv_transpose", {"filters": 6, "kernel": 4, "stride": 2, "padding": 1, "bias": False}, (6, 16, 20))),
        ("Conv", [stored("w", 24, 1, 3, 3)], {"group": 12, "dilations": [2, 2]},
         ("depthwise_conv", {"kernel": 3, "dilation": 2, "multiplier": 2, "bias": False}, (24, 4, 6))),
        ("GroupNormalization", [stored("w", 12), stored("b", 12)], {"num_groups": 4},
         ("group_norm", {"groups": 4}, (12, 8, 10))),
        ("InstanceNormalization", [stored("w", 12), stored("b", 12)], {},
         ("instance_norm", {"affine": True}, (12, 8, 10))),
        ("LRN", [], {"size": 3}, ("local_response_norm", {"size": 3}, (12, 8, 10))),
        ("PRelu", [stored("s", 12, 1, 1)], {}, ("prelu", {"shared": False}, (12, 8, 10))),
    ],
)  # fmt: skip
def test_one_operator(
    tmp_path: Path, operator: str, tensors: list[TensorProto], settings: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    (found,) = told(network(tmp_path, operator, tensors, **settings))
    assert found == expected


def test_rows_of_tokens(tmp_path: Path) -> None:
    found = network(tmp_path, "LayerNormalization", [stored("w", 64), stored("b", 64)], shape=[1, 49, 64])
    assert told(found) == [("layer_norm", {}, (64, 49))]
    found = network(tmp_path, "MatMul", [stored("w", 64, 8)], shape=[1, 49, 64])
    assert told(found) == [("pointwise", {"filters": 8, "bias": False}, (8, 49))]
    # From the left, a matrix mixes tokens.
    found = network(tmp_path, "MatMul", [stored("w", 8, 49)], shape=[1, 49, 64], reads=["w", "x"])
    assert [word for word, _, _ in told(found)] == ["pointwise"]
    assert told(found)[0][2] == (8, 64)


@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
@pytest.mark.parametrize("whole_row", [True, False])
def test_recurrent_layers(tmp_path: Path, direction: str, whole_row: bool) -> None:  # noqa: FBT001 - a parameter
    both = 1 + (direction == "bidirectional")
    tensors = [stored("w", both, 80, 12), stored("r", both, 80, 20), stored("b", both, 160)]
    outputs = ["y"] if whole_row else ["", "h"]
    node = helper.make_node("LSTM", ["x", "w", "r", "b"], outputs, hidden_size=20, direction=direction)
    model = made([node], {"x": [7, 1, 12]}, tensors, outputs=outputs[-1:])
    path = tmp_path / "lstm.onnx"
    path.write_bytes(model.SerializeToString())
    layer = read(str(path), {}).layers[0]
    assert (layer.word, layer.trainable) == ("lstm", both * 80 * 34)
    assert layer.shape == ((both * 20, 7) if whole_row else (both * 20,))


@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
def test_a_recurrent_layer_whose_steps_and_end_are_both_read(tmp_path: Path, direction: str) -> None:
    both = 1 + (direction == "bidirectional")
    tensors = [stored("w", both, 60, 12), stored("r", both, 60, 20)]
    node = helper.make_node("GRU", ["x", "w", "r", "", ""], ["y", "h"], hidden_size=20, direction=direction)
    path = tmp_path / "gru.onnx"
    path.write_bytes(made([node], {"x": [7, 1, 12]}, tensors, outputs=["y", "h"]).SerializeToString())
    found = read(str(path), {})
    layer, *moves = found.layers
    assert (layer.word, layer.shape, found.trainable) == ("gru", (both * 20, 7), both * 60 * 32)
    taken = [dict(move.options).get("index", 0) for move in moves if move.word == "take_token"]
    assert taken == {"forward": [6], "reverse": [0], "bidirectional": [6, 0]}[direction]
    assert not [move.remark for move in moves if move.word == "custom"]


def test_weights_are_found_wherever_a_model_has_them(tmp_path: Path) -> None:
    nodes = [helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node("Conv", ["c", "v", "b"], ["y"])]
    model = made(nodes, {"x": IMAGE, "v": [4, 8, 1, 1], "b": [4]})
    values = helper.make_tensor("w", TensorProto.FLOAT, [2], [1.0, 2.0])
    places = helper.make_tensor("places", TensorProto.INT64, [2], [0, 9])
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, places, [8, 12, 3, 3]))
    path = tmp_path / "sparse.onnx"
    path.write_bytes(model.SerializeToString())
    found = read(str(path), {})
    assert [layer.word for layer in found.layers] == ["conv", "conv"]
    assert (list(found.inputs), found.trainable) == (["x"], 8 * 108 + 36)


def test_what_is_joined_along_cells_puts_its_channels_out_first(tmp_path: Path) -> None:
    nodes = [helper.make_node("Relu", ["x"], ["r"]), helper.make_node("Concat", ["x", "r"], ["y"], axis=2)]
    path = tmp_path / "joined.onnx"
    path.write_bytes(made(nodes, {"x": IMAGE}, outputs=["y", "x"]).SerializeToString())
    assert read(str(path), {}).layers[-1].shape == (12, 16, 10)


def test_what_a_model_does_with_control_flow_is_told(tmp_path: Path) -> None:
    inner = helper.make_graph(
        [helper.make_node("Relu", ["x"], ["z"])], "then", [], [helper.make_tensor_value_info("z", 1, IMAGE)]
    )
    nodes = [
        helper.make_node("ReduceMax", ["x"], ["top"], keepdims=0),
        helper.make_node("Cast", ["top"], ["sure"], to=9),
        helper.make_node("If", ["sure"], ["y"], then_branch=inner, else_branch=inner),
    ]
    path = tmp_path / "if.onnx"
    path.write_bytes(made(nodes, {"x": IMAGE}).SerializeToString())
    network_of_it = read(str(path), {})
    assert network_of_it.layers[-1].remark == "If: control flow has no layers"


def test_sizes_that_are_worked_out_on_the_way(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Shape", ["x"], ["s"]),
        helper.make_node("Gather", ["s", "first"], ["n"]),
        helper.make_node("Unsqueeze", ["n", "axis"], ["u"]),
        helper.make_node("Concat", ["u", "rest"], ["to"], axis=0),
        helper.make_node("Reshape", ["x", "to"], ["flat"]),
        helper.make_node("Gemm", ["flat", "w"], ["y"]),
    ]
    first = whole("first", 0)
    first.dims[:] = []
    tensors = [first, whole("axis", 0), whole("rest", -1), stored("w", 960, 5)]
    path = tmp_path / "sized.onnx"
    path.write_bytes(made(nodes, {"x": ["N", 12, 8, 10]}, tensors).SerializeToString())
    assert told(read(str(path), {})) == [("dense", {"units": 5, "bias": False}, (5,))]


def test_positions_of_a_table_that_holds_more_of_them(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Gather", ["table", "places"], ["positions"]),
        helper.make_node("MatMul", ["x", "w"], ["words"]),
        helper.make_node("Add", ["words", "positions"], ["y"]),
    ]
    tensors = [stored("table", 20, 32), whole("places", *range(12)), stored("w", 32, 32)]
    path = tmp_path / "positions.onnx"
    path.write_bytes(made(nodes, {"x": [1, 12, 32]}, tensors).SerializeToString())
    found = read(str(path), {})
    assert told(found)[1:] == [("position_embedding", {"length": 20}, (32, 12))]
    assert (found.trainable, found.buffers) == (32 * 32 + 640, 0)


@pytest.mark.parametrize(("value", "words"), [(0.0, ["conv"]), (1.0, ["pad", "conv"])])
def test_only_zeros_are_the_padding_of_a_convolution(tmp_path: Path, value: float, words: list[str]) -> None:
    nodes = [helper.make_node("Pad", ["x", "p", "v"], ["q"]), helper.make_node("Conv", ["q", "w"], ["y"])]
    tensors = [whole("p", 0, 0, 1, 1, 0, 0, 1, 1), number("v", value), stored("w", 8, 12, 3, 3)]
    path = tmp_path / "padded.onnx"
    path.write_bytes(made(nodes, {"x": IMAGE}, tensors).SerializeToString())
    assert [layer.word for layer in read(str(path), {}).layers] == words


def test_a_quantised_model_has_the_layers_that_it_was_made_of(tmp_path: Path) -> None:
    scale = ["s", "z"]
    nodes = [
        helper.make_node("QuantizeLinear", ["x", *scale], ["q"]),
        helper.make_node("QLinearConv", ["q", *scale, "w", *scale, *scale, "b"], ["c"]),
        helper.make_node("Flatten", ["c"], ["f"]),
        helper.make_node("QLinearMatMul", ["f", *scale, "v", *scale, *scale], ["m"]),
        helper.make_node("DequantizeLinear", ["m", *scale], ["y"]),
    ]
    kept = TensorProto.INT8
    tensors = [number("s", 0.1), helper.make_tensor("z", kept, [], [0]), stored("w", 8, 12, 1, 1, kind=kept)]
    tensors += [stored("b", 8, kind=TensorProto.INT32), stored("v", 640, 5, kind=kept)]
    path = tmp_path / "quantised.onnx"
    path.write_bytes(made(nodes, {"x": IMAGE}, tensors).SerializeToString())
    found = read(str(path), {})
    assert [layer.word for layer in found.layers] == ["conv", "dense"]
    assert found.trainable == 8 * 13 + 640 * 5


def test_a_small_table_is_told_whole(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Gather", ["table", "places"], ["positions"]),
        helper.make_node("MatMul", ["x", "w"], ["words"]),
        helper.make_node("Add", ["words", "positions"], ["y"]),
    ]
    table = helper.make_tensor("table", TensorProto.FLOAT, [6, 4], [0.5] * 24)
    path = tmp_path / "small.onnx"
    tensors = [table, whole("places", 0, 1, 2), stored("w", 4, 4)]
    path.write_bytes(made(nodes, {"x": [1, 3, 4]}, tensors).SerializeToString())
    found = read(str(path), {})
    assert told(found)[1:] == [("position_embedding", {"length": 6}, (4, 3))]
    assert found.trainable == 16 + 24
