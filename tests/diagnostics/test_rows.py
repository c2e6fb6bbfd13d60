"""Every column is told of every layer, whether it is shared by those that are alike or not."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.registry import COLUMNS, rows, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.ops.base import Layer, Shape

ROOT: Final = Path(__file__).parents[2]
ALONE: Final[Mapping[str, Callable[[Layer, tuple[Shape, ...], Shape], int | None]]] = {
    "unshared_parameters": lambda op, inputs, output: op.unshared(inputs, output),
    "macs": lambda op, inputs, output: op.macs(inputs, output),
    "operations": lambda op, inputs, output: op.operations(inputs, output),
    "activations": lambda _, __, output: prod(output),
}
"""Columns that layers of a kind share, and what a layer on its inputs says of each."""


def test_rows_have_all_columns_in_order_and_each_is_told_of_some_layer() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[0]
    found = rows(Study(build(architecture), architecture))
    names = [column.name for column in COLUMNS]
    assert all(list(row) == names for row in found)
    assert [name for name in names if all(row[name] is None for row in found)] == []


@pytest.mark.parametrize("name", ALONE)
def test_what_layers_share_is_what_each_would_say_alone(name: str) -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[-1]
    study = Study(build(architecture), architecture)
    alone = [ALONE[name](node.op, node.input_shapes, node.shape) for node in study.layers]
    assert len(set(alone)) > 1
    assert [row[name] for row in rows(study)] == alone
    if name in totals(study):
        assert totals(study)[name] == sum(count for count in alone if count is not None)


def test_no_two_layers_have_one_row() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[0]
    found = rows(Study(build(architecture), architecture))
    assert len(set(map(id, found))) == len(found)
