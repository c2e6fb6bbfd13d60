"""Receptive fields against a brute-force reader of cells, over the catalogue and over awkward small networks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cells import PADDED, agrees, cells_read, interval

from reportgen import Architecture, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.receptive_field import main_input, receptive_fields

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "architectures").rglob("*.yml"))

AWKWARD = {
    "rectangles": """
input: [3, 33, 40]
layers:
  - conv: {filters: 4, kernel: [3, 5], stride: [2, 3], padding: [[0, 1], [2, 0]]}
  - max_pool: {kernel: [2, 3], stride: 2, padding: [0, 1]}
  - conv: {filters: 4, kernel: 3, dilation: [2, 1], padding: same, stride: 2}
""",
    "even and odd same": """
input: [1, 31, 32]
layers:
  - conv: {filters: 2, kernel: 4, stride: 2, padding: same}
  - conv: {filters: 2, kernel: 3, stride: 2, padding: same}
  - conv: {filters: 2, kernel: 2, padding: same}
""",
    "phases": """
input: [1, 13, 24]
layers:
  - conv: {filters: 2, kernel: 3, stride: 2, padding: 1}
  - conv_transpose: {filters: 2, kernel: 4, stride: 3, padding: 1}
  - conv: {filters: 2, kernel: 3, padding: half}
  - conv_transpose: {filters: 2, kernel: 3, stride: 2, dilation: 2}
  - max_pool: {kernel: 3, stride: 2}
""",
    "phases that read nothing": """
input: [1, 12, 12]
layers:
  - conv_transpose: {filters: 2, kernel: 3, stride: 2, dilation: 2}
  - conv: {filters: 2, kernel: 2}
""",
    "resampling": """
input: [1, 16, 20]
layers:
  - conv: {filters: 4, kernel: 3, stride: 2, padding: half}
  - upsample: {scale: 2, mode: bilinear}
  - conv: {filters: 4, kernel: 3, padding: half}
  - upsample: {scale: 3, mode: bicubic}
  - max_pool: 2
  - upsample: {size: [17, 23], mode: bilinear, align_corners: true}
  - upsample: {size: [40, 30]}
""",
    "shuffles": """
input: [4, 16, 16]
layers:
  - conv: {filters: 8, kernel: 3, padding: half}
  - pixel_shuffle: 2
  - conv: {filters: 4, kernel: 3, padding: half}
  - pixel_unshuffle: 2
  - conv: {filters: 4, kernel: 3, padding: half}
""",
    "adaptive cells": """
input: [1, 23, 30]
layers:
  - conv: {filters: 2, kernel: 3, padding: half}
  - adaptive_avg_pool: 7
  - conv: {filters: 2, kernel: 2}
  - adaptive_max_pool: [4, 5]
""",
    "pyramid": """
input: [4, 30, 30]
layers:
  - conv: {filters: 4, kernel: 3, padding: half}
  - branches:
      paths:
        - []
        - - adaptive_avg_pool: 6
          - pointwise: 1
          - upsample: {size: [30, 30], mode: bilinear}
        - - adaptive_avg_pool: 4
          - upsample: {size: [30, 30]}
  - conv: {filters: 4, kernel: 3, padding: half}
""",
    "skips with crop and pad": """
input: [1, 37, 41]
layers:
  - conv: {filters: 4, kernel: 3}
    name: skip
  - max_pool: 2
  - conv: {filters: 4, kernel: 3}
  - conv_transpose: {filters: 4, kernel: 2, stride: 2}
    name: up
  - pad: [[1, 0], [0, 2]]
    name: padded
  - crop: {amount: [[3, 1], [1, 2]]}
    from: skip
    name: cut
  - crop: {size: [31, 36]}
    from: padded
    name: centre
  - crop: {size: [31, 36]}
    from: cut
    name: other
  - concat:
    from: [centre, other]
  - conv: {filters: 4, kernel: 3}
""",
    "one axis, dilated": """
input: [2, 200]
layers:
  - conv: {filters: 4, kernel: 2, padding: [[1, 0]]}
  - conv: {filters: 4, kernel: 2, dilation: 2, padding: [[2, 0]]}
  - conv: {filters: 4, kernel: 2, dilation: 4, padding: [[4, 0]]}
  - avg_pool: {kernel: 3, ceil_mode: true}
""",
    "three axes": """
input: [1, 9, 17, 18]
layers:
  - conv: {filters: 2, kernel: [1, 3, 5], stride: [1, 2, 2], padding: half}
  - max_pool: {kernel: [2, 2, 3], stride: [1, 2, 1]}
  - upsample: {scale: [1, 2, 2], mode: bilinear}
""",
}


MOST_CELLS = 2048
"""Along an axis: beyond, windows only go on, and the reader holds what each cell of each layer reads."""


def shortened(architecture: Architecture) -> Architecture:
    """Give a network whose input has no axis that is longer than the most."""
    inputs = {name: (c, *(min(n, MOST_CELLS) for n in cells)) for name, (c, *cells) in architecture.inputs.items()}
    return replace(architecture, inputs=inputs)


def compare(architecture: Architecture) -> int:
    """Compare every cell of every feature layer; give how many cells were seen to agree exactly."""
    graph = build(architecture)
    sizes = main_input(graph).shape[1:]
    assert all(1 << n <= PADDED for n in sizes)
    fields = receptive_fields(Study(graph, architecture))
    exact = 0
    for axis in range(len(sizes)):
        read = cells_read(graph, axis)
        for node, of_node in zip(graph.nodes, fields, strict=True):
            field = of_node.ungated
            if node.id not in read or field is None or not field.local:
                continue
            for cell, mask in enumerate(read[node.id]):
                where = f"{architecture.id}: {node.id}, axis {axis}, cell {cell}"
                agrees(field.axes[axis].span(cell), mask, interval(mask), where)
                exact += not mask & PADDED
    return exact


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_cell_of_the_catalogue_reads_what_is_told(path: Path) -> None:
    architectures = load(path)
    # Variants of one width or depth share their windows; a wide one tells nothing that a narrow one does not.
    assert (
        sum(compare(shortened(a)) for a in architectures[-1:]) > 0 or not main_input(build(architectures[-1])).shape[1:]
    )


@pytest.mark.parametrize("name", AWKWARD)
def test_every_cell_of_an_awkward_network_reads_what_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(AWKWARD[name])
    (architecture,) = load(path)
    assert compare(architecture) > 0
