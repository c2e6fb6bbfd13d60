"""Advice is traced, not built: here it is built, for networks of every kind, and must come out the same."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from network_texts import network

from reportgen import ReportgenError, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings.fitting import Rest
from reportgen.diagnostics.findings.larger_input import LargerInput
from reportgen.diagnostics.findings.leaving import Removable
from reportgen.diagnostics.findings.places import cut_before, cuts, units
from reportgen.diagnostics.findings.pooling import pooled
from reportgen.diagnostics.findings.sight import sights
from reportgen.diagnostics.findings.trial import applied
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.ops.pooling import MaxPool

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEMS = st.sampled_from(
    [
        "conv: {filters: 4, kernel: 3, padding: half}",
        "conv: {filters: 4, kernel: 3, padding: half}",
        "conv: {filters: 4, kernel: 3}",
        "conv: {filters: 4, kernel: [5, 1], stride: 2, padding: same}",
        "conv: {filters: 8, kernel: 3, dilation: 2, padding: half}",
        "conv: {filters: 4, kernel: [1, 7]}",
        "pointwise: 4",
        "relu",
        "batch_norm",
        "max_pool: 2",
        "max_pool: {kernel: 3, stride: 2, ceil_mode: true}",
        "avg_pool: {kernel: 3, stride: 1, padding: 1}",
        "conv_transpose: {filters: 4, kernel: 2, stride: 2}",
        "crop: 1",
        "pixel_unshuffle: 2",
        "squeeze_excite: {squeeze: 2}",
        "residual: [{conv: {filters: 4, kernel: 3}}, {pad: 1}]",
        "residual: [{max_pool: 2}, {upsample: 2}]",
        "global_avg_pool",
        "dense: 4",
    ]
)
LISTS = st.lists(ITEMS, min_size=3, max_size=14)
FIRST_LINE = 3


def studied(items: Sequence[str], shape: str = "[4, 40, 36]") -> Study | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.yml"
        path.write_text(network(shape, "".join(f"- {item}\n" for item in items)))
        (architecture,) = load(path)
    try:
        return Study(build(architecture), architecture)
    except ReportgenError:
        return None


@settings(max_examples=150)
@given(LISTS)
def test_a_pooling_fits_exactly_where_the_network_can_be_built_with_it(items: list[str]) -> None:
    study = studied(items)
    assume(study is not None)
    assert study is not None
    rest = study.get(Rest)
    for cut in study.get(cuts):
        node = study.graph.nodes[cut]
        behind = node.line - FIRST_LINE + 1 if node.inputs else 0
        shape = applied(MaxPool(2), (node.shape,))
        fits = shape is not None and rest.fits(cut, shape)
        changed = studied([*items[:behind], "max_pool: 2", *items[behind:]])
        assert fits == (changed is not None), (items, behind)
        if changed:
            same_sight(study, changed, cut, rest.stop(cut))


def same_sight(study: Study, changed: Study, cut: int, stop: int) -> None:
    """Compare what is promised of the layers up to the next cut with what they see where the pooling stands."""
    for place in range(cut + 1, stop + 1):
        if place in study.get(sights):
            assert pooled(study, place) == changed.get(sights).get(place + 1), study.graph.nodes[place].id


@settings(max_examples=150)
@given(LISTS, st.integers(1, 12), st.integers(0, 12))
def test_layers_left_out_take_off_the_field_what_is_said(items: list[str], high: int, wide: int) -> None:
    items = [*items, "relu"]
    study = studied(items)
    assume(study is not None)
    assert study is not None
    cut = cut_before(study, len(study.graph.nodes) - 1)
    left = None if cut is None else study.get(Removable).before(cut, (high, wide))
    if left is None:
        return
    assert left.gain[0] >= high
    assert left.gain[1] >= wide
    gone = named(study, left.names)
    changed = studied([item for i, item in enumerate(items) if i not in gone])
    assert changed is not None
    before, after = (one.get(receptive_fields)[-1].ungated for one in (study, changed))
    assert before is not None
    assert after is not None
    assert after.local == before.local
    if before.local:
        assert after.size == tuple(r - gain for r, gain in zip(before.size, left.gain, strict=True))


@settings(max_examples=80)
@given(LISTS, st.integers(1, 9), st.integers(0, 9))
def test_a_larger_input_is_studied_as_if_it_were_built(items: list[str], high: int, wide: int) -> None:
    study = studied(items)
    assume(study is not None)
    assert study is not None
    larger = study.get(LargerInput).at_least((40 + high, 36 + wide))
    if larger is None:
        return
    shape = larger.graph.nodes[0].shape
    assert shape[1] >= 40 + high
    assert shape[2] >= 36 + wide
    built = studied(items, str(list(shape)))
    assert built is not None
    assert larger.graph == built.graph
    assert larger.get(receptive_fields) == built.get(receptive_fields)


def named(study: Study, names: str) -> set[int]:
    """Look up which items of the list ``a, b to c and d`` names."""
    places = {unit: node.line - FIRST_LINE for unit, node in zip(study.get(units), study.graph.nodes, strict=True)}
    runs = [run.split(" to ") for run in re.split(", | and ", names)]
    return {item for run in runs for item in range(places[run[0]], places[run[-1]] + 1)}
