"""Fields of small networks, layer by layer, worked by hand: merges, gates, lost places, several inputs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from reportgen import analyse, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.findings.paths import merges_apart
from reportgen.diagnostics.receptive_field import overview, receptive_fields

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import Architecture

Row = dict[str, Any] | None


def read(text: str, folder: Path) -> Architecture:
    path = folder / "network.yml"
    path.write_text(text)
    (architecture,) = load(path)
    return architecture


def local(size: list[int], jump: list[float | None], start: list[int | None], minimum: list[int] | None = None) -> Row:
    """Give the row of a layer whose cells have places and see a part."""
    return {
        "size": size,
        "minimum": minimum or size,
        "jump": jump,
        "start": start,
        "global": False,
        "ungated": size,
    }


def unplaced(size: list[int], minimum: list[int], *, everything: bool = False, ungated: list[int] | None = None) -> Row:
    """Give the row of a layer that sees everything, or whose cells stand in no space."""
    return {
        "size": size,
        "minimum": minimum,
        "jump": None,
        "start": None,
        "global": everything,
        "ungated": ungated or size,
    }


WINDOWS = """
input: [1, 9, 12]
layers:
  - conv: {filters: 1, kernel: [3, 5], stride: 2, padding: half}
  - relu
  - max_pool: 2
"""
FINER = """
input: [1, 5, 6]
layers:
  - upsample: 2
  - conv_transpose: {filters: 1, kernel: 2, stride: 2, dilation: 2}
"""
RESIDUAL = """
input: [1, 9, 9]
layers:
  - residual: [{conv: {filters: 1, kernel: 3, padding: half}}, {conv: {filters: 1, kernel: 3, padding: half}}]
  - conv: {filters: 1, kernel: 3}
"""
STRIDES = """
input: [1, 6, 6]
layers:
  - branches:
      paths: [[{max_pool: 2}], [{crop: {size: 3}}]]
"""
GATED = """
input: [2, 7, 8]
layers:
  - conv: {filters: 2, kernel: 3}
  - squeeze_excite: {squeeze: 1}
  - conv: {filters: 2, kernel: 3}
  - residual: [{conv: {filters: 2, kernel: 1}}]
"""
FLAT = """
input: [1, 6, 6]
layers:
  - branches:
      paths:
        - [{conv: {filters: 1, kernel: [3, 1]}}, flatten]
        - [{conv: {filters: 1, kernel: [1, 5]}}, flatten]
  - relu
  - dense: 3
"""
GLOBAL = """
input: [1, 6, 6]
layers:
  - branches:
      paths:
        - [{conv: {filters: 1, kernel: 3}}, flatten]
        - [global_avg_pool, flatten]
"""
FOLDED = """
input: [1, 6, 6]
layers:
  - flatten
  - reshape: [1, 4, 9]
  - conv: {filters: 1, kernel: 1}
  - conv: {filters: 1, kernel: 3}
  - dense: 2
"""
TWO = """
inputs: {age: [4], image: [1, 6, 6]}
layers:
  - conv: {filters: 1, kernel: 5}
    from: image
  - flatten:
    name: seen
  - dense: 2
    from: age
    name: old
  - concat:
    from: [old, seen]
"""
SEEN = """
inputs: {age: [4], image: [1, 6, 6]}
layers:
  - dense: 3
    from: image
"""
ELSEWHERE = """
inputs: {one: [1, 6, 6], other: [1, 6, 6]}
outputs: [both, squared]
layers:
  - conv: {filters: 1, kernel: 3, padding: half}
    from: other
    name: beside
  - multiply: {}
    from: [beside, other]
    name: squared
  - add: {}
    from: [squared, one]
    name: both
"""
NUMBERS = """
input: [10]
layers:
  - reshape: [1, 2, 5]
  - conv: {filters: 1, kernel: 2}
  - dense: 3
"""
UNKNOWN = """
input: [1, 6, 6]
layers:
  - relu
  - residual: [{custom: {output: [1, 6, 6]}}]
  - dense: 3
