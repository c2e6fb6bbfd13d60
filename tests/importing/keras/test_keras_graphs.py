"""How layers read each other: shared, nested, within wrappers, in the order of axes that Keras means."""

from __future__ import annotations

from typing import Any

import pytest
from keras_models import called, functional, layer, read, sequential, stored, tensor, told

from reportgen.importing.keras.records import MalformedError
from reportgen.importing.write import write
from reportgen.ops.base import Parameters

CONV = {"strides": [1, 1], "padding": "same", "data_format": "channels_last", "activation": "linear", "use_bias": True}


def conv(name: str, filters: int, kernel: int = 3, **other: Any) -> dict[str, Any]:
    return layer("Conv2D", name, filters=filters, kernel_size=[kernel, kernel], **(CONV | other))


def image(
    *nodes: dict[str, Any], outputs: list[str] | None = None, shape: list[int | None] | None = None
) -> dict[str, Any]:
    return functional({"image": shape or [8, 6, 3]}, list(nodes), outputs or [nodes[-1]["name"]])


def test_a_layer_that_is_called_twice_stores_its_weights_once() -> None:
    twice = called(called(conv("twice", 4), tensor("image")), tensor("back"))
    network = read(image(twice, called(conv("back", 3, 1), tensor("twice")), outputs=["twice"]))

    assert [(one.name, one.reads, one.weights) for one in network.layers] == [
        ("twice", ("image",), ""),
        ("back", ("twice",), ""),
        ("twice.2", ("back",), "twice"),
    ]
    assert stored(network) == Parameters(4 * (27 + 1) + 3 * (4 + 1))
    assert "weights: twice" in write(network).text


def test_a_model_within_a_model_keeps_its_name_and_its_weights() -> None:
    inner = sequential([8, 6, 3], conv("a", 3, activation="relu"), layer("BatchNormalization", "b"), name="inner")
    inner = called(called(inner, tensor("image")), tensor("other"))
    join = called(layer("Concatenate", "join", axis=-1), [tensor("inner"), tensor("inner", 1)])
    network = read(functional({"image": [8, 6, 3], "other": [8, 6, 3]}, [inner, join], ["join"]))

    assert [(one.name, one.scope, one.weights) for one in network.layers] == [
        ("inner/a", ("inner",), ""),
        ("inner/a/activation", ("inner",), ""),
        ("inner/b", ("inner",), ""),
        ("inner.2/a", ("inner.2",), "inner/a"),
        ("inner.2/a/activation", ("inner.2",), ""),
        ("inner.2/b", ("inner.2",), "inner/b"),
        ("join", (), ""),
    ]
    assert network.layers[-1].reads == ("inner/b", "inner.2/b")
    assert stored(network) == Parameters(3 * 28 + 6, 6)


def test_a_model_may_put_out_several_values() -> None:
    two = functional(
        {"x": [8, 6, 3]},
        [called(conv("p", 4), tensor("x")), called(layer("MaxPooling2D", "q", pool_size=[2, 2]), tensor("x"))],
        ["p", "q"],
        name="two",
    )
    ends = [called(layer("ReLU", "r"), tensor("two", 0, 1)), called(layer("ReLU", "s"), tensor("two", 0, 0))]
    network = read(image(called(two, tensor("image")), *ends, outputs=["r", "s"]))
    assert [line.split(": ")[1] for line in told(network)[2:]] == ["relu {} two/q 3x4x3", "relu {} two/p 4x8x6"]
    assert network.outputs == ("r", "s")


