"""CSV: every column that a diagnostic declares, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reportgen import analyse, load
from reportgen.diagnostics.registry import COLUMNS
from reportgen.to_csv import cell, layers_csv

ROOT = Path(__file__).parents[1]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_declared_column_stands_in_the_header() -> None:
    (architecture,) = load(ROOT / "architectures/nolearn/seed-net.yml")
    header = layers_csv(analyse(architecture)).splitlines()[0].split(",")

    assert {name.split(".")[0] for name in header} >= {column.name for column in COLUMNS}
    assert len(header) == len(set(header))


def test_values_stand_per_axis_and_the_unknown_is_empty() -> None:
    (architecture,) = load(ROOT / "architectures/nolearn/seed-net.yml")
    found = {row["id"]: row for row in rows(layers_csv(analyse(architecture)))}

    assert found["conv.2"]["parameters.trainable"] == "18496"
    assert found["conv.2"]["receptive_field.size.y"] == "8"
    assert found["conv.2"]["capacity.x"] == "75"
    assert found["relu.1"]["nolearn.capacity.y"] == ""
    assert found["dense.1"]["receptive_field.global"] == "true"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "::error::x", "##[x]y"])
def test_text_that_would_run_is_guarded(text: str) -> None:
    assert cell(text) == f"'{text.strip()}"


def test_text_of_several_lines_is_one_line_of_its_cell() -> None:
    assert cell("a\r\n::error::b\n=c") == "a ::error::b =c"


@pytest.mark.parametrize(("value", "written"), [(-1, "-1"), (-0.5, "-0.5"), (None, ""), (False, "false"), ("a", "a")])
def test_numbers_and_plain_text_stay(value: object, written: str) -> None:
    assert cell(value) == written
