"""Layers that hand on what they read, and the makers of what they hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.handing import handed_on, makers, once, sources

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
inputs: {image: [2, 6, 6], mask: [3, 6, 6]}
layers:
  - {relu: , from: image}
  - conv: {filters: 3, kernel: 3, padding: half}
  - batch_norm
  - {relu: , name: seen}
  - {sigmoid: , from: mask, name: gate}
  - {add: , from: [seen, gate]}
  - pointwise: 4
"""


def test_what_is_handed_on_comes_from_its_maker(tmp_path: Path) -> None:
    file = tmp_path / "network.yml"
    file.write_text(TEXT)
    (architecture,) = load(file)
    study = Study(build(architecture), architecture)
    assert sources(study) == (0, 1, 0, 3, 3, 3, 1, 7, 7)
    assert [(node.op.word, place, read) for place, node, read in makers(study)] == [
        ("conv", 3, (0,)),
        ("add", 7, (3, 1)),
    ]
    assert handed_on(study, {0: "a", 1: "b", 3: "c", 7: "d"}) == tuple("abacccbdd")


def test_the_same_value_is_worked_on_once() -> None:
    one, other = [1], [1]
    seen: list[list[int]] = []

    def work(value: list[int]) -> int:
        seen.append(value)
        return len(seen)

    assert once(work, [one, other, one, one]) == [1, 2, 1, 1]
    assert [value is one for value in seen] == [True, False]
