"""Models in every idiom: what they become, counted against PyTorch itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import torch
import torch_models
from torch.utils.flop_counter import FlopCounterMode

from reportgen.diagnostics.base import Study
from reportgen.diagnostics.cost import total_macs
from reportgen.diagnostics.parameters import total_parameters
from reportgen.importing.agreement import read_back
from reportgen.importing.draft import flat
from reportgen.importing.graph import graph_of
from reportgen.importing.pytorch.read import from_callable

if TYPE_CHECKING:
    from reportgen.graph.node import Graph
    from reportgen.importing.source import SourceNetwork

IMAGE = (3, 16, 16)
TRANSFORMER = (
    "conv flatten_positions class_token position_embedding layer_norm self_attention add layer_norm pointwise gelu "
    "pointwise add layer_norm take_token dense"
)
BLOCK = "conv batch_norm relu conv batch_norm"

CAUSAL = ("fill", "where", "worked out")

CASES: dict[str, tuple[str, dict[str, Any], list[tuple[int, ...]], str]] = {
    "functions": ("Functional", {}, [IMAGE], "conv relu max_pool leaky_relu dropout dense log_softmax"),
    "modules that are called twice": (
        "Reused",
        {},
        [(4, 8, 8)],
        "conv batch_norm relu conv batch_norm relu global_avg_pool dense dense",
    ),
    "residuals": (
        "residual",
        {"width": 4},
        [IMAGE],
        f"conv {BLOCK} add relu conv batch_norm {BLOCK} add relu global_avg_pool dense",
    ),
    "lists and dense connections": ("Lists", {}, [(4, 8, 8)], "conv concat conv concat conv concat conv conv"),
    "interpolation": (
        "Pyramid",
        {},
        [IMAGE],
        "conv conv upsample conv_transpose add concat conv upsample",
    ),
    "chunk, split and shuffles": (
        "Splits",
        {},
        [(8, 8, 8)],
        (
            "split conv split depthwise_conv concat channel_shuffle split relu split concat "
            "channel_shuffle split sigmoid split multiply "
            "pixel_shuffle pixel_unshuffle split"
        ),
    ),
    "gates and layer scale": (
        "SqueezeExcite",
        {},
        [(3, 8, 8)],
        "conv silu global_avg_pool dense relu dense sigmoid reshape multiply layer_scale",
    ),
    **{f"attention, {kind}": ("Transformer", {"kind": kind}, [IMAGE], TRANSFORMER) for kind in torch_models.ATTENTIONS},
    "an encoder of PyTorch": (
        "encoder",
        {},
        [(5, 12)],
        "layer_norm self_attention dropout add layer_norm pointwise gelu dropout pointwise dropout add",
    ),
    "recurrent layers": ("Words", {}, [(7,)], "embedding lstm lstm gru dense"),
    "recurrent layers that tell their states": (
        "Recurrences",
        {},
        [(7, 4)],
        "lstm lstm gru custom custom take_token split take_token split flatten concat dense",
    ),
    **{f"what comes later, {way}": ("Causal", {"way": way}, [(9, 12)], "self_attention") for way in CAUSAL},
    "weights that are made of others": ("normed", {}, [IMAGE], "custom relu conv"),
    "norms and padding": (
        "Norms",
        {},
        [(8, 9, 9)],
        ("group_norm instance_norm layer_norm rms_norm pad conv prelu local_response_norm avg_pool adaptive_avg_pool"),
    ),
    "shifted windows": ("windows", {}, [(3, 8, 8)], "conv layer_norm self_attention add"),
    "what changes in place": ("InPlace", {}, [(3, 8, 8)], "conv relu sigmoid add"),
    "a part without gradients": ("NoGradient", {}, [(3, 8, 8)], "conv conv"),
    "two inputs and two outputs": (
        "Two",
        {},
        [(3, 8, 8), (2,)],
        "conv global_max_pool flatten concat dense",
    ),
    "what has no words": ("Strange", {}, [(3, 8, 8)], "conv custom conv"),
    "a part that changes in place": ("InPlace", {"part": True}, [(3, 8, 8)], "conv custom sigmoid add"),
    "weights that two kinds of layers share": ("Tied", {}, [(6,)], "embedding pointwise custom"),
}


@cache
def imported(name: str) -> SourceNetwork:
    target, arguments, shapes, _ = CASES[name]
    return from_callable(f"torch_models:{target}", [("", shape) for shape in shapes], arguments)


def graph(network: SourceNetwork) -> Graph:
    """Give the graph of the file that would be written."""
    return read_back(flat(network, graph_of(network)))


def module(name: str) -> torch.nn.Module:
    target, arguments, _, _ = CASES[name]
    with torch.device("meta"):
        made: torch.nn.Module = getattr(torch_models, target)(**arguments)
    return made.eval()


@pytest.mark.parametrize("name", CASES)
def test_it_becomes_these_layers(name: str) -> None:
    assert [layer.word for layer in imported(name).layers] == CASES[name][3].split()


NO_STATE = ("num_batches_tracked", "mask", "._u", "._v")
"""Buffers that are no layer's state: counters, fixed masks, and what a norm of weights has found so far."""


