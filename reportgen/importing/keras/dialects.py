"""From a configuration as Keras 2 or Keras 3 writes it to records of one form.

The two differ in how a call is written: Keras 2 lists ``[layer, node, tensor, {options}]``, Keras 3 keeps arguments as
they were given, each value of the network as a ``__keras_tensor__`` with its shape. HDF5 files of Keras 3 mix both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.keras.records import MOST, CallRecord, Config, LayerRecord, MalformedError, ModelRecord, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.keras.records import OpenShape

MOST_MODELS_DEEP: Final = 32
"""Models within models."""
MOST_SIZES: Final = 16
"""Axes of a value; a file here has four at most."""
MOST_VALUES: Final = 256
"""Values that one call puts out."""
_CONSTANT: Final = "_CONSTANT_VALUE"
_REF: Final = 3
"""A reference is a layer's name, a node and a tensor."""


def model_of(data: Any, *, old: bool, deep: int = 0) -> ModelRecord:  # noqa: ANN401 - whatever a file holds
    """Read a model: a functional or a sequential one.

    Raises:
        MalformedError: where it is none, or not as Keras writes them.
    """
    if deep > MOST_MODELS_DEEP:
        raise MalformedError(f"models stand more than {MOST_MODELS_DEEP} deep within models")
    kind, config = _parts(data, "the model")
    if isinstance(config, list):  # as Keras wrote sequential models before 2.2
        config = {"layers": config}
    entries = config.get("layers") if isinstance(config, dict) else None
    if not isinstance(entries, list) or not entries:
        raise MalformedError(
            f"the model is of class {kind}, whose layers only its own code knows: functional and sequential models can "
            "be read; export it to ONNX, or give its layers to a functional model"
        )
    name = config.get("name") if isinstance(config.get("name"), str) else kind
    layers = tuple(_layer(entry, old=old, deep=deep) for entry in entries)
    if "input_layers" not in config:
        return _sequential(str(name), layers, entries, _open(config.get("build_input_shape")))
    names = {layer.name for layer in layers}
    record = ModelRecord(
        name=str(name),
        layers=layers,
        inputs=_ends(config["input_layers"], names),
        outputs=_ends(config.get("output_layers"), names),
    )
    return _counted(record, old=old)


def layer_of(data: Any, *, old: bool) -> LayerRecord:  # noqa: ANN401 - whatever a file holds
    """Read a layer that stands in another's settings."""
    return _layer(data, old=old, deep=MOST_MODELS_DEEP - 1)


def _parts(data: Any, what: str) -> tuple[str, Any]:  # noqa: ANN401 - whatever a file holds
    if not isinstance(data, dict) or not isinstance(data.get("class_name"), str) or "config" not in data:
        raise MalformedError(f"{what} has no class_name and config; is this the configuration of a Keras model?")
    return data["class_name"], data["config"]


def _layer(data: Any, *, old: bool, deep: int) -> LayerRecord:  # noqa: ANN401 - whatever a file holds
    kind, config = _parts(data, "a layer")
    settings: Mapping[str, Any] = config if isinstance(config, dict) else {}
    name = data.get("name", settings.get("name", kind))
    if not isinstance(name, str):
        raise MalformedError(f"a layer of class {kind} has no name")
    nodes = data.get("inbound_nodes") or []
    if not isinstance(nodes, list):
        raise MalformedError(f"{name} ({kind}): inbound_nodes: expected a list")
    is_model = kind == "Sequential" or {"layers", "input_layers", "output_layers"} <= settings.keys()
    return LayerRecord(
        name=name,
        kind=_kind(kind, data, settings),
        config=Config(settings, f"{name} ({kind})"),
        calls=tuple(_call(node, name) for node in nodes),
        model=model_of(data, old=old, deep=deep + 1) if is_model else None,
        old=old,
    )