def test_layers_are_called_in_the_order_in_which_they_can_be() -> None:
    late, early = called(layer("ReLU", "late"), tensor("early")), called(conv("early", 4), tensor("image"))
    network = read(image(late, early, outputs=["late"]))
    assert [one.name for one in network.layers] == ["early", "late"]


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        (
            [called(layer("ReLU", "a"), tensor("b")), called(layer("ReLU", "b"), tensor("a"))],
            "the layers of net read each other in a circle, or what is not there: a, b",
        ),
        (
            [called(layer("ReLU", "a"), tensor("a"))],
            "the layers of net read each other in a circle, or what is not there: a",
        ),
        (
            [called(layer("ReLU", "a"), tensor("nobody"))],
            "the layers of net read each other in a circle, or what is not there: a",
        ),
        (
            [called(layer("ReLU", "a"), tensor("image")), called(layer("ReLU", "a"), tensor("image"))],
            "two layers of net have one name",
        ),
        ([called(layer("ReLU", "a"), tensor("image", 1))], "image is read, but nothing calls it"),
        ([called(layer("ReLU", "a"))], "a (ReLU): it reads nothing"),
        (
            [called(layer("Add", "a"), [tensor("image"), tensor("image", 0, 1)])],
            "value 1 of image is read; of a layer with several, only the first can be",
        ),
    ],
)
def test_calls_that_cannot_be_are_refused(nodes: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(MalformedError) as error:
        read(image(*nodes))
    assert str(error.value) == message


def test_what_an_input_is_read_by_says_how_it_is_laid_out() -> None:
    words = functional(
        {"words": [40]},
        [
            called(layer("Embedding", "look", input_dim=100, output_dim=8), tensor("words")),
            called(layer("LSTM", "read", units=5, return_sequences=False, use_bias=True), tensor("look")),
        ],
        ["read"],
    )
    network = read(words)
    assert dict(network.inputs) == {"words": (1, 40)}
    assert told(network) == [
        "look: embedding {'vocabulary': 100, 'units': 8} words 8x40",
        "read: lstm {'units': 5, 'sequence': False, 'biases': 1} look 5",
    ]


def test_axes_are_permuted_only_where_a_layer_takes_others_for_the_channels() -> None:
    mixer = sequential(
        [9, 6],
        layer("Permute", "turn", dims=[2, 1]),
        layer("Dense", "over_steps", units=7, use_bias=False),
        layer("Permute", "back", dims=[2, 1]),
        layer("Dense", "over_channels", units=4, use_bias=True),
    )
    assert told(read(mixer)) == [
        "over_steps/permute: permute {'order': [1, 0]} image 9x6",
        "over_steps: pointwise {'filters': 7, 'bias': False} over_steps/permute 7x6",
        "over_channels/permute: permute {'order': [1, 0]} over_steps 6x7",
        "over_channels: pointwise {'filters': 4} over_channels/permute 4x7",
    ]


def test_a_gate_needs_no_reshape() -> None:
    gate = [
        called(layer("GlobalAveragePooling2D", "squeeze"), tensor("image")),
        called(layer("Reshape", "spread", target_shape=[1, 1, 3]), tensor("squeeze")),
        called(conv("excite", 3, 1, activation="sigmoid"), tensor("spread")),
        called(layer("Multiply", "gated"), [tensor("image"), tensor("excite")]),
    ]
    assert told(read(image(*gate))) == [
        "squeeze/pool: global_avg_pool {} image 3x1x1",
        "excite: conv {'filters': 3, 'kernel': 1} squeeze/pool 3x1x1",
        "excite/activation: sigmoid {} excite 3x1x1",
        "gated: multiply {} image,excite/activation 3x8x6",
    ]


def test_channels_that_are_dealt_out_between_reshapes_are_a_shuffle() -> None:
    shuffle = sequential(
        [8, 6, 12],
        layer("Reshape", "apart", target_shape=[8, 6, 3, 4]),
        layer("Permute", "deal", dims=[1, 2, 4, 3]),
        layer("Reshape", "together", target_shape=[8, 6, 12]),
    )
    assert told(read(shuffle)) == ["together: channel_shuffle {'groups': 3} image 12x8x6"]


def test_values_that_change_between_channels_and_cells_keep_their_order() -> None:
    mixed = told(read(sequential([4, 6, 2], layer("Reshape", "mixed", target_shape=[4, 4, 3]), conv("next", 5, 1))))
    assert mixed[:2] == [
        "mixed/values.1: permute {'order': [1, 2, 0]} image 4x6x2",
        "mixed: reshape {'shape': [4, 4, 3]} mixed/values.1 4x4x3",
    ]
    assert mixed[2] == "next/permute: permute {'order': [2, 0, 1]} mixed 3x4x4"


def test_models_with_their_channels_first_need_no_change() -> None:
    first = sequential(
        [3, 8, 6],
        conv("conv", 4, data_format="channels_first"),
        layer("BatchNormalization", "norm", axis=1),
        layer("GlobalAveragePooling2D", "pool", data_format="channels_first"),
        layer("Dense", "head", units=2),
    )
    assert told(read(first)) == [
        "conv: conv {'filters': 4, 'kernel': 3, 'padding': 'half'} image 4x8x6",
        "norm: batch_norm {} conv 4x8x6",
        "pool/pool: global_avg_pool {} norm 4x1x1",
        "pool: flatten {} pool/pool 4",
        "head: dense {'units': 2} pool 2",
    ]


def test_a_model_of_one_frame_goes_over_each() -> None:
    frame = sequential([8, 6, 3], conv("conv", 4, strides=[2, 2]), layer("GlobalMaxPooling2D", "pool"), name="frame")
    video = sequential([5, 8, 6, 3], layer("TimeDistributed", "each", layer=frame), layer("GRU", "steps", units=2))
    assert told(read(video)) == [
        "each/conv: conv {'filters': 4, 'kernel': [1, 3, 3], 'stride': [1, 2, 2], 'padding': 'same'} image 4x5x4x3",
        "each/pool/pool: max_pool {'kernel': [1, 4, 3]} each/conv 4x5x1x1",
        "each/pool: flatten_positions {} each/pool/pool 4x5",
        "steps: gru {'units': 2, 'sequence': False} each/pool 2",
    ]


def test_states_that_one_layer_gives_another_are_told() -> None:
    encoder = called(layer("LSTM", "encoder", units=5, return_state=True), tensor("image"))
    start = [tensor("encoder", 0, 1), tensor("encoder", 0, 2)]
    decoder = called(layer("LSTM", "decoder", units=5), tensor("image"), initial_state=start)
    network = read(image(encoder, decoder, shape=[9, 6]))
    assert [(one.word, one.remark) for one in network.layers] == [
        ("lstm", ""),
        ("custom", "a state that a recurrent layer gives away"),
        ("custom", "it is given a state to begin with"),
    ]
    assert stored(network) == Parameters(2 * 4 * 5 * (6 + 5 + 1))


def test_sizes_that_a_file_leaves_open_are_asked_for() -> None:
    open_sizes = image(called(conv("conv", 4), tensor("image")), shape=[None, None, 3])
    with pytest.raises(MalformedError) as error:
        read(open_sizes)
    assert str(error.value) == (
        "image is 3x?x?, channels first, and leaves a size open; give it, such as --input 3,224,224"
    )
    assert told(read(open_sizes, sizes={"": (3, 10, 12)}))[0].endswith("image 4x10x12")
    assert read(open_sizes, sizes={"image": (3, 10, 12)}).inputs == {"image": (3, 10, 12)}


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"": (4, 10, 12)}, "image is 3x?x?, channels first; --input 4,10,12 does not fit it"),
        ({"": (3, 10)}, "image is 3x?x?, channels first; --input 3,10 does not fit it"),
        ({"picture": (3, 10, 12)}, "no input is called picture; its inputs are image"),
    ],
)
def test_sizes_must_fit_what_the_file_says(sizes: dict[str, tuple[int, ...]], message: str) -> None:
    with pytest.raises(MalformedError) as error:
        read(image(called(conv("conv", 4), tensor("image")), shape=[None, None, 3]), sizes=sizes)
    assert str(error.value) == message


