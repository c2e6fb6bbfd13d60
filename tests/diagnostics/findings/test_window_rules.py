"""Windows that do not fit their input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_texts import edited, network

if TYPE_CHECKING:
    from network_texts import Report, Tell

REST, EXCEEDS = "stride-does-not-fit", "kernel-exceeds-input"
SEVEN = network("[1, 7, 7]", "- conv: {filters: 8, kernel: 3, stride: 3}\n")


def test_a_stride_that_leaves_a_rest_is_found(tell: Tell) -> None:
    (finding,) = tell(SEVEN, REST)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.1", 3)
    assert finding.message == (
        "conv.1 never reads the last row and the last column of its input of 7x7: "
        "a window of 3x3 at stride 3 does not fit there."
    )
    assert finding.advice == "padding: [[0, 2], [0, 2]] reads them."
    assert tell(edited(SEVEN, "stride: 3", "stride: 3, padding: [[0, 2], [0, 2]]"), REST) == ()


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param("conv: {filters: 8, kernel: 3, stride: 2}", id="it fits"),
        pytest.param("conv: {filters: 8, kernel: 3, stride: 3, padding: 1}", id="padding alone is left over"),
        pytest.param("conv: {filters: 8, kernel: 3, stride: 3, padding: same}", id="same pads as much as it takes"),
        pytest.param("pointwise: {filters: 8, stride: 4}", id="narrower than its stride: another rule"),
        pytest.param("max_pool: {kernel: 3, ceil_mode: true}", id="ceil mode"),
    ],
)
def test_windows_that_reach_the_end_are_fine(tell: Tell, layer: str) -> None:
    assert tell(network("[1, 7, 7]", f"- {layer}\n"), REST) == ()


@pytest.mark.parametrize(
    ("shape", "unread"),
    [
        ("[1, 7, 9]", "the last row of its input of 7x9: a window of 3x3"),
        ("[1, 8]", "the last 2 cells of its input of 8: a window of 3"),
        ("[1, 7, 8, 9]", "the last plane and the last 2 rows of its input of 7x8x9: a window of 3x3x3"),
    ],
)
def test_a_pooling_is_told_to_round_up(tell: Tell, shape: str, unread: str) -> None:
    text = network(shape, "- max_pool: {kernel: 3}\n")
    (finding,) = tell(text, REST)
    assert finding.message == f"max_pool.1 never reads {unread} at stride 3 does not fit there."
    assert finding.advice == "ceil_mode: true reads them."
    assert tell(edited(text, "kernel: 3", "kernel: 3, ceil_mode: true"), REST) == ()


PATHS = """
- conv: {filters: 8, kernel: 3, padding: half}
- residual:
    body:
      - relu
      - conv: {filters: 8, kernel: 3, stride: 2}
    shortcut:
      - max_pool: {kernel: 3, stride: 2}
"""


def test_paths_that_merge_are_padded_together(tell: Tell) -> None:
    text = network("[8, 8, 8]", PATHS)
    findings = tell(text, REST)
    assert [finding.layer for finding in findings] == ["conv.2", "max_pool.1"]
    advice = "pad: [[0, 1], [0, 1]] after conv.1 reads them, in all paths alike."
    assert {finding.advice for finding in findings} == {advice}
    assert tell(edited(text, "- residual", "- pad: [[0, 1], [0, 1]]\n- residual"), REST) == ()


UNLIKE = """
- residual:
    body:
      - conv: {filters: 8, kernel: 3, padding: half, stride: 2}
      - max_pool: {kernel: 2}
    shortcut:
      - max_pool: {kernel: 4}
"""


def test_paths_that_no_single_change_fits_are_told_what_it_takes(tell: Tell) -> None:
    text = network("[8, 10, 10]", UNLIKE)
    body, shortcut = tell(text, REST)
    assert (body.layer, body.advice) == (
        "max_pool.1",
        "ceil_mode: true reads them, where what it is merged with is padded alike.",
    )
    alike = edited(edited(text, "kernel: 2", "kernel: 2, ceil_mode: true"), "kernel: 4", "kernel: 4, ceil_mode: true")
    assert tell(alike, REST) == ()
    assert (shortcut.layer, shortcut.advice) == (
        "max_pool.2",
        "pad: [[0, 2], [0, 2]] after input reads them, in all paths alike.",
    )
    assert tell(edited(text, "- residual", "- pad: [[0, 2], [0, 2]]\n- residual"), REST) == ()


TWO = network("[8, 2, 2]", "- conv: {filters: 8, kernel: 3, padding: half}\n")


def test_a_window_wider_than_its_input_is_found(tell: Tell, report: Report) -> None:
    (finding,) = tell(TWO, EXCEEDS)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.1", 3)
    assert finding.message == "The window of conv.1 spans 3x3 cells, but its input has only 2x2."
    assert finding.advice == "kernel: 1 with padding: 0 gives the same output and saves 512 parameters."
    smaller = edited(TWO, "kernel: 3, padding: half", "kernel: 1, padding: 0")
    assert tell(smaller, EXCEEDS) == ()
    assert report(smaller).layers[0].output_shape == report(TWO).layers[0].output_shape
    stored = [report(text).totals["parameters"]["trainable"] for text in (TWO, smaller)]
    assert stored[0] - stored[1] == 512


def test_a_window_as_wide_as_its_input_is_fine(tell: Tell) -> None:
    assert tell(edited(TWO, "[8, 2, 2]", "[8, 3, 3]"), EXCEEDS) == ()


def test_a_dilation_is_taken_back_first(tell: Tell, report: Report) -> None:
    text = network("[8, 5, 5]", "- conv: {filters: 8, kernel: 3, padding: half, dilation: 3}\n")
    (finding,) = tell(text, EXCEEDS)
    assert finding.message == "The window of conv.1 spans 7x7 cells, but its input has only 5x5."
    assert finding.advice == "dilation: 2 with padding: 2 gives the same output."
    narrower = edited(text, "padding: half, dilation: 3", "padding: 2, dilation: 2")
    assert tell(narrower, EXCEEDS) == ()
    assert report(narrower).layers[0].output_shape == (8, 5, 5)


def test_a_window_may_be_too_wide_along_one_axis(tell: Tell) -> None:
    text = network("[8, 2, 9]", "- avg_pool: {kernel: 3, stride: 1, padding: 1}\n")
    (finding,) = tell(text, EXCEEDS)
    assert finding.message == "The window of avg_pool.1 spans 3 cells along Y, but its input has only 2."
    assert finding.advice == "kernel: [1, 3] with padding: [0, 1] gives the same output."
    narrower = edited(text, "kernel: 3, stride: 1, padding: 1", "kernel: [1, 3], stride: 1, padding: [0, 1]")
    assert tell(narrower, EXCEEDS) == ()


def test_where_a_smaller_kernel_would_leave_gaps_a_larger_input_is_named(tell: Tell) -> None:
    text = network("[8, 8, 8]", "- max_pool: 4\n- conv: {filters: 8, kernel: 3, padding: half, stride: 2}\n")
    (finding,) = tell(text, EXCEEDS)
    assert finding.advice == "An input of 16x16 is large enough for it."
    assert tell(edited(text, "[8, 8, 8]", "[8, 16, 16]"), EXCEEDS) == ()
    (fixed,) = tell(f"{text}- reshape: [8]\n", EXCEEDS)
    assert fixed.advice == ""
