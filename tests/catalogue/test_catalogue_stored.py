"""Every report of the catalogue, kept and read back, is the report that was analysed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reportgen.cache.packing import Two
from reportgen.cache.reports import read, written
from reportgen.stored import document_text
from reportgen.to_json import document

if TYPE_CHECKING:
    from reportgen.report import Catalogue


def exact(value: object) -> object:
    """Tell a value with the type of everything in it, since 1 equals 1.0 and True."""
    if isinstance(value, dict):
        return {key: exact(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [exact(each) for each in value]
    return type(value).__name__, value


def test_every_figure_comes_back_as_it_was(catalogue: Catalogue) -> None:
    entry = Two(written(catalogue.networks))
    layers = entry.body.split("\n")
    kept = read(entry.head, layers.__getitem__, tuple)

    assert kept == catalogue.networks
    for one, other in zip(kept, catalogue.networks, strict=True):
        assert exact(one.totals) == exact(other.totals)
        assert [exact(layer.values) for layer in one.layers] == [exact(layer.values) for layer in other.layers]
        assert [exact(layer.options) for layer in one.layers] == [exact(layer.options) for layer in other.layers]
    text = json.dumps(document(catalogue.networks), ensure_ascii=False, default=float)
    assert document_text(kept) == document_text(catalogue.networks) == text
