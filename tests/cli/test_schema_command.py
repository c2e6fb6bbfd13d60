"""``reportgen schema``: every schema, as JSON."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator

from reportgen.__main__ import run
from reportgen.json_schema import report_schema
from reportgen.review.schema import compare_schema, diff_schema
from reportgen.spec.schema import file_schema


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ([], file_schema),
        (["--report"], report_schema),
        (["--diff"], diff_schema),
        (["--compare"], compare_schema),
    ],
)
def test_it_prints_the_schema(options: list[str], made: type, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", *options]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(made()))
    Draft7Validator.check_schema(printed)
