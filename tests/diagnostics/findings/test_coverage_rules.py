"""Images that are not seen whole, and windows that come too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_texts import convolutions, edited, network

if TYPE_CHECKING:
    from network_texts import Report, Tell

NOT_COVERED, UNPRODUCTIVE = "image-not-covered", "unproductive-layer"
CONV = "- conv: {filters: 8, kernel: 3, padding: half}\n"
SHORT = network("[8, 16, 16]", f"{CONV}{CONV}- max_pool: 2\n{CONV}- relu\n- global_avg_pool\n- dense: 8\n")


def test_features_that_see_a_part_of_the_image_are_found(tell: Tell, report: Report) -> None:
    (finding,) = tell(SHORT, NOT_COVERED)
    assert (finding.severity, finding.layer, finding.line) == ("info", "relu.1", 7)
    assert finding.message == (
        "The deepest features, relu.1, see 10 of the 16 pixels of the image, a coverage of 62.5%; the bound is 100.0%."
    )
    assert finding.advice == (
        "1 more convolution before global_avg_pool.1 (filters 8, kernel 3, padding half) brings it to 87.5%."
    )
    deeper = report(edited(SHORT, "- global_avg_pool", f"{CONV}- global_avg_pool"))
    assert deeper.totals["coverage"] == [87.5, 87.5]


def test_a_field_as_large_as_the_image_covers_it(tell: Tell) -> None:
    assert tell(edited(SHORT, "[8, 16, 16]", "[8, 10, 10]"), NOT_COVERED) == ()


def test_convolutions_go_where_there_is_room_for_them(tell: Tell) -> None:
    text = network("[8, 20, 20]", f"{CONV}- max_pool: 4\n{CONV}- max_pool: 2\n- global_avg_pool\n")
    (finding,) = tell(text, NOT_COVERED)
    assert finding.layer == "max_pool.2"
    assert finding.advice == (
        "1 more convolution before max_pool.1 (filters 8, kernel 3, padding half) brings it to 100.0%."
    )
    assert tell(edited(text, "- max_pool: 4", f"{CONV}- max_pool: 4"), NOT_COVERED) == ()


def test_only_the_short_axis_is_widened(tell: Tell) -> None:
    text = network("[8, 7, 11]", f"{convolutions(3)}- global_avg_pool\n")
    (finding,) = tell(text, NOT_COVERED)
    assert "see 7 of the 11 pixels of the image along X, a coverage of 63.6%" in finding.message
    assert finding.advice == (
        "2 more convolutions before global_avg_pool.1 (filters 8, kernel [1, 3], padding half) bring it to 100.0%."
    )
    more = convolutions(2, "filters: 8, kernel: [1, 3], padding: half")
    assert tell(edited(text, "- global", f"{more}- global"), NOT_COVERED, "coverage-too-high") == ()


FORKED = """
- branches:
    paths:
      - [{conv: {filters: 4, kernel: 9, padding: half}}]
      - [{max_pool: 2}, {upsample: 2}]
