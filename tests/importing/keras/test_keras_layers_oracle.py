"""Every layer against Keras itself: each small model is built by Keras, and read from what Keras writes of it.

Keras tells the shape of whatever another layer reads; a linear activation at the end makes that all of them. A layer
whose shape differs becomes ``custom``, so a model without one has every shape right.
"""

from __future__ import annotations

import json
import os
from math import prod
from typing import TYPE_CHECKING, Any

import pytest
from keras_models import read, stored

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("KERAS_TORCH_DEVICE", "meta")

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.source import SourceNetwork
    from reportgen.ops.base import Parameters

pytestmark = pytest.mark.slow

IMAGE, WIDE, ROW, VECTOR, VIDEO = (12, 10, 6), (13, 11, 8), (9, 6), (12,), (4, 12, 10, 3)


def chain(*layers: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """A model of one layer behind the other."""

    def through(_: Any, x: Any) -> Any:
        for made in layers:
            x = made(x)
        return x

    return through


def of(kind: str, *args: Any, **options: Any) -> Callable[[Any, Any], Any]:
    """A model of one layer."""
    return lambda k, x: getattr(k.layers, kind)(*args, **options)(x)


def counted(model: Any) -> tuple[int, int]:
    """Count trainable and other values as Keras does."""
    return sum(prod(w.shape) for w in model.trainable_weights), sum(prod(w.shape) for w in model.non_trainable_weights)


def imported(
    build: Callable[[Any, Any], Any], *shapes: tuple[int, ...], dtype: str = "float32"
) -> tuple[Any, SourceNetwork]:
    import keras  # noqa: PLC0415 - slow tests alone

    keras.utils.clear_session()
    inputs = [keras.Input(shape, dtype=dtype) for shape in shapes]
    end = build(keras, inputs[0] if len(inputs) == 1 else inputs)
    model = keras.Model(inputs, keras.layers.Activation("linear")(end))
    return model, read(json.loads(model.to_json()))


EXACT: dict[str, tuple[Callable[[Any, Any], Any], tuple[int, ...]]] = {
    # Convolutions
    "conv1d causal": (of("Conv1D", 5, 3, padding="causal", dilation_rate=2), ROW),
    "conv1d same": (of("Conv1D", 5, 4, strides=2, padding="same"), ROW),
    "conv2d": (of("Conv2D", 8, (3, 5), strides=(2, 1), padding="same", activation="relu", use_bias=False), IMAGE),
    "conv2d grouped": (of("Conv2D", 8, 3, groups=2, dilation_rate=(2, 1), padding="valid"), WIDE),
    "conv2d even same": (of("Conv2D", 4, 4, padding="same"), IMAGE),
    "conv3d": (of("Conv3D", 4, (1, 3, 3), padding="same"), VIDEO),
    "depthwise1d": (of("DepthwiseConv1D", 3, depth_multiplier=2), ROW),
    "depthwise2d": (of("DepthwiseConv2D", 3, strides=2, padding="same", depth_multiplier=2, activation="relu6"), IMAGE),
    "separable1d": (of("SeparableConv1D", 7, 3, depth_multiplier=2), ROW),
    "separable2d": (of("SeparableConv2D", 7, 3, strides=2, padding="same", depth_multiplier=2), IMAGE),
    "transpose1d": (of("Conv1DTranspose", 4, 3, strides=2, padding="same"), ROW),
    "transpose2d valid": (of("Conv2DTranspose", 4, 3, strides=2), IMAGE),
    "transpose2d small kernel": (of("Conv2DTranspose", 4, 2, strides=3), IMAGE),
    "transpose2d small kernel same": (of("Conv2DTranspose", 4, 2, strides=3, padding="same"), IMAGE),
    "transpose2d same": (of("Conv2DTranspose", 4, 4, strides=2, padding="same", use_bias=False), IMAGE),
    "transpose2d output padding": (of("Conv2DTranspose", 4, 3, strides=2, padding="same", output_padding=1), IMAGE),
    "transpose2d output padding valid": (of("Conv2DTranspose", 4, 5, strides=3, output_padding=2), IMAGE),
    "transpose2d dilated": (of("Conv2DTranspose", 4, 3, dilation_rate=2), IMAGE),
    "transpose3d": (of("Conv3DTranspose", 4, 3, strides=2, padding="same"), VIDEO),
    "zero padding 1d": (of("ZeroPadding1D", (1, 2)), ROW),
    "zero padding": (of("ZeroPadding2D", ((1, 0), (2, 3))), IMAGE),
    "zero padding 3d": (of("ZeroPadding3D", 2), VIDEO),
    "cropping 1d": (of("Cropping1D", (1, 2)), ROW),
    "cropping": (of("Cropping2D", ((1, 0), (2, 3))), IMAGE),
    # Pooling
    "max pool 1d": (of("MaxPooling1D", 3, strides=2, padding="same"), ROW),
    "max pool": (of("MaxPooling2D", (3, 2), strides=(2, 2)), IMAGE),
    "max pool same": (of("MaxPooling2D", 3, strides=2, padding="same"), IMAGE),
    "avg pool same": (of("AveragePooling2D", 3, strides=1, padding="same"), IMAGE),
    "avg pool 3d": (of("AveragePooling3D", 2), VIDEO),
    "global avg 1d": (of("GlobalAveragePooling1D"), ROW),
    "global avg": (of("GlobalAveragePooling2D"), IMAGE),
    "global max kept": (of("GlobalMaxPooling2D", keepdims=True), IMAGE),
    "global avg 3d": (of("GlobalAveragePooling3D"), VIDEO),
    "adaptive avg": (of("AdaptiveAveragePooling2D", (4, 3)), IMAGE),
    "adaptive max": (of("AdaptiveMaxPooling2D", 2), IMAGE),
    # Dense and shape
    "dense": (of("Dense", 7, activation="tanh"), VECTOR),
    "dense of cells": (of("Dense", 7, use_bias=False), IMAGE),
    "dense of steps": (of("Dense", 7), ROW),
    "flatten": (of("Flatten"), IMAGE),
    "einsum": (of("EinsumDense", "abc,cd->abd", output_shape=(None, 7), bias_axes="d", activation="relu"), ROW),
    "einsum with dots": (of("EinsumDense", "...x,xy->...y", output_shape=7), ROW),
    "einsum of a row": (of("EinsumDense", "ab,bc->ac", output_shape=7, bias_axes="c"), VECTOR),
    "reshape to cells": (of("Reshape", (2, 2, 3)), VECTOR),
    "reshape joins cells": (of("Reshape", (-1, 6)), IMAGE),
    "reshape splits cells": (of("Reshape", (3, 3, 6)), ROW),
    "reshape mixes": (of("Reshape", (10, 12, 6)), IMAGE),
    "reshape mixes channels": (of("Reshape", (12, 20, 3)), IMAGE),
    "reshape splits channels": (of("Reshape", (12, 10, 2, 3)), IMAGE),
    "permute": (of("Permute", (2, 1, 3)), IMAGE),
    "permute of channels": (of("Permute", (3, 1, 2)), IMAGE),
    "repeat vector": (of("RepeatVector", 5), VECTOR),
    "upsampling 1d": (of("UpSampling1D", 3), ROW),
    "upsampling": (of("UpSampling2D", (2, 3), interpolation="bilinear"), IMAGE),
    "upsampling 3d": (of("UpSampling3D", 2), VIDEO),
    # Normalisation
    "batch norm": (of("BatchNormalization"), IMAGE),
    "batch norm without scale": (of("BatchNormalization", scale=False), ROW),
    "batch norm bare": (of("BatchNormalization", scale=False, center=False), VECTOR),
    "batch norm of rows": (of("BatchNormalization", axis=1), IMAGE),
    "layer norm": (of("LayerNormalization"), IMAGE),
    "layer norm without center": (of("LayerNormalization", center=False), ROW),
    "layer norm along steps": (of("LayerNormalization", axis=1), ROW),
    "rms norm": (of("RMSNormalization"), ROW),
    "group norm": (of("GroupNormalization", 3), IMAGE),
    "instance norm": (of("GroupNormalization", -1), IMAGE),
    # Activation
    **{
        f"activation {name}": (of("Activation", name), IMAGE)
        for name in (
            *("relu", "relu6", "leaky_relu", "elu", "celu", "selu", "gelu", "silu", "mish", "sigmoid", "hard_sigmoid"),
            *("hard_silu", "tanh", "hard_tanh", "softplus", "softmax", "log_softmax", "softsign", "exponential"),
        )
    },
    "relu 4": (of("ReLU", max_value=4.0), IMAGE),
    "relu with slope": (of("ReLU", negative_slope=0.1), IMAGE),
    "leaky relu": (of("LeakyReLU", negative_slope=0.1), IMAGE),
    "elu": (of("ELU", alpha=0.5), IMAGE),
    "softmax of steps": (of("Softmax", axis=1), ROW),
    "prelu": (of("PReLU", shared_axes=[1, 2]), IMAGE),
    "prelu of a row": (of("PReLU"), VECTOR),
    # Regularisation
    "dropout": (of("Dropout", 0.25), IMAGE),
    "spatial dropout": (of("SpatialDropout2D", 0.25), IMAGE),
    "noise": (of("GaussianNoise", 0.25), IMAGE),
    # Recurrent
    "lstm": (of("LSTM", 5), ROW),
    "lstm of steps": (of("LSTM", 5, return_sequences=True, use_bias=False), ROW),
    "lstm backwards": (of("LSTM", 5, go_backwards=True), ROW),
    "gru": (of("GRU", 5), ROW),
    "gru reset before": (of("GRU", 5, reset_after=False, return_sequences=True), ROW),
    "bidirectional lstm": (lambda k, x: k.layers.Bidirectional(k.layers.LSTM(5, return_sequences=True))(x), ROW),
    "bidirectional gru": (lambda k, x: k.layers.Bidirectional(k.layers.GRU(5))(x), ROW),
    # Wrappers
    "dense of each step": (lambda k, x: k.layers.TimeDistributed(k.layers.Dense(4, activation="relu"))(x), ROW),
    "conv of each frame": (
        lambda k, x: k.layers.TimeDistributed(k.layers.Conv2D(4, 3, strides=2, padding="same"))(x),
        VIDEO,
    ),
    "pool of each frame": (lambda k, x: k.layers.TimeDistributed(k.layers.GlobalAveragePooling2D())(x), VIDEO),
    "norm of each frame": (lambda k, x: k.layers.TimeDistributed(k.layers.BatchNormalization())(x), VIDEO),
    # Attention
    "attention": (lambda k, x: k.layers.MultiHeadAttention(3, 2)(x, x), ROW),
    "attention of cells": (lambda k, x: k.layers.MultiHeadAttention(2, 3, use_bias=False)(x, x), IMAGE),
    # Preprocessing
    "rescaling": (of("Rescaling", 1 / 127.5, offset=-1), IMAGE),
    "resizing": (of("Resizing", 6, 7), IMAGE),
    "center crop": (of("CenterCrop", 5, 6), IMAGE),
    "random flip": (of("RandomFlip"), IMAGE),
    # Operations
    "arithmetic with numbers": (lambda _, x: (2 - (x + 3) * 0.5) / 4, IMAGE),
    "sum of two": (lambda k, x: k.layers.Conv2D(6, 3, padding="same")(x) + x, IMAGE),
    "difference of two": (lambda k, x: k.layers.Conv2D(6, 3, padding="same")(x) - x, IMAGE),
    "functions": (lambda k, x: k.ops.gelu(k.ops.exp(k.ops.clip(x, -1, 1))), IMAGE),
    "split": (lambda k, x: k.ops.subtract(*k.ops.split(x, 2, axis=-1)), IMAGE),
    "axes of one": (lambda k, x: k.ops.squeeze(k.ops.cast(k.ops.expand_dims(x, 1), "float32"), axis=1), ROW),
    "first step": (lambda k, x: k.layers.Dense(3)(x[:, 0]), ROW),
    "last step": (lambda _, x: x[:, -1, :], ROW),
    "softmax operation": (lambda k, x: k.ops.softmax(x, axis=1), ROW),
    "joined": (lambda k, x: k.ops.concatenate([x, x], axis=-1), IMAGE),
    "joined steps": (lambda k, x: k.ops.concatenate([x, x], axis=1), ROW),
    "reshape operation": (lambda k, x: k.ops.reshape(x, (-1, 120, 6)), IMAGE),
    "transposition": (lambda k, x: k.ops.transpose(x, (0, 2, 1)), ROW),
    "a cut of cells": (lambda _, x: x[:, 1:-1, ::2], IMAGE),
    "a cut of channels": (lambda _, x: x[..., 1:5], IMAGE),
    "padded cells": (lambda k, x: k.ops.pad(x, ((0, 0), (1, 2), (0, 1), (0, 0)), mode="reflect"), IMAGE),
    "a square": (lambda k, x: k.ops.power(x, 2) + 2 / x, IMAGE),
    "one value a channel added": (
        lambda k, x: k.layers.Add()([x, k.layers.GlobalAveragePooling2D(keepdims=True)(x)]),
        IMAGE,
    ),
    "masked steps": (lambda k, x: k.layers.LSTM(3)(k.layers.Masking()(x)), ROW),
    "mean of cells": (lambda k, x: k.ops.mean(x, axis=(1, 2)), IMAGE),
    "mean of channels": (lambda k, x: k.ops.mean(x, axis=-1, keepdims=True), IMAGE),
    "largest channel": (lambda k, x: k.ops.max(x, axis=-1), IMAGE),
    # Merges
    **{
        f"merge {kind}": (lambda k, x, kind=kind: getattr(k.layers, kind)()([x, k.layers.ReLU()(x)]), IMAGE)
        for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate")
    },
    "joined rows": (lambda k, x: k.layers.Concatenate(axis=1)([x, x]), IMAGE),
    "gate": (lambda k, x: k.layers.Multiply()([x, k.layers.GlobalAveragePooling2D(keepdims=True)(x)]), IMAGE),
    "spatial gate": (lambda k, x: k.layers.Multiply()([x, k.layers.Conv2D(1, 1)(x)]), IMAGE),
    "flat gate": (lambda k, x: k.layers.Multiply()([x, k.layers.GlobalAveragePooling2D()(x)]), IMAGE),
    # Several together
    "channel shuffle": (
        lambda k, x: k.layers.Reshape((12, 10, 6))(k.layers.Permute((1, 2, 4, 3))(k.layers.Reshape((12, 10, 2, 3))(x))),
        IMAGE,
    ),
    "mixer": (
        lambda k, x: k.layers.Add()([x, k.layers.Permute((2, 1))(k.layers.Dense(9)(k.layers.Permute((2, 1))(x)))]),
        ROW,
    ),
    "channels first": (
        lambda k, x: k.layers.GlobalAveragePooling2D(data_format="channels_first")(
            k.layers.BatchNormalization(axis=1)(k.layers.Conv2D(4, 3, data_format="channels_first")(x))
        ),
        (3, 12, 10),
    ),
}

TOLD: dict[str, tuple[Callable[[Any, Any], Any], tuple[int, ...], bool]] = {
    # What has no word: the shape and, where it says True, the parameters are exact.
    "prelu of cells": (of("PReLU"), IMAGE, True),
    "layer norm of all": (of("LayerNormalization", axis=[1, 2, 3]), IMAGE, True),
    "batch renorm": (of("UnitNormalization"), IMAGE, True),
    "simple rnn": (of("SimpleRNN", 5), ROW, True),
    "lstm from the end": (of("LSTM", 5, return_sequences=True, go_backwards=True), ROW, True),
    "summed directions": (
        lambda k, x: k.layers.Bidirectional(k.layers.LSTM(5), merge_mode="sum")(x),
        ROW,
        True,
    ),
    "narrow heads": (lambda k, x: k.layers.MultiHeadAttention(2, 4, value_dim=3)(x, x), ROW, True),
    "normalization": (of("Normalization"), IMAGE, True),
    "flatten of each frame": (lambda k, x: k.layers.TimeDistributed(k.layers.Flatten())(x), VIDEO, True),
    "threshold": (of("ReLU", threshold=1.0), IMAGE, True),
    "einsum of several axes": (
        of("EinsumDense", "abc,cde->abde", output_shape=(None, 7, 2), bias_axes="de"),
        ROW,
        True,
    ),
    "einsum that joins": (of("EinsumDense", "abcd,cde->abe", output_shape=(None, 7)), IMAGE, True),
    "lambda": (lambda k, x: k.layers.Lambda(lambda y: y[:, ::2])(x), IMAGE, True),
}


@pytest.mark.parametrize("name", EXACT)
def test_a_layer_is_expressed_with_its_shape_and_parameters(name: str) -> None:
    build, shape = EXACT[name]
    model, network = imported(build, shape)
    assert [layer.remark for layer in network.layers if layer.word == "custom"] == []
    found = stored(network)
    assert found is not None
    assert (found.trainable, found.buffers) == counted(model)


@pytest.mark.parametrize("name", TOLD)
def test_what_has_no_word_is_told_with_what_is_known(name: str) -> None:
    build, shape, known = TOLD[name]
    model, network = imported(build, shape)
    assert len([layer for layer in network.layers if layer.word == "custom"]) == 1
    found = stored(network)
    assert _known(found) == (counted(model) if known else None)


def _known(found: Parameters | None) -> tuple[int, int] | None:
    return None if found is None else (found.trainable, found.buffers)
