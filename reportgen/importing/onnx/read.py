"""From a model to a network."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.importing.onnx.folding import SMALL
from reportgen.importing.onnx.masks import with_masks_told
from reportgen.importing.onnx.model import DOMAINS, load, refuse_unsound, refused
from reportgen.importing.onnx.node import Reading, UnsupportedError, node_of
from reportgen.importing.onnx.operators import OPERATORS
from reportgen.importing.tensors.program import Constant, Program
from reportgen.importing.tensors.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onnx import GraphProto, ModelProto

    from reportgen.importing.onnx.node import Node
    from reportgen.importing.source import SourceNetwork
    from reportgen.importing.tensors.program import Dimensions

KEEPING: Final = frozenset({"Reshape", "Unsqueeze", "Squeeze", "Flatten", "Identity", "Cast", "CastLike"})
"""Operators that keep values and their order."""
CONTROL_FLOW: Final = frozenset({"If", "Loop", "Scan"})
"""Operators that run graphs of their own."""
MISFIT: Final = (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError)
"""What a converter meets where a damaged file has attributes of other kinds than the operator's."""


def read(file: str, sizes: Mapping[str, Dimensions]) -> SourceNetwork:
    """Read the network of an ONNX file; ``sizes`` are those of inputs without the batch, the first input's under "".

    Raises:
        ReportgenError: where it is no whole model, or lacks sizes.
    """
    path = Path(file)
    model = load(path, sizes)
    reading = _read(model, file)
    stored = {tensor.name for tensor in model.graph.initializer}
    inputs = {v.name: reading.shapes[v.name] for v in model.graph.input if v.name not in stored}
    outputs = tuple(reading.names.get(value.name, value.name) for value in model.graph.output)
    program = Program(
        name=_name(model, path),
        origin=path.name,
        inputs=inputs,
        constants=reading.constants,
        operations=tuple(reading.operations),
        outputs=tuple(dict.fromkeys(outputs)),
    )
    batch = next((shape[_batch_axis(model)] for shape in inputs.values() if len(shape) > 1), 1)
    try:
        return recognise(with_masks_told(program), batch)
    except MISFIT:
        refuse_unsound(model, file)  # a sound model is read: where one is not, the defect is ours
        raise


def _batch_axis(model: ModelProto) -> int:
    """Give the axis of the batch: the first; but where steps are read one by one, they stand there."""
    recurrent = [node for node in model.graph.node if node.op_type in {"LSTM", "GRU", "RNN"}]
    inputs = {value.name for value in model.graph.input}
    first = recurrent and recurrent[0].input[0] in inputs
    return int(bool(first) and all(a.name != "layout" or a.i == 0 for a in recurrent[0].attribute))


def _name(model: ModelProto, path: Path) -> str:
    """Give the name of a graph, but for those that exporters give to all."""
    name = model.graph.name.strip()
    usual = {"main_graph", "torch_jit", "torch-jit-export", "tf2onnx", "graph", "main", "onnx_graph", "onnx-graph"}
    return path.stem if not name or name.lower() in usual else name[:100]


def _read(model: ModelProto, file: str) -> Reading:
    """Convert every operator, each behind what it reads."""
    version = max(entry.version for entry in model.opset_import if entry.domain in DOMAINS)
    reading = Reading(model, version)
    for value in model.graph.input:
        if value.name not in reading.stored:
            reading.names[value.name] = reading.unique(value.name)
    for proto in model.graph.node:
        node = node_of(proto, reading)
        unread = [name for name in (*proto.input, *_captured(node)) if name and not _is_known(reading, name)]
        if unread:
            raise refused(file, "bad-graph", f"its operator {node.label} reads '{unread[0]}', which nothing makes")
        _refuse_unknown_shapes(reading, list(proto.output), proto.op_type, file)
        reading.empty.update(name for name in proto.output if 0 in reading.shapes.get(name, ()))
        _convert(node)
    for value in model.graph.output:
        if value.name not in reading.names:
            what = "has no values" if value.name in reading.empty else "depends on no input"
            what = what if _is_known(reading, value.name) else "is made by nothing"
            raise refused(file, "bad-graph", f"its output '{value.name}' {what}")
    return reading