- global_avg_pool
"""


def test_convolutions_go_on_the_path_that_sees_furthest(tell: Tell) -> None:
    text = network("[4, 16, 16]", FORKED)
    (finding,) = tell(text, NOT_COVERED)
    assert finding.advice == (
        "3 more convolutions before global_avg_pool.1 (filters 8, kernel 3, padding half) bring it to 93.8%."
    )
    more = f"{convolutions(3)}- global_avg_pool"
    assert "a coverage of 93.8%" in tell(edited(text, "- global_avg_pool", more), NOT_COVERED)[0].message


def test_a_pixel_that_no_window_can_add_is_left_alone(tell: Tell) -> None:
    (finding,) = tell(network("[8, 4, 4]", f"{CONV}- global_avg_pool\n"), NOT_COVERED)
    assert finding.advice == (
        "One more convolution with kernel 3 would see past the image: that is as near as they come."
    )


def test_where_many_windows_were_needed_few_are_dilated(tell: Tell) -> None:
    text = network("[8, 100]", "- conv: {filters: 8, kernel: 3, padding: half}\n- global_avg_pool\n")
    (finding,) = tell(text, NOT_COVERED)
    assert finding.message == (
        "The deepest features, conv.1, see 3 of the 100 steps of the sequence, a coverage of 3.0%; the bound is 100.0%."
    )
    assert finding.advice == (
        "6 more convolutions before global_avg_pool.1 (filters 8, kernel 3, padding half, dilations 1, 2, 4, 8, 16 "
        "and 17) bring it to 99.0%."
    )
    more = "".join(
        f"- conv: {{filters: 8, kernel: 3, padding: half, dilation: {step}}}\n" for step in (1, 2, 4, 8, 16, 17)
    )
    (left,) = tell(edited(text, "- global_avg_pool", f"{more}- global_avg_pool"), NOT_COVERED)
    assert "a coverage of 99.0%" in left.message


OVERVIEWS = {
    "attention": "- flatten_positions\n- self_attention: {heads: 2}\n- global_avg_pool\n",
    "values dealt out anew": "- reshape: [2048, 1]\n- reshape: [256, 8]\n- pointwise: 256\n- reshape: [8, 16, 16]\n",
    "a pooled branch": "- branches: {paths: [[pointwise: 8], [{adaptive_avg_pool: 1}, {upsample: 16}]]}\n",
}


@pytest.mark.parametrize("layers", OVERVIEWS.values(), ids=OVERVIEWS)
def test_features_that_see_the_whole_image_cover_it(tell: Tell, layers: str) -> None:
    assert tell(network("[8, 16, 16]", CONV), NOT_COVERED)
    assert tell(network("[8, 16, 16]", CONV + layers), NOT_COVERED) == ()


def test_a_recurrent_layer_covers_the_sequence_and_a_dense_layer_does_not(tell: Tell) -> None:
    text = network("[8, 100]", "- conv: {filters: 8, kernel: 3, padding: half}\n- lstm: 4\n")
    assert tell(text, NOT_COVERED) == ()
    assert tell(edited(text, "lstm", "dense"), NOT_COVERED)


@pytest.mark.parametrize("layers", ["- dense: 10\n", "- relu\n- global_avg_pool\n"])
def test_a_network_without_windows_still_ends_in_single_pixels(tell: Tell, layers: str) -> None:
    findings = tell(network("[8, 4, 4]", layers), NOT_COVERED)
    assert [finding.layer for finding in findings] == ["relu.1"] * ("relu" in layers)


FIVE = network("[8, 8, 8]", f"{CONV}  repeat: 5\n")


def test_a_window_behind_the_border_is_found(tell: Tell, report: Report) -> None:
    (finding,) = tell(FIVE, UNPRODUCTIVE)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.5", 3)
    assert finding.message == (
        "conv.5 widens a receptive field of at least 9x9 pixels where the image has 8x8: "
        "all of it has been seen before."
    )
    assert finding.advice == (
        "Leaving it out changes no shape and saves 584 parameters and 36,864 MACs. "
        "On an input of 10x10 every window adds something."
    )
    without = edited(FIVE, "repeat: 5", "repeat: 4")
    assert tell(without, UNPRODUCTIVE) == ()
    before, after = report(FIVE).totals, report(without).totals
    assert before["parameters"]["trainable"] - after["parameters"]["trainable"] == 584
    assert before["macs"] - after["macs"] == 36864
    assert tell(edited(FIVE, "[8, 8, 8]", "[8, 10, 10]"), UNPRODUCTIVE) == ()


def test_a_window_that_just_reads_the_whole_image_adds_the_last_of_it(tell: Tell) -> None:
    assert tell(edited(FIVE, "repeat: 5", "repeat: 4"), UNPRODUCTIVE) == ()  # conv.4 reads 7 of 8 pixels
    assert tell(edited(FIVE, "[8, 8, 8]", "[8, 8, 10]"), UNPRODUCTIVE) == ()  # 9 of 10 along X


def test_where_channels_change_a_window_of_one_cell_does(tell: Tell, report: Report) -> None:
    text = network("[8, 8, 8]", f"{convolutions(4)}- conv: {{filters: 16, kernel: 3, padding: half}}\n- max_pool: 2\n")
    late, pool = tell(text, UNPRODUCTIVE)
    assert late.layer == "conv.5"
    assert late.advice == (
        "A kernel of 1 with padding 0 gives the same shape and saves 1,024 parameters and 65,536 MACs. "
        "On an input of 12x12 every window adds something."
    )
    assert pool.advice == "Leave it out. On an input of 12x12 every window adds something."
    narrow = edited(text, "filters: 16, kernel: 3, padding: half", "filters: 16, kernel: 1, padding: 0")
    assert [f.layer for f in tell(narrow, UNPRODUCTIVE)] == ["max_pool.1"]
    before, after = report(text).totals, report(narrow).totals
    assert before["parameters"]["trainable"] - after["parameters"]["trainable"] == 1024
    assert before["macs"] - after["macs"] == 65536
    assert tell(edited(text, "[8, 8, 8]", "[8, 12, 12]"), UNPRODUCTIVE) == ()


def test_a_pooling_behind_the_border_saves_nothing_that_is_counted(tell: Tell) -> None:
    text = network("[8, 8, 8]", f"{convolutions(4)}- avg_pool: {{kernel: 3, stride: 1, padding: 1}}\n")
    (finding,) = tell(text, UNPRODUCTIVE)
    assert finding.advice == "Leaving it out changes no shape. On an input of 10x10 every window adds something."


def test_a_shortcut_keeps_small_fields_alive(tell: Tell) -> None:
    residuals = "- residual:\n    - conv: {filters: 8, kernel: 3, padding: half}\n" * 5
    assert tell(network("[8, 8, 8]", residuals), UNPRODUCTIVE) == ()
