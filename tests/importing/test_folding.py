"""The steps that fold a list, one at a time: shortcuts, repeats, patterns, arguments."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from reportgen import load
from reportgen.importing.architecture import source_of
from reportgen.importing.write import write

if TYPE_CHECKING:
    from pathlib import Path


def again(layers: str, folder: Path, shape: str = "[8, 16, 16]") -> str:
    """Write a network anew, and give its lines behind the head."""
    (folder / "net.yml").write_text(f"input: {shape}\n{dedent(layers)}", encoding="utf-8")
    (architecture,) = load(folder / "net.yml")
    imported = write(source_of(architecture))
    assert imported.structured
    return imported.text.split("\n\n", 1)[1]


STRIDED = "- conv: {filters: 8, kernel: 3, padding: 1, stride: 2}\n"


@pytest.mark.parametrize(
    ("layers", "written"),
    [
        ("- relu\n- relu\n", "- relu:\n  repeat: 2\n"),
        ("- max_pool: 2\n- max_pool: {kernel: 2, stride: 2}\n", "- max_pool: 2\n  repeat: 2\n"),
        (
            "- conv: {filters: 8, kernel: 3, padding: 1, stride: 2}\n"
            + "- conv: {filters: 8, kernel: 3, padding: 1}\n" * 2,
            "- conv: {filters: 8, kernel: 3, padding: half}\n  first: {stride: 2}\n  repeat: 3\n",
        ),
        (
            f"{STRIDED}- conv: {{filters: 8, kernel: 3, padding: 1}}\n",
            (
                "- conv: {filters: 8, kernel: 3, stride: 2, padding: half}\n"
                "- conv: {filters: 8, kernel: 3, padding: half}\n"
            ),
        ),
        (
            "- {relu: , name: a}\n- {tanh: , name: b}\n- add:\n  from: [a, b]\n",
            "- relu\n- residual:\n    - tanh\n",
        ),
        (
            "- {relu: , name: a}\n- {tanh: , name: b}\n- concat:\n  from: [b, a]\n",
            "- relu\n- branches:\n    paths:\n      - [tanh]\n      - []\n",
        ),
        (
            "- {relu: , name: a}\n- {tanh: , name: b}\n- multiply:\n  from: [b, a]\n",
            "- relu\n- residual:\n    merge: multiply\n    body:\n      - tanh\n",
        ),
        (
            "- {relu: , name: a}\n- {tanh: , name: b}\n- subtract:\n  from: [b, a]\n",
            "- relu\n- residual:\n    merge: subtract\n    body:\n      - tanh\n",
        ),
        (
            "- {relu: , name: a}\n- {tanh: , name: b}\n- subtract:\n  from: [a, b]\n",
            "- relu\n- branches:\n    merge: subtract\n    paths:\n      - []\n      - [tanh]\n",
        ),
        (
            "- {relu: , name: a}\n- add:\n  from: [a, a]\n",
            "- relu:\n  name: a\n- add:\n  from: [a, a]\n",
        ),
        (
            (
                "- {relu: , name: a}\n- {tanh: , name: b}\n- {sigmoid: , from: a, name: c}\n"
                "- {add: , from: [b, c], name: d}\n"
                "- {concat: , from: [b, d]}\n"
            ),
            (
                "- relu:\n  name: a\n- tanh:\n  name: b\n- sigmoid:\n  name: c\n  from: a\n"
                "- add:\n  name: d\n  from: [b, c]\n"
                "- concat:\n  from: [b, d]\n"
            ),
        ),
        (
            (
                "- {relu: , name: a}\n- {tanh: , name: b}\n- {concat: , from: [a, b], name: c}\n- {elu: , name: d}\n"
                "- {concat: , from: [a, b, d]}\n"
            ),
            (
                "- relu\n- residual:\n    merge: concat\n    body:\n      - tanh\n"
                "- residual:\n    merge: concat\n    body:\n      - elu\n"
            ),
        ),
    ],
    ids=[
        "equals in a row",
        "a stride that is the kernel",
        "the first of several",
        "a first of two saves nothing",
        "a shortcut",
        "a concatenation with its input behind",
        "a gate",
        "a difference from its input",
        "a difference of its input",
        "twice the same",
        "paths that are not side by side",
        "a concatenation that grows",
    ],
)
def test_a_list_is_folded(layers: str, written: str, tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in layers.splitlines())
    expected = "".join(f"  {line}\n" for line in written.splitlines())

    assert again(f"layers:\n{indented}", tmp_path) == f"layers:\n{expected}"


SHORTCUT = """\
blocks:
  unit:
    arguments: {filters: , stride: 1, rate: 0.1}
    layers:
      - residual:
          body:
            - conv: {filters: $filters, kernel: 3, stride: $stride, padding: half}
            - elu
            - dropout: $rate
          shortcut:
            - pointwise: {filters: $filters, stride: $stride}
              when: ${stride != 1 or channels != filters}
      - elu

layers:
"""


def test_a_shortcut_that_only_some_uses_have_gets_its_condition(tmp_path: Path) -> None:
    uses = """\
  - unit: 8
  - unit: {filters: 8, stride: 2, rate: 0.2}
  - unit: 16
  - unit: 16
  - unit: {filters: 16, rate: 0.4}
"""
    written = """\
  - unit: 8  # unit.1
  - unit: {filters: 8, stride: 2, rate: 0.2}  # unit.2
  - unit: 16  # unit.3 to unit.4
    repeat: 2
  - unit: {filters: 16, rate: 0.4}  # unit.5
"""
    assert again(SHORTCUT + uses, tmp_path) == SHORTCUT + written


def test_what_is_nested_past_reading_reads_by_name(tmp_path: Path) -> None:
    last = 399
    ways = "".join(f"  - {{relu: , name: w{at}}}\n" for at in range(last + 1))
    inner = [f"j{at + 1}" for at in range(last - 1)] + [f"w{last}"]
    joins = "".join(f"  - {{add: , from: [w{at}, {inner[at]}], name: j{at}}}\n" for at in reversed(range(last)))

    assert "from:" in again(f"layers:\n{ways}{joins}", tmp_path)
