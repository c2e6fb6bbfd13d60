"""Fields that differ from cell to cell: windows of attention, shifted or spread, against the reader of cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cells import PADDED, agrees, cells_read, interval

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings.paths import merges_apart
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import Architecture, Graph
    from reportgen.diagnostics.fields import Fields

DEFAULTS = Limits()
NETWORKS = {
    "windows": """
input: [4, 28, 28]
layers:
  - conv: {filters: 8, kernel: 4, stride: 4}
  - self_attention: {heads: 2, window: 3}
""",
    "shifted windows": """
input: [4, 37, 64]
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}
  - residual: [{self_attention: {heads: 2, window: 4}}]
  - residual: [{self_attention: {heads: 2, window: 4, shift: 2}}]
  - conv: {filters: 8, kernel: 3, stride: 2, padding: half}
  - residual: [{self_attention: {heads: 2, window: [4, 20], shift: [1, 3]}}]
  - conv: {filters: 8, kernel: 3, padding: half}
""",
    "a grid after windows": """
input: [4, 30, 30]
layers:
  - conv: {filters: 8, kernel: 3, stride: 2, padding: half}
  - residual: [{self_attention: {heads: 2, window: 5}}]
  - residual: [{self_attention: {heads: 2, grid: [5, 4]}}]
  - max_pool: 2
""",
    "windows of one axis": """
input: [4, 50]
layers:
  - conv: {filters: 8, kernel: 5, stride: 3}
  - self_attention: {heads: 2, window: 4, shift: 3}
  - conv: {filters: 8, kernel: 3}
  - self_attention: {heads: 2, window: 4}
""",
    "words and their past": """
input: [1, 30]
layers:
  - embedding: {vocabulary: 100, units: 8}
  - conv: {filters: 8, kernel: 3, padding: half}
  - lstm: 8
  - conv: {filters: 8, kernel: 3, stride: 2}
  - residual: [{gru: {units: 4, bidirectional: true}}]
  - gru: 4
""",
    "phases under windows": """
input: [4, 9, 12]
layers:
  - conv_transpose: {filters: 4, kernel: 3, stride: 2}
  - self_attention: {heads: 2, window: 4, shift: 1}
  - upsample: {scale: 3, mode: bilinear}
  - conv: {filters: 4, kernel: 5, stride: 2}
""",
}

ODD = (
    "input: [4, 225, 225]\nlayers:"
    + 5
    * """
  - conv: {filters: 8, kernel: 3, stride: 2, padding: half}
  - residual: [{self_attention: {heads: 2, window: 4, shift: 2}}]
  - residual: [{self_attention: {heads: 2, grid: 5}}]"""
)
"""Each of 113, 57, 29, 15 and 8 cells repeats by itself; all together only after millions."""


def written(text: str, folder: Path, limits: Limits = DEFAULTS) -> Architecture:
    file = folder / "network.yml"
    file.write_text(text)
    (architecture,) = load(file, limits)
    return architecture


def studied(text: str, folder: Path, limits: Limits = DEFAULTS) -> tuple[Graph, tuple[Fields, ...]]:
    architecture = written(text, folder, limits)
    graph = build(architecture)
    return graph, receptive_fields(Study(graph, architecture))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_cell_reads_what_is_told(name: str, tmp_path: Path) -> None:
    graph, fields = studied(NETWORKS[name], tmp_path)
    exact = 0
    for axis in range(len(graph.nodes[0].shape) - 1):
        read = cells_read(graph, axis)
        for node, field in zip(graph.nodes, fields, strict=True):
            assert field.largest is not None
            for cell, mask in enumerate(read[node.id]):
                agrees(field.largest.axes[axis].span(cell), mask, interval(mask), f"{node.id}, {axis}, {cell}")
                exact += not mask & PADDED
    assert exact > 50


def test_cells_that_never_repeat_are_listed_once(tmp_path: Path) -> None:
    graph, fields = studied(ODD, tmp_path, replace(DEFAULTS, spans=5_000))  # it has 2,670 along its axes
    for node, field in zip(graph.nodes, fields, strict=True):
        assert field.largest is not None
        axes = zip(field.largest.axes, node.shape[1:], strict=True)
        assert all(len(axis.spans) <= cells for axis, cells in axes)


def test_windows_keep_the_step_of_the_cells_they_gather(tmp_path: Path) -> None:
    graph, fields = studied(ODD, tmp_path)
    jumps = {
        node.shape[1]: field.largest.axes[0].jump
        for node, field in zip(graph.nodes, fields, strict=True)
        if field.largest
    }
    assert jumps == {225: 1, 113: 2, 57: 4, 29: 8, 15: 16, 8: 32}


def test_windows_have_no_centre_that_a_path_could_miss(tmp_path: Path) -> None:
    architecture = written(ODD, tmp_path)
    assert merges_apart(Study(build(architecture), architecture)) == ()


@pytest.mark.parametrize(
    ("attention", "size", "sight"),
    [
        ("{heads: 2, window: 7}", 7, "everything"),
        ("{heads: 2, window: 9, shift: 4}", 7, "everything"),
        ("{heads: 2, window: 4}", 4, "a part"),
        ("{heads: 2}", 7, "everything"),
        ("{heads: 2, grid: 2}", 5, "a part"),
        ("{heads: 2, grid: 7}", 7, "everything"),
    ],
)
def test_one_window_over_all_cells_sees_everything(attention: str, size: int, sight: str, tmp_path: Path) -> None:
    _, fields = studied(f"input: [4, 7, 7]\nlayers:\n  - self_attention: {attention}\n", tmp_path)
    field = fields[-1].largest
    assert field is not None
    assert (field.size, field.everything) == ((size, size), sight == "everything")
