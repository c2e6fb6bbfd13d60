"""A model's graph, ready to be read: functions written out, inputs with sizes, every shape worked out."""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError, EncodeError
from onnx import ModelProto, TensorProto, checker, helper, inliner, shape_inference

from reportgen.errors import Mark, Problem, ReportgenError, did_you_mean
from reportgen.importing.onnx.folding import folded, is_whole, shapes_of
from reportgen.importing.onnx.slim import MalformedError, without_weights
from reportgen.importing.onnx.stored import store_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from onnx import GraphProto, NodeProto, ValueInfoProto

    from reportgen.importing.tensors.program import Dimensions

MOST_NODES: Final = 100_000
"""Operators of a model once its functions are written out."""
OLDEST: Final = 7
"""The first version of the operators in which shapes are broadcast as they are today."""
LARGEST_AXIS: Final = 2**31
KEEPING: Final = frozenset({"GroupNormalization", "MeanVarianceNormalization", "RMSNormalization", "Swish"})
"""Operators that keep their input's shape, and whose shapes not every version of the onnx package works out."""
_TERM: Final = re.compile(rb"[A-Za-z ]*(\.{3})?[A-Za-z ]*")
"""Letters of one operand of a sum; dots stand for axes without a letter, once."""
_FAULTS: Final = (shape_inference.InferenceError, RuntimeError, ValueError, DecodeError, EncodeError)
"""What onnx raises where it cannot work with a model."""
ROUNDS: Final = 6
"""How often shapes are worked out anew, with the sizes that became known by the last time."""

DOMAINS: Final = frozenset({"", "ai.onnx"})
"""What ONNX's own operators go by."""


def refused(file: str, name: str, message: str) -> ReportgenError:
    """Make the error of a model that cannot be read."""
    return ReportgenError([Problem(name, message, Mark(file))])


def load(path: Path, sizes: Mapping[str, Dimensions]) -> ModelProto:
    """Read a model without its weights, give its inputs the ``sizes`` asked for, and work out every shape.

    Raises:
        ReportgenError: where it is no model, too old, too large, or lacks sizes.
    """
    model = _parsed(path)
    file = str(path)
    versions = [entry.version for entry in model.opset_import if entry.domain in DOMAINS]
    if not model.graph.node or not versions:
        raise refused(file, "no-model", "it holds no graph of ONNX's operators; give a model as an exporter wrote it")
    if min(versions) < OLDEST:
        what = f"its operators are of version {min(versions)}, and those before {OLDEST} meant other things; "
        raise refused(file, "too-old", f"{what}bring it up to date with onnx.version_converter")
    model = _inlined(model, file)
    _refuse_equations(model.graph, file)
    store_all(model)
    _size(model, sizes, file)
    return _inferred(model, file)


