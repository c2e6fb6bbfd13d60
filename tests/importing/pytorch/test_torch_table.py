"""The table of operators in the documentation is that of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from reportgen.importing.pytorch.aten import FAMILIES, OPERATORS
from reportgen.importing.pytorch.translate import VIEWS

PAGE = Path(__file__).parents[3] / "docs/import.md"


def table() -> str:
    rows = (f"| {family} | {', '.join(f'`{name}`' for name in sorted(names))} |" for family, names in FAMILIES.items())
    return "\n".join(["| What it is for | Operators |", "| --- | --- |", *rows])


def test_it_stands_in_the_documentation(*, update_golden: bool) -> None:
    between = re.compile(r"(?<=<!-- operators: torch -->\n).*?(?=<!-- end -->)", re.DOTALL)
    page = PAGE.read_text()
    if update_golden:
        PAGE.write_text(between.sub(lambda _: table() + "\n", page))
        return
    found = between.search(page)
    assert found
    assert found[0] == table() + "\n"


@pytest.mark.parametrize("name", sorted({*OPERATORS, *VIEWS}))
def test_pytorch_has_each_of_them(name: str) -> None:
    """A name that PyTorch does not have would never be met."""
    assert hasattr(torch.ops.aten, name) or hasattr(torch.ops.aten, f"{name}_")
