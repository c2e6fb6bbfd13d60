"""Attention with its projections is one layer: queries, keys and values before it, and what is made of them behind it.

While operations become layers, attention stands by itself under the word ``attention``, which no file has. Here it is
joined with the projections around it; what has none, or others, becomes ``custom`` with its multiply-adds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from posixpath import commonpath
from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.layers import ATTENTION
from reportgen.ops import LAYERS
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.source import SourceLayer
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value

_REMARK: Final = "attention whose projections are not those of self_attention: one for each of queries, keys and values"


def with_projections(
    made: Mapping[str, SourceLayer], shapes: Mapping[str, Shape], outputs: tuple[str, ...]
) -> tuple[dict[str, SourceLayer], tuple[str, ...]]:
    """Join attention with its projections; ``shapes`` are those of layers and inputs.

    Returns:
        The layers by name, and the outputs, which may be called otherwise.
    """
    layers, now = dict(made), dict[str, str]()
    for layer in made.values():
        if layer.word == ATTENTION:
            found = _Found.around(layer, layers, shapes, outputs)
            joined = found and _joined(layers, found, shapes, now)
            if found and joined:
                layers = _put(layers, found, joined)
                now[found.last.name] = joined.name
            else:
                layers[layer.name] = _custom(layer, shapes)
    return layers, tuple(now.get(name, name) for name in outputs)


@dataclass(frozen=True, slots=True)
class _Found:
    """Attention and the layers around it."""

    attention: SourceLayer
    before: tuple[SourceLayer, ...]
    """The projections into it, each once."""
    last: SourceLayer
    """The projection out of it."""
    between: frozenset[str]
    """Names of what takes projections apart."""

    @classmethod
    def around(
        cls,
        layer: SourceLayer,
        layers: Mapping[str, SourceLayer],
        shapes: Mapping[str, Shape],
        outputs: tuple[str, ...],
    ) -> _Found | None:
        """Find the projections around attention; ``None`` where they are others than it takes."""
        readers = [other for other in layers.values() if layer.name in other.reads]
        parts = [_projected(layers, name) for name in layer.reads]
        if len(readers) != 1 or layer.name in outputs or None in parts:
            return None
        projections = [part[0] for part in parts if part]
        before = {one.name: one for one in projections}
        taken = Counter((one.name, place) for one, place, _ in filter(None, parts))
        channels = shapes[layer.name][0]
        whole = all(_filters(one) == channels * sum(name == one.name for name, _ in taken) for one in before.values())
        between = frozenset(name for part in parts if part and (name := part[2]))
        inside = {*before, *between, layer.name}
        read_outside = any(
            read in inside and other.name not in inside and other is not readers[0]
            for other in layers.values()
            for read in other.reads
        )
        if not whole or len(taken) != 3 or read_outside or inside & set(outputs):  # noqa: PLR2004 - queries, keys, values
            return None
        return cls(layer, tuple(before.values()), readers[0], between)


def _projected(layers: Mapping[str, SourceLayer], name: str) -> tuple[SourceLayer, int, str] | None:
    """Give the projection that a tensor is of, its place in that, and the layer that takes it from there."""
    layer = layers.get(name)
    if layer is not None and layer.word == "split" and "sizes" not in layer.options:
        (read,) = layer.reads
        take = layer.options["take"]
        inner = layers.get(read)
        return (inner, int(str(take)), name) if inner is not None and inner.word == "pointwise" else None
    return (layer, 0, "") if layer is not None and layer.word == "pointwise" else None


def _filters(layer: SourceLayer) -> int:
    return int(str(layer.options["filters"]))


def _joined(
    layers: Mapping[str, SourceLayer], found: _Found, shapes: Mapping[str, Shape], now: Mapping[str, str]
) -> SourceLayer | None:
    """Make one layer of attention and its projections; ``None`` where it would not be the same."""
    parts = (*found.before, found.last)
    reads = {part.reads for part in found.before}
    biases = {bool(part.options.get("bias", True)) for part in parts}
    groups = any(part.options.get("groups", 1) != 1 or part.options.get("stride", 1) != 1 for part in parts)
    if len(reads) != 1 or len(biases) != 1 or groups or found.last.word != "pointwise" or len(layers) == 0:
        return None
    ((read,),) = reads
    stored = (*parts, found.attention)
    trainable, buffers = (sum(getattr(part, what) or 0 for part in stored) for what in ("trainable", "buffers"))
    options: dict[str, Value] = {**found.attention.options}
    if not biases.pop():
        options["bias"] = False
    try:
        op = make(LAYERS["self_attention"], options)
        shape = op.output((shapes[read],))
        ours = op.parameters((shapes[read],), shape)
    except (OptionProblems, OptionError):
        return None
    if shape != shapes[found.last.name] or ours is None or (ours.trainable, ours.buffers) != (trainable, buffers):
        return None
    again = {part.weights for part in parts}
    name, scope, modules = _standing(layers, found)
    return replace(
        found.last,
        name=name,
        word="self_attention",
        options={option: options[option] for option in op.given()},
        reads=(read,),
        trainable=trainable,
        buffers=buffers,
        weights="" if "" in again else now.get(found.last.weights, ""),
        scope=scope,
        modules=modules,
    )


def _standing(layers: Mapping[str, SourceLayer], found: _Found) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Name the whole after the module that holds all of it, if that holds nothing else."""
    inner = found.attention
    parts = {part.name for part in (*found.before, found.last, inner)} | found.between
    module = commonpath([f"/{name}" for name in parts])[1:]
    if not module or module in layers or _holds_more(layers, module, parts):
        return inner.name, inner.scope, inner.modules
    scope = tuple(module.split("/")[:-1])
    return module, scope, inner.modules[: len(scope)]


def _holds_more(layers: Mapping[str, SourceLayer], module: str, parts: set[str]) -> bool:
    return any(name.startswith(f"{module}/") for name in layers if name not in parts)


def _put(layers: Mapping[str, SourceLayer], found: _Found, joined: SourceLayer) -> dict[str, SourceLayer]:
    """Put the joined layer in the place of the last of its parts."""
    gone = {part.name for part in found.before} | found.between | {found.attention.name}
    kept: dict[str, SourceLayer] = {}
    for layer in layers.values():
        if layer.name in gone:
            continue
        one = joined if layer.name == found.last.name else layer
        reads = tuple(joined.name if read == found.last.name else read for read in one.reads)
        kept[one.name] = replace(one, reads=reads)
    return kept


def _custom(layer: SourceLayer, shapes: Mapping[str, Shape]) -> SourceLayer:
    """Tell attention by its figures."""
    queries, keys, values = (shapes[read] for read in layer.reads)
    options: dict[str, Value] = {"output": list(shapes[layer.name]), "parameters": layer.trainable or 0}
    if layer.buffers:
        options["buffers"] = layer.buffers
    if not {"window", "grid"} & layer.options.keys():
        cells, others = (_cells(shape) for shape in (queries, keys))
        options |= {"macs": cells * others * (queries[0] + values[0]), "receptive_field": "global"}
    return replace(layer, word="custom", options=options, weights="", remark=f"{ATTENTION}: {_REMARK}")


def _cells(shape: Shape) -> int:
    count = 1
    for n in shape[1:]:
        count *= n
    return count
