"""What each standard block becomes: its shape, what it stores, its layers and how far it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen import analyse, load
from reportgen.spec.blocks import standard_block, standard_names

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.report import NetworkReport

GATE = "global_avg_pool pointwise {} pointwise {} multiply"
HARD = "batch_norm hard_swish"

# call, input, output, trainable parameters, layers in order, receptive field
CASES = [
    (
        "conv_bn: 8",
        [3, 9, 9],
        (8, 9, 9),
        8 * 27 + 16,
        "conv batch_norm",
        3,
    ),
    (
        "conv_bn: {filters: 8, kernel: 5, stride: 2, dilation: 2, groups: 2, bias: true, activation: silu}",
        [4, 32, 32],
        (8, 16, 16),
        8 * (2 * 25 + 1) + 16,
        "conv batch_norm silu",
        9,
    ),
    (
        "conv_bn: {filters: 8, kernel: 2, padding: same}",
        [4, 9],
        (8, 9),
        8 * 8 + 16,
        "conv batch_norm",
        2,
    ),
    (
        "conv_unit: {filters: 8, kernel: 7, stride: 2}",
        [4, 32, 32],
        (8, 16, 16),
        8 * 4 * 49 + 16,
        "conv batch_norm relu",
        7,
    ),
    (
        "conv_unit: 8",
        [4, 9],
        (8, 9),
        8 * 4 + 16,
        "conv batch_norm relu",
        1,
    ),
    (
        "bottleneck: 16",
        [16, 8, 8],
        (16, 8, 8),
        16 * 4 + 9 * 4 * 4 + 4 * 16 + 2 * (4 + 4 + 16),
        "conv batch_norm relu conv batch_norm relu conv batch_norm add relu",
        3,
    ),
    (
        "bottleneck: {filters: 16, width: 8, stride: 2, dilation: 2, groups: 4, activation: gelu}",
        [16, 8, 8],
        (16, 4, 4),
        16 * 8 + 9 * 2 * 8 + 8 * 16 + 16 * 16 + 2 * (8 + 8 + 16 + 16),
        "conv batch_norm gelu conv batch_norm gelu conv batch_norm conv batch_norm add gelu",
        5,
    ),
    (
        "bottleneck: {filters: 16, first_stride: 2}",
        [16, 8, 8],
        (16, 4, 4),
        16 * 4 + 9 * 4 * 4 + 4 * 16 + 16 * 16 + 2 * (4 + 4 + 16 + 16),
        "conv batch_norm relu conv batch_norm relu conv batch_norm conv batch_norm add relu",
        5,
    ),
    (
        "bottleneck: {filters: 16, width: 16, groups: 2, squeeze: 3}",
        [16, 8, 8],
        (16, 8, 8),
        16 * 16 + 9 * 8 * 16 + 16 * 16 + 2 * 3 * 16 + 3 + 16 + 2 * (16 + 16 + 16),
        f"conv batch_norm relu conv batch_norm relu {GATE.format('relu', 'sigmoid')} conv batch_norm add relu",
        8,
    ),
    (
        "basic_block: 16",
        [16, 8, 8],
        (16, 8, 8),
        2 * (9 * 16 * 16 + 2 * 16),
        "conv batch_norm relu conv batch_norm add relu",
        5,
    ),
    (
        "basic_block: {filters: 16, stride: 2, activation: elu}",
        [8, 8, 8],
        (16, 4, 4),
        9 * 8 * 16 + 9 * 16 * 16 + 8 * 16 + 3 * 2 * 16,
        "conv batch_norm elu conv batch_norm conv batch_norm add elu",
        7,
    ),
    (
        "inverted_residual: 8",
        [8, 8, 8],
        (8, 8, 8),
        8 * 48 + 48 * 9 + 48 * 8 + 2 * (48 + 48 + 8),
        "conv batch_norm relu6 depthwise_conv batch_norm relu6 conv batch_norm add",
        3,
    ),
    (
        "inverted_residual: {filters: 8, kernel: 5, stride: 2, expand: 1, activation: hard_swish}",
        [8, 8, 8],
        (8, 4, 4),
        8 * 25 + 8 * 8 + 2 * (8 + 8),
        "depthwise_conv batch_norm hard_swish conv batch_norm",
        5,
    ),
    (
        "inverted_residual: {filters: 8, width: 12, activation: silu, squeeze: 2, squeeze_activation: silu}",
        [8, 8, 8],
        (8, 8, 8),
        8 * 12 + 12 * 9 + 12 * 2 + 2 + 2 * 12 + 12 + 12 * 8 + 2 * (12 + 12 + 8),
        f"conv batch_norm silu depthwise_conv batch_norm silu {GATE.format('silu', 'sigmoid')} conv batch_norm add",
        8,
    ),
    (
        "inverted_residual: {filters: 6, width: 8, squeeze: 2, gate: hard_sigmoid}",
        [8, 8, 8],
        (6, 8, 8),
        8 * 9 + 8 * 2 + 2 + 2 * 8 + 8 + 8 * 6 + 2 * (8 + 6),
        f"depthwise_conv batch_norm relu6 {GATE.format('relu', 'hard_sigmoid')} conv batch_norm",
        8,
    ),
    (
        "mobilenet_v3_block: {filters: 8, width: 12, kernel: 5, squeeze: 2}",
        [8, 8, 8],
        (8, 8, 8),
        8 * 12 + 12 * 25 + 12 * 2 + 2 + 2 * 12 + 12 + 12 * 8 + 2 * (12 + 12 + 8),
        f"conv {HARD} depthwise_conv {HARD} {GATE.format('relu', 'hard_sigmoid')} conv batch_norm add",
        8,
    ),
    (
        "mobilenet_v3_block: {filters: 6, width: 8, stride: 2, activation: relu}",
        [8, 8, 8],
        (6, 4, 4),
        8 * 9 + 8 * 6 + 2 * (8 + 6),
        "depthwise_conv batch_norm relu conv batch_norm",
        3,
    ),
    (
        "separable_conv: {filters: 8, stride: 2, dilation: 3}",
        [4, 16, 16],
        (8, 8, 8),
        4 * 9 + 4 * 8 + 2 * (4 + 8),
        "depthwise_conv batch_norm relu conv batch_norm relu",
        7,
    ),
    (
        "dense_layer: 4",
        [6, 8, 8],
        (10, 8, 8),
        2 * 6 + 6 * 16 + 2 * 16 + 9 * 16 * 4,
        "batch_norm relu conv batch_norm relu conv concat",
        3,
    ),
    (
        "dense_layer: {growth: 4, width: 0}",
        [6, 8, 8],
        (10, 8, 8),
        2 * 6 + 9 * 6 * 4,
        "batch_norm relu conv concat",
        3,
    ),
    (
        "squeeze_excite: {squeeze: 2, gate: hard_sigmoid}",
        [8, 6, 6],
        (8, 6, 6),
        8 * 2 + 2 + 2 * 8 + 8,
        "global_avg_pool pointwise relu pointwise hard_sigmoid multiply",
        6,
    ),
    (
        "mlp:",
        [8, 9],
        (8, 9),
        32 * 9 + 8 * 33,
        "pointwise gelu pointwise",
        1,
    ),
    (
        "mlp: {width: 5, activation: relu, dropout: 0.1}",
        [8, 9, 9],
        (8, 9, 9),
        5 * 9 + 8 * 6,
        "pointwise relu dropout pointwise dropout",
        1,
    ),
    (
        "transformer_encoder: 2",
        [8, 9],
        (8, 9),
        16 + 4 * 8 * 9 + 16 + 32 * 9 + 8 * 33,
        "layer_norm self_attention add layer_norm pointwise gelu pointwise add",
        9,
    ),
    (
        "transformer_encoder: {heads: 4, width: 5, activation: relu, dropout: 0.1}",
        [8, 3, 3],
        (8, 3, 3),
        16 + 4 * 8 * 9 + 16 + 5 * 9 + 8 * 6,
        "layer_norm self_attention dropout add layer_norm pointwise relu dropout pointwise dropout add",
        3,
    ),
    (
        "swin_block: 2",
        [8, 14, 14],
        (8, 14, 14),
        16 + 4 * 8 * 9 + 169 * 2 + 16 + 32 * 9 + 8 * 33,
        "layer_norm self_attention add layer_norm pointwise gelu pointwise add",
        7,
    ),
    (
        "swin_block: {heads: 4, window: 4, shift: 2, width: 5, activation: relu}",
        [8, 14, 14],
        (8, 14, 14),
        16 + 4 * 8 * 9 + 49 * 4 + 16 + 5 * 9 + 8 * 6,
        "layer_norm self_attention add layer_norm pointwise relu pointwise add",
        4,
    ),
    (
        "patch_merging:",
        [8, 14, 14],
        (16, 7, 7),
        64 + 32 * 16,
        "pixel_unshuffle layer_norm pointwise",
        2,
    ),
    (
        "patch_merging: 12",
        [8, 14, 14],
        (12, 7, 7),
        64 + 32 * 12,
        "pixel_unshuffle layer_norm pointwise",
        2,
    ),
    (
        "convnext_block:",
        [8, 14, 14],
        (8, 14, 14),
        8 * 50 + 16 + 32 * 9 + 8 * 33 + 8,
        "depthwise_conv layer_norm pointwise gelu pointwise layer_scale add",
        7,
    ),
    (
        "convnext_block: {kernel: 5, width: 4, activation: relu}",
        [8, 20],
        (8, 20),
        8 * 6 + 16 + 4 * 9 + 8 * 5 + 8,
        "depthwise_conv layer_norm pointwise relu pointwise layer_scale add",
        5,
    ),
]


def analysed(folder: Path, call: str, shape: list[int]) -> NetworkReport:
    file = folder / "block.yml"
    file.write_text(f"input: {shape}\nlayers:\n  - {call}\n", encoding="utf-8")
    (architecture,) = load(file)
    return analyse(architecture)


@pytest.mark.parametrize(("call", "shape", "output", "stored", "layers", "field"), CASES)
def test_a_standard_block_is_what_its_name_says(  # noqa: PLR0913, PLR0917 - the columns of the table
    tmp_path: Path, call: str, shape: list[int], output: tuple[int, ...], stored: int, layers: str, field: int
) -> None:
    network = analysed(tmp_path, call, shape)
    assert " ".join(layer.op for layer in network.layers) == layers
    assert network.layers[-1].output_shape == output
    assert network.totals["parameters"]["trainable"] == stored
    assert network.layers[-1].values["receptive_field"]["size"] == [field] * (len(shape) - 1)


def test_every_standard_block_has_a_case_and_says_what_it_is() -> None:
    assert {call.split(":")[0] for call, *_ in CASES} == set(standard_names())
    assert all(block and block.summary for block in map(standard_block, standard_names()))
