"""Files that are broken, or mean harm: an error in words, and nothing of them is run or opened."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import onnx
import pytest
from onnx import TensorProto, helper
from onnx_files import LIGHT, made, stored, whole

from reportgen.errors import ReportgenError
from reportgen.importing.onnx import slim
from reportgen.importing.onnx.read import read
from reportgen.importing.onnx.slim import MalformedError, without_weights

if TYPE_CHECKING:
    from pathlib import Path

SMALL = (LIGHT / "light_squeezenet.onnx").read_bytes()


def refused(path: Path, data: bytes | onnx.ModelProto) -> str:
    path.write_bytes(data if isinstance(data, bytes) else data.SerializeToString())
    with pytest.raises(ReportgenError) as caught:
        read(str(path), {})
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file(path: Path, share: float) -> None:
    assert "no whole ONNX model" in refused(path, SMALL[: int(len(SMALL) * share)])


@pytest.mark.parametrize(
    "data",
    [b"name: a network\ninput: [3, 4, 4]\n", b"PK\x03\x04" + bytes(60), b"\x80\x04\x95" + bytes(9), b"\xff" * 99],
)
def test_what_is_no_model(path: Path, data: bytes) -> None:
    assert "model.onnx: no-model: " in refused(path, data)


def test_an_empty_file(path: Path) -> None:
    assert "it is empty" in refused(path, b"")


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(ReportgenError, match="No such file or directory"):
        read(str(path), {})


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError, match="it cannot be read"):
        read(str(tmp_path), {})


def test_a_tensor_that_claims_two_gigabytes(path: Path) -> None:
    claimed = b"\x3a\x8f\x80\x80\x80\x08"  # the graph, 2 GiB long
    assert "go on 2,147,483,663 bytes" in refused(path, claimed + bytes(100))


def test_gigabytes_of_weights_are_not_read(path: Path) -> None:
    model = made([helper.make_node("Conv", ["x", "w"], ["y"])], {"x": [1, 3, 9, 9]}, [stored("w", 8, 3, 3, 3)])
    tensor = model.graph.initializer[0]
    tensor.ClearField("data_location")
    tensor.ClearField("external_data")
    size = 3 * 1024**3  # sparse: it takes no room
    inner = tensor.SerializeToString() + b"\x4a" + slim.number_bytes(size)
    del model.graph.initializer[:]
    rest = model.graph.SerializeToString()
    graph = rest + b"\x2a" + slim.number_bytes(len(inner) + size) + inner
    model.ClearField("graph")
    with path.open("wb") as file:
        file.write(model.SerializeToString() + b"\x3a" + slim.number_bytes(len(graph) + size) + graph)
    os.truncate(path, path.stat().st_size + size)
    (layer,) = read(str(path), {}).layers
    assert (layer.word, layer.trainable) == ("conv", 216)


def field(number: int, data: bytes) -> bytes:
    return slim.number_bytes(number << 3 | 2) + slim.number_bytes(len(data)) + data


def test_messages_that_nest_without_end() -> None:
    graph = b""
    for _ in range(slim.MOST_DEPTH):
        graph = field(1, field(5, field(6, graph)))  # a node of it, an attribute of that, and a graph in that
    with pytest.raises(MalformedError, match="nest deeper than 50 levels"):
        without_weights(field(7, graph))


def test_a_model_that_is_large_without_its_weights(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slim, "MOST_BYTES", 10_000)
    assert "without its weights it has more than" in refused(path, SMALL)


@pytest.mark.parametrize("location", ["../../etc/passwd", "/etc/passwd", "weights.bin", "\x00"])
def test_weights_elsewhere_are_never_opened(path: Path, location: str) -> None:
    weights = stored("w", 8, 3, 3, 3)
    weights.external_data[0].value = location
    path.write_bytes(
        made([helper.make_node("Conv", ["x", "w"], ["y"])], {"x": [1, 3, 9, 9]}, [weights]).SerializeToString()
    )
    assert [layer.trainable for layer in read(str(path), {}).layers] == [216]


def test_sizes_elsewhere_are_told(path: Path) -> None:
    sizes = stored("s", 2, kind=TensorProto.INT64)
    model = made([helper.make_node("Reshape", ["x", "s"], ["y"])], {"x": [1, 3, 9, 9]}, [sizes])
    assert "the shape of 'y', which its operator Reshape makes, cannot be worked out" in refused(path, model)


def test_functions_that_call_themselves(path: Path) -> None:
    model = made([helper.make_node("f", ["x"], ["y"], domain="own")], {"x": [1, 3]})
    body = [helper.make_node("f", ["a"], ["b"], domain="own")]
    model.functions.append(helper.make_function("own", "f", ["a"], ["b"], body, [helper.make_opsetid("own", 1)]))
    model.opset_import.append(helper.make_opsetid("own", 1))
    assert "its function f calls itself" in refused(path, model)


def test_functions_that_grow_without_bound(path: Path) -> None:
    model = made([helper.make_node("f0", ["x"], ["y"], domain="own")], {"x": [1, 3]})
    opsets = [helper.make_opsetid("own", 1), helper.make_opsetid("", 21)]
    model.opset_import.append(opsets[0])
    for level in range(12):
        names = ["a", *(f"t{i}" for i in range(9)), "b"]
        called, domain = (f"f{level + 1}", "own") if level < 11 else ("Relu", "")
        body = [helper.make_node(called, [names[i]], [names[i + 1]], domain=domain) for i in range(10)]
        model.functions.append(helper.make_function("own", f"f{level}", ["a"], ["b"], body, opsets))
    assert "it has 1,000,000,000,000 operators with its functions written out" in refused(path, model)


def test_what_reads_itself(path: Path) -> None:
    nodes = [helper.make_node("Relu", ["b"], ["a"]), helper.make_node("Relu", ["a"], ["b"])]
    message = refused(path, made(nodes, {"x": [1, 3]}, outputs=["b"]))
    assert "cannot be worked out" in message or "which nothing makes" in message


def test_a_size_that_is_worked_out_huge(path: Path) -> None:
    nodes = [helper.make_node("ConstantOfShape", ["s"], ["t"]), helper.make_node("Add", ["x", "t"], ["y"])]
    path.write_bytes(made(nodes, {"x": [1, 1]}, [whole("s", 1, 2**40)]).SerializeToString())
    assert [layer.word for layer in read(str(path), {}).layers] == ["custom"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_bytes_that_were_changed(path: Path, seed: int) -> None:
    dice, data = random.Random(seed), bytearray(SMALL)  # noqa: S311 - no secret
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(bytes(data))
    try:
        read(str(path), {})
    except ReportgenError as error:
        assert "model.onnx: " in str(error)  # noqa: PT017 - what it says, if it is one


@pytest.mark.parametrize("equation", [b"1", b"\xff", b"..->", b"a....b->a", b"......->", b"ab,b-", b">"])
def test_equations_at_which_onnx_does_not_come_to_an_end(path: Path, equation: bytes) -> None:
    sizes = {"x": [2] * sum(letter in b"ab" for letter in equation.partition(b",")[0])}
    sum_over = helper.make_node("Einsum", ["x"], ["y"], equation=equation)
    assert "bad-graph: its operator Einsum has the equation" in refused(path, made([sum_over], sizes))

    empty = helper.make_graph([], "else", [], [helper.make_empty_tensor_value_info("y")])
    within = helper.make_graph([sum_over], "then", [], [helper.make_empty_tensor_value_info("y")])
    either = helper.make_node("If", ["x"], ["y"], then_branch=within, else_branch=empty)
    assert "bad-graph: its operator Einsum has the equation" in refused(path, made([either], sizes))


def told(path: Path, nodes: list[onnx.NodeProto], **shapes: list[int]) -> str:
    """Read operators of an input and of weights, whose shapes the file tells itself; give the layers."""
    model = made(nodes, {"x": [1, 4]}, [stored("w", 4, 5)])
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    model.graph.value_info.extend(values)
    path.write_bytes(model.SerializeToString())
    return str(read(str(path), {}).layers)


@pytest.mark.parametrize("attributes", [{}, {"equation": 3}, {"equation": b"a,b,c->a"}, {"equation": b"ab,bc->az"}])
def test_a_sum_without_its_equation_is_told(path: Path, attributes: dict[str, Any]) -> None:
    layers = told(path, [helper.make_node("Einsum", ["x", "w"], ["y"], **attributes)], y=[1, 5])
    assert "its attributes or inputs are not those of the operator" in layers


def test_a_choice_from_a_table_without_places_is_the_table(path: Path) -> None:
    chosen = helper.make_node("Gather", ["w"], ["t"])
    layers = told(path, [chosen, helper.make_node("MatMul", ["x", "t"], ["y"])], t=[4, 5], y=[1, 5])
    assert "'dense'" in layers


def test_a_tensor_that_nothing_makes_is_named(path: Path) -> None:
    message = refused(path, made([helper.make_node("Conv", ["x", "nowhere"], ["y"])], {"x": [1, 3, 9, 9]}))
    assert "its operator y reads 'nowhere', which nothing makes" in message


@pytest.mark.parametrize(
    "node",
    [
        helper.make_node("Elu", ["x"], ["y"], alpha="high"),
        helper.make_node("Transpose", ["x"], ["y"], perm=[1.5]),
    ],
)
def test_what_onnx_finds_fault_with_is_told(path: Path, node: onnx.NodeProto) -> None:
    model = made([node], {"x": [1, 4]})
    model.graph.value_info.append(helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4]))
    assert "bad-graph: its operators are not as ONNX has them: " in refused(path, model)


def test_a_constant_that_reads_something_is_none(path: Path) -> None:
    model = made([helper.make_node("Constant", ["x"], ["y"])], {"x": [1, 4]})
    model.graph.value_info.append(helper.make_tensor_value_info("y", TensorProto.FLOAT, [1]))
    assert "bad-graph: its output 'y'" in refused(path, model)