def _kind(kind: str, data: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Give the class as the registry knows it: operations and strangers' classes apart from Keras' layers."""
    module = data.get("module", "keras")
    if not isinstance(module, str):  # of a package that Keras does not know
        return str(data.get("registered_name") or f"custom>{kind}")
    if module.startswith(("keras.src.ops", "keras.ops")):
        return f"ops.{kind}"
    if "module" not in data and not settings.keys() & {"trainable", "dtype", "batch_input_shape", "layers"}:
        nodes = data.get("inbound_nodes")
        if isinstance(nodes, list) and nodes and isinstance(nodes[0], dict):
            return f"ops.{kind}"  # an operation of Keras 3 in HDF5, told by what it lacks
    return kind if module.partition(".")[0] == "keras" else f"{module}>{kind}"


# Calls


def _call(node: Any, name: str) -> CallRecord:  # noqa: ANN401 - whatever a file holds
    if isinstance(node, dict):
        args, kwargs = _mapped(node.get("args", []), _tensor), _mapped(node.get("kwargs", {}), _tensor)
        if isinstance(args, list) and isinstance(kwargs, dict):
            return CallRecord(tuple(args), kwargs)
    elif isinstance(node, list) and node:
        first = node if isinstance(node[0], str) else node[0]
        given = first[_REF] if isinstance(first, list) and len(first) > _REF else {}
        values = _mapped(node, _entry)
        kwargs = _mapped(given, _entry)
        if isinstance(kwargs, dict):
            single = isinstance(values, list) and len(values) == 1
            return CallRecord((values[0] if single else values,), kwargs)
    raise MalformedError(f"{name}: inbound_nodes: expected the calls of a layer, as Keras writes them")


def _mapped(value: Any, leaf: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - whatever a file holds
    """Replace what a leaf function knows, at any depth; it gives ``None`` for what it does not."""
    found = leaf(value)
    if found is not None:
        return found
    if isinstance(value, dict) and value.get("class_name") == "__tuple__":
        value = value.get("items")
    if isinstance(value, list):
        return [_mapped(entry, leaf) for entry in value]
    if isinstance(value, dict):
        return {key: _mapped(entry, leaf) for key, entry in value.items()}
    return value


def _tensor(value: Any) -> Ref | None:  # noqa: ANN401 - whatever a file holds
    """Read a value of the network as Keras 3 writes it."""
    if not isinstance(value, dict) or value.get("class_name") != "__keras_tensor__":
        return None
    given = value.get("config")
    config = given if isinstance(given, dict) else {}
    ref = _entry(config.get("keras_history"))
    if not isinstance(ref, Ref):
        raise MalformedError("a __keras_tensor__ has no keras_history of a layer, a node and a tensor")
    return replace(ref, shape=_open(config.get("shape")))


def _entry(value: Any) -> Any:  # noqa: ANN401 - a reference, or a constant
    """Read a value as Keras 2 writes it: ``[layer, node, tensor]``, or a constant in that form."""
    if not isinstance(value, list) or len(value) not in {_REF, _REF + 1} or not isinstance(value[0], str):
        return None
    if value[0] == _CONSTANT:
        return value[2]
    node, tensor = value[1], value[2]
    if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in (node, tensor)):
        return None
    if tensor >= MOST_VALUES:
        raise MalformedError(f"value {tensor} of {value[0][:60]} is read; a layer puts out {MOST_VALUES} at most")
    return Ref(value[0], node, tensor)


def _open(value: Any) -> OpenShape | None:  # noqa: ANN401 - whatever a file holds
    """Read a shape without its batch; ``None`` where it is none."""
    if not isinstance(value, list) or not value:
        return None
    if len(value) > MOST_SIZES or not all(n is None or _is_size(n) for n in value[1:]):
        return None
    return tuple(value[1:])


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST


def _ends(value: Any, names: set[str]) -> tuple[Ref, ...]:  # noqa: ANN401 - whatever a file holds
    """Read the inputs or outputs of a model, in whatever structure they stand."""
    found = tuple(CallRecord((_mapped(value, _entry),)).refs())
    if not found or any(ref.layer not in names for ref in found):
        raise MalformedError("input_layers and output_layers name no layers of the model")
    return found


# Sequential models


def _sequential(name: str, layers: tuple[LayerRecord, ...], entries: list[Any], built: OpenShape | None) -> ModelRecord:
    """Chain the layers of a sequential model; the shapes that Keras 3 keeps with each are what it reads."""
    first = layers[0]
    if first.kind != "InputLayer":
        shape = _open(first.config.raw("batch_input_shape") or first.config.raw("batch_shape")) or built
        values = {} if shape is None else {"batch_shape": [None, *shape]}
        # In front of the model that a sequential one may begin with stands nothing that it could be called.
        given = LayerRecord(name=f"{name}_input", kind="InputLayer", config=Config(values, name), old=first.old)
        layers, entries = (given, *layers), [{}, *entries]
    chained = [layers[0]]
    for layer, entry in zip(layers[1:], entries[1:], strict=True):
        build = entry.get("build_config")
        shape = _open(build.get("input_shape")) if isinstance(build, dict) else None
        chained.append(replace(layer, calls=(CallRecord((Ref(chained[-1].name, shape=shape),)),)))
    return ModelRecord(name=name, layers=tuple(chained), inputs=(Ref(layers[0].name),), outputs=(Ref(layers[-1].name),))


# Nodes of models within models


def _counted(model: ModelRecord, *, old: bool) -> ModelRecord:
    """Count the calls of inner models from 0: a model has a node of its own, which not all dialects count."""
    inner = {layer.name: layer for layer in model.layers if layer.model}
    if not inner:
        return model
    read = [ref for layer in model.layers for call in layer.calls for ref in call.refs()]
    within = {name: _first(layer, read, counted=old) for name, layer in inner.items()}
    ends = {
        name: _first(layer, model.outputs, counted=old or layer.kind != "Sequential") for name, layer in inner.items()
    }

    def shifted(value: Any) -> Ref | None:  # noqa: ANN401 - whatever a file holds
        return replace(value, node=value.node - within.get(value.layer, 0)) if isinstance(value, Ref) else None

    layers = tuple(
        replace(
            layer,
            calls=tuple(
                CallRecord(tuple(_mapped(list(call.args), shifted)), _mapped(dict(call.kwargs), shifted))
                for call in layer.calls
            ),
        )
        for layer in model.layers
    )
    outputs = tuple(replace(ref, node=ref.node - ends.get(ref.layer, 0)) for ref in model.outputs)
    return replace(model, layers=layers, outputs=outputs)


def _first(layer: LayerRecord, refs: list[Ref] | tuple[Ref, ...], *, counted: bool) -> int:
    """Give the number of a model's first call: told by the numbers in use, else by the habit of the dialect."""
    used = {ref.node for ref in refs if ref.layer == layer.name}
    if 0 in used or not used:
        return 0
    return 1 if max(used) >= len(layer.calls) else int(counted)
