"""Settings: where they are found, what they hold, and what is wrong with them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen import ReportgenError
from reportgen.settings import DEVICES, Hardware, Settings
from reportgen.settings_file import read_settings

if TYPE_CHECKING:
    from pathlib import Path

RULES = ("capacity-too-low", "even-kernel", "dense-head")
WHOLE = """
select = ["capacity-too-low", "even-kernel"]
ignore = ["even-kernel"]
batch = 8
severity.capacity-too-low = "error"

[bounds]
capacity-too-low = "1/5"
dense-head = 0.75

[hardware.board]
flops = 1e12
bandwidth = 50e9
source = "its data sheet"
"""
EXPECTED = Settings(
    select=("capacity-too-low", "even-kernel"),
    ignore=("even-kernel",),
    severity={"capacity-too-low": "error"},
    bounds={"capacity-too-low": Fraction(1, 5), "dense-head": Fraction(3, 4)},
    hardware={"board": Hardware(flops=1e12, bandwidth=50e9, source="its data sheet")},
    batch=8,
)


def test_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(WHOLE)
    assert read_settings(tmp_path, RULES) == EXPECTED


def test_a_table_of_pyproject_found_from_below(tmp_path: Path) -> None:
    rows = WHOLE.replace("[bounds]", "[tool.reportgen.bounds]").replace("[hardware.", "[tool.reportgen.hardware.")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n\n[tool.reportgen]\n" + rows)
    folder = tmp_path / "architectures" / "small"
    folder.mkdir(parents=True)
    (folder / "net.yml").touch()
    assert read_settings(folder, RULES) == read_settings(folder / "net.yml", RULES) == EXPECTED


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(WHOLE)
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    assert read_settings(tmp_path / "inner", RULES) == Settings()
    assert dict(Settings().hardware) == dict(DEVICES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selct = []", ["1: bad-settings: there is no setting 'selct'; did you mean 'select'?"]),
        (
            "\nignore = ['even-kernels', 3]",
            [
                "2: bad-settings: ignore: there is no rule 'even-kernels'; did you mean 'even-kernel'?",
                "2: bad-settings: ignore: there is no rule '3'",
            ],
        ),
        ("select = 'even-kernel'", ["1: bad-settings: select: expected a list of rules"]),
        (
            "[severity]\neven-kernel = 'bad'",
            ["2: bad-settings: severity.even-kernel: expected error or warning or info, got 'bad'"],
        ),
        ("bounds = 3", ["1: bad-settings: bounds: expected a table: a rule, and its bound"]),
        (
            "[bounds]\neven-kernel = '1/0'",
            ["2: bad-settings: bounds.even-kernel: expected a number such as 0.2 or \"1/6\", got '1/0'"],
        ),
        (
            "[hardware.gpu]\nflops = 0",
            ["1: bad-settings: hardware.gpu: expected flops and bandwidth above 0, and perhaps source"],
        ),
        ("batch = 0", ["1: bad-settings: batch: expected a whole number of at least 1, got 0"]),
        ("batch =", [" bad-settings: this is no TOML: Invalid value (at end of document)"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "reportgen.toml"
    path.write_text(text)
    with pytest.raises(ReportgenError) as caught:
        read_settings(tmp_path, RULES)
    assert [str(p).removeprefix(f"{path}:") for p in caught.value.problems] == expected
