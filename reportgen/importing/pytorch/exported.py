"""An exported graph as typed values: what PyTorch's JSON schema says, less what nobody here needs.

Sizes that depend on the batch stand as they were when the graph was exported, for the schema keeps these hints.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from reportgen.importing.pytorch.archive import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reportgen.importing.pytorch.archive import Json
    from reportgen.importing.tensors.program import Dimensions

INLINED: Final = frozenset({"wrap_with_set_grad_enabled", "wrap_with_autocast"})
"""Calls of a graph within the graph that change nothing of what is computed."""
DEEPEST: Final = 8
"""Graphs within graphs."""
FLOATING: Final = frozenset({6, 7, 8, 12, 13, 29, 30, 31, 32})
"""Numbers of PyTorch's types of numbers with a point."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A tensor by its name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of an operator."""

    target: str
    """Its name without the namespace of PyTorch: ``aten.conv2d.default``."""
    given: Mapping[str, Any]
    """What it is given, by the name of the argument: tensors as ``Ref``, lists, numbers, words."""
    outputs: tuple[str, ...]
    """Names of the tensors that it makes."""
    modules: tuple[tuple[str, str], ...]
    """Modules that it was called in, outermost first: path from the root, and class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A tensor that the network holds, or that was worked out when it was exported."""

    path: str
    """Where a module holds it: ``layer1.0.conv1.weight``."""
    kind: str
    """``parameter``, ``buffer`` or ``constant``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A graph that PyTorch exported."""

    origin: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    stored: Mapping[str, Stored]
    """By the name that the graph has for it."""
    calls: tuple[Call, ...]
    shapes: Mapping[str, Dimensions]
    """Of every tensor."""
    whole: frozenset[str]
    """Tensors that hold whole numbers, or truth values."""


