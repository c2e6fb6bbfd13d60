"""The effective field against published figures, intensity and rooflines worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import NetworkReport, analyse, load
from reportgen.settings import Hardware, Settings

CATALOGUE = Path(__file__).parents[2] / "architectures"


def analysed(folder: Path, text: str, settings: Settings | None = None) -> NetworkReport:
    path = folder / "net.yml"
    path.write_text(text)
    (architecture,) = load(path)
    return analyse(architecture, settings or Settings())


TEN = "input: [1, 64, 64]\nlayers:\n  - conv: {filters: 1, kernel: 3, padding: half}\n    repeat: 10\n"


def test_ten_convolutions_have_the_published_deviation(tmp_path: Path) -> None:
    found = analysed(tmp_path, TEN).totals["effective_field"]
    assert found["sigma"] == pytest.approx([2.582, 2.582], abs=5e-4)
    assert found["size"] == pytest.approx([2 * 2.486 * 2.582] * 2, rel=1e-3)


def test_vgg_16s_features_have_the_published_deviation() -> None:
    (vgg,) = (a for a in load(CATALOGUE / "vgg" / "vgg.yml") if a.variant == "vgg-16")
    assert analyse(vgg).totals["effective_field"]["sigma"] == pytest.approx([27.64, 27.64], abs=5e-3)


def test_a_global_layer_has_no_effective_field(tmp_path: Path) -> None:
    layers = analysed(tmp_path, TEN + "  - global_avg_pool\n  - dense: 3\n").layers
    assert [layer.values["effective_field"] for layer in layers[-2:]] == [None, None]


def test_what_an_unknown_layer_reads_is_unknown(tmp_path: Path) -> None:
    text = "input: [1, 8, 8]\nlayers:\n  - custom: {output: [4, 4, 4]}\n"
    assert analysed(tmp_path, text).totals["effective_field"] is None


def test_strides_and_dilation_widen_and_a_pointwise_adds_nothing(tmp_path: Path) -> None:
    text = (
        "input: [1, 64, 64]\nlayers:\n  - conv: {filters: 1, kernel: 3, stride: 2}\n"
        "  - conv: {filters: 1, kernel: [3, 1], dilation: 2}\n  - pointwise: 4\n"
    )
    sigmas = [layer.values["effective_field"]["sigma"] for layer in analysed(tmp_path, text).layers]
    across = (8 / 12) ** 0.5
    down = (8 / 12 + 16 * 8 / 12) ** 0.5
    assert sigmas == [pytest.approx(s) for s in ([across, across], [down, across], [down, across])]


def test_untrained_attention_is_a_uniform_kernel(tmp_path: Path) -> None:
    text = (
        "input: [4, 64, 64]\nlayers:\n  - conv: {filters: 4, kernel: 4, stride: 4}\n"
        "  - self_attention: {heads: 1, window: [4, 2], shift: 1}\n  - self_attention: {heads: 1, grid: [4, 1]}\n"
        "  - conv: {filters: 4, kernel: 1}\n"
    )
    found = [layer.values["effective_field"]["sigma"] for layer in analysed(tmp_path, text).layers]
    patch, window, grid = 15, (16 * 15, 16 * 3), (16**2 * 15, 0)
    sums = [(patch, patch), (patch + window[0], patch + window[1])]
    sums += [(sums[1][0] + grid[0], sums[1][1] + grid[1])] * 2
    assert found == [pytest.approx([(v / 12) ** 0.5 for v in axes]) for axes in sums]


def test_a_window_is_no_wider_than_what_there_is(tmp_path: Path) -> None:
    text = "input: [4, 6, 8]\nlayers:\n  - self_attention: {heads: 1, window: [9, 4]}\n"
    (layer,) = analysed(tmp_path, text).layers
    assert layer.values["effective_field"]["sigma"] == pytest.approx([(35 / 12) ** 0.5, (15 / 12) ** 0.5])


DENSE = "input: [100]\nlayers:\n  - dense: {units: 50, bias: false}\n  - relu\n"


def test_intensity_is_flops_over_bytes_moved(tmp_path: Path) -> None:
    dense, relu = analysed(tmp_path, DENSE).layers
    assert dense.values["intensity"] == 2 * 5000 / (4 * (100 + 5000 + 50))
    assert relu.values["intensity"] == 0


def test_a_roofline_sums_the_slower_of_arithmetic_and_memory(tmp_path: Path) -> None:
    slow, fast = Hardware(flops=1e3, bandwidth=1e9), Hardware(flops=1e12, bandwidth=1e3)
    found = analysed(tmp_path, DENSE, Settings(hardware={"slow": slow, "fast": fast})).totals["roofline"]
    # relu moves 2 x 50 values and multiplies nothing.
    assert found["slow"] == {"seconds": pytest.approx(10_000 / 1e3 + 400 / 1e9), "bound": "arithmetic"}
    assert found["fast"] == {"seconds": pytest.approx((20_600 + 400) / 1e3), "bound": "memory"}


@pytest.mark.parametrize("unknown", ["parameters", "macs"])
def test_there_is_no_roofline_where_nobody_knows_what_a_layer_takes(unknown: str, tmp_path: Path) -> None:
    known = {"parameters": 3, "macs": 5}
    told = ", ".join(f"{name}: {count}" for name, count in known.items() if name != unknown)
    found = analysed(tmp_path, f"input: [4]\nlayers: [{{custom: {{output: [4], {told}}}}}]\n").totals
    assert set(found["roofline"].values()) == {None}


def test_a_roofline_is_divided_once_however_many_layers_there_are(tmp_path: Path) -> None:
    third = Hardware(flops=3e9, bandwidth=7e9)
    layers = "[{conv: {filters: 3, kernel: 3, padding: half}, repeat: 100}, {relu: , repeat: 999}]"
    text = f"input: [3, 7, 7]\nlayers: {layers}\n"
    found = analysed(tmp_path, text, Settings(hardware={"third": third})).totals
    work, moved = 2 * found["macs"], 999 * 2 * 4 * 3 * 7 * 7
    assert found["roofline"]["third"] == {"seconds": work / 3e9 + moved / 7e9, "bound": "arithmetic"}


def test_training_counts_weights_state_and_saved_activations(tmp_path: Path) -> None:
    found = analysed(tmp_path, DENSE, Settings(batch=2)).totals["training_bytes"]
    saved = 4 * 50  # the activation overwrites what it reads
    assert found == {
        "batch": 2,
        "saved_per_sample": saved,
        "sgd": 8 * 5000 + 2 * saved,
        "momentum": 12 * 5000 + 2 * saved,
        "adam": 16 * 5000 + 2 * saved,
    }
