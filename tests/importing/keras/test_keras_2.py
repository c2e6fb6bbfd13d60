"""The dialect of Keras 2: calls as lists, no modules, other names for some settings."""

from __future__ import annotations

from typing import Any

from keras_models import read, stored, told

from reportgen.ops.base import Parameters


def entry(kind: str, name: str, nodes: list[Any] | None = None, **config: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"class_name": kind, "config": {"name": name, "trainable": True, **config}}
    return found if nodes is None else {**found, "name": name, "inbound_nodes": nodes}


def model(shape: list[int | None], *layers: dict[str, Any], outputs: list[list[Any]] | None = None) -> dict[str, Any]:
    start = entry("InputLayer", "input_1", [], batch_input_shape=[None, *shape])
    config = {
        "name": "model_1",
        "layers": [start, *layers],
        "input_layers": [["input_1", 0, 0]],
        "output_layers": outputs or [[layers[-1]["name"], 0, 0]],
    }
    return {"class_name": "Functional", "config": config, "keras_version": "2.9.0", "backend": "tensorflow"}


CONV = {"filters": 4, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "dilation_rate": [1, 1]}


def test_calls_are_lists_of_layer_node_and_value() -> None:
    network = read(
        model(
            [8, 6, 4],
            entry("Conv2D", "conv", [[["input_1", 0, 0, {}]], [["relu", 0, 0, {}]]], **CONV, activation="linear"),
            entry("ReLU", "relu", [[["conv", 0, 0, {}]]], max_value=6.0, negative_slope=0.0, threshold=0.0),
            entry("Add", "add", [[["conv", 0, 0, {}], ["conv", 1, 0, {}]]]),
        ),
        old=True,
    )
    assert told(network) == [
        "conv: conv {'filters': 4, 'kernel': 3, 'padding': 'half'} input_1 4x8x6",
        "relu: relu6 {} conv 4x8x6",
        "conv.2: conv {'filters': 4, 'kernel': 3, 'padding': 'half'} relu 4x8x6",
        "add: add {} conv,conv.2 4x8x6",
    ]
    assert stored(network) == Parameters(4 * 37)


def test_inner_models_have_a_node_of_their_own() -> None:
    inner = {
        **entry("Sequential", "inner", [[["input_1", 0, 0, {}]], [["inner", 1, 0, {}]]]),
        "config": {
            "name": "inner",
            "layers": [
                entry("InputLayer", "inner_input", batch_input_shape=[None, 8, 6, 4]),
                entry("Conv2D", "conv", **CONV, activation="relu"),
            ],
        },
    }
    network = read(model([8, 6, 4], inner, outputs=[["inner", 2, 0]]), old=True)
    assert [(one.name, one.reads) for one in network.layers] == [
        ("inner/conv", ("input_1",)),
        ("inner/conv/activation", ("inner/conv",)),
        ("inner.2/conv", ("inner/conv/activation",)),
        ("inner.2/conv/activation", ("inner.2/conv",)),
    ]
    assert network.outputs == ("inner.2/conv/activation",)


def test_functions_of_tensorflow_stand_where_keras_3_has_operations() -> None:
    network = read(
        model(
            [8, 6, 4],
            entry("TFOpLambda", "tf.add", [["input_1", 0, 0, {"y": 3.0, "name": None}]], function="__operators__.add"),
            entry("ReLU", "relu", [[["tf.add", 0, 0, {}]]], max_value=6.0),
            entry("TFOpLambda", "tf.mul", [["relu", 0, 0, {"y": 0.16666667}]], function="math.multiply"),
            entry(
                "TFOpLambda", "half", [["_CONSTANT_VALUE", -1, 0.5, {"y": ["tf.mul", 0, 0]}]], function="math.multiply"
            ),
            entry("TFOpLambda", "sum", [["half", 0, 0, {"y": ["input_1", 0, 0]}]], function="__operators__.add"),
            entry("TFOpLambda", "cut", [["sum", 0, 0, {"axis": 1}]], function="roll"),
        ),
        old=True,
    )
    assert [(one.word, one.reads) for one in network.layers[-3:]] == [
        ("rescale", ("tf.mul",)),
        ("add", ("half", "input_1")),
        ("custom", ("sum",)),
    ]
    assert network.layers[-1].remark == (
        "tf.roll has no word here (its shape is not told, and taken for that of what it reads)"
    )


