"""A model of Keras as a ``SourceNetwork``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.keras.accounts import accounted
from reportgen.importing.keras.building import Building
from reportgen.importing.keras.dialects import model_of
from reportgen.importing.keras.files import configuration
from reportgen.importing.keras.folding import folded
from reportgen.importing.keras.masks import without_masks
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.scopes import scoped
from reportgen.importing.keras.tensors import MOST_RANK, Tensor, standard
from reportgen.importing.keras.tidy import tidied
from reportgen.importing.keras.walk import Around, walk
from reportgen.importing.source import SourceNetwork
from reportgen.limits import Limits
from reportgen.ops.base import shape_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.importing.keras.records import LayerRecord, ModelRecord, OpenShape
    from reportgen.ops.base import Shape


def read_keras(path: Path, sizes: Mapping[str, Shape] | None = None) -> SourceNetwork:
    """Read a model: a ``.keras`` archive, an HDF5 file or the JSON of ``model.to_json()``. Nothing in it is run.

    ``sizes`` are shapes, channels first, for inputs that the file leaves open, by name; the name of an only input may
    be left empty.

    Raises:
        ReportgenError: where the file is no model, or not one that can be understood.
    """
    found = configuration(path)
    try:
        network = network_of(model_of(found.model, old=found.old), path.name, sizes or {})
        return accounted(network, found.weights.weights) if found.weights else network
    except MalformedError as error:
        raise ReportgenError([Problem("bad-model", str(error), Mark(str(path)))]) from error


def network_of(model: ModelRecord, origin: str, sizes: Mapping[str, Shape]) -> SourceNetwork:
    """Make a network of a model's record.

    Raises:
        MalformedError: where its layers do not fit together.
    """
    model = without_masks(model)
    building = Building(channels_first=_channels_first(model))
    known = _inputs(model, building, sizes)
    ends = walk(model, Around(building=building, known=known))
    outputs = tuple(dict.fromkeys(x.name for x in ends))
    layers = scoped(folded(tidied(building.layers, outputs), outputs), model.name)
    return SourceNetwork(
        name=model.name,
        origin=origin,
        inputs={x.name: x.shape for x in known.values()},
        layers=layers,
        outputs=outputs,
    )


def _all_layers(model: ModelRecord) -> Iterator[LayerRecord]:
    for layer in model.layers:
        yield layer
        if layer.model is not None:
            yield from _all_layers(layer.model)


def _channels_first(model: ModelRecord) -> bool:
    """Say whether most layers of a model that say where the channels are have them first."""
    said = [layer.config.raw("data_format") for layer in _all_layers(model)]
    return said.count("channels_first") > said.count("channels_last")


# Inputs


def _inputs(model: ModelRecord, building: Building, sizes: Mapping[str, Shape]) -> dict[str, Tensor]:
    layers = {layer.name: layer for layer in model.layers}
    names = [ref.layer for ref in model.inputs]
    unknown = sorted(name for name in sizes if name and name not in names)
    if unknown or ("" in sizes and len(names) > 1):
        given = f"no input is called {unknown[0]}" if unknown else "the model has several inputs; name the one"
        raise MalformedError(f"{given}; its inputs are {', '.join(names)}")
    found = {}
    for name in names:
        layer = layers[name]
        axes = _order(model, layer, building)
        found[name] = _sized(building.named(name), _said(layer), axes, sizes.get(name, sizes.get("")))
    return found


def _said(layer: LayerRecord) -> OpenShape | None:
    """Give the shape that an input layer tells, without the batch."""
    shape = layer.config.raw("batch_shape") or layer.config.raw("batch_input_shape")
    if not isinstance(shape, list) or not shape:
        return None
    if not all(n is None or (isinstance(n, int) and not isinstance(n, bool) and n > 0) for n in shape[1:]):
        raise MalformedError(f"{layer.config.place}: its shape is {str(shape)[:60]}; expected whole numbers above 0")
    return tuple(shape[1:])


def _order(model: ModelRecord, layer: LayerRecord, building: Building) -> Any:  # noqa: ANN401 - axes by rank
    """Give the order of an input's axes, by how many it has: whole numbers that embeddings read have one channel."""
    readers = [
        other.kind
        for other in model.layers
        for call in other.calls
        if any(ref.layer == layer.name for ref in call.refs())
    ]
    if readers and set(readers) == {"Embedding"}:
        return lambda rank: (None, *range(rank))
    return lambda rank: standard(rank, channels_first=building.channels_first)


def _sized(name: str, said: OpenShape | None, axes: Any, wanted: Shape | None) -> Tensor:  # noqa: ANN401 - axes by rank
    """Make an input; sizes that the file leaves open are taken from what is wanted."""
    if said is None:
        if wanted is None:
            raise MalformedError(f"the file does not tell the shape of {name}; give it, such as --input 3,224,224")
        order = axes(len(wanted))
        said = tuple(None for axis in order if axis is not None)
    order = axes(len(said))
    if not order:
        raise MalformedError(f"{name} has {len(said)} axes beside the batch; a network here has {MOST_RANK} at most")
    ours: list[int | None] = [1 if axis is None else said[axis] for axis in order]
    if None in ours or wanted is not None:
        ours = _filled(name, ours, wanted)
    shape = [n for n in ours if n is not None]
    if max(shape) > Limits().axis:
        raise MalformedError(
            f"{name} is {shape_text(tuple(shape))}; an axis of an input has {Limits().axis} cells at most"
        )
    keras = {axis: n for axis, n in zip(order, shape, strict=True) if axis is not None}
    return Tensor(name, tuple(keras[axis] for axis in range(len(keras))), order)


def _filled(name: str, ours: Sequence[int | None], wanted: Shape | None) -> list[int | None]:
    """Fill in the sizes that are open; those that are told must be as told."""
    told = "x".join("?" if n is None else str(n) for n in ours)
    if wanted is None:
        example = ",".join("224" if n is None else str(n) for n in ours)
        raise MalformedError(
            f"{name} is {told}, channels first, and leaves a size open; give it, such as --input {example}"
        )
    if len(wanted) != len(ours) or any(n not in {None, given} for n, given in zip(ours, wanted, strict=True)):
        raise MalformedError(f"{name} is {told}, channels first; --input {','.join(map(str, wanted))} does not fit it")
    return list(wanted)