def _parsed(path: Path) -> ModelProto:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            slim = without_weights(data)
        model = ModelProto()
        model.ParseFromString(slim)
        _refuse_bytes(model)
    except OSError as error:
        raise refused(str(path), "unreadable", f"it cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # an empty file cannot be mapped
        raise refused(str(path), "no-model", "it is empty") from error
    except (MalformedError, DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = str(error) if isinstance(error, MalformedError) else "its messages are not those of ONNX"
        raise refused(str(path), "no-model", f"it is no whole ONNX model: {message}") from error
    return model


def _refuse_bytes(model: ModelProto) -> None:
    """Raise ``MalformedError`` where a name is no text: some versions of Protocol Buffers let it pass as bytes."""
    values = (*model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer)
    names: list[object] = [model.graph.name, *(value.name for value in values)]
    for node in model.graph.node:
        names += (node.name, node.op_type, node.domain, *node.input, *node.output)
        names += (attribute.name for attribute in node.attribute)
    if any(isinstance(name, bytes) for name in names):
        raise MalformedError("a name in it is no text")


def _inlined(model: ModelProto, file: str) -> ModelProto:
    """Write out the functions that a model brings, unless that would be too many operators."""
    count = _written_out(model, file)
    if count > MOST_NODES:
        what = f"it has {count:,} operators with its functions written out; at most {MOST_NODES:,} are read"
        raise refused(file, "too-many-operators", what)
    if not model.functions:
        return model
    try:
        return inliner.inline_local_functions(model)
    except (RuntimeError, ValueError, EncodeError) as error:
        raise refused(file, "bad-function", "its functions cannot be written out; export it without any") from error


def _written_out(model: ModelProto, file: str) -> int:
    """Count the operators of a model with its functions written out, each function once."""
    functions = {(f.domain, f.name): f for f in model.functions}
    counts: dict[tuple[str, str], int] = {}

    def of(nodes: list[NodeProto], within: tuple[tuple[str, str], ...]) -> int:
        total = 0
        for node in nodes:
            key = (node.domain, node.op_type)
            if key in within or len(within) > len(functions):
                raise refused(file, "bad-function", f"its function {node.op_type} calls itself")
            if key in functions and key not in counts:
                counts[key] = of(list(functions[key].node), (*within, key))
            total += counts.get(key, 1)
        return total

    return of(list(model.graph.node), ())


def _refuse_equations(graph: GraphProto, file: str) -> None:
    """Refuse sums over something else than letters: onnx would not come to an end when it works out their shapes."""
    for node in graph.node:
        for attribute in node.attribute:
            given = attribute.s.partition(b"->")[0] if (node.op_type, attribute.name) == ("Einsum", "equation") else b""
            if not all(map(_TERM.fullmatch, given.split(b","))):
                shown = attribute.s.decode(errors="replace")
                raise refused(file, "bad-graph", f"its operator Einsum has the equation {shown!r:.100}, which is none")
            for inner in (attribute.g, *attribute.graphs):
                _refuse_equations(inner, file)


def _size(model: ModelProto, sizes: Mapping[str, Dimensions], file: str) -> None:
    """Give inputs without sizes those that are asked for, and 1 for the batch; tell all that lack some at once."""
    stored = {tensor.name for tensor in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in stored]
    names = [value.name for value in inputs]
    unknown = [name for name in sizes if name and name not in names]
    if unknown:
        what = f"no input is called '{unknown[0]}'{did_you_mean(unknown[0], names)}; there are {', '.join(names)}"
        raise refused(file, "no-input", what)
    problems = []
    for place, value in enumerate(inputs):
        asked = sizes.get(value.name, sizes.get("") if place == 0 else None)
        message = _sized(value, asked)
        if message:
            problems.append(Problem("input-size", message, Mark(file)))
    if problems:
        raise ReportgenError(problems)
    for value in model.graph.output:
        if value.name not in names:
            value.type.tensor_type.ClearField("shape")


def _sized(value: ValueInfoProto, asked: Dimensions | None) -> str:
    """Fix the sizes of one input; give what is wrong with it, or nothing."""
    tensor = value.type.tensor_type
    if not value.type.HasField("tensor_type"):
        return f"its input {value.name} is no tensor"
    if not tensor.HasField("shape"):
        if asked is None:
            return f"its input {value.name} has no shape; give one without the batch: --input {value.name}=3,224,224"
        for _ in range(len(asked) + 1):
            tensor.shape.dim.add()
    dims = tensor.shape.dim
    if asked is not None and len(asked) != len(dims) - 1:
        return f"its input {value.name} has {len(dims)} axes with the batch, but {len(asked)} sizes are given"
    shown = _shown(value)
    for place, dim in enumerate(dims):
        wanted = 1 if place == 0 else asked[place - 1] if asked else None
        if not dim.HasField("dim_value") or dim.dim_value < 1:
            if wanted is None:
                return f"its input {value.name} is {shown}; say which: --input {value.name}={_example(value)}"
            dim.dim_value = wanted
        elif place and wanted not in {None, dim.dim_value}:
            return f"axis {place} of its input {value.name} has {dim.dim_value} cells, and cannot have {wanted}"
    return ""


def _shown(value: ValueInfoProto) -> str:
    return "x".join(
        str(d.dim_value) if d.dim_value > 0 else d.dim_param or "?" for d in value.type.tensor_type.shape.dim
    )


def _example(value: ValueInfoProto) -> str:
    dims = list(value.type.tensor_type.shape.dim)[1:]
    return ",".join(str(dim.dim_value) if dim.dim_value > 0 else "224" for dim in dims)


def _count_from_the_front(model: ModelProto) -> None:
    """Bring the axes of transposes to what ONNX allows: PyTorch writes some counted from the end."""
    for node in model.graph.node:
        for order in (attribute.ints for attribute in node.attribute if node.op_type == "Transpose"):
            if any(-len(order) <= place < 0 for place in order):
                order[:] = [place % len(order) for place in order]


def _pass_shapes_on(model: ModelProto) -> bool:
    """Give what keeps a shape the one that it reads, where ONNX does not work it out; say whether any was given."""
    shapes = shapes_of(model)
    before = len(model.graph.value_info)
    for node in model.graph.node:
        if node.op_type in KEEPING and node.output[0] not in shapes and node.input[0] in shapes:
            shapes[node.output[0]] = shapes[node.input[0]]
            told = helper.make_tensor_value_info(node.output[0], TensorProto.FLOAT, shapes[node.input[0]])
            model.graph.value_info.append(told)
    return len(model.graph.value_info) > before


def _forget_open_shapes(model: ModelProto) -> None:
    """Leave out what is told of shapes without all sizes: those that are known by now would not take its place."""
    whole = [value for value in model.graph.value_info if is_whole(value)]
    del model.graph.value_info[:]
    model.graph.value_info.extend(whole)


def _inferred(model: ModelProto, file: str) -> ModelProto:
    """Work out every shape, with sizes that are themselves worked out."""
    _count_from_the_front(model)
    for _ in range(ROUNDS):
        _forget_open_shapes(model)
        try:
            model = shape_inference.infer_shapes(model, strict_mode=False, data_prop=True)
        except _FAULTS as error:
            raise refused(file, "bad-shape", f"its shapes do not fit together: {_said(error)}") from error
        model, changed = folded(model)
        if not _pass_shapes_on(model) and not changed:
            break
    return model


def refuse_unsound(model: ModelProto, file: str) -> None:
    """Refuse a model in which onnx itself finds fault; its weights, which were not read, pass for inputs."""
    copy, known = ModelProto(), {value.name for value in model.graph.input}
    copy.CopyFrom(model)
    stored = [tensor for tensor in copy.graph.initializer if tensor.name not in known]
    copy.graph.input.extend(helper.make_tensor_value_info(each.name, each.data_type, each.dims) for each in stored)
    del copy.graph.initializer[:]
    try:
        checker.check_model(copy, full_check=True)
    except (checker.ValidationError, *_FAULTS) as error:
        raise refused(file, "bad-graph", f"its operators are not as ONNX has them: {_said(error)}") from error


def _said(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "no reason is given")
