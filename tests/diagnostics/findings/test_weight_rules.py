"""Parameters and multiply-adds that are spent in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_texts import edited, network

from reportgen.numbers import count

if TYPE_CHECKING:
    from network_texts import Report, Tell

LARGE, DENSE, BIAS, NARROW = "large-kernel", "dense-head", "redundant-bias", "narrow-channels"


def trained(report: Report, text: str) -> int:
    stored: int = report(text).totals["parameters"]["trainable"]
    return stored


def test_a_large_window_is_found(tell: Tell) -> None:
    (finding,) = tell(network("[64, 32, 32]", "- conv: {filters: 64, kernel: 5, padding: half}\n"), LARGE)
    assert (finding.severity, finding.layer, finding.line) == ("info", "conv.1", 3)
    assert finding.message == "The window of conv.1 is 5x5 over all channels; the bound is 5."
    assert finding.advice == (
        "2 convolutions of 3x3 and 64 filters with the same field take 75.5 M MACs instead of 105 M (-28.0%) and store "
        "73,856 parameters instead of 102,464."
    )


@pytest.mark.parametrize(
    ("large", "small", "promise"),
    [
        pytest.param(
            "filters: 64, kernel: 5, padding: half",
            ["filters: 64, kernel: 3, padding: half"] * 2,
            "2 convolutions of 3x3 and 64 filters with the same field",
            id="5x5",
        ),
        pytest.param(
            "filters: 64, kernel: 7, stride: 2, padding: 3",
            ["filters: 64, kernel: 3, stride: 2, padding: half", "filters: 64, kernel: 3, padding: half"],
            "2 convolutions of 3x3 and 64 filters, stride 2 on the first, with the same field",
            id="the stride on the first keeps the field",
        ),
        pytest.param(
            "filters: 64, kernel: 5, stride: 2, padding: half",
            ["filters: 64, kernel: 3, padding: half", "filters: 64, kernel: 3, stride: 2, padding: half"],
            "2 convolutions of 3x3 and 64 filters, stride 2 on the last, with the same field",
            id="only the stride on the last keeps the field",
        ),
        pytest.param(
            "filters: 32, kernel: [1, 7], padding: half",
            ["filters: 32, kernel: [1, 3], padding: half"] * 3,
            "3 convolutions of 1x3 and 32 filters with the same field",
            id="along one axis",
        ),
        pytest.param(
            "filters: 32, kernel: 5, dilation: 2, bias: false",
            ["filters: 32, kernel: 3, dilation: 2, bias: false"] * 2,
            "2 convolutions of 3x3 and 32 filters with the same field",
            id="dilated, without padding and bias",
        ),
        pytest.param(
            "filters: 32, kernel: 5, padding: [[0, 3], [1, 0]]",
            ["filters: 32, kernel: 3, padding: [[0, 3], [1, 0]]", "filters: 32, kernel: 3"],
            "2 convolutions of 3x3 and 32 filters with the same field",
            id="padded on one side",
        ),
        pytest.param(
            "filters: 32, kernel: 5, padding: [2, 0]",
            ["filters: 32, kernel: 3, padding: [2, 0]", "filters: 32, kernel: 3"],
            "2 convolutions of 3x3 and 32 filters with the same field",
            id="padded along one axis",
        ),
    ],
)
def test_small_windows_cost_what_is_promised(
    tell: Tell, report: Report, large: str, small: list[str], promise: str
) -> None:
    text = network("[16, 32, 32]", f"- conv: {{{large}}}\n")
    (finding,) = tell(text, LARGE)
    stacked = network("[16, 32, 32]", "".join(f"- conv: {{{options}}}\n" for options in small))
    assert tell(stacked, LARGE) == ()
    before, after = report(text), report(stacked)
    assert finding.advice.startswith(
        f"{promise} take {count(after.totals['macs'])} MACs instead of {count(before.totals['macs'])} ("
    )
    assert f"store {trained(report, stacked):,} parameters instead of {trained(report, text):,}" in finding.advice
    one, other = before.layers[-1], after.layers[-1]
    assert other.output_shape == one.output_shape
    assert other.values["receptive_field"] == one.values["receptive_field"]


def test_small_windows_that_cost_more_are_not_advised(tell: Tell) -> None:
    (finding,) = tell(network("[3, 32, 32]", "- conv: {filters: 64, kernel: 5, padding: half}\n"), LARGE)
    assert "take 39.5 M MACs instead of 4.92 M (8.0 times as many)" in finding.advice
    assert finding.advice.endswith(", so keep it unless accuracy pays for that.")


def test_a_large_window_that_small_ones_cannot_match_is_still_told_of(tell: Tell) -> None:
    (finding,) = tell(network("[3, 32, 32]", "- conv: {filters: 64, kernel: 6}\n"), LARGE)
    assert finding.advice == ""


@pytest.mark.parametrize(
    "layer",
    [
        "conv: {filters: 64, kernel: 4}",
        "depthwise_conv: {kernel: 7, padding: half}",
        "conv: {filters: 64, kernel: 7, groups: 4}",
        "max_pool: 7",
    ],
)
def test_small_cheap_and_weightless_windows_are_fine(tell: Tell, layer: str) -> None:
    assert tell(network("[64, 32, 32]", f"- {layer}\n"), LARGE) == ()


CLASSIFIER = """
- conv: {filters: 16, kernel: 3, padding: half}
- max_pool: 2
- flatten
- dense: 64
  name: fc1
