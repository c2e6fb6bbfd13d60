"""The table of operators, and what each becomes."""

from __future__ import annotations

from pathlib import Path

from onnx import defs

from reportgen.importing.onnx.operators import OPERATORS, as_markdown

DOCS = Path(__file__).parents[2] / "docs/import.md"


def test_the_guide_has_the_table_as_it_is() -> None:
    # To write it anew: print as_markdown() between the marks.
    told = DOCS.read_text().split("<!-- operators: onnx -->\n")[1].split("\n<!-- end -->")[0]
    assert told == as_markdown()


def test_every_operator_is_one_of_onnx() -> None:
    theirs = {schema.name for schema in defs.get_all_schemas_with_history() if schema.domain == ""}
    assert set(OPERATORS) <= theirs
    assert all(row.note.endswith(".") for row in OPERATORS.values())
