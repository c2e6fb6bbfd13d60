"""Capacity and coverage: what is found, and that the advice does what it promises."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from network_texts import convolutions, edited, network

from reportgen import Settings, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings.sight import sights

if TYPE_CHECKING:
    from network_texts import Report, Tell

    from reportgen import NetworkReport

ROOT = Path(__file__).parents[3]
LOW, HIGH, BOTH = "capacity-too-low", "coverage-too-high", "capacity-and-coverage"
CONV = "- conv: {filters: 8, kernel: 3, padding: half}\n"
NINE = network("[8, 64, 64]", f"{CONV}  repeat: 9\n")


def capacity(network: NetworkReport, layer: str) -> float:
    (values,) = [row.values["capacity"] for row in network.layers if row.id == layer]
    return float(round(min(values), 1))


def coverage(network: NetworkReport, layer: str) -> float:
    (values,) = [row.values["coverage"] for row in network.layers if row.id == layer]
    return float(round(max(values), 1))


def test_a_small_window_on_a_large_field_is_found(tell: Tell) -> None:
    (finding,) = tell(NINE, LOW)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.9", 3)
    assert finding.message == (
        "The window of conv.9 spans 3 of the 19 pixels that it sees, a learning capacity of 15.8%; the bound is 16.7%."
    )


def test_the_pooling_that_it_names_lifts_the_capacity(tell: Tell, report: Report) -> None:
    (finding,) = tell(NINE, LOW)
    assert finding.advice == "A 2x2 max pooling before conv.9 lifts it to 27.3%."
    pooled = edited(NINE, "repeat: 9\n", f"repeat: 8\n- max_pool: 2\n{CONV}")
    assert tell(pooled, LOW, HIGH, BOTH) == ()
    assert capacity(report(pooled), "conv.9") == 27.3


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param(convolutions(8), id="3 of 17 pixels"),
        pytest.param(convolutions(1, "filters: 8, kernel: 4, padding: same") + convolutions(7), id="3 of 18: 1/6"),
        pytest.param(f"{convolutions(8)}- max_pool: 2\n{convolutions(1)}", id="a pooling between"),
        pytest.param(f"{convolutions(8)}- pointwise: 8\n- relu\n", id="one-cell windows are not judged"),
    ],
)
def test_capacities_from_a_sixth_on_are_enough(tell: Tell, layers: str) -> None:
    assert tell(network("[8, 64, 64]", layers), LOW, HIGH, BOTH) == ()


def test_only_the_axis_on_which_a_window_is_wide_is_judged(tell: Tell) -> None:
    tall = convolutions(1, "filters: 8, kernel: [3, 1], padding: half")
    wide = convolutions(9, "filters: 8, kernel: [1, 3], padding: half")
    (finding,) = tell(network("[8, 64, 64]", wide + tall), LOW)
    assert finding.layer == "conv.9"
    assert "3 of the 19 pixels that it sees along X, a learning capacity of 15.8%" in finding.message


def test_along_one_axis(tell: Tell, report: Report) -> None:
    text = network("[8, 64]", convolutions(9))
    (finding,) = tell(text, LOW)
    assert finding.advice == "A max pooling of 2 before conv.9 lifts it to 27.3%."
    pooled = network("[8, 64]", f"{convolutions(8)}- max_pool: 2\n{convolutions(1)}")
    assert capacity(report(pooled), "conv.9") == 27.3


RESIDUALS = """
- conv: {filters: 8, kernel: 3, padding: half}
  repeat: 7
- stage: deep
  layers:
    - residual:
        - conv: {filters: 8, kernel: 3, padding: half}
        - conv: {filters: 8, kernel: 3, padding: half}
    - residual:
        - conv: {filters: 8, kernel: 3, padding: half}
