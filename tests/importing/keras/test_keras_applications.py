"""Models of Keras Applications, as Keras 3.15 wrote them with ``weights=None``."""

from __future__ import annotations

import pytest
from keras_models import packed, read, stored

from reportgen.importing.graph import graph_of
from reportgen.importing.write import write
from reportgen.ops.base import Parameters

MEASURED = "each channel is normalised by numbers that were measured before training"


@pytest.mark.parametrize(
    ("name", "trainable", "others", "layers", "customs"),
    [
        # Trainable and non-trainable parameters as Keras counts them.
        ("ConvNeXtTiny", 28_589_128, 0, 140, ["each channel is normalised by numbers of its own"]),
        ("EfficientNetB0", 5_288_548, 42_023, 257, [MEASURED]),
        ("InceptionResNetV2", 55_813_192, 60_544, 822, []),
        ("InceptionV3", 23_817_352, 34_432, 314, []),
        ("MobileNetV3Small", 2_542_856, 12_112, 181, []),
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
