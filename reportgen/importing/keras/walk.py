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
    from reportgen.importing.keras.records import KerasShape, LayerRecord, ModelRecord, OpenShape

Place = tuple[str, int]
"""A call: the layer's name, and which of its calls it is."""

Told = dict[int, "OpenShape | None"]
"""By number: the values of a call that are read, each with the shape that its readers tell."""


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
        around.building.count_call()
        record, expected = layer.calls[number], told.get((layer.name, number), {})
        call = Call(
            record=layer,
            args=tuple(_value(value, values) for value in record.args),
            kwargs={name: _value(value, values) for name, value in record.kwargs.items()},
            building=around.building,
            apply=_apply,
            wanted=max(expected, default=0) + 1,
            path=around.path,
            home=around.home,
            lead=around.lead,
        )
        # Shapes within TimeDistributed are those of one step.
        values[layer.name, number] = _outputs(call, {} if around.lead else expected)
    return tuple(_value(ref, values) for ref in model.outputs)


def _told(model: ModelRecord) -> dict[Place, Told]:
    """Gather which values of each call are read, with the shapes that their readers tell."""
    found: defaultdict[Place, dict[int, OpenShape | None]] = defaultdict(dict)
    for ref in (*(ref for layer in model.layers for call in layer.calls for ref in call.refs()), *model.outputs):
        known = found[ref.layer, ref.node]
        known[ref.tensor] = known.get(ref.tensor) or ref.shape
    return dict(found)


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


def _outputs(call: Call, told: Told) -> tuple[Tensor, ...]:
    """Make layers of a call and hold the shapes against what the file tells; ``custom`` where it cannot be said."""
    if not call.reads:
        raise MalformedError(f"{call.config.place}: it reads nothing")
    if call.record.model is not None:
        return _inner(call)
    before = len(call.building.layers)
    try:
        found = _agreed(_apply(call), told)
    except UnexpressedError as error:
        call.building.drop(before)
        return _custom(call, error, told)
    except REFUSALS as error:
        call.building.drop(before)
        if not _is_whole(told.get(0)):
            raise MalformedError(f"{call.config.place}: {error}") from error
        return _custom(call, UnexpressedError(str(error)), told)
    if _is_whole(told.get(0)) and len(call.building.layers) > before:
        call.building.confirm(found[0])
    return found


def _apply(call: Call) -> tuple[Tensor, ...]:
    """Make layers of a call; those of a model, where it is one of them."""
    if call.record.model is not None:
        return _inner(call)
    known = RULES.get(call.record.kind)
    if known is None:
        raise UnexpressedError(f"{call.record.kind[:80]} is no layer that is known here")
    found = known.read(call)
    return found if isinstance(found, tuple) else (found,)


def _inner(call: Call) -> tuple[Tensor, ...]:
    """Walk a model that stands within another, with what it was called on as its inputs."""
    model = call.record.model
    assert model is not None, "asked of models alone"  # noqa: S101 - a defect of ours, not of the file
    if len(call.reads) != len(model.inputs):
        what = f"{len(model.inputs)} inputs and is called on {len(call.reads)} values"
        raise MalformedError(f"{call.record.name} has {what}")
    name = call.record.name
    around = Around(
        building=call.building,
        path=(*call.path, call.building.named("/".join([*call.path, name])).rsplit("/", 1)[-1]),
        home=(*call.home, name),
        lead=call.lead,
        known=dict(zip((ref.layer for ref in model.inputs), call.reads, strict=True)),
    )
    return walk(model, around)


def _is_whole(shape: OpenShape | None) -> bool:
    return shape is not None and None not in shape


def _agreed(found: tuple[Tensor, ...], told: Told) -> tuple[Tensor, ...]:
    """Give what a call puts out, if each value has the shape that the file tells."""
    for number, expected in told.items():
        if number >= len(found):
            raise UnexpressedError("it puts out several values, and not all of them can be said")
        if expected is not None and not _fits(found[number].keras, expected):
            shape = "x".join("?" if n is None else str(n) for n in expected)
            raise UnexpressedError(f"Keras gives it the shape {shape}, and its words here another")
    return found


def _fits(shape: KerasShape, expected: OpenShape) -> bool:
    return len(shape) == len(expected) and all(b in {None, a} for a, b in zip(shape, expected, strict=True))


def _custom(call: Call, error: UnexpressedError, told: Told) -> tuple[Tensor, ...]:
    """Add a ``custom`` for each value that is read; the first holds all that is stored."""
    found = [_stand_in(call, error, told.get(0), "")]
    for number in range(1, call.wanted):
        further = UnexpressedError(error.why, parameters=0)
        found.append(_stand_in(call, further, told.get(number), f"value.{number}"))
    return tuple(found)


def _stand_in(call: Call, error: UnexpressedError, told: OpenShape | None, part: str) -> Tensor:
    """Add a ``custom`` with all that is known: its shape by the file, by its rule, or that of what it reads."""
    first, why, shape = call.reads[0], error.why, error.shape
    if told is not None and None not in told:
        shape = tuple(n for n in told if n is not None)
    if shape is None:
        shape, why = first.keras, f"{why} (its shape is not told, and taken for that of what it reads)"
    order = first.order if first.order and len(shape) == len(first.keras) else call.building.standard(len(shape))
    given = Tensor("", shape, order)
    try:
        name, _ = call.add("custom", call.reads, custom_options(error, given.shape), part, why)
    except REFUSALS as refusal:
        raise MalformedError(f"{call.config.place}: {refusal}") from refusal
    return replace(given, name=name)
