"""From a model's record to layers of ours: each call once what it reads is there, inner models in their place."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportgen.importing.keras.building import REFUSALS, custom_options
from reportgen.importing.keras.call import Call
from reportgen.importing.keras.layers import RULES
from reportgen.importing.keras.records import MalformedError, Ref
from reportgen.importing.keras.tensors import Tensor, UnexpressedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.importing.keras.building import Building
    from reportgen.importing.keras.records import LayerRecord, ModelRecord, OpenShape

Place = tuple[str, int]
"""A call: the layer's name, and which of its calls it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a model stands: the models around it, and how often each was called before."""

    building: Building
    path: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    lead: int = 0
    known: Mapping[str, Tensor] = field(default_factory=dict)
    """Values of input layers."""


def walk(model: ModelRecord, around: Around) -> tuple[Tensor, ...]:
    """Add all layers of a model; give what it puts out.

    Raises:
        MalformedError: where its calls do not fit together.
    """
    told = _told(model)
    values: dict[Place, tuple[Tensor, ...]] = {(name, 0): (x,) for name, x in around.known.items()}
    for layer, number in _in_order(model):
        record = layer.calls[number]

        def valued(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
            return _value(value, values)

        call = Call(
            record=layer,
            args=tuple(valued(value) for value in record.args),
            kwargs={name: valued(value) for name, value in record.kwargs.items()},
            building=around.building,
            apply=_apply,
            path=around.path,
            home=around.home,
            lead=around.lead,
        )
        expected = None if around.lead else told.get((layer.name, number))
        values[layer.name, number] = _outputs(call, expected)
    return tuple(_value(ref, values) for ref in model.outputs)


def _told(model: ModelRecord) -> dict[Place, OpenShape]:
    """Gather the shapes that readers tell of what they read."""
    refs = (ref for layer in model.layers for call in layer.calls for ref in call.refs())
    return {(ref.layer, ref.node): ref.shape for ref in refs if ref.shape is not None and ref.tensor == 0}


def _in_order(model: ModelRecord) -> Iterator[tuple[LayerRecord, int]]:
    """Give all calls, each behind what it reads, otherwise in the order of the file."""
    layers = {layer.name: layer for layer in model.layers}
    if len(layers) < len(model.layers):
        raise MalformedError(f"two layers of {model.name} have one name")
    places = {name: place for place, name in enumerate(layers)}
    readers: defaultdict[Place, list[Place]] = defaultdict(list)
    missing: Counter[Place] = Counter()
    ready = []
    for layer in model.layers:
        for number, call in enumerate(layer.calls):
            needs = {(ref.layer, ref.node) for ref in call.refs() if not _is_input(layers, ref)}
            for need in needs:
                readers[need].append((layer.name, number))
            missing[layer.name, number] = len(needs)
            if not needs:
                ready.append((places[layer.name], number, layer.name))
    heapq.heapify(ready)
    while ready:
        _, number, name = heapq.heappop(ready)
        del missing[name, number]
        yield layers[name], number
        for reader in readers[name, number]:
            missing[reader] -= 1
            if not missing[reader]:
                heapq.heappush(ready, (places[reader[0]], reader[1], reader[0]))
    if missing:
        some = ", ".join(sorted({name for name, _ in missing})[:5])
        raise MalformedError(f"the layers of {model.name} read each other in a circle, or what is not there: {some}")


def _is_input(layers: Mapping[str, LayerRecord], ref: Ref) -> bool:
    return ref.layer in layers and layers[ref.layer].kind == "InputLayer"


def _value(value: Any, values: Mapping[Place, tuple[Tensor, ...]]) -> Any:  # noqa: ANN401 - whatever a file holds
    """Put values of the network in the place of their references."""
    if isinstance(value, Ref):
        found = values.get((value.layer, value.node))
        if found is None:
            raise MalformedError(f"{value.layer} is read, but nothing calls it")
        if value.tensor >= len(found):
            raise MalformedError(
                f"value {value.tensor} of {value.layer} is read; of a layer with several, only the first can be"
            )
        return found[value.tensor]
    if isinstance(value, list):
        return [_value(entry, values) for entry in value]
    if isinstance(value, dict):
        return {name: _value(entry, values) for name, entry in value.items()}
    return value


# One call


def _outputs(call: Call, expected: OpenShape | None) -> tuple[Tensor, ...]:
    if call.record.model is not None:
        return _inner(call)
    return (_checked(call, expected),)


def _inner(call: Call) -> tuple[Tensor, ...]:
    """Walk a model that stands within another, with what it was called on as its inputs."""
    model = call.record.model
    assert model is not None, "asked of models alone"  # noqa: S101 - a defect of ours, not of the file
    if len(call.reads) != len(model.inputs):
        raise MalformedError(
            f"{call.record.name} has {len(model.inputs)} inputs and is called on {len(call.reads)} values"
        )
    given = dict(zip((ref.layer for ref in model.inputs), call.reads, strict=True))
    name = call.record.name
    around = Around(
        building=call.building,
        path=(*call.path, call.building.named("/".join([*call.path, name])).rsplit("/", 1)[-1]),
        home=(*call.home, name),
        lead=call.lead,
        known=given,
    )
    return walk(model, around)


def _apply(call: Call) -> Tensor:
    """Make layers of a call; those of a model, where it is one of them."""
    if call.record.model is not None:
        return _inner(call)[0]
    known = RULES.get(call.record.kind)
    if known is None:
        raise UnexpressedError(f"{call.record.kind[:80]} is no layer that is known here")
    return known.read(call)


def _checked(call: Call, expected: OpenShape | None) -> Tensor:
    """Make layers of a call and hold the shape against what the file tells; ``custom`` where it cannot be said."""
    before = len(call.building.layers)
    try:
        found = _agreed(_apply(call), expected)
    except UnexpressedError as error:
        call.building.drop(before)
        return _custom(call, error, expected)
    except REFUSALS as error:
        call.building.drop(before)
        if expected is None or None in expected:
            raise MalformedError(f"{call.config.place}: {error}") from error
        return _custom(call, UnexpressedError(str(error)), expected)
    if expected is not None and len(call.building.layers) > before and None not in expected:
        _confirm(call.building, found)
    return found


def _agreed(found: Tensor, expected: OpenShape | None) -> Tensor:
    """Give what a call puts out, if it has the shape that the file tells."""
    if expected is None or (len(found.keras) == len(expected) and all(map(_fits, found.keras, expected))):
        return found
    told = "x".join("?" if n is None else str(n) for n in expected)
    raise UnexpressedError(f"Keras gives it the shape {told}, and its words here another")


def _fits(size: int, expected: int | None) -> bool:
    return expected in {None, size}


def _confirm(building: Building, found: Tensor) -> None:
    """Keep the shape that the file tells with the last layer of a call."""
    last = building.layers[-1]
    if last.name == found.name:
        building.layers[-1] = replace(last, shape=found.shape)


def _custom(call: Call, error: UnexpressedError, expected: OpenShape | None) -> Tensor:
    """Add a ``custom`` with all that is known: its shape by the file, by its rule, or that of what it reads."""
    reads = call.reads
    if not reads:
        raise MalformedError(f"{call.config.place}: it reads nothing")
    why, shape = error.why, error.shape
    if expected is not None and None not in expected:
        shape = tuple(n for n in expected if n is not None)
    if shape is None:
        shape, why = reads[0].keras, f"{why} (its shape is not told, and taken for that of what it reads)"
    order = call.building.standard(len(shape))
    if len(shape) == len(reads[0].keras) and reads[0].order:
        order = reads[0].order
    given = Tensor("", shape, order)
    name, _ = call.add("custom", reads, custom_options(error, given.shape), "", why)
    return replace(given, name=name)
