"""Options that take a mapping: with expressions in them, and where none is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen import ReportgenError, build, load
from reportgen.graph.expand import expand

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "input: [3, 9, 9]\nlayers:\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "net.yml"
    file.write_text(text)
    return file


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(ReportgenError) as caught:
        list(map(build, load(written(folder, text))))
    return [f"{p.mark.line}:{p.mark.column}: {p.name}: {p.message}" for p in caught.value.problems]


def test_a_mapping_may_hold_expressions(tmp_path: Path) -> None:
    call = 'custom: {output: [8, 7, 7], receptive_field: {kernel: ["${channels}", 3], stride: 1}}'
    (architecture,) = load(written(tmp_path, f"{HEAD}  - {call}\n"))
    (node,) = build(architecture).layers
    assert node.op.given() == {"output": (8, 7, 7), "receptive_field": {"kernel": (3, 3)}}


def test_a_mapping_may_be_an_argument(tmp_path: Path) -> None:
    block = "blocks: {b: {arguments: {sight: {kernel: 5}}, layers: [custom: {output: 4, receptive_field: $sight}]}}\n"
    (architecture,) = load(written(tmp_path, f"{block}{HEAD}  - b: global\n"))
    assert build(architecture).layers[0].op.given() == {"output": (4,), "receptive_field": "global"}
    (said,) = refused(tmp_path, f"{block}{HEAD}  - b\n")
    assert said.endswith("a window keeps the axes, but 3x9x9 and 4 have not as many; give 'global' or 'none'")


def test_a_mapping_is_written_out_again(tmp_path: Path) -> None:
    text = f"{HEAD}  - custom: {{output: [8, 7, 7], receptive_field: {{kernel: 3}}}}\n"
    (architecture,) = load(written(tmp_path, text))
    (again,) = load(written(tmp_path, expand(architecture)))
    assert build(again).layers[0].op == build(architecture).layers[0].op


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (
            "conv: {filters: {a: 1}, kernel: 3}",
            "3:21: wrong-value: conv.filters: expected a whole number of at least 1, got {a: 1}",
        ),
        (
            "relu: {a: 1}",
            "3:12: unknown-option: relu has no option 'a'; it takes none",
        ),
        (
            "custom: {output: 4, receptive_field: {kernel: $k}}",
            "3:52: unknown-name: no argument is called 'k'; known here: channels",
        ),
        (
            "activation: {activation: {a: 1}}",
            "3:30: wrong-value: no activation is called {a: 1}",
        ),
    ],
)
def test_a_mapping_in_the_wrong_place_is_refused(layer: str, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, f"{HEAD}  - {layer}\n")[0] == said


def test_there_is_no_arithmetic_with_mappings(tmp_path: Path) -> None:
    block = "blocks: {b: {arguments: {a: }, layers: [dense: '${a + 1}']}}\n"
    (said,) = refused(tmp_path, f"{block}{HEAD}  - b: {{a: {{x: 1}}}}\n")
    assert said.endswith("bad-expression: '+' expects a number, got a mapping")