def test_a_shape_that_the_words_here_do_not_give_is_told() -> None:
    # A file may say what it likes: the next layer claims to read 5 channels.
    nodes = [
        called(conv("conv", 4), tensor("image")),
        called(layer("ReLU", "next"), tensor("conv", shape=[8, 6, 5])),
    ]
    network = read(image(*nodes))
    assert network.layers[0].word == "custom"
    assert network.layers[0].options == {"output": [5, 8, 6]}
    assert network.layers[0].remark == "Keras gives it the shape 8x6x5, and its words here another"


def test_masks_are_no_layers() -> None:
    zero = {**layer("NotEqual", "not_equal"), "module": "keras.src.ops.numpy"}
    words = called(layer("Embedding", "words", input_dim=50, output_dim=8, mask_zero=True), tensor("ids"))
    lstm = called(layer("LSTM", "lstm", units=4), tensor("words"), mask=tensor("not_equal"))
    network = read(functional({"ids": [7]}, [words, called(zero, tensor("ids"), 0), lstm], ["lstm"]))

    assert told(network)[1] == "lstm: lstm {'units': 4, 'sequence': False, 'biases': 1} words 4"
    assert (network.inputs, len(network.layers)) == ({"ids": (1, 7)}, 2)


def part(start: int | None = None, stop: int | None = None, step: int | None = None) -> dict[str, Any]:
    return {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}


DOTS = {"class_name": "__ellipsis__", "config": {}}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ([part(), part(1, -1), part(None, None, 2)], ["crop", "max_pool", "3x6x3"]),
        ([part(), part(), part(0, 5, 2)], ["max_pool", "3x8x3"]),
        ([DOTS, part(1, None)], ["split", "2x8x6"]),
        ([DOTS, 2], ["split", "reshape", "8x6"]),
        ([part(), -1], ["crop", "flatten_positions", "3x6"]),
        ([part(), part(None, None, -1)], ["custom", "3x8x6"]),
        ([part(), part(), part(), part(), part()], ["custom", "3x8x6"]),
    ],
)
def test_parts_of_a_value_are_cut(key: list[Any], expected: list[str]) -> None:
    cut = {**layer("GetItem", "cut"), "module": "keras.src.ops.numpy"}
    lines = told(read(image(called(cut, tensor("image"), key))))
    assert [line.split()[1] for line in lines] == expected[:-1]
    assert lines[-1].split()[-1] == expected[-1]


def test_the_state_of_a_row_of_steps_is_its_last_step() -> None:
    lstm = layer("LSTM", "lstm", units=4, return_sequences=True, return_state=True)
    dense = called(layer("Dense", "dense", units=2), tensor("lstm", 0, 1))
    lines = told(read(functional({"row": [7, 3]}, [called(lstm, tensor("row")), dense], ["dense"])))
    assert lines[1:] == ["lstm/state.1: take_token {'index': 6} lstm 4", "dense: dense {'units': 2} lstm/state.1 2"]


def test_what_is_read_from_both_ends_and_added_is_told_with_its_figures() -> None:
    inner = layer("GRU", "gru", units=4, return_sequences=True, reset_after=True)
    both = layer("Bidirectional", "both", layer=inner, merge_mode="sum")
    network = read(functional({"row": [7, 3]}, [called(both, tensor("row"))], ["both"]))
    (line,) = told(network)
    assert line.endswith("row 4x7")
    assert network.layers[0].remark == "its outputs are merged by 'sum'"
    assert stored(network) == Parameters(2 * 3 * 4 * (3 + 4 + 2))