"""


def test_a_pooling_goes_before_the_whole_residual(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", RESIDUALS)
    second, third = tell(text, LOW)
    assert (second.layer, second.advice) == ("deep/conv.2", "A 2x2 max pooling after conv.7 lifts it to 25.0%.")
    assert (third.layer, third.advice) == ("deep/conv.3", "A 2x2 max pooling after deep/add.1 lifts it to 25.0%.")
    before_both = edited(text, "- stage", "- max_pool: 2\n- stage")
    assert capacity(report(before_both), "deep/conv.2") == 25.0
    one = "    - residual:\n        - conv: {filters: 8, kernel: 3, padding: half}\n"
    between = text.removesuffix(one) + f"    - max_pool: 2\n{one}"
    assert capacity(report(between), "deep/conv.3") == 25.0


BLOCKS = """
blocks:
  pair:
    layers:
      - conv: {filters: 8, kernel: 3, padding: half}
      - relu
      - conv: {filters: 8, kernel: 3, padding: half}
      - relu
"""


def test_a_pooling_goes_before_the_whole_block(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", "- pair\n- pair\n- pair\n- pair\n- pair\n", BLOCKS)
    ninth, tenth = tell(text, LOW)
    assert (ninth.layer, ninth.line) == ("pair.5/conv.1", 5)
    assert ninth.advice == "A 2x2 max pooling before pair.5 lifts it to 27.3%."
    assert (tenth.layer, tenth.advice) == ("pair.5/conv.2", "A 2x2 max pooling before pair.5 lifts it to 23.1%.")
    pooled = f"{text.removesuffix('- pair' + chr(10))}- max_pool: 2\n- pair\n"
    assert tell(pooled, LOW, HIGH, BOTH) == ()
    assert capacity(report(pooled), "pair.5/conv.1") == 27.3
    assert capacity(report(pooled), "pair.5/conv.2") == 23.1


def test_a_pooling_that_would_see_past_the_image_is_not_sold_as_one(tell: Tell, report: Report) -> None:
    text = network("[8, 20, 20]", f"{CONV}  repeat: 9\n")
    (finding,) = tell(text, LOW)
    assert finding.advice == (
        "A 2x2 max pooling before conv.9 lifts it to 27.3%, but its field then covers 110.0% of the image. "
        "Without conv.8 its capacity is 17.6%."
    )
    pooled = report(edited(text, "repeat: 9\n", f"repeat: 8\n- max_pool: 2\n{CONV}"))
    assert (capacity(pooled, "conv.9"), coverage(pooled, "conv.9")) == (27.3, 110.0)
    shorter = edited(text, "repeat: 9", "repeat: 8")
    assert tell(shorter, LOW, HIGH, BOTH) == ()
    assert capacity(report(shorter), "conv.8") == 17.6


def test_a_pooling_that_is_not_enough_says_so(tell: Tell, report: Report) -> None:
    text = network("[8, 64, 64]", f"{CONV}  repeat: 17\n")
    *_, last = tell(text, LOW)
    assert last.layer == "conv.17"
    assert last.advice == (
        "A 2x2 max pooling before conv.17 lifts it to 15.8%, which is still below 16.7%. "
        "Without conv.8 to conv.16 its capacity is 17.6%."
    )
    assert capacity(report(edited(text, "repeat: 17\n", f"repeat: 16\n- max_pool: 2\n{CONV}")), "conv.17") == 15.8
    assert tell(edited(text, "repeat: 17", "repeat: 8"), LOW) == ()


def test_where_nothing_fits_the_last_layer_that_holds_is_named(tell: Tell) -> None:
    unpadded = network("[8, 19, 19]", f"{convolutions(1, 'filters: 8, kernel: 3')}  repeat: 9\n")
    (finding,) = tell(unpadded, LOW)
    assert finding.advice == "The last layer before it that keeps within bounds is conv.8: its capacity is 17.6%."
    assert tell(edited(unpadded, "repeat: 9", "repeat: 8"), LOW, HIGH, BOTH) == ()


FOUR = network("[8, 8, 8]", f"{CONV}  repeat: 4\n")


def test_a_field_larger_than_the_image_is_found(tell: Tell, report: Report) -> None:
    (finding,) = tell(FOUR, HIGH)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.4", 3)
    assert finding.message == ("conv.4 sees 9 pixels where the image has 8, a coverage of 112.5%; the bound is 100.0%.")
    assert finding.advice == "Without conv.3 its coverage is 87.5%. An input of 9x9 holds every field."
    shorter = edited(FOUR, "repeat: 4", "repeat: 3")
    assert tell(shorter, LOW, HIGH, BOTH) == ()
    assert coverage(report(shorter), "conv.3") == 87.5
    assert tell(edited(FOUR, "[8, 8, 8]", "[8, 9, 9]"), LOW, HIGH, BOTH) == ()


def test_a_field_as_large_as_the_image_is_fine(tell: Tell) -> None:
    text = network("[8, 9, 9]", convolutions(4))
    assert tell(text, HIGH, BOTH) == ()
    assert tell(edited(text, "[8, 9, 9]", "[8, 9, 8]"), HIGH)[0].message == (
        "conv.4 sees 9 pixels along X where the image has 8, a coverage of 112.5%; the bound is 100.0%."
    )


def test_only_what_widens_the_field_is_told_of(tell: Tell) -> None:
    tail = "- batch_norm\n- relu\n- pointwise: 8\n- max_pool: 2\n- global_avg_pool\n- dense: 10\n"
    findings = tell(network("[8, 8, 8]", convolutions(4) + tail), HIGH)
    assert [finding.layer for finding in findings] == ["conv.4", "max_pool.1"]


UP_AND_DOWN = """
- conv: {filters: 8, kernel: 3, padding: half}
  name: top
