"""The security page promises nothing that no test shows."""

from __future__ import annotations

import ast
import re
from typing import Final

import pytest
from sites import ROOT

PAGE: Final = (ROOT / "docs/security.md").read_text()
HEAD: Final = "| Hazard | What happens | Shown by |"
NAMED: Final = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
FILES: Final = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}


def hazards() -> list[tuple[str, str, str]]:
    """Give every row of every table of hazards: the hazard, what happens, what shows it."""
    tables = re.findall(rf"^{re.escape(HEAD)}\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for table in tables for line in table.splitlines()]
    return [(hazard.strip(), happens.strip(), shown.strip()) for hazard, happens, shown in rows]


def names_in(name: str) -> set[str]:
    """Give the names of a file's tests; none where there is no such file."""
    tree = ast.parse(FILES[name].read_text() if name in FILES else "")
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_table_is_read() -> None:
    assert PAGE.count(HEAD) == PAGE.count("| Hazard |") > 0
    assert len(hazards()) == len([line for line in PAGE.splitlines() if "::test_" in line])


@pytest.mark.parametrize("row", hazards(), ids=lambda row: row[0][:60])
def test_every_hazard_has_a_test_that_exists(row: tuple[str, str, str]) -> None:
    _, happens, shown = row
    named = NAMED.findall(shown)

    assert happens
    assert named, "no test is named"
    assert NAMED.sub("", shown).strip(", ") == "", "a test is named as `test_file.py::test_name`"
    for file, test in named:
        assert test in names_in(file), f"{file} has no {test}"
