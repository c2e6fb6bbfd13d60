"""What is written is what the source says, and where it is not, that is an error with the layer's name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sources import ACTIVATION, CONV, HEAD, layer, network

from reportgen import ReportgenError
from reportgen.importing.draft import Draft
from reportgen.importing.write import write


def test_a_network_is_written_with_its_origin() -> None:
    assert write(network(), structure=False).text == (
        "# Written by `reportgen import` from small.bin.\n"
        "name: Small\n"
        "input: [3, 6, 6]\n"
        "\n"
        "layers:\n"
        "  - conv: {filters: 8, kernel: 3, padding: half}                          # 8x6x6\n"
        "    name: conv1\n"
        "  - leaky_relu: 0.2                                                       # 8x6x6\n"
        "    name: act\n"
        "  - dense: 10                                                             # 10\n"
        "    name: fc_0\n"
    )


def test_agreement_is_told() -> None:
    assert str(write(network()).agreement) == "3 layers: every shape and parameter count agrees with the source"


def test_what_the_source_does_not_tell_is_not_said_to_agree() -> None:
    told = network(CONV, replace(ACTIVATION, shape=None), replace(HEAD, shape=None, trainable=None))

    assert str(write(told).agreement) == ("3 layers: all that the source tells agrees, 1 shapes and 2 parameter counts")


def test_every_disagreement_is_an_error_that_names_its_layer() -> None:
    told = network(
        replace(CONV, shape=(8, 7, 7)),
        replace(ACTIVATION, buffers=3),
        replace(HEAD, trainable=11),
        trainable=235,
        buffers=0,
    )

    with pytest.raises(ReportgenError) as error:
        write(told)

    assert str(error.value).splitlines() == [
        "small.bin: disagreement: conv1: 8x7x7 in the source, 8x6x6 as conv",
        "small.bin: disagreement: act: 3 buffers in the source, 0 as leaky_relu",
        "small.bin: disagreement: fc:0: 11 trainable parameters in the source, 2,890 as dense",
        "small.bin: disagreement: in all: 235 trainable parameters in the source, 3,114 in the file",
    ]


def test_parameters_that_nobody_counts_here_disagree_with_those_that_the_source_counts() -> None:
    lost = replace(layer("odd", "custom", "image", output=[4]), trainable=5)

    with pytest.raises(ReportgenError, match="odd: 5 trainable parameters in the source, unknown as custom"):
        write(network(lost))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (layer("c", "conv", "image", kernel=3), "c: conv: conv must be given 'filters'"),
        (layer("c", "conv", "image", filters=3, kernel=9), "c: conv: "),
        (layer("c", "relu", "image", "image"), "c: relu: it reads one input, not 2"),
    ],
)
def test_a_layer_that_cannot_be_is_an_error_with_its_name(bad: object, said: str) -> None:
    with pytest.raises(ReportgenError) as error:
        write(network(bad))  # type: ignore[arg-type]

    assert f"small.bin: bad-layer: {said}" in str(error.value)


def test_several_inputs_keep_their_names() -> None:
    joined = layer("both", "concat", "x:0", "y:0")
    text = write(network(joined, inputs={"x:0": (3, 4, 4), "y:0": (1, 4, 4)})).text

    assert "inputs:\n  x_0: [3, 4, 4]\n  y_0: [1, 4, 4]\n" in text
    assert "from: [x_0, y_0]" in text


def test_what_has_no_word_is_told_with_its_count() -> None:
    layers = (
        replace(layer("a", "custom", "image", output=[3, 6, 6]), remark="FFT: no such word"),
        replace(layer("b", "custom", "a", output=[3, 6, 6]), remark="FFT: no such word"),
        replace(layer("c", "custom", "b", output=[3, 6, 6]), remark="a Lambda layer"),
    )
    imported = write(network(*layers))

    assert imported.customs == ("FFT: no such word: 2 layers, the first a", "a Lambda layer: c")
    assert "# - FFT: no such word: 2 layers, the first a\n# - a Lambda layer: c\nname: Small" in imported.text


def test_nothing_of_the_source_breaks_out_of_a_comment() -> None:
    text = write(network(origin="x\nlayers: [] # \u2028 y")).text

    assert text.startswith("# Written by `reportgen import` from x layers: [] #   y.\nname:")


def test_weights_that_are_used_again_are_written_and_counted_once() -> None:
    first = replace(CONV, name="conv2", reads=("conv1",), trainable=584)
    again = replace(first, name="conv3", reads=("conv2",), weights="conv2")
    once_more = replace(again, name="conv4", reads=("conv3",), weights="conv3")

    found = write(network(CONV, first, again, once_more, trainable=808, buffers=0))

    assert found.text.count("    weights: conv2\n") == 2
    assert str(found.agreement) == "4 layers: every shape and parameter count agrees with the source"


def test_weights_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ReportgenError, match="conv2: conv: it cannot use the weights of another layer: those of"):
        write(network(CONV, replace(CONV, name="conv2", reads=("conv1",), weights="conv1")))


def test_a_structure_that_would_say_something_else_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Draft("input: [3, 6, 6]\nlayers:\n  - relu\n  - tanh\n  - dense: 10\n", (1, 2, 3))
    monkeypatch.setattr("reportgen.importing.write.structured", lambda *_: wrong)

    imported = write(network())

    assert not imported.structured
    assert imported.text == write(network(), structure=False).text


def test_a_structure_that_cannot_be_read_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.importing.write.structured", lambda *_: Draft("input: [3\n", (1, 2, 3)))

    assert not write(network()).structured
