"""Every column is told of every layer, whether it is shared by those that are alike or not."""

from __future__ import annotations

from pathlib import Path

from reportgen import build, load
from reportgen.diagnostics.alike import Shared
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.registry import COLUMNS, rows

ROOT = Path(__file__).parents[2]


def test_rows_have_all_columns_in_order_and_each_is_told_of_some_layer() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[0]
    found = rows(Study(build(architecture), architecture))
    names = [column.name for column in COLUMNS]
    assert all(list(row) == names for row in found)
    assert [name for name in names if all(row[name] is None for row in found)] == []


def test_what_layers_share_is_what_each_would_say_alone() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[0]
    study = Study(build(architecture), architecture)
    shared = [column for column in COLUMNS if isinstance(column.values, Shared)]
    assert shared
    for column in shared:
        assert column.values
        assert list(column.values(study)) == [row[column.name] for row in rows(study)]


def test_no_two_layers_have_one_row() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[0]
    found = rows(Study(build(architecture), architecture))
    assert len(set(map(id, found))) == len(found)
