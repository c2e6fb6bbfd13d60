"""Reports of every network of the catalogue follow the schema of ``reportgen/1``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from reportgen import read_catalogue
from reportgen.diagnostics.registry import COLUMNS, TOTALS
from reportgen.json_schema import report_schema
from reportgen.to_json import catalogue_json, document

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.report import Catalogue

MEASURED = {"intensity", "effective_field"}
"""Quotients and estimates, which are whole by chance alone."""


@pytest.fixture(scope="module")
def whole(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as a reader of its JSON sees it."""
    found: dict[str, Any] = json.loads(json.dumps(catalogue_json(catalogue)))
    return found


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(closed(report_schema()))


def closed(schema: Any) -> Any:
    """Refuse the keys that a schema does not name: readers bear new ones, but here none may go undescribed."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    named = isinstance(schema.get("properties"), dict) and schema.get("type") == "object"
    return {**parts, "additionalProperties": False} if named else parts


def test_a_reader_bears_keys_that_come_later(whole: dict[str, Any]) -> None:
    later = whole | {"networks": [whole["networks"][0] | {"later": 1}]}
    assert Draft7Validator(report_schema()).is_valid(later)


def test_every_network_validates(whole: dict[str, Any], validator: Draft7Validator) -> None:
    """Of long networks every ninth layer: their blocks repeat."""
    some = [n | {"layers": n["layers"][:: 9 if len(n["layers"]) > 50 else 1]} for n in whole["networks"]]
    assert [error.message for error in validator.iter_errors(whole | {"networks": some})] == []


@pytest.mark.slow
def test_every_layer_validates(whole: dict[str, Any], validator: Draft7Validator) -> None:
    assert [error.message for error in validator.iter_errors(whole)] == []


def test_a_broken_file_validates(tmp_path: Path, validator: Draft7Validator) -> None:
    (tmp_path / "net.yml").write_text("layers: [rleu]\n", encoding="utf-8")
    found = json.loads(json.dumps(catalogue_json(read_catalogue(tmp_path))))
    assert [problem["name"] for problem in found["broken"][0]["problems"]] == ["missing-input", "unknown-layer"]
    assert validator.is_valid(found)


def test_whole_numbers_are_whole(whole: dict[str, Any]) -> None:
    def fractions(value: object) -> list[float]:
        if isinstance(value, dict):
            return [found for key, part in value.items() if key not in MEASURED for found in fractions(part)]
        if isinstance(value, list):
            return [found for part in value for found in fractions(part)]
        return [value] if isinstance(value, float) and value.is_integer() else []

    assert fractions(whole) == []


def test_what_a_diagnostic_declares_must_stand_there(whole: dict[str, Any], validator: Draft7Validator) -> None:
    network = whole["networks"][0] | {"layers": whole["networks"][0]["layers"][:1]}
    assert validator.is_valid(whole | {"networks": [network]})
    for column in COLUMNS:
        layer = {key: value for key, value in network["layers"][0].items() if key != column.name}
        assert not validator.is_valid(whole | {"networks": [network | {"layers": [layer]}]}), column.name
    for total in TOTALS:
        totals = {key: value for key, value in network["totals"].items() if key != total.name}
        assert not validator.is_valid(whole | {"networks": [network | {"totals": totals}]}), total.name


def test_it_says_what_every_figure_is() -> None:
    definitions = report_schema()["definitions"]
    assert {
        column.name: definitions["layer"]["properties"][column.name]["description"].startswith(column.doc)
        for column in COLUMNS
    } == dict.fromkeys((column.name for column in COLUMNS), True)


def test_nothing_at_all_validates(validator: Draft7Validator) -> None:
    assert validator.is_valid(document([]))
    assert not validator.is_valid(document([]) | {"schema": "reportgen/2"})