def exported(document: Json, origin: str) -> Exported:
    """Read a graph from JSON.

    Raises:
        ReportgenError: where it is not as PyTorch's schema has it, or holds control flow.
    """
    try:
        reader = _Reader(origin)
        module = document["graph_module"]
        part = reader.graph(module["graph"])
        inputs, stored = reader.inputs(module["signature"])
        return Exported(
            origin=origin,
            inputs=inputs,
            outputs=tuple(reader.outputs(module["signature"])),
            stored=stored,
            calls=part.calls,
            shapes=_Shapes(part.shapes, origin),
            whole=part.whole,
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        refuse(origin, "bad-archive", f"its graph is not as PyTorch writes one: {type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one graph holds, by the names that it has for its tensors."""

    calls: tuple[Call, ...]
    shapes: Mapping[str, Dimensions]
    whole: frozenset[str]


class _Shapes(dict[str, "Dimensions"]):
    """Shapes by name; a graph that does not tell one that it uses is damaged."""

    def __init__(self, shapes: Mapping[str, Dimensions], origin: str) -> None:
        super().__init__(shapes)
        self.origin = origin

    def __missing__(self, name: str) -> NoReturn:
        refuse(self.origin, "bad-archive", f"its graph does not tell the shape of {name!r}")


class _Reader:
    """Reads one document."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.numbers: dict[str, int | float | bool] = {}
        """What symbols of the graph that is being read stood for."""

    def graph(self, graph: Json, depth: int = 0) -> _Part:
        """Read a graph, those that are inlined among its calls."""
        if depth > DEEPEST:
            refuse(self.origin, "bad-archive", f"its graphs stand more than {DEEPEST} deep within each other")
        self._symbols(graph)
        calls: list[Call] = []
        values = graph["tensor_values"]
        shapes = {name: tuple(self._size(size) for size in tensor["sizes"]) for name, tensor in values.items()}
        whole = {name for name, tensor in values.items() if tensor["dtype"] not in FLOATING}
        for node in graph["nodes"]:
            target = str(node["target"]).removeprefix("torch.ops.")
            if target.startswith("higher_order."):
                inner = self._inner(target.removeprefix("higher_order."), node, depth)
                calls += inner.calls
                shapes = {**inner.shapes, **shapes}
                whole |= inner.whole
            elif outputs := tuple(self._made(node["outputs"])):
                calls.append(Call(target=target, given=self._given(node), outputs=outputs, modules=_modules(node)))
        return _Part(tuple(calls), shapes, frozenset(whole))

    def _symbols(self, graph: Json) -> None:
        for kind in ("sym_int_values", "sym_float_values", "sym_bool_values"):
            for name, value in graph.get(kind, {}).items():
                self.numbers[name] = self._number(value)

    def _size(self, size: Json) -> int:
        found = self._number(size)
        if not isinstance(found, int) or not 0 <= found <= 2**53:
            raise ValueError(found)
        return found

    def _number(self, value: Json) -> int | float | bool:
        """Give a number, or what a symbol stood for when the graph was exported."""
        ((kind, inner),) = value.items()
        if kind == "as_name":
            return self.numbers[inner]
        if kind == "as_expr":
            if inner.get("hint") is None:
                refuse(self.origin, "unknown-size", f"nobody knows a size of it: {inner.get('expr_str')}")
            return self._number(inner["hint"])
        if not isinstance(inner, int | float):
            raise TypeError(kind)
        return inner

    def _inner(self, word: str, node: Json, depth: int) -> _Part:
        """Read a graph within the graph as part of it; what decides which way to go is refused."""
        if word not in INLINED:
            inside = _modules(node)
            where = f" in {inside[-1][0]}" if inside and inside[-1][0] else ""
            what = f"it calls {word}{where}: control flow has no words here; export the network without"
            refuse(self.origin, "control-flow", what)
        place = ["as_graph" in given["arg"] for given in node["inputs"]].index(True)
        called = node["inputs"][place]["arg"]["as_graph"]
        outer = [self._argument(given["arg"]) for given in node["inputs"][place + 1 :]]
        results = list(self._made(node["outputs"]))
        before = dict(self.numbers)
        part = self.graph(called["graph"], depth + 1)
        bound = dict(zip(self._made(called["graph"]["inputs"]), (one.name for one in outer), strict=True))
        bound |= dict(zip(self._made(called["graph"]["outputs"]), results, strict=True))
        self.numbers = before
        return _renamed_part(part, lambda name: bound.get(name, f"{called['name']}/{name}"))

    def _made(self, outputs: list[Json]) -> Iterator[str]:
        """Name the tensors that a call makes; numbers are known already."""
        for output in outputs:
            ((kind, value),) = output.items()
            found = _references(kind, value) if kind in _TENSORS else []
            yield from (ref.name for ref in (found if isinstance(found, list) else [found]) if ref is not None)

    def _given(self, node: Json) -> dict[str, Any]:
        return {given["name"]: self._argument(given["arg"]) for given in node["inputs"]}

    def _argument(self, argument: Json) -> Any:  # noqa: ANN401 - whatever an operator is given
        ((kind, value),) = argument.items()
        if kind in _NOTHING:
            return None
        if kind in _TENSORS:
            return _references(kind, value)
        if kind in {"as_float", "as_floats"}:  # JSON has no infinity
            return [float(one) for one in value] if isinstance(value, list) else float(value)
        if kind.startswith("as_sym_"):
            return [self._number(one) for one in value] if isinstance(value, list) else self._number(value)
        plain = _PLAIN.get(kind.removesuffix("s"))
        if plain and not all(isinstance(one, plain) for one in (value if kind.endswith("s") else [value])):
            raise TypeError(kind)
        return value

    def inputs(self, signature: Json) -> tuple[tuple[str, ...], dict[str, Stored]]:
        """Read what the graph is given: the network's inputs, and what it holds."""
        inputs, stored = [], {}
        for spec in signature["input_specs"]:
            ((kind, value),) = spec.items()
            if kind == "user_input":
                if "as_tensor" in value["arg"]:
                    inputs.append(_ref(value["arg"]["as_tensor"]).name)
            elif kind in _HELD:
                stored[_ref(value["arg"]).name] = Stored(path=str(value[f"{kind}_name"]), kind=_HELD[kind])
        return tuple(inputs), stored

    def outputs(self, signature: Json) -> Iterator[str]:
        """Read what the network puts out."""
        for spec in signature["output_specs"]:
            if "user_output" in spec and "as_tensor" in spec["user_output"]["arg"]:
                yield _ref(spec["user_output"]["arg"]["as_tensor"]).name


_ENTRY: Final = 3
_NOTHING: Final = frozenset({"as_none", "as_scalar_type", "as_device", "as_memory_format", "as_layout"})
"""Kinds of arguments that tell nothing of what is computed."""
_PLAIN: Final[Mapping[str, type]] = MappingProxyType({"as_int": int, "as_bool": bool, "as_string": str})
"""What JSON says an argument of a kind is, one or many of them; the rest is checked where it is read."""
_TENSORS: Final = frozenset({"as_tensor", "as_tensors", "as_optional_tensors"})
"""Kinds of arguments that name tensors."""
_HELD: Final = {"parameter": "parameter", "buffer": "buffer", "tensor_constant": "constant"}


def _ref(tensor: Json) -> Ref:
    name = tensor["name"]
    if not isinstance(name, str):
        raise TypeError(f"a tensor is called {name!r:.100}")
    return Ref(name)


def _references(kind: str, value: Any) -> Any:  # noqa: ANN401 - a tensor, or a list of some
    if kind == "as_tensor":
        return _ref(value)
    if kind == "as_tensors":
        return [_ref(one) for one in value]
    return [_ref(one["as_tensor"]) if "as_tensor" in one else None for one in value]


def _renamed_part(part: _Part, name: Callable[[str], str]) -> _Part:
    """Call the tensors of an inner graph what the outer graph calls them."""
    calls = tuple(
        replace(
            call,
            given={argument: _renamed(value, name) for argument, value in call.given.items()},
            outputs=tuple(map(name, call.outputs)),
        )
        for call in part.calls
    )
    return _Part(calls, {name(one): shape for one, shape in part.shapes.items()}, frozenset(map(name, part.whole)))


def _renamed(value: Any, name: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever an operator is given
    if isinstance(value, Ref):
        return Ref(name(value.name))
    return [_renamed(one, name) for one in value] if isinstance(value, list) else value


def _modules(node: Json) -> tuple[tuple[str, str], ...]:
    """Read the modules around a call from ``key,path,class;...``; a second call's path has ``@1`` behind it."""
    stack = str(node.get("metadata", {}).get("nn_module_stack", ""))
    entries = [entry.split(",") for entry in stack.split(";")]
    return tuple((entry[1].split("@", 1)[0], entry[2]) for entry in entries if len(entry) == _ENTRY)
