"""Copies of a repeated item are what the item is where it is written as often."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen import Graph, ReportgenError, build, load
from reportgen.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path


COPIES = 12
DEFAULTS = Limits()
HEAD = """
input: [8, 16, 16]
blocks:
  unit:
    arguments: {filters: 8, skip: true}
    layers:
      - residual:
          body:
            - conv: {filters: $filters, kernel: 3, padding: half}
              name: wide
            - batch_norm
            - add:
              from: [wide, input]
              when: ${filters == channels}
            - conv: {filters: $channels, kernel: 1}
              allow: {narrow-channels: as it is here}
          skip: $skip
      - relu
  first_apart:
    arguments: {filters: 8}
    layers:
      - conv: {filters: $filters, kernel: 3, padding: half}
        when: ${filters > 8}
  ways:
    layers:
      - branches:
          paths:
            left:
              - relu
              - relu6:
                name: end
              - add:
                from: [end, input]
            right: [unit]
          merge: average
  tied:
    layers:
      - conv: {filters: 8, kernel: 3, padding: half}
        name: own
      - conv: {filters: 8, kernel: 3, padding: half}
        weights: own
  nest:
    layers:
      - residual:
          body:
            - unit: {filters: 16}
              repeat: 3
            - unit:
  bad:
    layers:
      - relu
      - dense: 4
      - conv: {filters: 4, kernel: 3}
  aside:
    layers:
      - conv: {filters: 4, kernel: 99}
      - relu:
        from: input
  pair:
    layers:
      - tanh
      - relu:
        name: late
layers:
  - conv: {filters: 8, kernel: 3, padding: half}
    name: stem
"""
ITEMS = {
    "a block": ["unit:"],
    "a block with arguments": ["unit: {filters: 24, skip: false}"],
    "a block that leaves no layer": ["first_apart:"],
    "a layer": ["conv: {filters: 4, kernel: 3, padding: half}"],
    "a layer that makes its input smaller": ["conv: {filters: 8, kernel: 2}"],
    "a layer that makes its input smaller until none is left": ["max_pool: 2"],
    "branches with names": ["ways:"],
    "weights of a layer before them all": ["conv: {filters: 8, kernel: 3, padding: half}", "weights: stem"],
    "weights of a layer in them": ["tied:"],
    "copies in copies": ["nest:"],
    "a block that does not fit": ["bad:"],
    "a block with something that does not fit and that nothing reads": ["aside:"],
    "what is left out": ["unit: {filters: 3}", "when: false"],
}
NAMED = """
  - stage: tower
    repeat: 12
    layers:
      - conv: {filters: 8, kernel: 3, padding: half}
        name: own
      - add:
        from: [own, stem]
      - conv: {filters: 8, kernel: 3, padding: half}
        weights: own
      - first_apart: {filters: 16}
        first: {filters: 8}
        repeat: 3
      - pointwise: 8
"""


def read(folder: Path, text: str, limits: Limits = DEFAULTS) -> Graph | list[str]:
    """Give the graph of a text, without lines, or what is wrong with it."""
    path = folder / "net.yml"
    path.write_text(text)
    try:
        graph = build(*load(path, limits))
    except ReportgenError as error:
        return [f"{problem.name}: {problem.message}" for problem in error.problems]
    return Graph(
        tuple(replace(node, line=0, column=0, allow=dict(node.allow).keys()) for node in graph.nodes), graph.outputs
    )


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_copies_are_what_the_item_is_where_it_is_written_as_often(item: list[str], tmp_path: Path) -> None:
    lines = "\n    ".join([f"  - {item[0]}", *item[1:]])
    assert read(tmp_path, f"{HEAD}{lines}\n    repeat: {COPIES}\n") == read(tmp_path, HEAD + f"{lines}\n" * COPIES)


def test_a_copy_whose_id_stands_already_is_told(tmp_path: Path) -> None:
    standing = f"{HEAD}  - stage: pair.7\n    layers: [{{relu6: , name: late}}]\n"
    found = read(tmp_path, f"{standing}  - pair:\n    repeat: {COPIES}\n")
    assert found == read(tmp_path, standing + "  - pair:\n" * COPIES)
    assert "repeated-name: 'pair.7/late'" in found[0]


def test_copies_have_no_longer_ids_than_a_limit_allows(tmp_path: Path) -> None:
    found = []
    for length in range(len("pair.7/late"), len("pair.10/tanh.1") + 1):
        limits = replace(DEFAULTS, id_length=length)
        found.append(read(tmp_path, f"{HEAD}  - pair:\n    repeat: {COPIES}\n", limits))
        assert found[-1] == read(tmp_path, HEAD + "  - pair:\n" * COPIES, limits)
    assert isinstance(found[-1], Graph)
    assert ["'pair.10/tanh.1'" in told for told in found[-2]] == [True]


def test_copies_of_a_stage_have_names_of_their_own_and_read_what_stands_before_them_all(tmp_path: Path) -> None:
    graph = read(tmp_path, HEAD + NAMED)
    assert isinstance(graph, Graph)
    rows = [(n.id, [graph.nodes[i].id for i in n.inputs], n.shares and graph.nodes[n.shares].id) for n in graph.layers]
    assert rows[0] == ("stem", ["input"], None)
    for copy in range(1, COPIES + 1):
        tower, before = f"tower.{copy}", f"tower.{copy - 1}/pointwise.1" if copy > 1 else "stem"
        grown = [f"{tower}/first_apart.{i}/conv.1" for i in (2, 3)]
        assert rows[6 * copy - 5 : 6 * copy + 1] == [
            (f"{tower}/own", [before], None),
            (f"{tower}/add.1", [f"{tower}/own", "stem"], None),
            (f"{tower}/conv.1", [f"{tower}/add.1"], f"{tower}/own"),
            (grown[0], [f"{tower}/conv.1"], None),
            (grown[1], [grown[0]], None),
            (f"{tower}/pointwise.1", [grown[1]], None),
        ]


def test_weights_of_a_copy_can_be_used_behind_it(tmp_path: Path) -> None:
    text = "  - stage: tower\n    repeat: 4\n    layers: [{conv: {filters: 8, kernel: 3, padding: half}, name: own}]\n"
    graph = read(
        tmp_path, f"{HEAD}{text}  - conv: {{filters: 8, kernel: 3, padding: half}}\n    weights: tower.3/own\n"
    )
    assert isinstance(graph, Graph), graph
    assert graph.nodes[graph.layers[-1].shares or 0].id == "tower.3/own"
