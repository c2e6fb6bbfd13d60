"""The table of operators in the documentation is that of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from reportgen.importing.pytorch.aten import FAMILIES, OPERATORS
from reportgen.importing.pytorch.table import as_markdown
from reportgen.importing.pytorch.translate import VIEWS
from reportgen.ops import LAYERS

PAGE = Path(__file__).parents[3] / "docs/import.md"


def test_it_stands_in_the_documentation(*, update_golden: bool) -> None:
    between = re.compile(r"(?<=<!-- operators: torch -->\n).*?(?=<!-- end -->)", re.DOTALL)
    page = PAGE.read_text()
    if update_golden:
        PAGE.write_text(between.sub(lambda _: as_markdown() + "\n", page))
        return
    found = between.search(page)
    assert found
    assert found[0] == as_markdown() + "\n"


@pytest.mark.parametrize("name", sorted({*OPERATORS, *VIEWS}))
def test_pytorch_has_each_of_them(name: str) -> None:
    """A name that PyTorch does not have would never be met."""
    assert hasattr(torch.ops.aten, name) or hasattr(torch.ops.aten, f"{name}_")


def test_what_they_become_are_words() -> None:
    rules = [rule for rules in FAMILIES.values() for rule in rules]

    assert {word for rule in rules for word in rule.becomes} <= LAYERS.keys()
    assert sum(len(rule.names) for rule in rules) == len(OPERATORS)
