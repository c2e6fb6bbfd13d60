"""Models of Keras Applications, as Keras 3.15 wrote them with ``weights=None``."""

from __future__ import annotations

import json
import os
from math import prod
from types import SimpleNamespace
from typing import Any

import pytest
from keras_models import packed, read, stored

from reportgen.importing.graph import graph_of
from reportgen.importing.write import write
from reportgen.ops.base import Parameters

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("KERAS_TORCH_DEVICE", "meta")

MEASURED = "each channel is normalised by numbers that were measured before training"


@pytest.mark.parametrize(
    ("name", "trainable", "others", "layers", "customs"),
    [
        # Trainable and non-trainable parameters as Keras counts them.
        ("ConvNeXtTiny", 28_589_128, 0, 140, ["each channel is normalised by numbers of its own"]),
        ("EfficientNetB0", 5_288_548, 42_023, 257, [MEASURED]),
        ("InceptionResNetV2", 55_813_192, 60_544, 822, []),
        ("InceptionV3", 23_817_352, 34_432, 314, []),
        ("MobileNetV3Small", 2_542_856, 12_112, 163, []),
        ("NASNetLarge", 88_753_150, 196_668, 1262, []),
        ("ResNet50", 25_583_592, 53_120, 178, []),
    ],
)
def test_parameters_and_shapes_are_those_of_keras(
    name: str, trainable: int, others: int, layers: int, customs: list[str]
) -> None:
    network = read(packed(name), sizes={"": (3, 224, 224)} if name == "MobileNetV3Small" else None)

    assert stored(network) == Parameters(trainable, others)
    assert [layer.remark for layer in network.layers if layer.word == "custom"] == customs
    assert len(network.layers) == layers
    shapes = [(layer.shape, node.shape) for layer, node in zip(network.layers, graph_of(network).layers, strict=True)]
    assert all(told in {None, ours} for told, ours in shapes)


def test_most_layers_are_held_against_the_shapes_of_the_file() -> None:
    network = read(packed("ResNet50"))
    agreement = write(network).agreement
    assert (agreement.layers, agreement.shapes) == (178, 175)


CUSTOM = {"each channel is normalised by numbers of its own", MEASURED}
"""What may stand as custom: a normalisation of the input."""


def functions() -> list[str]:
    import keras.applications  # noqa: PLC0415 - slow tests alone

    return [name for name in dir(keras.applications) if name[0].isupper()]


@pytest.mark.slow
def test_all_models_of_keras_applications_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras.applications  # noqa: PLC0415 - slow tests alone
    from keras.src.applications import nasnet  # noqa: PLC0415 - same

    # The one model that Keras refuses with PyTorch is refused for its weights, which nobody asks for.
    other = SimpleNamespace(**(vars(nasnet.backend) | {"backend": lambda: "jax"}))
    monkeypatch.setattr(nasnet, "backend", other)
    wrong = [name for name in functions() if not _is_exact(getattr(keras.applications, name)(weights=None))]
    assert wrong == []
    assert len(functions()) >= 40


def _is_exact(model: Any) -> bool:
    open_sizes = {"": (3, 224, 224)} if None in model.input.shape[1:] else {}
    network = read(json.loads(model.to_json()), sizes=open_sizes)
    counts = [sum(prod(w.shape) for w in ws) for ws in (model.trainable_weights, model.non_trainable_weights)]
    customs = {layer.remark for layer in network.layers if layer.word == "custom"}
    shape = graph_of(network).nodes[graph_of(network).outputs[0]].shape
    # Every layer whose shape the file tells was held against it; the output's, which nothing reads, is here.
    return stored(network) == Parameters(*counts) and customs <= CUSTOM and shape == tuple(model.output.shape[1:])