- max_pool: 2
- conv: {filters: 8, kernel: 3, padding: half}
  repeat: 4
- conv_transpose: {filters: 8, kernel: 2, stride: 2}
  name: up
- concat:
  from: [top, up]
"""


def test_the_larger_input_keeps_the_strides_fitting(tell: Tell) -> None:
    text = network("[8, 16, 16]", UP_AND_DOWN)
    (finding,) = tell(text, HIGH)
    assert finding.layer == "conv.4"
    assert finding.advice == (
        "The last layer before it that keeps within bounds is conv.3: its coverage is 100.0%. "
        "An input of 20x20 holds every field."
    )
    assert tell(edited(text, "[8, 16, 16]", "[8, 20, 20]"), LOW, HIGH, BOTH) == ()
    assert tell(edited(text, "repeat: 4", "repeat: 3"), LOW, HIGH, BOTH) == ()


def test_a_network_that_takes_no_other_input_is_not_offered_one(tell: Tell) -> None:
    text = network("[8, 8, 8]", f"{convolutions(4)}- reshape: [512]\n")
    (finding,) = tell(text, HIGH)
    assert finding.advice == "Without conv.3 its coverage is 87.5%."


def test_a_field_that_grows_with_the_image_is_not_outgrown(tell: Tell) -> None:
    tall = convolutions(2, "filters: 8, kernel: [3, 1], padding: half")
    (finding,) = tell(network("[8, 16, 16]", f"- adaptive_avg_pool: 4\n{tall}"), HIGH)
    assert finding.message.startswith("conv.2 sees 20 pixels along Y where the image has 16")
    assert finding.advice == "Without conv.1 its coverage is 75.0%."


def test_the_last_layer_within_bounds_misses_neither(tell: Tell) -> None:
    options = ("filters: 8, kernel: 3, padding: half", "filters: 16, kernel: 3, padding: half")
    uneven = "".join(convolutions(1, options[i % 2]) for i in range(9))
    *_, pool = tell(network("[16, 16, 16]", f"{uneven}- max_pool: 2\n- reshape: [512]\n"), HIGH)
    assert pool.layer == "max_pool.1"
    assert pool.advice == "The last layer before it that keeps within bounds is conv.7: its coverage is 93.8%."


def test_both_at_once_are_one_finding(tell: Tell, report: Report) -> None:
    text = network("[8, 16, 16]", f"{CONV}  repeat: 9\n")
    findings = tell(text, LOW, HIGH, BOTH)
    assert [(f.name, f.layer) for f in findings] == [(HIGH, "conv.8"), (BOTH, "conv.9")]
    finding = findings[-1]
    assert finding.message == (
        "The window of conv.9 spans 3 of the 19 pixels that it sees, a learning capacity of 15.8% (bound: 16.7%), and "
        "the image has only 16, a coverage of 118.8% (bound: 100.0%)."
    )
    assert finding.advice == "Without conv.7 to conv.8 its capacity is 20.0% and its coverage is 93.8%."
    shorter = edited(text, "repeat: 9", "repeat: 7")
    assert tell(shorter, LOW, HIGH, BOTH) == ()
    assert (capacity(report(shorter), "conv.7"), coverage(report(shorter), "conv.7")) == (20.0, 93.8)


def test_what_is_left_out_keeps_its_shape(tell: Tell, report: Report) -> None:
    wider = "- conv: {filters: 16, kernel: 3, padding: half}\n"
    text = network(
        "[8, 16, 16]", convolutions(5) + wider + convolutions(1, "filters: 16, kernel: 3, padding: half") * 3
    )
    *_, last = tell(text, BOTH)
    assert (last.layer, last.advice) == (
        "conv.9",
        "Without conv.7 to conv.8 its capacity is 20.0% and its coverage is 93.8%.",
    )
    *_, high = tell(text, HIGH)
    assert (high.layer, high.advice) == (
        "conv.8",
        "Without conv.7 its coverage is 93.8%. An input of 19x19 holds every field.",
    )
    without = network("[8, 16, 16]", convolutions(5) + wider + convolutions(1, "filters: 16, kernel: 3, padding: half"))
    assert coverage(report(without), "conv.7") == 93.8


def test_bounds_that_are_set_otherwise_judge_all_three(report: Report) -> None:
    text = network("[8, 16, 16]", convolutions(9))
    lower = {LOW: Fraction(1, 10)}
    found = report(text, Settings(select=(LOW, HIGH, BOTH), bounds=lower)).findings
    assert [(f.name, f.layer) for f in found] == [(HIGH, "conv.8"), (HIGH, "conv.9")]
    wider = {HIGH: Fraction(6, 5)}
    found = report(text, Settings(select=(LOW, HIGH, BOTH), bounds=wider)).findings
    assert [(f.name, f.layer) for f in found] == [(LOW, "conv.9")]
    stricter = {HIGH: Fraction(1, 2)}
    found = report(network("[8, 16, 16]", convolutions(4)), Settings(select=(HIGH,), bounds=stricter)).findings
    assert [f.advice for f in found] == ["Without conv.3 its coverage is 43.8%. An input of 18x18 holds every field."]


def test_gates_do_not_count(tell: Tell) -> None:
    gate = "- squeeze_excite: {squeeze: 4}\n"
    assert tell(network("[8, 64, 64]", convolutions(4) + gate + convolutions(4)), LOW, HIGH, BOTH) == ()
    (finding,) = tell(network("[8, 64, 64]", convolutions(4) + gate + convolutions(5)), LOW)
    assert finding.advice == "A 2x2 max pooling before conv.9 lifts it to 27.3%."


def test_a_network_without_axes_has_nothing_to_judge(tell: Tell) -> None:
    assert tell(network("[8]", "- dense: 16\n- relu\n"), LOW, HIGH, BOTH) == ()


def test_bounds_are_held_against_whole_numbers_as_against_fractions(tmp_path: Path) -> None:
    (tmp_path / "gaps.yml").write_text(
        "input: [2, 33, 33]\nlayers: [{pointwise: {filters: 2, stride: 4}}, {max_pool: 3}]\n"
    )
    (tmp_path / "wide.yml").write_text(
        "input: [2, 33, 33]\nlayers: [{pointwise: {filters: 2, stride: 4}}, {conv: {filters: 2, kernel: 3}}]\n"
    )
    paths = (ROOT / "architectures/unet/unet.yml", tmp_path / "gaps.yml", tmp_path / "wide.yml")
    networks = [load(path)[0] for path in paths]
    seen = [sight for one in networks for sight in Study(build(one), one).get(sights).values()]
    bounds = {bound for sight in seen for bound in (sight.capacity, sight.coverage)}
    bounds |= {Fraction(1), Fraction(6, 5), Fraction(2)}
    assert {(sight.judged, sight.capacity > 1) for sight in seen} == {(True, True), (True, False), (False, False)}
    for sight in seen:
        assert [sight.narrower(bound) for bound in bounds] == [sight.capacity < bound for bound in bounds]
        assert [sight.wider(bound) for bound in bounds] == [sight.coverage > bound for bound in bounds]
