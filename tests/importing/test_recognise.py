"""Operations over tensors become the layers that they are."""

from __future__ import annotations

from typing import Any

import pytest
from programs import Sketch, words


def test_a_convolution_takes_the_bias_that_is_added_to_it() -> None:
    do = Sketch(x=(1, 3, 32, 32))
    do("add", do.conv("x", 8, 3, bias=False), do.weight(8, 1, 1), name="sum")
    (layer,) = do.network().layers
    assert (layer.name, layer.word, dict(layer.options)) == ("sum", "conv", {"filters": 8, "kernel": 3})
    assert (layer.shape, layer.trainable) == ((8, 30, 30), 224)


def test_a_bias_is_left_alone_where_something_reads_the_convolution_without_it() -> None:
    do = Sketch(x=(1, 3, 32, 32))
    bare = do.conv("x", 8, 3, bias=False)
    do("add", do("add", bare, do.weight(8, 1, 1)), bare)
    assert words(do.network())[0] == "conv"
    assert do.network().layers[0].options["bias"] is False


def test_channels_that_are_dealt_out_are_a_shuffle() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    do.conv(do.reshape(do.permute(do.reshape("x", 1, 3, 4, 5, 7), 0, 2, 1, 3, 4), 1, 12, 5, 7), 4)
    shuffle, conv = do.network().layers
    assert (shuffle.word, dict(shuffle.options)) == ("channel_shuffle", {"groups": 3})
    assert conv.reads == (shuffle.name,)


def test_what_is_flattened_for_a_dense_layer_makes_no_layer() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    do.linear(do.reshape("x", 1, 420), 10)
    assert words(do.network()) == ["dense"]


def test_patches_become_tokens_with_a_class_token_and_positions() -> None:
    do = Sketch(x=(1, 3, 32, 32))
    patches = do.permute(do.reshape(do.conv("x", 24, 8, 8), 1, 24, 16), 0, 2, 1)
    row = do("concat", do.weight(1, 1, 24), patches, shape=(1, 17, 24), axis=1)
    told = do("add", row, do.weight(1, 17, 24))
    normed = do("layer_norm", told, do.weight(24), do.weight(24), over=(2,), scale=True, shift=True)
    do.linear(do.reshape(do.slice(normed, 1, 0, 1), 1, 24), 10)
    network = do.network()
    expected = ["conv", "flatten_positions", "class_token", "position_embedding", "layer_norm", "take_token", "dense"]
    assert words(network) == expected
    assert network.trainable == sum(layer.trainable or 0 for layer in network.layers) == 24 * 193 + 18 * 24 + 48 + 250


@pytest.mark.parametrize("approximate", [False, True])
def test_a_gelu_is_recognised_however_it_is_spelt(approximate: bool) -> None:  # noqa: FBT001 - a parameter
    do = Sketch(x=(1, 12, 5, 7))
    if approximate:
        cube = do("multiply", do("power", "x", do.number(3)), do.number(0.044715))
        inner = do("tanh", do("multiply", do("add", "x", cube), do.number(0.7978845608)))
    else:
        inner = do("erf", do("divide", "x", do.number(1.41421356)))
    do("multiply", do("multiply", do("add", inner, do.number(1)), "x"), do.number(0.5))
    assert words(do.network()) == ["gelu"]


def test_a_layer_norm_by_hand_is_one_with_what_it_learns() -> None:
    do = Sketch(x=(1, 7, 24))
    centred = do("subtract", "x", do("reduce", "x", shape=(1, 7, 1), how="mean", axes=(2,), keepdims=True))
    spread = do("reduce", do("square", centred), shape=(1, 7, 1), how="mean", axes=(2,), keepdims=True)
    normed = do("divide", centred, do("sqrt", do("add", spread, do.number(1e-6))))
    do("add", do("multiply", normed, do.weight(24)), do.weight(24))
    (layer,) = do.network().layers
    assert (layer.word, dict(layer.options), layer.shape, layer.trainable) == ("layer_norm", {}, (24, 7), 48)


def test_what_has_no_words_is_custom_with_its_figures_and_the_reason() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    do("unknown", "x", do.weight(5), shape=(1, 6, 5), why="its sizes depend on values")
    (layer,) = do.network().layers
    assert (layer.word, layer.shape, layer.trainable) == ("custom", (6, 5), 5)
    assert layer.remark == "unknown: its sizes depend on values"


def test_what_stores_other_than_it_would_is_custom() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    whole = do.weight(12, 5, 7)
    do("layer_norm", "x", whole, do.weight(12, 5, 7), over=(1, 2, 3), scale=True, shift=True)
    (layer,) = do.network().layers
    assert (layer.word, layer.trainable) == ("custom", 840)


def test_weights_that_are_read_again_are_told() -> None:
    do = Sketch(x=(1, 12))
    shared = do.weight(12, 12)
    first = do("linear", "x", shared, shape=(1, 12), name="first")
    do("linear", first, shared, shape=(1, 12), name="second")
    network = do.network()
    assert [layer.weights for layer in network.layers] == ["", "first"]
    assert network.trainable == 144


def test_zeros_around_the_cells_of_a_convolution_are_its_padding() -> None:
    do = Sketch(x=(1, 3, 32, 32))
    padded = do("pad", "x", shape=(1, 3, 34, 35), padding=((0, 0), (0, 0), (1, 1), (1, 2)))
    do.conv(padded, 8, 3)
    (layer,) = do.network().layers
    assert (layer.word, layer.options["padding"], layer.shape) == ("conv", [1, [1, 2]], (8, 32, 33))


