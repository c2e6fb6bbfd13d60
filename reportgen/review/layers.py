"""Layers of two networks beside each other: added, removed, changed, renamed, or affected by what is."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from reportgen.analysis import plain_option
from reportgen.frozen import dataclass
from reportgen.ops import LAYERS
from reportgen.review.alignment import align
from reportgen.review.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.report import Json, LayerReport, NetworkReport
    from reportgen.review.alignment import Pair

LayerKind = Literal["added", "removed", "changed", "affected", "renamed", "same"]
"""``changed``: another word, option or input. ``affected``: only what follows from other layers is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """One value of a layer on both sides."""

    name: str
    """An option's name, ``op``, ``inputs``, ``weights``; an effect's is a key of ``EFFECTS``."""
    before: Json
    """``None`` where it is unknown; where the layer has no option of that name; where its weights are its own."""
    after: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerChange:
    """One layer on both sides, or on the one where it stands."""

    kind: LayerKind
    before: LayerReport | None
    after: LayerReport | None
    edits: tuple[ValueChange, ...] = ()
    """What was written otherwise: its word, its options, what it reads."""
    effects: tuple[ValueChange, ...] = ()
    """What became of its shape, cost and field."""

    @property
    def layer(self) -> LayerReport:
        """Give the layer as it is now, or as it was where it is no more."""
        layer = self.after or self.before
        assert layer is not None, "a change has a side"  # noqa: S101 - a defect of ours
        return layer


def _parameters(layer: LayerReport) -> Json:
    stored = layer.values["parameters"]
    return stored and stored["trainable"]


def _field(layer: LayerReport) -> Json:
    """Give the field without gates; ``global`` where it is the whole input by the layer's nature."""
    found = layer.values["receptive_field"]
    if found is None:
        return None
    return "global" if found["global"] else found["ungated"]


EFFECTS: Final[Mapping[str, Callable[[LayerReport], Json]]] = MappingProxyType(
    {
        "output_shape": lambda layer: list(layer.output_shape),
        "parameters": _parameters,
        "macs": lambda layer: layer.values["macs"],
        "field": _field,
    }
)
"""What a layer amounts to, by name."""


def layer_changes(before: NetworkReport, after: NetworkReport) -> tuple[LayerChange, ...]:
    """Compare the layers of two networks, in an order that keeps that of both."""
    alike = fingerprint(before) == fingerprint(after)
    pairs = tuple(zip(before.layers, after.layers, strict=True)) if alike else align(before.layers, after.layers)
    now = _names(before, after, pairs)
    kept = frozenset(now.values())
    return tuple(_change(one, other, now, kept) for one, other in pairs)


def _names(before: NetworkReport, after: NetworkReport, pairs: Sequence[Pair]) -> Mapping[str, str]:
    """Give what each layer and input that both sides have is called now, by what it was called."""
    inputs = zip(before.inputs, after.inputs, strict=False)
    return {**dict(inputs), **{one.id: other.id for one, other in pairs if one and other}}


def _change(
    one: LayerReport | None, other: LayerReport | None, now: Mapping[str, str], kept: frozenset[str]
) -> LayerChange:
    if one is None or other is None:
        return LayerChange(kind="added" if one is None else "removed", before=one, after=other)
    edits = tuple(_edits(one, other, now, kept))
    effects = tuple(_differing({name: (of(one), of(other)) for name, of in EFFECTS.items()}))
    kind: LayerKind = "same" if one.id == other.id else "renamed"
    return LayerChange(
        kind="changed" if edits else "affected" if effects else kind,
        before=one,
        after=other,
        edits=edits,
        effects=effects,
    )


def _edits(one: LayerReport, other: LayerReport, now: Mapping[str, str], kept: frozenset[str]) -> Iterator[ValueChange]:
    names = dict.fromkeys([*one.options, *other.options])
    options = {name: (_option(one, name), _option(other, name)) for name in names}
    yield from _differing({"op": (one.op, other.op), **options})
    if _rewired(one, other, now, kept):
        yield ValueChange(name="inputs", before=list(one.inputs), after=list(other.inputs))
    if (one.weights and now.get(one.weights, one.weights)) != other.weights:
        yield ValueChange(name="weights", before=one.weights, after=other.weights)


def _option(layer: LayerReport, name: str) -> Json:
    """Give what an option is set to, by the file or by default; ``None`` where the layer has no such option."""
    if name in layer.options or layer.op not in LAYERS:
        return layer.options.get(name)
    option = LAYERS[layer.op].options.get(name)
    return plain_option(option.default) if option else None


def _differing(values: Mapping[str, tuple[Json, Json]]) -> Iterator[ValueChange]:
    return (ValueChange(name=k, before=a, after=b) for k, (a, b) in values.items() if a != b)


def _rewired(one: LayerReport, other: LayerReport, now: Mapping[str, str], kept: frozenset[str]) -> bool:
    """Tell whether a layer reads others than it did.

    Where a layer is put in or taken out above, what stood below reads another one, and nobody rewired it: each
    input that was lost makes room for one that was added, and each that was gained stands for one that was removed.
    """
    was = Counter(now[name] for name in one.inputs if name in now)
    reads = Counter(name for name in other.inputs if name in kept)
    lost, gained = (was - reads).total(), (reads - was).total()
    removed, added = len(one.inputs) - was.total(), len(other.inputs) - reads.total()
    if not lost and not gained and not removed and not added:
        return [now[name] for name in one.inputs] != list(other.inputs)  # their order, which a concatenation keeps
    return lost > added or gained > removed
