"""Every layer against its case table."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft7Validator
from op_cases import CASES, REFUSED, TABLES, Case

from reportgen.ops import FAMILIES, LAYERS
from reportgen.ops.base import ShapeError
from reportgen.ops.options import OptionError
from reportgen.ops.reach import Adaptive, Blocks, Span
from reportgen.ops.reading import OptionProblems, conflict, make
from reportgen.ops.window import Window


@pytest.mark.parametrize("case", CASES, ids=str)
def test_shape_and_figures(case: Case) -> None:
    layer = make(LAYERS[case.word], case.options)
    output = layer.output(case.inputs)
    stored = layer.parameters(case.inputs, output)
    found = {
        "out": list(output),
        "parameters": stored and stored.trainable,
        "buffers": stored and stored.buffers,
        "macs": layer.macs(case.inputs, output),
        "operations": layer.operations(case.inputs, output),
        "unshared": layer.unshared(case.inputs, output),
        "products": layer.products(case.inputs, output),
    }
    assert {name: found[name] for name in case.expected} == case.expected


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refusal(case: Case) -> None:
    def tried() -> str:
        try:
            make(LAYERS[case.word], case.options).output(case.inputs)
        except OptionError as error:
            return conflict(LAYERS[case.word], error).message
        except (OptionProblems, ShapeError) as error:
            return str(error)
        return "nothing is refused"

    assert tried() == case.expected["error"]


ONE_AXIS = {"class_token", "take_token", "lstm", "gru"}
"""They read a row, and refuse all else."""


@pytest.mark.parametrize("word", LAYERS)
def test_every_layer_has_cases_along_each_number_of_axes_that_it_takes(word: str) -> None:
    shapes = [case.inputs[0] for case in CASES if case.word == word]
    assert len(shapes) >= 3
    assert {len(shape) - 1 for shape in shapes} >= ({1} if word in ONE_AXIS else {1, 2, 3})


def test_tables_follow_the_families() -> None:
    assert {family: list(table) for family, table in TABLES.items()} == {
        family: [layer.word for layer in layers] for family, layers in FAMILIES.items()
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_given_reads_back_to_the_same_layer(case: Case) -> None:
    layer = make(LAYERS[case.word], case.options)
    plain = {name: _plain(value) for name, value in layer.given().items()}
    assert make(LAYERS[case.word], plain) == layer


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reach_has_an_entry_for_every_axis(case: Case) -> None:
    layer = make(LAYERS[case.word], case.options)
    output = layer.output(case.inputs)
    reach = layer.reach(case.inputs, output)
    assert isinstance(reach, Span) or len(reach) == len(output) - 1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_view_keeps_values_and_costs_nothing(case: Case) -> None:
    layer = make(LAYERS[case.word], case.options)
    output = layer.output(case.inputs)
    if layer.view or layer.in_place:
        assert layer.macs(case.inputs, output) == 0
    if layer.in_place:
        assert output == case.inputs[0]
    if layer.view:
        assert layer.operations(case.inputs, output) == 0


@pytest.mark.parametrize("word", LAYERS)
def test_every_layer_documents_itself(word: str) -> None:
    layer = LAYERS[word]
    assert layer.__doc__ is not None
    assert layer.__doc__.splitlines()[0].endswith(".")
    assert not layer.main or layer.main in layer.options
    assert all(option.doc.endswith(".") and option.kind.words for option in layer.options.values())


def test_flags_of_the_vocabulary() -> None:
    def those(flag: str) -> set[str]:
        return {word for word, layer in LAYERS.items() if getattr(layer, flag)}

    convolutions = {"conv", "depthwise_conv", "pointwise", "conv_transpose", "locally_connected"}
    assert those("many") == {layer.word for layer in FAMILIES["merge"]}
    assert those("several") == {"custom"}
    once = dict.fromkeys(convolutions | {"dense", "lstm", "gru"}, 1)
    assert {word: LAYERS[word].weighted for word in those("weighted")} == once | {"self_attention": 2}
    assert those("judged") == convolutions
    dropped = {"dropout", "spatial_dropout", "drop_path"}
    assert those("view") == dropped | {
        "flatten",
        "reshape",
        "permute",
        "split",
        "identity",
        "flatten_positions",
        "take_token",
    }
    elementwise = {layer.word for layer in FAMILIES["activation"]} - {"softmax", "log_softmax", "maxout", "identity"}
    assert those("in_place") == elementwise


@pytest.mark.parametrize(
    ("word", "options", "inputs", "span"),
    [
        ("relu", {}, ((8, 4, 4),), Span.CELL),
        ("add", {}, ((8, 4, 4), (8, 4, 4)), Span.CELL),
        ("dense", {"units": 3}, ((8, 4, 4),), Span.EVERYTHING),
        ("pointwise", {"filters": 3}, ((8,),), Span.EVERYTHING),
        ("pointwise", {"filters": 3}, ((8, 4, 4),), Span.CELL),
        ("global_avg_pool", {}, ((8, 4, 4),), Span.EVERYTHING),
        ("adaptive_avg_pool", {"size": 1}, ((8, 4, 4),), Span.EVERYTHING),
        ("flatten", {}, ((8, 4, 4),), Span.MOVED),
        ("flatten", {}, ((8,),), Span.CELL),
        ("reshape", {"shape": [2, 8, 8]}, ((8, 4, 4),), Span.MOVED),
        ("reshape", {"shape": [128]}, ((8, 4, 4),), Span.MOVED),
        ("reshape", {"shape": [64, 2, 1]}, ((8, 4, 4),), Span.MOVED),
        ("reshape", {"shape": [128, 1]}, ((8, 4, 4),), Span.EVERYTHING),
        ("reshape", {"shape": [128, 1, 1]}, ((8, 4, 4),), Span.EVERYTHING),
        ("reshape", {"shape": [8, 4, 4]}, ((8, 4, 4),), Span.CELL),
        ("permute", {"order": [1, 0]}, ((8, 4),), Span.EVERYTHING),
        ("permute", {"order": [0, 1]}, ((8, 4),), Span.CELL),
        ("permute", {"order": [0, 2, 1]}, ((8, 4, 4),), Span.MOVED),
        ("permute", {"order": [2, 1, 0]}, ((8, 4, 4),), Span.UNKNOWN),
        ("reduce_channels", {"how": "max"}, ((8, 4, 4),), Span.CELL),
        ("reduce_channels", {"how": "max"}, ((8,),), Span.EVERYTHING),
        ("flatten_positions", {}, ((8, 4, 4),), Span.MOVED),
        ("flatten_positions", {}, ((8, 16),), Span.CELL),
        ("class_token", {}, ((8, 16),), Span.MOVED),
        ("take_token", {}, ((8, 16),), Span.EVERYTHING),
        ("self_attention", {"heads": 2}, ((8, 4, 4),), Span.EVERYTHING),
        ("self_attention", {"heads": 2, "window": 5, "shift": 2}, ((8, 4, 4),), Span.EVERYTHING),
        ("lstm", {"units": 3, "sequence": False}, ((8, 16),), Span.EVERYTHING),
        ("gru", {"units": 3, "bidirectional": True}, ((8, 16),), Span.EVERYTHING),
        ("custom", {"output": [3, 4, 4]}, ((8, 4, 4),), Span.UNKNOWN),
        ("custom", {"output": [3, 4, 4], "receptive_field": "global"}, ((8, 4, 4),), Span.EVERYTHING),
        ("custom", {"output": [3, 4, 4], "receptive_field": "none"}, ((8, 4, 4),), Span.CELL),
        ("custom", {"output": [12], "receptive_field": "none"}, ((8, 4, 4),), Span.MOVED),
        ("custom", {"output": [3, 5, 5], "receptive_field": "none"}, ((8, 4, 4),), Span.MOVED),
    ],
)
def test_reach_without_windows(word: str, options: dict, inputs: tuple, span: Span) -> None:
    layer = make(LAYERS[word], options)
    assert layer.reach(inputs, layer.output(inputs)) is span


@pytest.mark.parametrize("size", [3, (1, 3), (3, 1)])
def test_an_adaptive_pool_sees_everything_only_where_one_cell_is_left(size: int | tuple[int, int]) -> None:
    high, wide = size if isinstance(size, tuple) else (size, size)
    layer = make(LAYERS["adaptive_max_pool"], {"size": list(size) if isinstance(size, tuple) else size})
    assert layer.reach(((8, 10, 7),), (8, high, wide)) == (Adaptive(10, high), Adaptive(7, wide))


@pytest.mark.parametrize("window", [{"kernel": 3}, {"kernel": 3, "stride": 2}, {"kernel": (3, 2), "stride": (1, 2)}])
def test_a_custom_window_is_given_as_a_file_would(window: dict[str, Any]) -> None:
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in window.items()}
    layer = make(LAYERS["custom"], {"output": [4, 4, 4], "receptive_field": listed})
    assert layer.given() == {"output": (4, 4, 4), "receptive_field": window}
    assert make(LAYERS["custom"], {"output": [4, 4, 4], "receptive_field": {"stride": 1, **listed}}) == layer


def test_the_schema_of_a_custom_window_knows_all_its_parts() -> None:
    schema = LAYERS["custom"].options["receptive_field"].kind.schema
    for window, fits in (({"kernel": 3, "stride": [1, 2]}, True), ({"kernel": 3, "size": 3}, False)):
        assert Draft7Validator(schema).is_valid(window) is fits


def test_windows_of_attention_do_not_shift_along_an_axis_that_one_of_them_spans() -> None:
    layer = make(LAYERS["self_attention"], {"heads": 2, "window": [7, 4], "shift": 2})
    assert layer.reach(((8, 5, 8),), (8, 5, 8)) == (Blocks(5, 7), Blocks(8, 4, 2))
    assert layer.reach(((8, 7, 8),), (8, 7, 8)) == (Blocks(7, 7), Blocks(8, 4, 2))
    assert layer.reach(((8, 7, 4),), (8, 7, 4)) is Span.EVERYTHING


def test_a_strided_pointwise_layer_skips_cells() -> None:
    layer = make(LAYERS["pointwise"], {"filters": 3, "stride": [1, 2]})
    assert layer.reach(((8, 4, 4),), (3, 4, 2)) == (Window(), Window(stride=2))


@pytest.mark.parametrize(
    ("word", "others", "option"),
    [
        ("conv_transpose", {"filters": 1, "kernel": 1}, "output_padding"),
        ("split", {"parts": 2}, "take"),
        ("take_token", {}, "index"),
        ("self_attention", {"heads": 1, "window": 2}, "shift"),
        ("lstm", {"units": 1}, "biases"),
        ("gru", {"units": 1}, "biases"),
        ("custom", {"output": [1]}, "parameters"),
        ("custom", {"output": [1], "parameters": 1}, "buffers"),
        ("custom", {"output": [1]}, "macs"),
        ("custom", {"output": [1]}, "operations"),
    ],
)
def test_what_may_be_zero_may_not_be_less(word: str, others: dict, option: str) -> None:
    make(LAYERS[word], {**others, option: 0})
    with pytest.raises(OptionProblems, match=f"{word}.{option}: expected"):
        make(LAYERS[word], {**others, option: -1})


def test_what_is_left_out() -> None:
    assert make(LAYERS["local_response_norm"], {}) == make(LAYERS["local_response_norm"], {"size": 5})


@pytest.mark.parametrize(
    ("inputs", "gates"),
    [
        (((8, 4, 4), (8, 1, 1)), (1,)),
        (((8, 1, 1), (8, 4, 4), (8, 1, 1)), (0, 2)),
        (((8, 4, 4), (8, 4, 4)), ()),
        (((8, 1, 1), (8, 1, 1)), ()),
        (((8,), (8,)), ()),
    ],
)
def test_gates_are_what_is_spread(inputs: tuple, gates: tuple[int, ...]) -> None:
    assert LAYERS["multiply"]().gates(inputs) == gates


@pytest.mark.parametrize(
    ("n", "out", "kernel", "stride", "first", "last"),
    [
        (14, 7, 3, 2, range(3), range(12, 15)),  # the odd cell of padding goes behind
        (16, 16, 5, 1, range(-2, 3), range(13, 18)),
        (6, 6, 5, 1, range(-2, 3), range(3, 8)),
        (17, 4, 4, 4, range(4), range(12, 16)),  # the last cell is never read
    ],
)
def test_a_custom_window_stands_so_that_the_output_has_its_size(  # noqa: PLR0913, PLR0917 - columns of a table
    n: int, out: int, kernel: int, stride: int, first: range, last: range
) -> None:
    layer = make(LAYERS["custom"], {"output": [8, out], "receptive_field": {"kernel": kernel, "stride": stride}})
    ((window,), inputs) = layer.windows(((3, n),)), ((3, n),)
    assert layer.reach(inputs, (8, out)) == (window,)
    assert window.output(n) == out
    assert (window.reads(0), window.reads(out - 1)) == (first, last)
