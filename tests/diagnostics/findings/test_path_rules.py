"""Paths that meet off their places, and paths that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_texts import edited, network

if TYPE_CHECKING:
    from network_texts import Report, Tell

MISALIGNED, UNUSED = "paths-misaligned", "unused-layer"
STRIDED = """
- residual:
    body:
      - conv: {filters: 8, kernel: 3, stride: 2, padding: same}
      - batch_norm
    shortcut:
      - pointwise: {filters: 8, stride: 2}
"""


def test_paths_that_look_at_different_places_are_found(tell: Tell) -> None:
    text = network("[8, 8, 8]", STRIDED)
    (finding,) = tell(text, MISALIGNED)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "add.1", 3)
    assert finding.message == "add.1 merges batch_norm.1 and pointwise.1, whose cells look at places 1 pixel apart."
    assert finding.advice == "padding: [[1, 0], [1, 0]] on conv.1 aligns them."
    assert tell(edited(text, "padding: same", "padding: [[1, 0], [1, 0]]"), MISALIGNED) == ()


@pytest.mark.parametrize(
    ("before", "advice", "after", "where"),
    [
        (
            "kernel: 2, padding: same",
            "kernel: 3 with padding: 1 on conv.1 aligns them.",
            "kernel: 3, padding: 1",
            "0.5 pixels apart.",
        ),
        (
            "kernel: [3, 2], padding: same",
            "kernel: 3 with padding: 1 on conv.1 aligns them.",
            "kernel: 3, padding: 1",
            "0.5 pixels apart along X.",
        ),
        (
            "kernel: 5, padding: [[4, 0], [2, 2]]",
            "padding: 2 on conv.1 aligns them.",
            "kernel: 5, padding: 2",
            "2 pixels apart along Y.",
        ),
    ],
)
def test_a_window_beside_a_shortcut_is_moved(tell: Tell, before: str, advice: str, after: str, where: str) -> None:
    text = network("[8, 8, 8]", f"- residual:\n    - conv: {{filters: 8, {before}}}\n    - relu\n")
    (finding,) = tell(text, MISALIGNED)
    assert finding.message == f"add.1 merges relu.1 and input, whose cells look at places {where}"
    assert finding.advice == advice
    assert tell(edited(text, before, after), MISALIGNED) == ()


CAUSAL = """
- conv: {filters: 8, kernel: 2, padding: [[1, 0]]}
- branches:
    merge: add
    paths:
      - []
      - [{conv: {filters: 8, kernel: 3, dilation: 2, padding: [[4, 0]]}}, relu]
      - [{pointwise: 8}]
"""


def test_paths_of_a_sequence_that_look_back_are_held_by_where_they_end(tell: Tell) -> None:
    assert tell(network("[8, 32]", CAUSAL), MISALIGNED) == ()
    ahead = edited(CAUSAL, "padding: [[4, 0]]", "padding: [[3, 1]]")
    assert [f.layer for f in tell(network("[8, 32]", ahead), MISALIGNED)] == ["add.1"]
    late = edited(CAUSAL, "- [{pointwise: 8}]", "- [{pad: [[1, 0]]}, {crop: {amount: [[0, 1]]}}]")
    assert [f.layer for f in tell(network("[8, 32]", late), MISALIGNED)] == ["add.1"]
    image = edited(CAUSAL.replace("]]", "], [0, 0]]"), "kernel: 2", "kernel: [2, 1]")
    image = edited(image, "kernel: 3", "kernel: [3, 1]")
    assert [f.layer for f in tell(network("[8, 32, 32]", image), MISALIGNED)] == ["add.1"]


BRANCHES = """
- branches:
    paths:
      - [{pointwise: 8}]
      - [{conv: {filters: 8, kernel: 3, padding: half}}]
      - [{conv: {filters: 8, kernel: 3, padding: [[0, 2], [2, 0]]}}]
      - [{conv: {filters: 8, kernel: 4, padding: [[1, 2], [2, 1]]}}]