def test_a_hard_swish_that_is_spelt_out_gets_its_name() -> None:
    # As in MobileNet v3, as Keras 2 wrote it.
    parts = [
        entry("TFOpLambda", "add", [["input_1", 0, 0, {"y": 3.0, "name": None}]], function="__operators__.add"),
        entry("ReLU", "relu", [[["add", 0, 0, {}]]], max_value=6.0),
        entry("TFOpLambda", "mul", [["relu", 0, 0, {"y": 0.16666666666666666}]], function="math.multiply"),
    ]
    swish = entry("Multiply", "swish", [[["input_1", 0, 0, {}], ["mul", 0, 0, {}]]])
    assert told(read(model([8, 6, 4], *parts), old=True)) == ["mul: hard_sigmoid {} input_1 4x8x6"]
    assert told(read(model([8, 6, 4], *parts, swish), old=True)) == ["swish: hard_swish {} input_1 4x8x6"]
    # What something else reads of it must stay.
    seen = model([8, 6, 4], *parts, swish, outputs=[["swish", 0, 0], ["relu", 0, 0]])
    assert [one.word for one in read(seen, old=True).layers] == ["rescale", "relu6", "rescale", "multiply"]
    both = model([8, 6, 4], *parts, swish, outputs=[["swish", 0, 0], ["mul", 0, 0]])
    assert [one.word for one in read(both, old=True).layers] == ["hard_sigmoid", "multiply"]


def test_attention_is_given_its_memory_by_name() -> None:
    settings = {"num_heads": 3, "key_dim": 2, "value_dim": 2, "use_bias": True, "output_shape": None}
    network = read(
        model(
            [9, 6],
            entry("MultiHeadAttention", "heads", [[["input_1", 0, 0, {"value": ["input_1", 0, 0]}]]], **settings),
            entry("Dense", "other", [[["heads", 0, 0, {}]]], units=5, use_bias=False, activation="gelu"),
            entry("MultiHeadAttention", "cross", [[["heads", 0, 0, {"value": ["other", 0, 0]}]]], **settings),
        ),
        old=True,
    )
    assert [(one.word, one.reads) for one in network.layers] == [
        ("self_attention", ("input_1",)),
        ("pointwise", ("heads",)),
        ("gelu", ("other",)),
        ("custom", ("heads", "other/activation")),
    ]
    # Queries of 6 values, keys and values of 5, the output of 6; each with a bias.
    assert network.layers[-1].options["parameters"] == 6 * 7 + 2 * 6 * 6 + 6 * 7


def test_settings_that_had_other_names_or_meanings() -> None:
    layers = [
        entry("LeakyReLU", "leaky", alpha=0.1),
        entry("Activation", "hard", activation="hard_sigmoid"),
        entry("LocallyConnected1D", "local", filters=2, kernel_size=[3], strides=[1], padding="valid", use_bias=True),
        entry("CuDNNGRU", "gru", units=3, return_sequences=True),
        entry("GRU", "older", units=3, use_bias=True),
    ]
    # As Keras wrote sequential models before 2.2: a list, whose first layer tells the shape.
    layers[0]["config"]["batch_input_shape"] = [None, 9, 6]
    network = read({"class_name": "Sequential", "config": layers, "keras_version": "2.1.6"}, old=True)
    assert [line.partition(": ")[2] for line in told(network)] == [
        "leaky_relu {'slope': Fraction(1, 10)} Sequential_input 6x9",
        "hard_sigmoid {'slope': Fraction(1, 5)} leaky 6x9",
        "locally_connected {'filters': 2, 'kernel': 3} hard 2x7",
        "gru {'units': 3} local 3x7",
        "gru {'units': 3, 'sequence': False, 'biases': 1} gru 3",
    ]


def test_a_lambda_keeps_the_shape_that_it_tells() -> None:
    code = {"class_name": "__tuple__", "items": ["4wEAAAAAAAAA", None, None]}
    network = read(
        model([8, 6, 4], entry("Lambda", "odd", [[["input_1", 0, 0, {}]]], function=code, output_shape=[4, 3, 4])),
        old=True,
    )
    (layer,) = network.layers
    assert (layer.word, dict(layer.options)) == ("custom", {"output": [4, 4, 3], "parameters": 0})
    assert layer.remark == "a Lambda: its code was not run"


def test_a_layer_of_strangers_is_told_by_its_name() -> None:
    network = read(model([8, 6, 4], entry("Custom>MyLayer", "mine", [[["input_1", 0, 0, {}]]], units=3)), old=True)
    assert network.layers[0].remark.startswith("Custom>MyLayer is no layer that is known here")
    assert stored(network) is None
