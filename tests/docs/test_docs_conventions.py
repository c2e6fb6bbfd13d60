"""Every number of the page on conventions is worked out again; no other number stands on it."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Any

import pytest
from literate import blocks
from sites import ARCHITECTURES, ROOT

from reportgen import analyse, load
from reportgen.numbers import count, exact
from reportgen.ops.base import Parameters
from reportgen.ops.normalisation import BatchNorm
from reportgen.ops.tokens import SelfAttention
from reportgen.ops.window import TransposedWindow, Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.report import LayerReport, NetworkReport

PAGE = ROOT / "docs/conventions.md"
WORDS_WITH_DIGITS = ("3x3", "7x7", "2x2", "28x28", "ResNet-50", "float32", "2015", "1/6", "100%", "2C")
"""Numbers that are names, and what the page is about: windows, an image, a year, Cao's bounds."""


def network(name: str, variant: int = 0) -> NetworkReport:
    return analyse(load(ARCHITECTURES / name)[variant])


def layer(report: NetworkReport, name: str) -> LayerReport:
    return next(one for one in report.layers if one.id == name)


def tutorial() -> NetworkReport:
    return network("nolearn/seed-net.yml")


def resnet_50() -> NetworkReport:
    return next(r for r in map(analyse, load(ARCHITECTURES / "resnet/resnet.yml")) if r.id == "resnet-50")


def alike(values: list[Any]) -> Any:
    assert len(set(values)) == 1
    return values[0]


def table_rows() -> Iterator[str]:
    """Write the table of the two conventions from the report; nolearn's field is its coverage of the image."""
    report = tutorial()
    image = alike(list(report.inputs["input"][1:]))
    for one in report.layers:
        values = one.values
        if one.op not in ("conv", "max_pool"):
            continue
        kernel = one.options["kernel"]
        field = alike(values["receptive_field"]["size"])
        theirs = {key: alike(values["nolearn"][key]) for key in ("capacity", "coverage")}
        judged = one.op == "conv"
        seen = exact(field), exact(round(theirs["coverage"] * image / 100, 6))
        capacity, coverage = ([f"{alike(values[key]):.2f}", f"{theirs[key]:.2f}"] for key in ("capacity", "coverage"))
        cells = [
            f"`{one.id}`, {kernel}x{kernel}",
            exact(alike(values["real_filter"])) if judged else "",
            " / ".join(seen),
            " / ".join(capacity) if judged else "",
            " / ".join(coverage),
        ]
        yield f"| {' | '.join(cells)} |".replace("  ", " ")


def of_fields() -> Iterator[str]:
    report = tutorial()
    first, pool = layer(report, "conv.1").values, layer(report, "max_pool.1").values
    filters = [exact(alike(layer(report, name).values["real_filter"])) for name in ("conv.1", "conv.2", "conv.4")]
    yield f"a 3x3 window spans {filters[0]}, then {filters[1]}, then {filters[2]} pixels"
    seen, apart = alike(first["receptive_field"]["size"]), alike(first["receptive_field"]["jump"])
    yield (
        f"reads two neighbours that see {seen} pixels each, {apart} pixel apart: "
        f"{alike(pool['receptive_field']['size'])} in all"
    )
    two = [Window(3).output(n) for n in (3, 5)]
    assert two == [1, 3]
    assert Window(3).output(two[1]) == 1
    yield "reads 3 pixels of the image along each axis"
    yield "reads 3 cells of the first, which together read 5 pixels"


def of_strides(folder: Path) -> Iterator[str]:
    [example] = [block for block in blocks(PAGE) if block.marks.get("file") == "strided.yml"]
    (folder / "strided.yml").write_text(example.text)
    report = analyse(load(folder / "strided.yml")[0])
    values, stride = report.layers[1].values, report.layers[0].options["stride"]
    spans, sees = alike(values["real_filter"]), alike(values["receptive_field"]["size"])
    yield f"spans {spans} pixels of the {sees} that it sees, a capacity of {alike(values['capacity']):.2f}%"
    theirs = values["nolearn"]
    seen = round(alike(theirs["coverage"]) * report.inputs["input"][1] / 100, 6)
    wide = round(alike(theirs["capacity"]) * seen / 100, 6)
    yield f"the stride of {stride} for 1: {wide:.0f} pixels of {seen:.0f}, {alike(theirs['capacity']):.2f}%"
    assert {one.options.get("stride", 1) for one in tutorial().layers if one.op == "conv"} == {1}
    yield "whose convolutions had a stride of 1"