"""


def test_the_many_stay_and_the_few_move(tell: Tell) -> None:
    text = network("[8, 8, 8]", BRANCHES)
    (finding,) = tell(text, MISALIGNED)
    assert finding.message == "concat.1 merges 4 paths, whose cells look at places 1 pixel apart."
    assert finding.advice == "padding: 1 on conv.2 and kernel: 5 with padding: 2 on conv.3 align them."
    moved = edited(text, "padding: [[0, 2], [2, 0]]", "padding: 1")
    moved = edited(moved, "kernel: 4, padding: [[1, 2], [2, 1]]", "kernel: 5, padding: 2")
    assert tell(moved, MISALIGNED) == ()


def test_a_layer_that_others_read_too_is_not_moved(tell: Tell) -> None:
    shared = "- conv: {filters: 8, kernel: 2, padding: same}\n  name: a\n- add:\n  from: [a, input]\n  name: b\n"
    (finding,) = tell(network("[8, 8, 8]", f"{shared}- concat:\n  from: [a, b]\n"), MISALIGNED)
    assert finding.layer == "b"
    assert finding.advice == "Give the windows of all paths odd kernels, and the same padding on both sides."


def test_what_no_window_can_move_gets_a_general_answer(tell: Tell) -> None:
    text = network("[8, 8, 8]", "- residual:\n    - pad: [[1, 0], [1, 0]]\n    - crop: [[0, 1], [0, 1]]\n")
    (finding,) = tell(text, MISALIGNED)
    assert finding.advice == "Give the windows of all paths odd kernels, and the same padding on both sides."


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("- residual: [{conv: {filters: 8, kernel: 3, padding: half}}]\n", id="padded alike"),
        pytest.param("- residual: [{max_pool: 2}, {upsample: 2}]\n", id="down and up"),
        pytest.param("- conv: {filters: 8, kernel: 2, padding: same}\n- relu\n", id="no merge"),
        pytest.param("- squeeze_excite: {squeeze: 2}\n", id="gates have no place"),
    ],
)
def test_paths_that_lie_on_each_other_are_fine(tell: Tell, layers: str) -> None:
    assert tell(network("[8, 8, 8]", layers), MISALIGNED) == ()


DEAD_END = """
- conv: {filters: 8, kernel: 3, padding: half}
  name: stem
- conv: {filters: 8, kernel: 3, padding: half}
- relu
- max_pool: 2
  from: stem
"""


def test_a_layer_that_nothing_reads_is_found(tell: Tell, report: Report) -> None:
    text = network("[3, 8, 8]", DEAD_END)
    (finding,) = tell(text, UNUSED)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "relu.1", 6)
    assert finding.message == "Nothing reads relu.1, and it is no output."
    assert finding.advice == (
        "Leave it out with 1 layer that nothing else needs and save 584 parameters and 36,864 MACs; "
        "or give it a name and list that under outputs."
    )
    without = edited(text, "- conv: {filters: 8, kernel: 3, padding: half}\n- relu\n", "")
    assert tell(without, UNUSED) == ()
    before, after = report(text).totals, report(without).totals
    assert before["parameters"]["trainable"] - after["parameters"]["trainable"] == 584
    assert before["macs"] - after["macs"] == 36864
    listed = f"outputs: [auxiliary, main]\n{edited(text, '- relu', '- relu:' + chr(10) + '  name: auxiliary')}"
    assert tell(f"{listed}  name: main\n", UNUSED) == ()


def test_what_several_dead_ends_share_is_charged_to_none(tell: Tell) -> None:
    shared = edited(DEAD_END, "- relu\n", "  name: shared\n- relu\n- tanh:\n  from: shared\n")
    findings = tell(network("[3, 8, 8]", shared), UNUSED)
    advice = "Leave it out; or give it a name and list that under outputs."
    assert [(f.layer, f.advice) for f in findings] == [("relu.1", advice), ("tanh.1", advice)]


def test_outputs_are_used(tell: Tell) -> None:
    assert tell(network("[3, 8, 8]", "- relu\n- global_avg_pool\n- dense: 10\n"), UNUSED) == ()