"""


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [
        (
            WINDOWS,
            [
                local([3, 5], [2, 2], [-1, -2]),
                local([3, 5], [2, 2], [-1, -2]),
                local([5, 7], [4, 4], [-1, -2]),
            ],
            [5, 7],
        ),
        # Every other cell that a dilated transposed window writes is left empty.
        (FINER, [local([1, 1], [0.5, 0.5], [0, 0]), local([2, 2], [0.25, 0.25], [-1, -1])], [2, 2]),
        (
            RESIDUAL,
            [
                local([3, 3], [1, 1], [-1, -1]),
                local([5, 5], [1, 1], [-2, -2]),
                local([5, 5], [1, 1], [-2, -2], [1, 1]),
                local([7, 7], [1, 1], [-2, -2], [3, 3]),
            ],
            [7, 7],
        ),
        # Pixels 0-1, 2-3, 4-5 and 1, 2, 3: cell by cell 0-1, 2-3 and 3-5, without a step.
        (
            STRIDES,
            [
                local([2, 2], [2, 2], [0, 0]),
                local([1, 1], [1, 1], [1, 1]),
                local([3, 3], [None, None], [0, 0], [1, 1]),
            ],
            [3, 3],
        ),
        (
            GATED,
            [
                local([3, 3], [1, 1], [0, 0]),
                *[unplaced([7, 8], [7, 8], everything=True)] * 5,
                unplaced([7, 8], [3, 3], everything=True, ungated=[3, 3]),
                unplaced([7, 8], [5, 5], everything=True, ungated=[5, 5]),
                unplaced([7, 8], [5, 5], everything=True, ungated=[5, 5]),
                unplaced([7, 8], [5, 5], everything=True, ungated=[5, 5]),
            ],
            [5, 5],
        ),
        (
            FLAT,
            [
                local([3, 1], [1, 1], [0, 0]),
                unplaced([3, 1], [3, 1]),
                local([1, 5], [1, 1], [0, 0]),
                unplaced([1, 5], [1, 5]),
                *[unplaced([3, 5], [1, 1])] * 2,
                unplaced([6, 6], [6, 6], everything=True),
            ],
            [3, 5],
        ),
        (
            GLOBAL,
            [
                local([3, 3], [1, 1], [0, 0]),
                unplaced([3, 3], [3, 3]),
                *[unplaced([6, 6], [6, 6], everything=True)] * 2,
                unplaced([6, 6], [3, 3], everything=True),
            ],
            [3, 3],
        ),
        (
            FOLDED,
            [*[unplaced([1, 1], [1, 1])] * 3, None, None],
            None,
        ),
        (TWO, [local([5, 5], [1, 1], [0, 0]), unplaced([5, 5], [5, 5]), None, unplaced([5, 5], [5, 5])], [5, 5]),
        (ELSEWHERE, [None, None, local([1, 1], [1, 1], [0, 0])], [1, 1]),
        (NUMBERS, [*[unplaced([], [])] * 2, unplaced([], [], everything=True)], None),
        (UNKNOWN, [local([1, 1], [1, 1], [0, 0]), None, None, None], [1, 1]),
        (SEEN, [unplaced([6, 6], [6, 6], everything=True)], None),
    ],
)
def test_fields_of_every_layer(text: str, rows: list[Row], total: list[int] | None, tmp_path: Path) -> None:
    report = analyse(read(text, tmp_path))
    assert [layer.values["receptive_field"] for layer in report.layers] == rows
    assert report.totals["receptive_field"] == total


PATHS = """
input: [2, 9, 9]
layers:
  - branches:
      paths: [{paths}]
      merge: {merge}
