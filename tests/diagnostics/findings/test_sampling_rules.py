"""Windows that read too little, or off their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_texts import edited, network

if TYPE_CHECKING:
    from network_texts import Report, Tell

ABRUPT, SKIPS, EVEN = "abrupt-downsampling", "stride-skips-input", "even-kernel"
STEM = "- max_pool: 2\n- max_pool: 2\n"


def last_shape(report: Report, text: str) -> tuple[int, ...]:
    return report(text).layers[-1].output_shape


def test_a_large_step_behind_the_stem_is_found(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", f"{STEM}- conv: {{filters: 64, kernel: 4, stride: 4}}\n")
    (finding,) = tell(text, ABRUPT)
    assert (finding.severity, finding.layer, finding.line) == ("info", "conv.1", 5)
    assert finding.message == "conv.1 goes from 16x16 to 4x4 cells in one step of 4; the bound is 2."
    assert finding.advice == ("stride: 2 and 'max_pool: {kernel: 2, ceil_mode: true}' behind it give the same output.")
    twos = edited(text, "stride: 4}\n", "stride: 2}\n- max_pool: {kernel: 2, ceil_mode: true}\n")
    assert tell(twos, ABRUPT) == ()
    assert last_shape(report, twos) == last_shape(report, text)


def test_a_step_of_eight_takes_two_poolings(tell: Tell, report: Report) -> None:
    text = network("[8, 60, 60]", f"{STEM}- max_pool: {{kernel: 8, stride: 8}}\n")
    (finding,) = tell(text, ABRUPT)
    assert finding.advice == (
        "stride: 2 and 2 times 'max_pool: {kernel: 2, ceil_mode: true}' behind it give the same output."
    )
    twos = edited(text, "stride: 8}\n", "stride: 2}\n" + "- max_pool: {kernel: 2, ceil_mode: true}\n" * 2)
    assert tell(twos, ABRUPT) == ()
    assert last_shape(report, twos) == last_shape(report, text)


def test_a_step_of_three_is_made_shorter(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", f"{STEM}- conv: {{filters: 8, kernel: 3, stride: 3}}\n")
    (finding,) = tell(text, ABRUPT)
    assert finding.advice == "stride: 2 puts out 7x7 cells instead of 5x5."
    slower = edited(text, "stride: 3", "stride: 2")
    assert tell(slower, ABRUPT) == ()
    assert last_shape(report, slower) == (8, 7, 7)


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("- conv: {filters: 64, kernel: 7, stride: 4}\n", id="the stem may"),
        pytest.param(f"{STEM}- conv: {{filters: 8, kernel: 3, stride: 2}}\n", id="steps of two"),
        pytest.param(f"{STEM}- global_avg_pool\n- dense: 10\n", id="the head may"),
        pytest.param(f"{STEM}- squeeze_excite: {{squeeze: 1}}\n", id="gates may"),
        pytest.param(f"{STEM}- conv_transpose: {{filters: 8, kernel: 4, stride: 4}}\n", id="the other way"),
    ],
)
def test_small_steps_are_fine(tell: Tell, layers: str) -> None:
    assert tell(network("[8, 64, 64]", layers), ABRUPT) == ()


SQUEEZED = network("[64, 8, 8]", "- pointwise: {filters: 7}\n- conv: {filters: 64, kernel: 3, padding: half}\n")


def test_a_loss_of_most_values_is_found(tell: Tell) -> None:
    (finding,) = tell(SQUEEZED, ABRUPT)
    assert (finding.layer, finding.line) == ("pointwise.1", 3)
    assert finding.message == ("pointwise.1 puts out 448 of the 4,096 values that it reads, 10.9%; the bound is 12.5%.")
    assert finding.advice == "filters: 8 keeps an eighth of them."
    assert tell(edited(SQUEEZED, "filters: 7", "filters: 8"), ABRUPT) == ()


def test_a_pooling_that_loses_most_values_is_made_slower(tell: Tell) -> None:
    text = network("[8, 9, 9]", "- max_pool: {kernel: 3, stride: 3}\n- conv: {filters: 8, kernel: 3, padding: half}\n")
    (finding,) = tell(text, ABRUPT)
    assert finding.message == "max_pool.1 puts out 72 of the 648 values that it reads, 11.1%; the bound is 12.5%."
    assert finding.advice == "stride: 2 puts out 4x4 cells instead of 3x3."
    assert tell(edited(text, "stride: 3", "stride: 2"), ABRUPT) == ()


def test_a_crop_that_loses_most_values_is_left_to_its_author(tell: Tell) -> None:
    (finding,) = tell(network("[8, 9, 9]", "- crop: 3\n- conv: {filters: 8, kernel: 3}\n"), ABRUPT)
    assert finding.advice == ""


def test_a_step_of_another_length_along_each_axis_is_made_shorter(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", f"{STEM}- conv: {{filters: 64, kernel: 4, stride: [4, 1]}}\n")
    (finding,) = tell(text, ABRUPT)
    assert finding.message == "conv.1 goes from 16x16 to 4x13 cells in one step of 4; the bound is 2."
    assert finding.advice == "stride: [2, 1] puts out 7x13 cells instead of 4x13."
    slower = edited(text, "stride: [4, 1]", "stride: [2, 1]")
    assert tell(slower, ABRUPT) == ()
    assert last_shape(report, slower) == (64, 7, 13)


def test_a_slower_step_that_does_not_fit_is_not_advised(tell: Tell) -> None:
    text = network("[8, 64, 64]", f"{STEM}- conv: {{filters: 8, kernel: 3, stride: 3}}\n- reshape: [200]\n")
    assert [f.advice for f in tell(text, ABRUPT)] == [""]


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("- residual: [{pointwise: 4}, {pointwise: 64}]\n", id="the shortcut keeps them"),
        pytest.param("- relu\n- pointwise: 4\n- softmax\n", id="the task sets the channels of an output"),
        pytest.param("- flatten\n- dense: 10\n- dense: 10\n", id="the head may"),
    ],
)
def test_values_that_are_not_lost_are_fine(tell: Tell, layers: str) -> None:
    assert tell(network("[64, 8, 8]", layers), ABRUPT) == ()


def test_gaps_between_windows_are_found(tell: Tell, report: Report) -> None:
    text = network("[8, 8, 8]", "- pointwise: {filters: 16, stride: 2}\n")
    (finding,) = tell(text, SKIPS)
    assert (finding.severity, finding.layer, finding.line) == ("info", "pointwise.1", 3)
    assert finding.message == (
        "pointwise.1 never reads 75.0% of its input: its window of 1x1 is narrower than its stride of 2."
    )
    assert finding.advice == "'avg_pool: 2' before it and stride: 1 read everything, for the same output."
    pooled = edited(
        text, "- pointwise: {filters: 16, stride: 2}", "- avg_pool: 2\n- pointwise: {filters: 16, stride: 1}"
    )
    assert tell(pooled, SKIPS) == ()
    assert last_shape(report, pooled) == last_shape(report, text)


def test_an_odd_input_is_pooled_to_its_end(tell: Tell, report: Report) -> None:
    text = network("[8, 7, 7]", "- pointwise: {filters: 16, stride: 2}\n")
    (finding,) = tell(text, SKIPS)
    assert "never reads 67.3%" in finding.message
    assert finding.advice == (
        "'avg_pool: {kernel: 2, ceil_mode: true}' before it and stride: 1 read everything, for the same output."
    )
    pool = "- avg_pool: {kernel: 2, ceil_mode: true}\n- pointwise: {filters: 16}"
    pooled = edited(text, "- pointwise: {filters: 16, stride: 2}", pool)
    assert tell(pooled, SKIPS, "stride-does-not-fit") == ()
    assert last_shape(report, pooled) == last_shape(report, text)


def test_a_wider_window_leaves_no_gaps(tell: Tell, report: Report) -> None:
    text = network("[8, 8, 8]", "- conv: {filters: 16, kernel: 2, stride: 3}\n")
    (finding,) = tell(text, SKIPS)
    assert "never reads 43.8% of its input: its window of 2x2 is narrower than its stride of 3." in finding.message
    assert finding.advice == "kernel: 3 with padding: [[0, 1], [0, 1]] leaves no gaps, for the same output."
    wider = edited(text, "kernel: 2", "kernel: 3, padding: [[0, 1], [0, 1]]")
    assert tell(wider, SKIPS) == ()
    assert last_shape(report, wider) == last_shape(report, text)


def test_a_pooling_that_only_picks_is_made_to_pool(tell: Tell, report: Report) -> None:
    text = network("[8, 8, 8]", "- max_pool: {kernel: 1, stride: 2}\n")
    (finding,) = tell(text, SKIPS)
    assert finding.advice == "kernel: 2 with padding: 0 leaves no gaps, for the same output."
    pooled = edited(text, "kernel: 1", "kernel: 2, padding: 0")
    assert tell(pooled, SKIPS) == ()
    assert last_shape(report, pooled) == last_shape(report, text)


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        pytest.param("[8, 8, 8]", "conv: {filters: 8, kernel: 2, stride: 2}", id="as wide as its stride"),
        pytest.param("[8, 1, 1]", "pointwise: {filters: 8, stride: 2}", id="there is nothing between"),
    ],
)
def test_windows_without_gaps_are_fine(tell: Tell, shape: str, layer: str) -> None:
    assert tell(network(shape, f"- {layer}\n"), SKIPS) == ()


def test_a_window_without_a_middle_is_found(tell: Tell, report: Report) -> None:
    text = network("[3, 32, 32]", "- conv: {filters: 8, kernel: 2, padding: same}\n")
    (finding,) = tell(text, EVEN)
    assert (finding.severity, finding.layer, finding.line) == ("info", "conv.1", 3)
    assert finding.message == "The window of conv.1, 2x2, has no middle: what it finds is put off by half a cell."
    assert finding.advice == "kernel: 3 with padding: 1 gives the same output, for 120 parameters more."
    odd = edited(text, "kernel: 2, padding: same", "kernel: 3, padding: 1")
    assert tell(odd, EVEN) == ()
    assert last_shape(report, odd) == last_shape(report, text)
    stored = [report(t).totals["parameters"]["trainable"] for t in (text, odd)]
    assert stored[1] - stored[0] == 120


@pytest.mark.parametrize(
    ("layer", "where", "advice", "odd"),
    [
        (
            "max_pool: {kernel: 4, stride: 1}",
            "4x4, has no middle:",
            "kernel: 5 with padding: [[0, 1], [0, 1]] gives the same output.",
            "max_pool: {kernel: 5, stride: 1, padding: [[0, 1], [0, 1]]}",
        ),
        (
            "conv: {filters: 8, kernel: [3, 4], padding: 1}",
            "3x4, has no middle along X:",
            "kernel: [3, 5] with padding: [[1, 1], [1, 2]] gives the same output, for 72 parameters more.",
            "conv: {filters: 8, kernel: [3, 5], padding: [[1, 1], [1, 2]]}",
        ),
        (
            "conv: {filters: 8, kernel: 2, dilation: 3}",
            "2x2, has no middle:",
            "kernel: 3 with padding: [[1, 2], [1, 2]] gives the same output, for 120 parameters more.",
            "conv: {filters: 8, kernel: 3, dilation: 3, padding: [[1, 2], [1, 2]]}",
        ),
    ],
)
def test_the_odd_window_puts_out_the_same(  # noqa: PLR0913, PLR0917 - a row of a table
    tell: Tell, report: Report, layer: str, where: str, advice: str, odd: str
) -> None:
    text = network("[3, 32, 32]", f"- {layer}\n")
    (finding,) = tell(text, EVEN)
    assert where in finding.message
    assert finding.advice == advice
    changed = edited(text, layer, odd)
    assert tell(changed, EVEN) == ()
    assert last_shape(report, changed) == last_shape(report, text)


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param("conv: {filters: 8, kernel: 3}", id="odd"),
        pytest.param("max_pool: 2", id="a stride of two puts windows side by side"),
        pytest.param("conv: {filters: 8, kernel: 2, dilation: 2}", id="two taps around a cell"),
        pytest.param("conv: {filters: 8, kernel: 4}", id="one window over all has no place to miss"),
    ],
)
def test_windows_with_a_middle_are_fine(tell: Tell, layer: str) -> None:
    assert tell(network("[8, 4, 4]", f"- {layer}\n"), EVEN) == ()


@pytest.mark.parametrize(
    ("shape", "window", "layers"),
    [
        ("[8, 32]", "kernel: 2, dilation: 4, padding: [[4, 0]]", []),
        ("[8, 32]", "kernel: 2, padding: [[0, 1]]", ["conv.1"]),
        ("[8, 32]", "kernel: 2", ["conv.1"]),
        ("[8, 32]", "kernel: 4, padding: [[2, 1]]", ["conv.1"]),
        ("[8, 32, 32]", "kernel: 2, padding: [[1, 0], [1, 0]]", ["conv.1"]),
    ],
)
def test_an_even_window_that_looks_back_needs_no_middle(tell: Tell, shape: str, window: str, layers: list[str]) -> None:
    found = tell(network(shape, f"- conv: {{filters: 8, {window}}}"), EVEN)
    assert [finding.layer for finding in found] == layers