def test_zeros_that_something_else_reads_too_stay() -> None:
    do = Sketch(x=(1, 3, 32, 32))
    padded = do("pad", "x", shape=(1, 3, 34, 34), padding=((0, 0), (0, 0), (1, 1), (1, 1)))
    do("add", do.conv(padded, 3), padded)
    assert words(do.network()) == ["pad", "conv", "add"]


@pytest.mark.parametrize("kind", ["instance_norm", "layer_norm"])
def test_groups_that_are_set_apart_and_normalised_are_a_group_norm(kind: str) -> None:
    do = Sketch(x=(1, 12, 5, 7))
    apart = do.reshape(do.conv("x", 12), 1, 4, 105)
    options: dict[str, Any] = {"over": (2,)} if kind == "layer_norm" else {}
    normed = do.reshape(do(kind, apart, scale=False, shift=False, **options), 1, 12, 5, 7)
    do("add", do("multiply", normed, do.weight(12, 1, 1)), do.weight(12, 1, 1))
    _, layer = do.network().layers
    assert (layer.word, dict(layer.options), layer.trainable) == ("group_norm", {"groups": 4}, 24)


def test_groups_that_are_put_together_otherwise_are_no_group_norm() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    do.reshape(do("instance_norm", do.reshape("x", 1, 4, 105), scale=False, shift=False), 1, 6, 10, 7)
    assert "group_norm" not in words(do.network())


def test_a_part_of_what_was_joined_reads_what_it_is_a_part_of() -> None:
    do = Sketch(x=(1, 3, 8, 8))
    one, other = do.conv("x", 4), do.conv("x", 4, 3)
    joined = do("concat", do.slice(one, 3, 0, 6), other, shape=(1, 4, 14, 6), axis=2)
    do.conv(do.slice(joined, 2, 8, 14), 5)
    last = do.network().layers[-1]
    assert last.reads == (other,)


def test_parts_of_channels_that_changed_places_are_parted_permuted_and_joined() -> None:
    do = Sketch(x=(1, 16, 9))
    boxes = do.permute(do.reshape(do.conv("x", 16), 1, 4, 4, 9), 0, 2, 1, 3)
    do("softmax", boxes, axis=1)
    _, parted, turned, softmax = do.network().layers
    assert (dict(parted.options), dict(turned.options)) == ({"shape": [4, 4, 9]}, {"order": [1, 0, 2]})
    assert (softmax.word, softmax.shape) == ("softmax", (4, 4, 9))


@pytest.mark.parametrize("learned", [False, True])
def test_a_mask_that_is_worked_out_is_no_part_of_attention(learned: bool) -> None:  # noqa: FBT001 - a parameter
    do = Sketch(x=(1, 7, 24), mask=(1, 7))
    q, k, v = (do.permute(do.reshape(do.linear("x", 24), 1, 7, 3, 8), 0, 2, 1, 3) for _ in range(3))
    matches = do("matmul", q, do.permute(k, 0, 1, 3, 2), shape=(1, 3, 7, 7))
    mask = do("multiply", do.linear("mask", 7) if learned else "mask", do.number(-1e4))
    shares = do("softmax", do("add", matches, do.reshape(mask, 1, 1, 1, 7)), axis=-1)
    do.linear(do.reshape(do.permute(do("matmul", shares, v, shape=(1, 3, 7, 8)), 0, 2, 1, 3), 1, 7, 24), 24)
    assert (words(do.network()) == ["self_attention"]) is not learned


def test_channels_that_are_joined_and_split_again_stay_layers() -> None:
    do = Sketch(x=(1, 3, 8, 8))
    joined = do("concat", do.conv("x", 4), do.conv("x", 6), shape=(1, 10, 8, 8), axis=1)
    do.conv(do.slice(joined, 1, 4, 10), 5)
    assert [layer.word for layer in do.network().layers[-3:]] == ["concat", "split", "conv"]


def test_a_sum_over_cells_is_their_mean_as_often_as_they_are() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    do("reduce", do.conv("x", 12), shape=(1, 12, 5, 1), how="sum", axes=(3,), keepdims=True)
    _, pool, rescale = do.network().layers
    assert (pool.word, dict(pool.options), pool.shape) == ("avg_pool", {"kernel": [1, 7]}, (12, 5, 1))
    assert dict(rescale.options) == {"scale": 7}


def test_what_has_one_value_a_row_is_spread_over_its_cells() -> None:
    do = Sketch(x=(1, 12, 5, 7))
    rows = do("reduce", "x", shape=(1, 12, 5, 1), how="max", axes=(3,), keepdims=True)
    do("multiply", do.conv("x", 12), rows, shape=(1, 12, 5, 7))
    upsample, product = do.network().layers[-2:]
    assert (upsample.word, dict(upsample.options), product.word) == ("upsample", {"size": [5, 7]}, "multiply")


@pytest.mark.parametrize(("how", "word"), [("sum", "add"), ("mean", "average"), ("max", "maximum"), ("min", "minimum")])
def test_what_is_stacked_to_be_reduced_is_merged(how: str, word: str) -> None:
    do = Sketch(x=(1, 3, 8, 8))
    maps = [do.conv("x", 4) for _ in range(3)]
    stack = do("concat", *(do.reshape(one, 1, 1, 4, 8, 8) for one in maps), shape=(1, 3, 4, 8, 8), axis=1)
    do("reduce", stack, shape=(1, 4, 8, 8), how=how, axes=(1,), keepdims=False)
    *_, merge = do.network().layers
    assert (merge.word, merge.reads) == (word, tuple(maps))
