"""Networks that hypothesis makes, asked of two oracles: PyTorch, and the reader of cells."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from cells import PADDED, agrees, cells_read, interval
from hypothesis import HealthCheck, given, settings
from made_networks import SPATIAL, Made, networks
from torch_fields import spans_by_gradient
from torch_graph import counted

from reportgen import Architecture, Graph, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.cost import total_macs
from reportgen.diagnostics.field import AxisField
from reportgen.diagnostics.parameters import parameters
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.ops import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable

SEEN: Counter[str] = Counter()
"""How often each layer, and each option of it, was met by the long run."""


def lowered(made: Made) -> tuple[Architecture, Graph]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.yml"
        path.write_text(json.dumps({"input": list(made.input), "layers": made.layers}))
        (architecture,) = load(path)
    return architecture, build(architecture)


def check_counts(graph: Graph, study: Study) -> None:
    oracle = counted(graph)
    stored = [None, *study.get(parameters)]
    assert [node.shape for node in graph.nodes] == oracle.shapes
    assert [p.trainable if p else 0 for p in stored] == oracle.parameters
    assert [p.buffers if p else 0 for p in stored] == oracle.buffers
    assert total_macs(study) == oracle.macs


def local_axes(graph: Graph, study: Study) -> list[tuple[int, tuple[AxisField, ...]]]:
    fields = study.get(receptive_fields)
    return [
        (i, f.ungated.axes) for i, f in enumerate(fields) if f.ungated and f.ungated.local and graph.nodes[i].inputs
    ]


def check_cells(graph: Graph, study: Study) -> None:
    for axis in range(len(graph.nodes[0].shape) - 1):
        read = cells_read(graph, axis)
        for place, axes in local_axes(graph, study):
            name = graph.nodes[place].id
            for cell, mask in enumerate(read[name]):
                agrees(axes[axis].span(cell), mask, interval(mask), f"{name}, axis {axis}, cell {cell}")


def check_gradients(graph: Graph, study: Study) -> None:
    torch.manual_seed(0)
    rows = local_axes(graph, study)
    for place, axes in rows[-1:] + rows[len(rows) // 2 : len(rows) // 2 + 1]:
        cell = tuple(n // 2 for n in graph.nodes[place].shape[1:])
        name = graph.nodes[place].id
        masks = [cells_read(graph, axis)[name][cell[axis]] for axis in range(len(cell))]
        if parted(graph, place):
            masks = [mask | PADDED for mask in masks]
        if not all(map(interval, masks)):
            continue  # where one axis reads nothing, no axis has a gradient
        for axis, (mask, seen) in enumerate(zip(masks, spans_by_gradient(graph, place, cell), strict=True)):
            agrees(axes[axis].span(cell[axis]), mask, seen, f"{name}, axis {axis}, cell {cell}")


def parted(graph: Graph, place: int) -> bool:
    """Say whether some channels were told apart on the way: what is told is told of all channels together."""
    before = {place}
    for i in range(place, 0, -1):
        before |= set(graph.nodes[i].inputs) if i in before else set()
    return any(graph.nodes[i].op.word in ("split", "pixel_shuffle") for i in before)


def check(made: Made) -> Graph:
    architecture, graph = lowered(made)
    study = Study(graph, architecture)
    check_counts(graph, study)
    check_cells(graph, study)
    check_gradients(graph, study)
    return graph


RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(RELAXED, max_examples=80, derandomize=True)
@given(networks())
def test_a_made_network_is_what_the_oracles_say(made: Made) -> None:
    check(made)


def test_a_least_channel_hides_no_other() -> None:
    body = [{"conv": {"filters": 1, "kernel": 3, "padding": "half"}}]
    check(Made((1, 3), [{"residual": {"body": body, "merge": "concat"}}, {"reduce_channels": {"how": "min"}}]))


@pytest.mark.slow
@pytest.mark.parametrize("word", SPATIAL)
def test_thousands_of_made_networks_are_what_the_oracles_say(word: str) -> None:
    @settings(RELAXED, max_examples=60 + 40 * len(LAYERS[word].options))
    @given(networks(word))
    def holds(made: Made) -> None:
        for node in check(made).layers:
            SEEN[node.op.word] += 1
            SEEN.update(f"{node.op.word}.{name}" for name in node.op.given())

    holds()


@pytest.mark.slow
def test_every_layer_and_option_was_met_fifty_times() -> None:
    words = [word for word, cls in LAYERS.items() if word in SPATIAL or cls.family == "merge"]
    options = [f"{word}.{name}" for word in words for name in LAYERS[word].options]
    assert {name: SEEN[name] for name in [*words, *options] if SEEN[name] < 50} == {}


def fails(broken: Callable[[], None]) -> bool:
    try:
        broken()
    except AssertionError:
        return True
    return False


def test_the_oracles_see_a_field_that_is_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(
        (1, 20, 20), [{"conv": {"filters": 2, "kernel": 3, "stride": 2}}, {"conv": {"filters": 2, "kernel": 3}}]
    )
    right = AxisField.through
    monkeypatch.setattr(AxisField, "through", lambda *read: shifted(right(*read)))
    architecture, graph = lowered(made)
    study = Study(graph, architecture)
    assert fails(lambda: check_cells(graph, study))
    assert fails(lambda: check_gradients(graph, study))


def shifted(field: AxisField) -> AxisField:
    return AxisField(tuple(span and (span[0] + 1, span[1] + 1) for span in field.spans), field.shift)


def test_a_jump_is_a_fraction_where_cells_are_finer_than_pixels() -> None:
    _, graph = lowered(Made((1, 9), [{"upsample": {"scale": 3}}, {"conv": {"filters": 1, "kernel": 2, "stride": 2}}]))
    architecture, graph = lowered(Made((1, 9), [{"upsample": {"scale": 3}}, {"max_pool": {"kernel": 2}}]))
    fields = receptive_fields(Study(graph, architecture))
    assert [f.largest.axes[0].jump for f in fields if f.largest] == [1, Fraction(1, 3), Fraction(2, 3)]