def of_loose_words() -> Iterator[str]:
    plain = [Window(k).output(28) for k in (7, 3)]
    yield f"an image of 28 becomes {plain[0]} with a 7x7 and {plain[1]} with a 3x3"
    half = {Window(k, before=k // 2, after=k // 2).output(28) for k in (7, 3)}
    yield f"with `padding: half` it stays {alike(list(half))} with either"
    strided = {Window(k, 2, before=k // 2, after=k // 2).output(28) for k in (7, 3)}
    yield f"With a stride of 2 it becomes {alike(list(strided))} with either"
    small, large = (network("nolearn/first-layer.yml", variant) for variant in (0, 1))
    filters = [report.layers[0].options["filters"] for report in (small, large)]
    stored = [report.totals["parameters"]["trainable"] for report in (small, large)]
    assert filters[0] == 2 * filters[1]
    assert stored[1] > 2 * stored[0]
    yield f"{filters[0]} filters of 3x3 over one channel hold {exact(stored[0])} parameters"
    yield f"{filters[1]} filters of 7x7 hold {exact(stored[1])}"
    grown = TransposedWindow(4, 2, before=1, after=1).output(4)
    assert grown == 2 * (4 - 1) + 4 - 2 * 1
    yield "S(W - 1) + F - 2P"
    yield f"of 4 cells a kernel of 4 with stride 2 and padding 1 makes 2 x 3 + 4 - 2 = {grown}"
    assert TransposedWindow(3, dilation=2, extra=1).output(1) == 2 * (3 - 1) + 1 + 1
    yield "F becomes d(F - 1) + 1"
    assert (Window(3, 3).output(7), Window(3, 3).lost(7)) == (2, 1)
    yield "A window of 3 with stride 3 goes twice into 7 cells"


def of_counts() -> Iterator[str]:
    totals = resnet_50().totals
    yield f"{count(totals['macs'])} MACs, which are {count(totals['flops'])} FLOPs"
    merged = [one for one in network("googlenet/googlenet.yml").layers if one.op == "concat"]
    yield f"it counts {alike([one.values['operations'] for one in merged])}"
    assert BatchNorm().parameters(((5, 4, 4),), (5, 4, 4)) == Parameters(2 * 5, 2 * 5)
    stored = totals["parameters"]
    yield f"{exact(stored['trainable'])} parameters and {exact(stored['buffers'])} buffers"
    norms = sum(one.op == "batch_norm" for one in resnet_50().layers)
    yield f"PyTorch has {norms} buffers more, one counter of batches for each of its {norms} normalisations"
    first = network("alexnet/alexnet.yml").layers[0].values
    yield (
        f"first layer holds {exact(first['parameters']['trainable'])} values, and would hold "
        f"{exact(first['unshared_parameters'])}"
    )


def of_memory_and_depth() -> Iterator[str]:
    report = tutorial()
    peak = max(report.layers, key=lambda one: one.values["live_bytes"])
    before = layer(report, peak.inputs[0])
    read, written = prod(before.output_shape), prod(peak.output_shape)
    assert peak.values["live_bytes"] == report.totals["peak_activation_bytes"] == 4 * (read + written)
    yield (
        f"the peak is at `{peak.id}`: {exact(read)} values come in and {exact(written)} go out, 4 bytes each, "
        f"{exact(peak.values['live_bytes'])} bytes"
    )
    deep = resnet_50()
    weighted = sum(one.op in ("conv", "dense") for one in deep.layers)
    assert weighted - deep.totals["depth"] == 4
    yield f"ResNet-50 has {deep.totals['depth']}, as its name says, although it holds {weighted} such layers: four"
    yield f"attention counts {SelfAttention.weighted}"


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("strided")
    return [*table_rows(), *of_fields(), *of_strides(folder), *of_loose_words(), *of_counts(), *of_memory_and_depth()]


def prose() -> str:
    """Give the page in one line, without its blocks of code."""
    text = re.sub(r"```.*?```", "", PAGE.read_text(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def test_every_claim_stands_as_it_is_computed(claims: list[str]) -> None:
    text = prose()
    assert [claim for claim in claims if claim not in text] == []


def test_no_number_stands_that_is_not_computed(claims: list[str]) -> None:
    text = prose()
    for known in sorted((*claims, *WORDS_WITH_DIGITS), key=len, reverse=True):
        text = text.replace(known, "")
    text = re.sub(r"`[a-z_]+\.\d`", "", text)
    assert re.findall(r".{0,30}\d+.{0,10}", text) == []
