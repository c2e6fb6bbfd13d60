"""The pages leave nothing out: keys, limits, blocks, settings, options, dependencies stand in them as in the code."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from literate import blocks, shown_output
from sites import ROOT

from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.registry import COLUMNS, TOTALS
from reportgen.figures import FIGURES
from reportgen.limits import Limits
from reportgen.settings import DEVICES, Settings
from reportgen.settings_file import KEYS as SETTINGS
from reportgen.settings_file import read_settings
from reportgen.site.plugin import ReportgenConfig
from reportgen.spec.blocks import standard_names
from reportgen.spec.document import KEYS, OVERRIDES
from reportgen.spec.expression_tree import FUNCTIONS
from reportgen.spec.metadata import STATUSES
from reportgen.spec.model import Residual
from reportgen.spec.words import BESIDE

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
FORMAT = (DOCS / "format.md").read_text()


def table(text: str, head: str) -> dict[str, list[str]]:
    """Give a table's rows by the word in their first cell; ``head`` is the head of that column."""
    found = re.search(rf"^\| {head} \|.*\n\|[ :|-]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert found, f"there is no table of '{head}'"
    rows = [re.split(r"(?<!\\)\|", line.strip("|\n")) for line in found[1].splitlines()]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def sentence(text: str, start: str) -> set[str]:
    """Give the words in code of the sentence, or the paragraph's part, that starts so."""
    found = re.search(rf"{re.escape(start)}(.*?)\.(?:\s|$)", text, re.DOTALL)
    assert found, f"no sentence starts with '{start}'"
    return set(re.findall(r"`([^`]+)`", found[0]))


def of_the_file() -> dict[str, list[str]]:
    return table(FORMAT[FORMAT.index("Every key of the file") :], "Key")


def test_every_key_of_the_file_is_explained() -> None:
    assert set(of_the_file()) == set(KEYS)


def test_every_key_beside_a_layer_is_explained() -> None:
    assert set(table(FORMAT[FORMAT.index("beside a layer's word:") :], "Key")) == set(BESIDE)


def test_every_part_of_a_residual_is_explained() -> None:
    named = {field.name for field in dataclasses.fields(Residual)}

    assert set(table(FORMAT[FORMAT.index("## Residuals") :], "Key")) == named


def test_everything_that_a_variant_may_change_is_listed() -> None:
    assert sentence(FORMAT, "a variant may say otherwise:") == set(OVERRIDES)


def test_every_figure_is_listed() -> None:
    assert sentence(FORMAT, "The figures are") == set(FIGURES)


def test_every_status_is_listed() -> None:
    assert re.findall(r"`(\w+)`", of_the_file()["status"][0]) == list(STATUSES)


def test_every_function_of_expressions_is_listed() -> None:
    cell = table(FORMAT[FORMAT.index("## Expressions") :], "What")["functions"][0]

    assert set(re.findall(r"`(\w+)\(", cell)) == set(FUNCTIONS)


def test_every_limit_is_told_with_its_values_and_its_error() -> None:
    rows = table((DOCS / "security.md").read_text(), "Limit")

    assert {name: row[:3] for name, row in rows.items()} == {
        name: [f"{getattr(Limits(), name):,}", f"{cap.most:,}", f"`{cap.error}`"] for name, cap in Limits.caps().items()
    }


def standard_arguments(name: str) -> str:
    """Write a standard block's arguments as the page does."""
    file = resources.files("reportgen") / "blocks" / f"{name}.yml"
    declared = yaml.safe_load(file.read_text())["arguments"]
    return ", ".join(f"`{key}`" if value is None else f"`{key}: {written(value)}`" for key, value in declared.items())


def written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_standard_block_is_listed_with_its_arguments() -> None:
    rows = table(FORMAT, "Block")

    assert {name: row[0] for name, row in rows.items()} == {name: standard_arguments(name) for name in standard_names()}


def test_every_option_of_the_plugin_is_explained() -> None:
    options = {name for name, _ in ReportgenConfig._schema}  # noqa: SLF001 - MkDocs has no other way to ask

    assert set(table((DOCS / "start.md").read_text(), "Option")) == options


def test_every_input_of_the_action_is_explained_with_its_default() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    rows = table((DOCS / "github.md").read_text(), "Input")

    assert {name: row[1].strip("`") for name, row in rows.items()} == {
        name: given["default"] or "none" for name, given in inputs.items()
    }


def test_every_permission_of_a_job_is_explained() -> None:
    rows = re.findall(r"`([a-z-]+: (?:read|write))`", (DOCS / "github.md").read_text())
    for file in (ROOT / ".github/workflows").glob("*.yml"):
        for job in yaml.safe_load(file.read_text())["jobs"].values():
            assert {f"{right}: {level}" for right, level in job["permissions"].items()} <= set(rows), file


def test_every_setting_is_explained_with_its_default() -> None:
    rows = table((DOCS / "settings.md").read_text(), "Setting")

    assert set(rows) == set(SETTINGS)
    assert rows["batch"][1] == str(Settings().batch)
    assert re.findall(r"`(\w+)`", rows["hardware"][1]) == list(DEVICES)


def test_the_settings_that_are_shown_are_read(tmp_path: Path) -> None:
    page = DOCS / "settings.md"
    [block] = [one for one in blocks(page) if one.language == "toml"]
    (tmp_path / "reportgen.toml").write_text(block.text)

    settings = read_settings(tmp_path, [rule.name for rule in RULES])

    assert all(getattr(settings, name) != getattr(Settings(), name) for name in SETTINGS if name != "select")


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    [block] = [one for one in blocks(DOCS / "json.md") if one.text.startswith("reportgen show --format json")]
    shown = shown_output(block)
    assert shown is not None
    [network] = json.loads(shown.text)["networks"]
    return dict(network)


def test_the_example_of_json_has_every_total_and_every_column(example: dict[str, Any]) -> None:
    assert list(example["totals"]) == [total.name for total in TOTALS]
    assert {column.name for column in COLUMNS} <= example["layers"][0].keys()
    assert all(example[key] for key in ("findings", "published", "metrics"))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", dependency)[0] for dependency in project["dependencies"]}

    assert set(table((DOCS / "dependencies.md").read_text(), "Package")) == names
