"""What is worked out once is shared by all places where the same is seen, and by no other."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from reportgen import Graph, ReportgenError, build, load

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = """
input: [8, 16, 16]
arguments: {sizes: [8, 16], others: [16, 8]}
blocks:
  wide:
    arguments: {filters: 8, times: 1, sides: [1, 1]}
    layers:
      - conv: {filters: "${filters * times}", kernel: 3, padding: half}
      - conv: {filters: $channels, kernel: 3, padding: $sides}
      - dropout: 0.5
        when: ${times > 1}
layers:
"""


def read(folder: Path, lines: str) -> Graph:
    path = folder / "net.yml"
    path.write_text(BLOCKS + lines)
    return build(*load(path))


def test_calls_that_come_to_the_same_share_their_layers(tmp_path: Path) -> None:
    graph = read(tmp_path, "  - wide: {filters: 8}\n  - relu\n  - wide: {filters: '${sizes[0]}', times: 1}\n")
    *ones, _, other, last = graph.layers
    assert [node.fitted for node in ones] == [other.fitted, last.fitted]
    assert len({id(node.fitted) for node in (*ones, other, last)}) == 2


def test_calls_that_come_to_something_else_do_not(tmp_path: Path) -> None:
    calls = ("filters: 8", "filters: 8, times: 2", "filters: 8, sides: [1, 0]", "filters: '${others[0]}'")
    graph = read(tmp_path, "".join(f"  - wide: {{{call}}}\n" for call in calls))
    given = [node.op.given() for node in graph.layers if node.op.word == "conv"]
    assert [values["filters"] for values in given] == [8, 8, 16, 8, 8, 8, 16, 8]
    assert [values["padding"] for values in given[1::2]] == [(1, 1), (1, 1), (1, 0), (1, 1)]
    assert [node.id for node in graph.layers if node.op.word == "dropout"] == ["wide.2/dropout.1"]


def test_a_truth_value_is_not_taken_for_the_number_that_equals_it(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as caught:
        read(tmp_path, "  - wide: {filters: 8, times: 1}\n  - wide: {filters: 8, times: true}\n")
    told = [problem.message for problem in caught.value.problems]
    assert told == [f"'{sign}' expects a number, got the truth value true" for sign in "*>"]


def test_what_lowers_a_network_is_gone_when_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(f"{BLOCKS}  - wide:\n    repeat: 5\n")
    (architecture,) = load(path)
    build(architecture)  # what is made for the first network of a run stays
    gc.collect()
    gc.disable()
    try:
        build(architecture)
        assert gc.collect() == 0
    finally:
        gc.enable()
