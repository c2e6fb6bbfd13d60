"""What differs between two networks, and what only reads otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen import NetworkReport, analyse, load
from reportgen.review import words
from reportgen.review.fingerprint import fingerprint
from reportgen.review.key_figures import KEY_FIGURES, FigureChange
from reportgen.review.networks import NetworkChange, network_change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Compared = Callable[[str, str], NetworkChange]

BASE = """\
input: [3, 16, 16]
layers:
  - conv: {filters: 8, kernel: 3, padding: half}
  - relu
  - conv: {filters: 8, kernel: 3, padding: half}
  - batch_norm
  - relu
"""


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    def compare(before: str, after: str) -> NetworkChange | None:
        return network_change(_read(tmp_path, before), _read(tmp_path, after))

    return compare


def _read(folder: Path, text: str) -> NetworkReport:
    (folder / "net.yml").write_text(text)
    return analyse(load(folder / "net.yml")[0])


def edits(change: NetworkChange) -> list[tuple[str, str, list[tuple[str, object, object]]]]:
    """Give the layers that were edited, each with its kind and what was written otherwise."""
    found = [layer for layer in change.layers if layer.kind in {"added", "removed", "changed"}]
    return [(one.kind, one.layer.id, [(e.name, e.before, e.after) for e in one.edits]) for one in found]


def test_an_option_is_told_with_what_it_was_by_default(compared: Compared) -> None:
    change = compared(
        BASE, BASE.replace("kernel: 3, padding: half}\n  - batch", "kernel: 5, padding: half, stride: 2}\n  - batch")
    )
    assert change.kind == "changed"
    assert edits(change) == [("changed", "conv.2", [("kernel", 3, 5), ("stride", 1, 2)])]
    effects = {e.name: (e.before, e.after) for e in change.layers[2].effects}
    assert effects == {
        "output_shape": ([8, 16, 16], [8, 8, 8]),
        "parameters": (584, 1608),
        "macs": (147456, 102400),
        "field": ([5, 5], [7, 7]),
    }
    assert [layer.kind for layer in change.layers] == ["same", "same", "changed", "affected", "affected"]


def test_one_layer_put_in_is_one_layer_and_nothing_was_rewired(compared: Compared) -> None:
    change = compared(BASE, BASE.replace("  - relu\n  - conv", "  - relu\n  - dropout: 0.5\n  - conv"))
    assert edits(change) == [("added", "dropout.1", [])]


def test_one_layer_taken_out_is_one_layer(compared: Compared) -> None:
    assert edits(compared(BASE, BASE.replace("  - batch_norm\n", ""))) == [("removed", "batch_norm.1", [])]


def test_a_layer_that_reads_another_is_told(compared: Compared) -> None:
    text = (
        "input: [3, 8, 8]\nlayers:\n  - conv: {filters: 3, kernel: 1}\n    name: a\n  - relu:\n    name: b\n  - relu\n"
    )
    merge = "  - add:\n    name: c\n    from: [a, relu.1]\n"
    text = text.replace("  - relu\n", "  - relu:\n    name: d\n")
    one, other = text + merge.replace("relu.1", "d"), text + merge.replace("relu.1", "d").replace("[a,", "[b,")
    change = compared(one, other)
    assert edits(change) == [("changed", "c", [("inputs", ["a", "d"], ["b", "d"])])]


def test_weights_that_are_used_no_more_are_told(compared: Compared) -> None:
    one = "input: [3, 8, 8]\nlayers:\n  - pointwise: 3\n    name: a\n  - pointwise: 3\n    weights: a\n"
    change = compared(one, one.replace("    weights: a\n", ""))
    assert edits(change) == [("changed", "pointwise.1", [("weights", "a", None)])]
    (found,) = [layer for layer in change.layers if layer.edits]
    assert words.edits(found) == "weights a → its own"
    assert words.effects(found) == "parameters 0 → 12"


def test_the_order_in_which_a_layer_reads_others_is_told(compared: Compared) -> None:
    text = "input: [3, 8, 8]\nlayers:\n  - relu:\n    name: a\n  - sigmoid:\n    name: b\n"
    one = f"{text}  - concat:\n    from: [a, b]\n"
    change = compared(one, one.replace("[a, b]", "[b, a]"))
    assert edits(change) == [("changed", "concat.1", [("inputs", ["a", "b"], ["b", "a"])])]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("layers:\n", "layers:  # in order\n", None),
        ("{filters: 8, kernel: 3", "{kernel: 3, filters: 8", None),
        ("input: [3, 16, 16]\n", "\n\ninput: [3, 16, 16]\n", None),
        ("  - batch_norm\n", "  - batch_norm:\n    name: norm\n", ("names of layers",)),
        ("input:", "description: Small.\ntags: [tiny]\ninput:", ("description", "tags")),
        ("input:", "metrics: {top-1: {value: 5, unit: '%'}}\ninput:", ("metrics",)),
    ],
)
def test_what_has_no_effect(compared: Compared, before: str, after: str, words: tuple[str, ...] | None) -> None:
    change = compared(BASE, BASE.replace(before, after))
    assert (change and (change.kind, change.words)) == (words and ("worded", words))


def test_layers_put_into_a_block_mean_the_same(compared: Compared) -> None:
    block = "input: [3, 16, 16]\nlayers:\n  - conv_bn: {filters: 4, kernel: 3, activation: relu}\n"
    conv = "{filters: 4, kernel: 3, padding: half, bias: false}"
    flat = f"input: [3, 16, 16]\nlayers:\n  - conv: {conv}\n  - batch_norm\n  - relu\n"
    change = compared(flat, block)
    assert (change.kind, change.words) == ("worded", ("names of layers",))
    assert not change.changed_figures


def test_a_budget_judges_the_same_graph_otherwise(compared: Compared) -> None:
    change = compared(BASE, "budgets: {parameters: 100, macs: 1G}\n" + BASE)
    assert change.kind == "judged"
    assert [finding.name for finding in change.findings.new] == ["budget-exceeded"]
    lifted = compared("budgets: {parameters: 100}\n" + BASE, BASE)
    assert (lifted.kind, [finding.name for finding in lifted.findings.fixed]) == ("judged", ["budget-exceeded"])
    again = compared("budgets: {parameters: 100}\n" + BASE, "budgets: {macs: 100}\n" + BASE)
    assert [f.message[:5] for f in again.findings.new] == ["macs:"]
    assert [f.message[:5] for f in again.findings.fixed] == ["param"]


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_allowed_now_is_not_fixed(compared: Compared, *, whole: bool) -> None:
    text = "input: [4, 9, 9]\nlayers:\n  - relu\n  - max_pool: 2\n"
    allow = "allow: {stride-does-not-fit: it may}"
    change = compared(text, f"{allow}\n{text}" if whole else f"{text}    {allow}\n")
    assert change.kind == "judged"
    assert [(one.finding.name, one.finding.layer, one.reason) for one in change.findings.allowed] == [
        ("stride-does-not-fit", "max_pool.1", "it may")
    ]
    assert "stride-does-not-fit" not in {finding.name for finding in change.findings.fixed}


def test_a_finding_follows_its_layer(compared: Compared) -> None:
    """A max pooling that does not fit is ``max_pool.1``, then ``max_pool.2``: it is still the same finding."""
    text = "input: [4, 9, 9]\nlayers:\n  - max_pool: 2\n"
    change = compared(text, text.replace("  - max", "  - max_pool: {kernel: 1, stride: 1}\n  - max"))
    assert "stride-does-not-fit" in {finding.name for finding in change.findings.still}
    assert "stride-does-not-fit" not in {f.name for f in (*change.findings.new, *change.findings.fixed)}


def test_what_leaves_the_network_is_part_of_its_meaning(compared: Compared) -> None:
    text = "input: [3, 8, 8]\noutputs: [a, b]\nlayers:\n  - relu:\n    name: a\n  - relu:\n    name: b\n"
    assert compared(text, text.replace("[a, b]", "[b]")).kind == "changed"


def test_the_axis_that_is_worst_off_speaks_for_a_figure() -> None:
    capacity, field = KEY_FIGURES["capacity"], KEY_FIGURES["receptive_field"]
    fallen = FigureChange(total=capacity, before=[50, 20], after=[60, 15])
    assert (fallen.change, fallen.percent, fallen.better) == (-5, -25, False)
    grown = FigureChange(total=field, before=[50, 20], after=[60, 15])
    assert (grown.change, grown.percent, grown.better) == (10, 20, None)


def test_what_is_unknown_has_no_change() -> None:
    for before, after in ((None, 5), (5, None), (None, None)):
        figure = FigureChange(total=KEY_FIGURES["macs"], before=before, after=after)
        assert (figure.change, figure.percent, figure.better) == (None, None, None)
    from_nothing = FigureChange(total=KEY_FIGURES["macs"], before=0, after=5)
    assert (from_nothing.change, from_nothing.percent, from_nothing.better) == (5, None, False)


def test_the_two_resnets(resnet_50_paper: NetworkReport, resnet_50: NetworkReport) -> None:
    change = network_change(resnet_50_paper, resnet_50)
    assert change is not None
    figures = {figure.total.name: (figure.before, figure.after) for figure in change.changed_figures}
    assert figures["macs"] == (3_857_973_248, 4_089_184_256)
    assert figures["receptive_field"] == ([483, 483], [427, 427])
    assert "parameters" not in figures
    macs = next(figure for figure in change.figures if figure.total.name == "macs")
    assert (macs.change, round(macs.percent or 0, 4), macs.better) == (231_211_008, 5.9931, False)
    moved = [
        (f"conv{stage}_x/bottleneck.1/conv_bn.{place}/conv.1", [("stride", *strides)])
        for stage in (3, 4, 5)
        for place, strides in ((1, (2, 1)), (2, (1, 2)))
    ]
    assert edits(change) == [("changed", *layer) for layer in moved]
    assert fingerprint(resnet_50) != fingerprint(resnet_50_paper)
