"""``reportgen plan``: three conventions, as text and as JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reportgen.cli import commands


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["plan", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_three_conventions_as_text() -> None:
    assert run("224").splitlines() == [
        "exact:   8, 4, 4, 3, 3 layers: 22 in all, field 224 of 224 pixels, least capacity 17.6%",
        "cao:     8, 4, 4, 4, 3 layers: 23 in all, field 224 of 224 pixels, least capacity 18.8%",
        "nolearn: 7, 4, 4, 4, 3 layers: 22 in all, field 223 of 224 pixels, least capacity 18.9%",
    ]


def test_one_convention_as_json() -> None:
    assert json.loads(run("64", "--convention", "cao", "--format", "json")) == {
        "cao": {"stages": [8, 4, 4], "depth": 16, "receptive_field": 64, "least_capacity": 18.75}
    }


def test_an_image_that_no_window_fits() -> None:
    assert run("2", "--convention", "exact") == "exact:   no window of 3 fits an image of 2 pixels\n"


@pytest.mark.parametrize("size", ["0", "x"])
def test_a_size_that_is_none(size: str) -> None:
    assert CliRunner().invoke(commands, ["plan", size]).exit_code == 2
