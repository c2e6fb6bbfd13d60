"""Settings: where they are found, what they hold, and what is wrong with them."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen import ReportgenError
from reportgen.limits import Limits
from reportgen.settings import DEVICES, Budget, Hardware, Settings
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

[budgets.family.mobilenet]
parameters = "5.3M"
macs = 600_000_000

[budgets.tag."on the phone"]
peak_activation_bytes = 1.5e7

[hardware.board]
flops = 1e12
bandwidth = 50e9
source = "its data sheet"

[limits]
variants = 5
name_length = 20
"""
EXPECTED = Settings(
    select=("capacity-too-low", "even-kernel"),
    ignore=("even-kernel",),
    severity={"capacity-too-low": "error"},
    bounds={"capacity-too-low": Fraction(1, 5), "dense-head": Fraction(3, 4)},
    hardware={"board": Hardware(flops=1e12, bandwidth=50e9, source="its data sheet")},
    batch=8,
    limits=Limits(variants=5, name_length=20),
    budgets=(
        Budget(group="family", name="mobilenet", figure="parameters", most=Fraction(5_300_000), place="FILE:12"),
        Budget(group="family", name="mobilenet", figure="macs", most=Fraction(600_000_000), place="FILE:13"),
        Budget(
            group="tag", name="on the phone", figure="peak_activation_bytes", most=Fraction(15_000_000), place="FILE:16"
        ),
    ),
)


def expected(name: str, below: int = 0) -> Settings:
    """Give what ``WHOLE`` says, in a file of that name and so many lines further down."""
    placed = (replace(one, place=f"{name}:{int(one.place.removeprefix('FILE:')) + below}") for one in EXPECTED.budgets)
    return replace(EXPECTED, budgets=tuple(placed))


@pytest.mark.parametrize("text", ["", "batch = 8\n", WHOLE], ids=["none", "no device", "whole"])
def test_settings_can_be_given_to_another_process(text: str, tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(text)
    found = read_settings(tmp_path, RULES)

    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own


def test_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(WHOLE)
    assert read_settings(tmp_path, RULES) == expected("reportgen.toml")


def test_a_table_of_pyproject_found_from_below(tmp_path: Path) -> None:
    rows = re.sub(r"^\[", "[tool.reportgen.", WHOLE, flags=re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n\n[tool.reportgen]\n" + rows)
    folder = tmp_path / "architectures" / "small"
    folder.mkdir(parents=True)
    (folder / "net.yml").touch()
    assert read_settings(folder, RULES) == read_settings(folder / "net.yml", RULES) == expected("pyproject.toml", 4)


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
        ("budgets = 3", ["1: bad-settings: budgets: expected a table: family or tag, its name, then figures"]),
        (
            "[budgets.familiy.mobilenet]\nmacs = 3",
            ["1: bad-settings: budgets: they are set by family or tag, not by 'familiy'; did you mean 'family'?"],
        ),
        ("[budgets]\nmacs = 3", ["2: bad-settings: budgets: they are set by family or tag, not by 'macs'"]),
        (
            "[budgets]\nfamily.a = 3",
            ["2: bad-settings: budgets.family.a: expected a table: a figure, and the most it may be"],
        ),
        (
            "[budgets.tag.a]\nmacs = 3\nparamters = '5M'\n[budgets.tag.b]\nmacs = '5X'\nflops = true\ndepth = -1",
            [
                "3: bad-settings: budgets.tag.a: there is no figure 'paramters'; did you mean 'parameters'?",
                "5: bad-settings: budgets.tag.b.macs: expected a figure such as 5300000 or \"5.3M\", got '5X'",
                '6: bad-settings: budgets.tag.b.flops: expected a figure such as 5300000 or "5.3M", got True',
                '7: bad-settings: budgets.tag.b.depth: expected a figure such as 5300000 or "5.3M", got -1',
            ],
        ),
        (
            "[limits]\ndepht = 3\ndepth = 101\nfiles = 0\nlayers = true\naxis = '5'\nentries = 1.5",
            [
                "2: bad-settings: limits: there is no limit 'depht'; did you mean 'depth'?",
                "3: bad-settings: limits.depth: expected a whole number from 1 to 100, got 101",
                "4: bad-settings: limits.files: expected a whole number from 1 to 1,000,000,000, got 0",
                "5: bad-settings: limits.layers: expected a whole number from 1 to 1,000,000,000, got True",
                "6: bad-settings: limits.axis: expected a whole number from 1 to 1,000,000,000, got '5'",
                "7: bad-settings: limits.entries: expected a whole number from 1 to 10,000, got 1.5",
            ],
        ),
        ("limits = 5", ["1: bad-settings: limits: expected a table: a limit, and its value"]),
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


def test_cache_is_wanted_or_not(tmp_path: Path) -> None:
    file = tmp_path / "reportgen.toml"
    assert read_settings(tmp_path, RULES).cache
    file.write_text("cache = false\n")
    assert not read_settings(tmp_path, RULES).cache

    file.write_text('cache = "/elsewhere"\n')
    with pytest.raises(ReportgenError, match="cache: expected true or false, got '/elsewhere'; REPORTGEN_CACHE names"):
        read_settings(tmp_path, RULES)
