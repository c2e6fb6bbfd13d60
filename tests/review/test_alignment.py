"""Layers of two networks are paired by given names, then by the least that was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import ARCHITECTURES

from reportgen import LayerReport, NetworkReport, analyse, load
from reportgen.review import alignment
from reportgen.review.alignment import align

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def layer(id_: str, op: str = "", **options: object) -> LayerReport:
    """Give a layer whose word is that of its id unless it is said."""
    word = op or id_.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    return LayerReport(id_, word, line=0, inputs=(), output_shape=(1,), options=options, values={})


def plain(*layers: str) -> list[LayerReport]:
    """Give unnamed layers, ``conv3`` being one with a kernel of 3, numbered as they are in a graph."""
    counts: dict[str, int] = {}
    found = []
    for text in layers:
        word = text.rstrip("0123456789")
        counts[word] = counts.get(word, 0) + 1
        found.append(layer(f"{word}.{counts[word]}", **({"kernel": text[len(word) :]} if text != word else {})))
    return found


def ids(pairs: Iterable[tuple[LayerReport | None, LayerReport | None]]) -> list[tuple[str, str]]:
    return [(one.id if one else "", other.id if other else "") for one, other in pairs]


def test_one_layer_that_is_put_in_renumbers_nothing() -> None:
    before, after = plain("conv3", "relu", "conv5", "relu"), plain("conv7", "conv3", "relu", "conv5", "relu")
    assert ids(align(before, after)) == [
        ("", "conv.1"),
        ("conv.1", "conv.2"),
        ("relu.1", "relu.1"),
        ("conv.2", "conv.3"),
        ("relu.2", "relu.2"),
    ]


def test_given_names_belong_together_whatever_became_of_them() -> None:
    before = [layer("stem", "conv", kernel=7), layer("a", "conv", kernel=3), layer("b", "conv", kernel=3)]
    after = [layer("stem", "max_pool"), layer("b", "conv", kernel=5)]
    assert ids(align(before, after)) == [("stem", "stem"), ("a", ""), ("b", "b")]


def test_a_given_name_weighs_more_than_likeness() -> None:
    before = [layer("stem", "conv", kernel=7)]
    after = [layer("first", "conv", kernel=7), layer("stem", "dense")]
    assert ids(align(before, after)) == [("", "first"), ("stem", "stem")]


def test_a_named_stage_keeps_to_itself() -> None:
    before = [layer("one/conv.1"), layer("two/conv.1"), layer("two/conv.2")]
    after = [layer("one/conv.1"), layer("one/conv.2"), layer("two/conv.1"), layer("two/conv.2")]
    assert ids(align(before, after)) == [
        ("one/conv.1", "one/conv.1"),
        ("", "one/conv.2"),
        ("two/conv.1", "two/conv.1"),
        ("two/conv.2", "two/conv.2"),
    ]


def test_a_block_more_is_a_whole_block() -> None:
    def blocks(*numbers: int) -> list[LayerReport]:
        return [layer(f"block.{n}/{part}") for n in numbers for part in ("conv.1", "batch_norm.1", "conv.2")]

    pairs = ids(align(blocks(1, 2), blocks(1, 2, 3)))
    assert [other for one, other in pairs if not one] == ["block.3/conv.1", "block.3/batch_norm.1", "block.3/conv.2"]


def test_another_activation_of_a_block_is_the_same_layer_changed() -> None:
    before, after = [layer("block.1/activation.1", "relu")], [layer("block.1/activation.1", "silu")]
    assert ids(align(before, after)) == [("block.1/activation.1", "block.1/activation.1")]


def test_one_of_another_family_does_not_become_it() -> None:
    assert ids(align(plain("conv"), plain("relu"))) == [("conv.1", ""), ("", "relu.1")]
    assert ids(align(plain("max_pool"), plain("avg_pool"))) == [("max_pool.1", "avg_pool.1")]


def test_layers_that_moved_into_a_block_are_found_there() -> None:
    before = plain("conv7", "batch_norm", "relu", "dense")
    after = [layer("stem/conv.1", kernel="7"), layer("stem/batch_norm.1"), layer("stem/relu.1"), layer("dense.1")]
    assert [pair for pair in ids(align(before, after)) if "" in pair] == []


@given(*[st.lists(st.sampled_from(["conv3", "conv5", "relu", "max_pool", "add"]), max_size=12)] * 2)
def test_every_layer_stands_once_and_in_order(one: list[str], other: list[str]) -> None:
    before, after = plain(*one), plain(*other)
    pairs = align(before, after)
    assert [layer for layer, _ in pairs if layer] == before
    assert [layer for _, layer in pairs if layer] == after


@pytest.fixture(scope="module")
def resnets_152(tmp_path_factory: pytest.TempPathFactory) -> tuple[NetworkReport, NetworkReport]:
    """ResNet-152, and the same with one convolution early in it."""
    text = (ARCHITECTURES / "resnet/resnet.yml").read_text()
    pool = "      - max_pool: {kernel: 3, stride: 2, padding: half}\n"
    assert text.count(pool) == 1
    folder = tmp_path_factory.mktemp("resnets")
    return (
        _resnet_152(folder / "before.yml", text),
        _resnet_152(
            folder / "after.yml", text.replace(pool, f"{pool}      - conv: {{filters: 64, kernel: 3, padding: half}}\n")
        ),
    )


def _resnet_152(file: Path, text: str) -> NetworkReport:
    file.write_text(text)
    return analyse(next(a for a in load(file) if a.variant == "resnet-152"))


def test_one_convolution_early_in_resnet_152_is_one_layer(resnets_152: tuple[NetworkReport, NetworkReport]) -> None:
    before, after = resnets_152
    assert (len(before.layers), len(after.layers)) == (514, 515)
    assert [pair for pair in ids(align(before.layers, after.layers)) if "" in pair] == [("", "conv2_x/conv.1")]


def test_it_is_one_layer_without_stages_and_blocks_too(resnets_152: tuple[NetworkReport, NetworkReport]) -> None:
    before, after = ([_flat(layer, number) for number, layer in enumerate(n.layers)] for n in resnets_152)
    assert sum("" in pair for pair in ids(align(before, after))) == 1


def _flat(one: LayerReport, number: int) -> LayerReport:
    return layer(f"{one.op}.{number}", one.op, **one.options)


def test_of_seven_hundred_layers_those_of_two_kinds_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["conv3", "batch_norm", "relu", "conv1", "batch_norm", "relu", "add"] * 100
    before, after = plain("conv9", *words, "dense"), plain("conv11", *words[:350], "max_pool", *words[350:], "relu")
    compared = []

    def between(one: LayerReport, other: LayerReport, *, same_name: bool) -> int | None:
        compared.append((one, other))
        return compare(one, other, same_name=same_name)

    compare = alignment._between  # noqa: SLF001 - what takes the time
    monkeypatch.setattr(alignment, "_between", between)
    pairs = align(before, after)
    assert len(compared) <= len({layer.op + str(layer.options) for layer in (*before, *after)}) ** 2
    assert sum(None in pair for pair in pairs) == 3