- relu
- dense: 10
  name: fc2
"""


def test_a_heavy_head_is_found(tell: Tell, report: Report) -> None:
    text = network("[3, 32, 32]", CLASSIFIER)
    (finding,) = tell(text, DENSE)
    assert (finding.severity, finding.layer, finding.line) == ("info", "fc1", 6)
    assert finding.message == (
        "The dense layers hold 99.8% of the 263,306 parameters, the most of them fc1 (262,208); the bound is 50.0%."
    )
    assert finding.advice == (
        "global_avg_pool before flatten.1 leaves 2,186 parameters; with fc2 as the only dense layer behind that, 618."
    )
    pooled = edited(text, "- flatten", "- global_avg_pool\n- flatten")
    assert trained(report, pooled) == 2186
    alone = edited(pooled, "- dense: 64\n  name: fc1\n- relu\n", "")
    assert trained(report, alone) == 618
    assert tell(alone, DENSE) == ()


def test_a_pooling_that_is_enough_needs_no_more(tell: Tell, report: Report) -> None:
    wide = edited(CLASSIFIER, "filters: 16, kernel: 3", "filters: 64, kernel: 5")
    narrow = network("[3, 32, 32]", edited(wide, "dense: 64", "dense: 32"))
    (finding,) = tell(narrow, DENSE)
    assert finding.advice == "global_avg_pool before flatten.1 leaves 7,274 parameters."
    pooled = edited(narrow, "- flatten", "- global_avg_pool\n- flatten")
    assert trained(report, pooled) == 7274
    assert tell(pooled, DENSE) == ()


def test_a_heavy_head_of_one_layer(tell: Tell, report: Report) -> None:
    text = network("[3, 32, 32]", "- conv: {filters: 16, kernel: 3}\n- dense: 10\n")
    (finding,) = tell(text, DENSE)
    assert finding.advice == "global_avg_pool before dense.1 leaves 618 parameters."
    pooled = edited(text, "- dense", "- global_avg_pool\n- dense")
    assert trained(report, pooled) == 618
    assert tell(pooled, DENSE) == ()


def test_a_head_that_reads_single_values_cannot_be_pooled(tell: Tell) -> None:
    text = network("[3, 32, 32]", "- conv: {filters: 4, kernel: 3}\n- global_avg_pool\n- dense: 100\n")
    (finding,) = tell(text, DENSE)
    assert finding.advice == (
        "They read one value a channel already; only fewer units or fewer channels before them hold less."
    )
    assert tell(edited(text, "dense: 100", "dense: 22"), DENSE) == ()  # 110 against 112


@pytest.mark.parametrize("layers", ["- dense: 64\n- dense: 10\n", "- conv: {filters: 8, kernel: 3}\n"])
def test_a_network_of_one_kind_has_no_heavy_head(tell: Tell, layers: str) -> None:
    assert tell(network("[3, 8, 8]", layers), DENSE) == ()


def test_a_share_of_the_unknown_is_unknown(tell: Tell) -> None:
    layers = "- conv: {filters: 4, kernel: 3}\n- custom: {output: [4, 6, 6]}\n- dense: 10\n"
    assert tell(network("[4, 8, 8]", layers), DENSE) == ()


def test_exactly_half_is_fine(tell: Tell) -> None:
    layers = "- conv: {filters: 4, kernel: 1, bias: false}\n- global_avg_pool\n- dense: {units: 4, bias: false}\n"
    assert tell(network("[4, 8, 8]", layers), DENSE) == ()


@pytest.mark.parametrize(
    ("layer", "norm", "saved"),
    [
        ("conv: {filters: 64, kernel: 3}", "batch_norm", 64),
        ("conv_transpose: {filters: 4, kernel: 2, stride: 2}", "instance_norm", 4),
        ("depthwise_conv: {kernel: 3}", "batch_norm", 3),
        ("dense: {units: 1}", "batch_norm", 1),
    ],
)
def test_a_bias_before_a_normalisation_is_found(tell: Tell, report: Report, layer: str, norm: str, saved: int) -> None:
    text = network("[3, 32, 32]", f"- {layer}\n- {norm}\n")
    (finding,) = tell(text, BIAS)
    word = layer.split(":", maxsplit=1)[0]
    assert (finding.severity, finding.layer, finding.line) == ("info", f"{word}.1", 3)
    assert finding.message == f"{word}.1 adds a bias that {norm}.1 subtracts again."
    assert finding.advice == f"bias: false saves {saved} parameter{'s' * (saved > 1)}."
    bare = edited(text, "}", ", bias: false}")
    assert tell(bare, BIAS) == ()
    assert trained(report, text) - trained(report, bare) == saved


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("- conv: {filters: 8, kernel: 3, bias: false}\n- batch_norm\n", id="none"),
        pytest.param("- conv: {filters: 8, kernel: 3}\n- relu\n- batch_norm\n", id="used by an activation"),
        pytest.param("- conv: {filters: 8, kernel: 3}\n- layer_norm\n", id="mixed over channels"),
        pytest.param("- self_attention: 1\n- batch_norm\n", id="added within, too"),
        pytest.param("- conv: {filters: 3, kernel: 1}\n- residual: [batch_norm]\n", id="read beside it"),
    ],
)
def test_a_bias_that_works_is_fine(tell: Tell, layers: str) -> None:
    assert tell(network("[3, 32, 32]", layers), BIAS) == ()


def test_a_bias_of_an_output_is_fine(tell: Tell) -> None:
    text = network("[3, 8, 8]", "- conv: {filters: 8, kernel: 3}\n  name: a\n- batch_norm:\n  name: b\n")
    assert len(tell(text, BIAS)) == 1
    assert tell(f"outputs: [a, b]\n{text}", BIAS) == ()


@pytest.mark.parametrize(
    ("layer", "message", "advice", "wider"),
    [
        (
            "conv: {filters: 20, kernel: 3}",
            "conv.1 puts out 20 channels, no multiple of 8.",
            "filters: 24 would be one, as would 16.",
            "conv: {filters: 24, kernel: 3}",
        ),
        (
            "pointwise: 1",
            "pointwise.1 puts out 1 channel, no multiple of 8.",
            "filters: 8 would be one.",
            "pointwise: 8",
        ),
        (
            "conv: {filters: 36, kernel: 3, groups: 3}",
            "conv.1 puts out 36 channels, no multiple of 8.",
            "filters: 48 would be one, as would 24.",
            "conv: {filters: 24, kernel: 3, groups: 3}",
        ),
        (
            "dense: 100",
            "dense.1 puts out 100 channels, no multiple of 8.",
            "units: 104 would be one, as would 96.",
            "dense: 96",
        ),
    ],
)
def test_odd_widths_are_found(tell: Tell, layer: str, message: str, advice: str, wider: str) -> None:
    text = network("[3, 32, 32]", f"- {layer}\n- relu\n- dense: 10\n")
    (finding,) = tell(text, NARROW)
    assert (finding.severity, finding.line) == ("info", 3)
    assert (finding.message, finding.advice) == (message, advice)
    assert tell(edited(text, layer, wider), NARROW) == ()


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("- pointwise: 8\n- squeeze_excite: {squeeze: 2}\n- dense: 8\n", id="gates"),
        pytest.param("- pointwise: 8\n- pointwise: 3\n- upsample: 2\n- sigmoid\n", id="colours of an output"),
        pytest.param("- depthwise_conv: {kernel: 3}\n- dense: 10\n", id="as many as are given"),
    ],
)
def test_widths_that_are_not_free_are_fine(tell: Tell, layers: str) -> None:
    assert tell(network("[3, 8, 8]", layers), NARROW) == ()
