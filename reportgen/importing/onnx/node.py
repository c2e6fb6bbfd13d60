"""One operator of a model as its converter sees it, and the program that it adds to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any, Final

from onnx import TensorProto, helper

from reportgen.importing.onnx.folding import shapes_of, values_of
from reportgen.importing.tensors.program import Constant, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onnx import AttributeProto, ModelProto, NodeProto

    from reportgen.importing.tensors.program import Dimensions

FRACTIONAL: Final = frozenset(
    {
        *(TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.DOUBLE),
        *(TensorProto.FLOAT8E4M3FN, TensorProto.FLOAT8E4M3FNUZ, TensorProto.FLOAT8E5M2, TensorProto.FLOAT8E5M2FNUZ),
    }
)
"""Types of values that can be learned."""

SINGLE: Final = 2.0**-24
"""By which share a number of single precision is off at most."""


class UnsupportedError(Exception):
    """A converter has no words for an operator as it stands; the message says why."""


class Reading:
    """A program under construction."""

    def __init__(self, model: ModelProto, version: int) -> None:
        self.version = version
        self.shapes = shapes_of(model)
        self.stored = {tensor.name: tensor for tensor in model.graph.initializer}
        self.wanted = {name for node in model.graph.node for name in node.input}
        self.wanted |= {value.name for value in model.graph.output}
        self.wanted.discard("")  # what is left out, where an operator may do without
        self.empty: set[str] = set()
        """Tensors without values: what is left of an axis that is rolled by nothing."""
        self.names: dict[str, str] = {}
        """For each tensor of the model that is worked out, the operation that makes it."""
        self.constants: dict[str, Constant] = {}
        self.operations: list[Operation] = []
        self._taken: set[str] = set()

    def unique(self, wanted: str) -> str:
        """Give a name that nothing has."""
        name, count = wanted, 1
        while name in self._taken or name in self.stored:
            count += 1
            name = f"{wanted}.{count}"
        self._taken.add(name)
        return name

    def constant(self, tensor: str) -> Constant | None:
        """Give a stored tensor, or one that stands for some; ``None`` where it is worked out."""
        if tensor not in self.constants and tensor in self.stored:
            self.constants[tensor] = _constant(self.stored[tensor])
        return self.constants.get(tensor)


def _constant(tensor: TensorProto) -> Constant:
    """Give a stored tensor; several values that are no whole numbers count as learned."""
    size = prod(tensor.dims)
    learned = tensor.data_type in FRACTIONAL and size > 1
    found = values_of(tensor)
    numeric = found is not None and found.dtype.kind in "fiub"
    values = tuple(shortest(float(value)) for value in found.ravel()) if found is not None and numeric else None
    trainable = {tensor.name: size} if learned else {}
    return Constant(name=tensor.name, shape=tuple(tensor.dims), trainable=trainable, values=values)


def shortest(value: float) -> float:
    """Give the shortest decimal that a number of single precision may have been written as, such as 0.1."""
    near = (float(f"{value:.{digits}g}") for digits in range(1, 9))
    return next((short for short in near if abs(short - value) <= abs(value) * SINGLE), value)


@dataclass(frozen=True)
class Node:
    """One operator of a model."""

    proto: NodeProto
    reading: Reading
    scope: tuple[str, ...]
    modules: tuple[str, ...]
    label: str

    @property
    def version(self) -> int:
        """Give the version of the operators."""
        return self.reading.version

    def attribute(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as the file has it
        """Give an attribute, numbers as they were written."""
        found: AttributeProto | None = next((a for a in self.proto.attribute if a.name == name), None)
        if found is None:
            return default
        value = helper.get_attribute_value(found)
        return shortest(value) if isinstance(value, float) else value

    def has(self, place: int) -> bool:
        """Say whether an input is given."""
        return place < len(self.proto.input) and bool(self.proto.input[place])

    def reads(self, place: int = 0) -> str:
        """Give the name of an input in the program."""
        tensor = self._input(place)
        if tensor in self.reading.empty:
            raise UnsupportedError("it reads a tensor without values")
        if self.reading.constant(tensor) is not None:
            return tensor
        return self.reading.names[tensor]

    def _input(self, place: int) -> str:
        if not self.has(place):
            raise UnsupportedError(f"it lacks its input {place}")
        return str(self.proto.input[place])

    def all(self) -> list[str]:
        """Give the names of all inputs that are given."""
        return [self.reads(place) for place in range(len(self.proto.input)) if self.has(place)]

    def shape(self, place: int = 0) -> Dimensions:
        """Give the shape of an input."""
        return self.reading.shapes[self._input(place)]

    def out(self, place: int = 0) -> Dimensions:
        """Give the shape of an output."""
        return self.reading.shapes[self.proto.output[place]]

    def is_wanted(self, place: int) -> bool:
        """Say whether anything reads an output."""
        return place < len(self.proto.output) and self.proto.output[place] in self.reading.wanted

    def constant(self, place: int) -> Constant | None:
        """Give an input that is a constant; ``None`` where it is worked out or not given."""
        return self.reading.constant(self._input(place)) if self.has(place) else None

    def numbers(self, place: int) -> tuple[float, ...] | None:
        """Give the values of an input; ``None`` where it is not given; raise where they are not known."""
        if not self.has(place):
            return None
        constant = self.constant(place)
        if constant is None or constant.values is None:
            raise UnsupportedError(f"its input {place} is worked out as it runs")
        return constant.values

    def whole(self, place: int) -> tuple[int, ...] | None:
        """Give the whole numbers of an input; ``None`` where it is not given."""
        found = self.numbers(place)
        return None if found is None else tuple(int(value) for value in found)

    def setting(self, name: str, place: int) -> tuple[int, ...] | None:
        """Give whole numbers that older versions have as an attribute, and newer ones as an input."""
        found: Sequence[int] | None = self.attribute(name)
        return tuple(found) if found is not None else self.whole(place)

    def weight(self, place: int, *, learned: bool = True) -> str:
        """Give an input that holds what a layer stores, whatever its size; raise where it is worked out."""
        constant = self.constant(place)
        if constant is None:
            raise UnsupportedError(f"its input {place}, a layer's weights, is worked out as it runs")
        if constant.trainable and learned:
            return constant.name
        size = constant.trainable or {constant.name: prod(constant.shape)}
        name = f"{constant.name} (stored)"
        kept = {"trainable": size} if learned else {"trainable": {}, "buffers": size}
        self.reading.constants[name] = replace(constant, name=name, **kept)  # type: ignore[arg-type]
        return name

    def weights(self, places: Iterable[int]) -> list[str]:
        """Give those inputs that are given, as what a layer stores; zeros that were written out are not."""
        return [self.weight(place) for place in places if self.has(place) and not self.is_written_out(place, 0.0)]

    def is_written_out(self, place: int, value: float) -> bool:
        """Say whether an input is one number all over, and made on the way, not stored."""
        constant = self.constant(place)
        if constant is None or constant.name in self.reading.stored or constant.values is None:
            return False
        return set(constant.values) == {value}

    def step(self, kind: str, *reads: str, shape: Dimensions, **options: Any) -> str:  # noqa: ANN401 - a kind's own
        """Add an operation on the way; give its name."""
        return self._add(f"{self.label}/{kind}", kind, reads, shape, options)

    def make(self, kind: str, *reads: str, place: int = 0, **options: Any) -> None:  # noqa: ANN401 - a kind's own
        """Add the operation that makes an output."""
        name = self._add(self.label, kind, reads, self.out(place), options)
        self.reading.names[self.proto.output[place]] = name

    def _add(self, name: str, kind: str, reads: Sequence[str], shape: Dimensions, options: Mapping[str, Any]) -> str:
        name = self.reading.unique(name)
        op = Operation(
            name=name,
            kind=kind,
            reads=tuple(reads),
            shape=tuple(shape),
            options=options,
            scope=self.scope,
            modules=self.modules,
            source=self.proto.op_type,
        )
        self.reading.operations.append(op)
        return name


def node_of(proto: NodeProto, reading: Reading) -> Node:
    """Give an operator with the place that it had in the source's modules."""
    told = {entry.key: entry.value for entry in proto.metadata_props}
    label = proto.name or next((name for name in proto.output if name), proto.op_type)
    scopes, classes = (_listed(told.get(f"pkg.torch.onnx.{what}", "")) for what in ("name_scopes", "class_hierarchy"))
    if not scopes:
        parts = [part for part in label.split("/") if part]
        return Node(proto, reading, _trimmed(parts[:-1]), (), label)
    paths, modules = scopes[1:-1], classes[1:-1]
    label = f"{paths[-1]}" if paths else label
    scope = _trimmed(paths)
    return Node(
        proto, reading, scope, tuple(m.rsplit(".", 1)[-1] for m in modules) if len(modules) == len(scope) else (), label
    )


def _listed(text: str) -> list[str]:
    """Read a list of words as PyTorch writes it; empty where it is none."""
    try:
        found = ast.literal_eval(text) if text and len(text) < 10_000 else []  # noqa: PLR2004 - a path of modules
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return [str(part) for part in found] if isinstance(found, list) else []


def _trimmed(paths: Sequence[str]) -> tuple[str, ...]:
    """Give the parts of nested names: ``layer1``, ``layer1.0``, ``layer1.0.conv1`` as ``layer1``, ``0``, ``conv1``."""
    parts, before = [], ""
    for path in paths:
        parts.append(path[len(before) + 1 :] if before and path.startswith(f"{before}.") else path)
        before = path
    return tuple(part for part in parts if part)