"""
EARLY, LATE = "[{pad: [[2, 0], 0]}, {conv: {filters: 2, kernel: [3, 1]}}]", "[{conv: {filters: 2, kernel: 1}}]"
WIDE = "[{pad: [[1, 3], [0, 4]]}, {conv: {filters: 2, kernel: 5}}]"


@pytest.mark.parametrize(
    ("paths", "merge", "apart"),
    [
        # Centres -1 and 0 along the first axis; 1 and 2 with a kernel of 5 behind other padding.
        (f"{EARLY}, {LATE}", "add", (1, 0)),
        (f"{LATE}, {WIDE}, {EARLY}", "add", (2, 2)),
        (f"{LATE}, {LATE}", "concat", (0, 0)),
        # Where one path sees everything, or stands in no space, there are no two centres.
        (f"{LATE}, [global_avg_pool, {{pointwise: 2}}]", "multiply", ()),
        ("[flatten], [{conv: {filters: 2, kernel: 3}}, flatten]", "concat", ()),
        (f"{LATE}, [{{self_attention: {{heads: 1, window: 3}}}}]", "add", ()),
    ],
)
def test_how_far_the_centres_of_paths_are_apart(paths: str, merge: str, apart: tuple[int, ...], tmp_path: Path) -> None:
    architecture = read(PATHS.replace("{paths}", paths).replace("{merge}", merge), tmp_path)
    found = merges_apart(Study(build(architecture), architecture))
    assert [distances for _, distances in found] == ([apart] if apart else [])


@pytest.mark.parametrize(("paths", "held"), [(f"{EARLY}, {LATE}", True), (f"{EARLY}, {WIDE}", False)])
def test_what_a_shortcut_sees_is_held_by_the_path_beside_it(paths: str, tmp_path: Path, *, held: bool) -> None:
    architecture = read(PATHS.replace("{paths}", paths).replace("{merge}", "add"), tmp_path)
    *before, merge = receptive_fields(Study(build(architecture), architecture))
    assert any(fields.largest is merge.largest for fields in before) is held


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (WINDOWS, None),
        (UNKNOWN, None),
        (GATED, None),  # the gate sees everything, what it opens does not
        ("input: [2, 6, 6]\nlayers: [{conv: {filters: 3, kernel: 3}}, global_avg_pool, {dense: 4}]", None),
        ("input: [2, 6, 6]\nlayers: [global_avg_pool, {upsample: {size: [2, 1]}}, relu]", "upsample.1"),
        ("input: [2, 6, 6]\nlayers: [relu, {self_attention: {heads: 1}}, relu]", "self_attention.1"),
        ("input: [2, 6]\nlayers: [{lstm: {units: 3, sequence: false}}, {dense: 2}]", "lstm.1"),
    ],
)
def test_the_first_feature_layer_that_sees_everything(text: str, node: str | None, tmp_path: Path) -> None:
    architecture = read(text, tmp_path)
    found = overview(Study(build(architecture), architecture))
    assert (found and found.id) == node


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), (3, 3), (Fraction(6, 2), 3), (Fraction(1, 4), 0.25), (Fraction(0), 0)]
)
def test_a_fraction_in_json_is_whole_where_it_can_be(value: Fraction | int | None, expected: float | None) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


@pytest.mark.parametrize(
    ("sight", "size", "start"),
    [
        # Through a kernel of 3: cells -1 to 1 of the input, and -3 to 3 behind another kernel of 5.
        ("{kernel: 3}", (7, 7), (-3, -3)),
        ("none", (5, 5), (-2, -2)),
        ("global", (6, 6), None),
    ],
)
def test_a_custom_layer_reads_each_of_its_inputs_alike(
    sight: str, size: tuple[int, int], start: tuple[int, int] | None, tmp_path: Path
) -> None:
    layers = "[{conv: {filters: 1, kernel: 5, padding: half}, name: a}, {custom: {output: [1, 6, 6], receptive_field: "
    text = f"input: [1, 6, 6]\nlayers: {layers}{sight}}}, from: [input, a]}}]"
    architecture = read(text, tmp_path)
    field = receptive_fields(Study(build(architecture), architecture))[-1].largest
    assert field is not None
    assert (field.size, tuple(axis.start for axis in field.axes) if start else None) == (size, start)
