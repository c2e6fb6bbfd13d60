"""Masks say which steps count; they are no layers, and neither is what works them out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers.arguments import PREFIX

if TYPE_CHECKING:
    from reportgen.importing.keras.records import CallRecord, LayerRecord, ModelRecord

MASKS: Final = frozenset({"mask", "attention_mask", "query_mask", "value_mask", "key_mask", "padding_mask"})
"""What layers of Keras call the masks that they are given."""


def without_masks(model: ModelRecord) -> ModelRecord:
    """Leave out masks, and the operations that nothing but a mask was made of."""
    layers = tuple(_unmasked(layer) for layer in model.layers)
    while True:
        read = {ref.layer for layer in layers for call in layer.calls for ref in call.refs()}
        read |= {ref.layer for ref in model.outputs}
        kept = tuple(layer for layer in layers if layer.name in read or not layer.kind.startswith(PREFIX))
        if len(kept) == len(layers):
            return replace(model, layers=layers)
        layers = kept


def _unmasked(layer: LayerRecord) -> LayerRecord:
    calls = tuple(_without(call) for call in layer.calls)
    return replace(layer, calls=calls, model=None if layer.model is None else without_masks(layer.model))


def _without(call: CallRecord) -> CallRecord:
    return replace(call, kwargs={name: value for name, value in call.kwargs.items() if name not in MASKS})