@pytest.mark.parametrize("name", CASES)
def test_parameters_are_those_that_pytorch_counts(name: str) -> None:
    total = Study(graph(imported(name)), None).get(total_parameters)  # type: ignore[arg-type]
    made = module(name)

    assert total
    assert total.trainable == imported(name).trainable == sum(p.numel() for p in made.parameters())
    assert total.buffers == sum(
        b.numel()
        for path, b in made.named_buffers()
        if not path.endswith(("num_batches_tracked", "mask", "._u", "._v"))
    )


WORDS = {"recurrent layers", "weights that two kinds of layers share"}
UNKNOWN = ("a part that changes in place",)


@pytest.mark.parametrize("name", [name for name in CASES if name not in UNKNOWN])
def test_multiply_adds_are_those_that_pytorch_counts(name: str) -> None:
    made, shapes = module(name), CASES[name][2]
    with FlopCounterMode(display=False) as flops, torch.no_grad():
        kind = torch.long if name in WORDS else torch.float32
        made(*(torch.empty(1, *shape, dtype=kind, device="meta") for shape in shapes))

    assert total_macs(Study(graph(imported(name)), None)) == flops.get_total_flops() // 2  # type: ignore[arg-type]


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_unknown_has_no_multiply_adds(name: str) -> None:
    assert total_macs(Study(graph(imported(name)), None)) is None  # type: ignore[arg-type]


def test_layers_are_called_after_their_modules() -> None:
    names = {layer.name: layer for layer in imported("residuals").layers}

    assert list(names)[:8] == [
        *("stem", "layer1/0/conv1", "layer1/0/bn1", "layer1/0/relu", "layer1/0/conv2", "layer1/0/bn2"),
        *("layer1/0/add", "layer1/0/relu.2"),
    ]
    assert names["layer1/1/downsample/0"].scope == ("layer1", "1", "downsample")
    assert names["layer1/1/downsample/0"].modules == ("Sequential", "Block", "Sequential")
    assert imported("attention, by_hand").layers[5].name == "attention"


def test_weights_are_told_to_be_used_again() -> None:
    again = {layer.name: layer.weights for layer in imported("modules that are called twice").layers if layer.weights}

    assert again == {"conv.2": "conv", "norm.2": "norm", "fc.2": "fc"}


def test_what_has_no_words_says_why_and_keeps_its_shape() -> None:
    (custom,) = [layer for layer in imported("what has no words").layers if layer.word == "custom"]
    (tied,) = [layer for layer in imported("weights that two kinds of layers share").layers if layer.word == "custom"]

    assert (custom.shape, custom.remark) == ((4, 8, 8), "aten.sort: there is no word for it")
    assert (tied.shape, tied.options["parameters"], tied.options["macs"]) == ((50, 6), 0, 6 * 50 * 8)
    assert tied.remark.startswith("aten.linear: it shares its weights with table")


def test_what_is_told_by_its_figures_keeps_what_it_reads() -> None:
    (weighted,) = [layer for layer in imported("weights that are made of others").layers if layer.word == "custom"]
    plain, cells = [
        layer for layer in imported("recurrent layers that tell their states").layers if layer.word == "custom"
    ]

    assert weighted.options == {
        "output": [8, 16, 16],
        "parameters": 8 + 8 * 27 + 8,
        "macs": 8 * 256 * 27,
        "receptive_field": {"kernel": 3},
    }
    assert (plain.options["parameters"], plain.options["macs"]) == (3 * (5 + 3) + 6, 7 * 3 * (5 + 3))
    assert (cells.options["parameters"], cells.options["macs"]) == (12 * 6 + 24, 12 * 6)


def test_options_are_those_of_the_modules() -> None:
    def options(case: str) -> dict[str, dict[str, Any]]:
        return {layer.name: dict(layer.options) for layer in imported(case).layers}

    assert options("shifted windows")["block/matmul.2"] == {
        "heads": 2,
        "window": 4,
        "shift": 2,
        "relative_position": True,
    }
    assert options("recurrent layers")["gru"] == {"units": 5, "sequence": False}
    assert options("recurrent layers")["lstm"] == {"units": 6, "bidirectional": True}
    assert options("recurrent layers that tell their states")["one"] == {"units": 5, "biases": 1}
    assert options("norms and padding")["instance"] == {"affine": True}
    assert options("attention, fused")["attention"] == {"heads": 3, "bias": False}
    assert options("interpolation")["up"] == {"filters": 8, "kernel": 2, "stride": 2}
    assert options("interpolation")["upsample"] == {"scale": 2, "mode": "bilinear"}


def test_some_inputs_may_be_whole_numbers() -> None:
    found = from_callable("torch_models:Conditioned", [("", (3, 8, 8)), ("words", (5,))], {})

    assert dict(found.inputs) == {"image": (3, 8, 8), "words": (1, 5)}
    assert " ".join(layer.word for layer in found.layers) == (
        "conv conv average embedding global_avg_pool reshape upsample add"
    )
    assert found.trainable == 16 + 4 * 28 + 9 * 4
