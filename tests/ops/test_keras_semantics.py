"""Keras' and TensorFlow's padding, worked by hand: sizes, and where the cells of zeros go.

``same`` gives ``ceil(n / stride)`` cells; of an odd number of zeros the odd one goes behind. The row of 13 cells, a
window of 6 and a stride of 5 is the worked example of TensorFlow's guide to convolution.
"""

from __future__ import annotations

import pytest

from reportgen.ops import LAYERS
from reportgen.ops.reading import make
from reportgen.ops.window import TransposedWindow, Window

# n, kernel, stride, dilation: output, zeros before, zeros after
SAME = [
    ((13, 6, 5, 1), (3, 1, 2)),
    ((224, 3, 2, 1), (112, 0, 1)),  # an even size: nothing before, so fields start at 0 and not at -1
    ((225, 3, 2, 1), (113, 1, 1)),
    ((224, 7, 2, 1), (112, 2, 3)),
    ((7, 2, 1, 1), (7, 0, 1)),
    ((10, 3, 1, 2), (10, 2, 2)),
    ((10, 3, 3, 1), (4, 1, 1)),
    ((12, 3, 3, 1), (4, 0, 0)),
    ((5, 1, 2, 1), (3, 0, 0)),
]


@pytest.mark.parametrize(("given", "expected"), SAME)
@pytest.mark.parametrize("word", ["conv", "depthwise_conv", "max_pool"])
def test_same(word: str, given: tuple[int, int, int, int], expected: tuple[int, int, int]) -> None:
    n, kernel, stride, dilation = given
    options = {"kernel": kernel, "stride": stride, "dilation": dilation, "padding": "same"}
    layer = make(LAYERS[word], options | ({"filters": 2} if word == "conv" else {}))
    (window,) = layer.windows(((2, n),))
    out, before, after = expected
    assert layer.output(((2, n),)) == (2, out)
    assert isinstance(window, Window)
    assert (window.before, window.after) == (before, after)


def test_valid_pads_nothing_and_leaves_what_does_not_fit() -> None:
    layer = make(LAYERS["conv"], {"filters": 1, "kernel": 6, "stride": 5, "padding": "valid"})
    (window,) = layer.windows(((1, 13),))
    assert (layer.output(((1, 13),)), window.before, window.lost(13)) == ((1, 2), 0, 2)


# n, kernel, stride: output of Keras' Conv2DTranspose with padding="same", cells cut before and after
TRANSPOSED = [((7, 4, 2), (14, 1, 1)), ((7, 5, 2), (14, 1, 2)), ((7, 3, 1), (7, 1, 1)), ((7, 2, 3), (21, 0, 0))]


@pytest.mark.parametrize(("given", "expected"), TRANSPOSED)
def test_transposed_same_multiplies_the_size_by_the_stride(
    given: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    n, kernel, stride = given
    options = {"filters": 1, "kernel": kernel, "stride": stride, "padding": "same"}
    layer = make(LAYERS["conv_transpose"], options)
    reach = layer.reach(((1, n),), (1, expected[0]))
    assert layer.output(((1, n),)) == (1, expected[0])
    assert isinstance(reach, tuple)
    assert isinstance(reach[0], TransposedWindow)
    assert (reach[0].before, reach[0].after) == expected[1:]


def test_a_dense_layer_flattens_whatever_the_order_of_its_values() -> None:
    # Keras flattens channels last, and stores as many weights.
    dense = make(LAYERS["dense"], {"units": 10})
    stored = dense.parameters(((96, 1, 2),), (10,))
    assert stored is not None
    assert stored.trainable == 96 * 2 * 10 + 10