def _is_known(reading: Reading, tensor: str) -> bool:
    return tensor in reading.names or tensor in reading.empty or reading.constant(tensor) is not None


def _refuse_unknown_shapes(reading: Reading, outputs: list[str], operator: str, file: str) -> None:
    """Raise where the shape of something that is read is not known: no layer can be checked without."""
    for name in outputs:
        if name in reading.wanted and name not in reading.shapes:
            what = f"the shape of '{name}', which its operator {operator} makes, cannot be worked out"
            why = ": it is control flow, which has no layers" if operator in CONTROL_FLOW else ""
            advice = "export the model with fixed sizes, and its shapes inferred"
            raise refused(file, "unknown-shape", f"{what}{why}; {advice}")


def _convert(node: Node) -> None:
    """Add what an operator does to the program; as unknown, with the reason, what has no words."""
    why = "the operator has no word"
    if all(name in node.reading.empty for name in node.proto.output if name):
        return
    if _is_constant(node):
        _keep_constants(node)
    elif node.proto.op_type in OPERATORS and node.proto.domain in DOMAINS:
        try:
            OPERATORS[node.proto.op_type].convert(node)
        except UnsupportedError as error:
            why = str(error)
        except MISFIT:
            why = "its attributes or inputs are not those of the operator"
    elif node.proto.op_type in CONTROL_FLOW:
        why = "control flow has no layers"
    for place, name in enumerate(node.proto.output):
        if node.is_wanted(place) and not _is_known(node.reading, name):
            node.make("unknown", *dict.fromkeys((*node.all(), *_outer(node))), place=place, why=why)


def _is_constant(node: Node) -> bool:
    """Say whether an operator reads constants alone, and has no own way to say what they become."""
    own = node.proto.op_type in {"ConstantOfShape", "DequantizeLinear"}
    count = 1 if node.proto.op_type == "CastLike" else len(node.proto.input)  # of the other it takes the type alone
    given = [place for place in range(count) if node.has(place)]
    return bool(given) and not own and all(node.constant(place) is not None for place in given) and not _captured(node)


def _keep_constants(node: Node) -> None:
    """Let what is made of constants be one, made of what they are made of; places in a learned table are buffers."""
    read = [found for place in range(len(node.proto.input)) if (found := node.constant(place)) is not None]
    trainable = {name: size for constant in read for name, size in constant.trainable.items()}
    buffers = {name: size for constant in read for name, size in constant.buffers.items()}
    places = node.constant(1) if node.proto.op_type == "Gather" and trainable else None
    if places is not None and not _is_run(places.values):
        buffers[places.name] = prod(places.shape)
    for place, name in enumerate(node.proto.output):
        if node.is_wanted(place):
            values = _values(node.proto.op_type, read[0], prod(node.out(place)))
            made = Constant(name=name, shape=node.out(place), trainable=trainable, buffers=buffers, values=values)
            node.reading.constants[name] = made


def _is_run(places: tuple[float, ...] | None) -> bool:
    """Say whether places follow each other: a part of a table, for which nothing need be stored."""
    return places is not None and all(place == places[0] + step for step, place in enumerate(places))


def _values(operator: str, read: Constant, size: int) -> tuple[float, ...] | None:
    """Give the values of a constant that holds those of another one, or one of them many times."""
    values = read.values
    if operator in KEEPING:
        return values
    return values * size if operator == "Expand" and values and len(values) == 1 and size <= SMALL else None


def _outer(node: Node) -> Iterator[str]:
    """Give what the graphs within an operator read of the graph around them, as the program calls it."""
    for name in _captured(node):
        if name in node.reading.names:
            yield node.reading.names[name]


def _captured(node: Node) -> list[str]:
    """Give the tensors around an operator that the graphs within it read."""
    found: list[str] = []
    waiting: list[GraphProto] = [a.g for a in node.proto.attribute if a.HasField("g")]
    while waiting:
        graph = waiting.pop()
        for inner in graph.node:
            found += [name for name in inner.input if name in node.reading.names]
            waiting += [a.g for a in inner.attribute if a.HasField("g")]
    return found
