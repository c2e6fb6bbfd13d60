"""The table of layers, and what each becomes."""

from __future__ import annotations

from pathlib import Path

from reportgen.importing.keras.layers import FAMILIES, RULES
from reportgen.importing.keras.table import as_markdown
from reportgen.ops import LAYERS

DOCS = Path(__file__).parents[3] / "docs/import.md"


def test_the_guide_has_the_table_as_it_is() -> None:
    # To write it anew: print as_markdown() between the marks.
    told = DOCS.read_text().split("<!-- operators: keras -->\n")[1].split("\n<!-- end -->")[0]
    assert told == as_markdown()


def test_every_rule_says_what_it_becomes_in_words_that_there_are() -> None:
    rules = [rule for family in FAMILIES.values() for rule in family]
    assert all(rule.says.endswith(".") and "|" not in rule.says for rule in rules)
    assert {word for rule in rules for word in rule.becomes} <= LAYERS.keys()
    assert len(RULES) == sum(len(rule.kinds) for rule in rules)
