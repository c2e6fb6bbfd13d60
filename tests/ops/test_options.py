"""Option values: what each kind reads, and that its JSON Schema says the same."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.ops import LAYERS
from reportgen.ops import options as kinds
from reportgen.ops.options import Kind, OptionError, Value
from reportgen.ops.reading import OptionProblems, make

KINDS = {
    "whole": kinds.whole(),
    "whole from 0": kinds.whole(0),
    "whole from 0 to 2": kinds.whole(0, 2),
    "per_axis": kinds.per_axis(),
    "sides": kinds.sides(),
    "padding": kinds.padding(),
    "flag": kinds.flag(),
    "choice": kinds.choice("nearest", "bilinear"),
    "number": kinds.number(),
    "share": kinds.number(0, 1),
    "shape": kinds.shape(),
    "sight": LAYERS["custom"].options["receptive_field"].kind,
}

# Halves are exact in JSON too, so that both readers see the same value.
NUMBERS = st.integers(-2, 4) | st.integers(-4, 8).map(lambda n: Fraction(n, 2))
SCALARS = NUMBERS | st.booleans() | st.none() | st.sampled_from(["half", "same", "valid", "nearest", "three", "global"])
WORDS = st.sampled_from(["kernel", "stride", "size"])
VALUES = st.recursive(
    SCALARS,
    lambda parts: st.lists(parts, max_size=5) | st.dictionaries(WORDS, parts, max_size=3),
    max_leaves=6,
)


def as_json(value: Value) -> Any:
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    return float(value) if isinstance(value, Fraction) else value


def is_read(kind: Kind, value: Value) -> bool:
    try:
        kind.read(value)
    except OptionError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(value=VALUES)
@settings(max_examples=200)
def test_schema_takes_exactly_what_is_read(kind: Kind, value: Value) -> None:
    assert jsonschema.Draft7Validator(kind.schema).is_valid(as_json(value)) == is_read(kind, value)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_schema_is_plain_json(kind: Kind) -> None:
    jsonschema.Draft7Validator.check_schema(kind.schema)
    assert json.loads(json.dumps(kind.schema)) == kind.schema


@pytest.mark.parametrize("word", LAYERS)
def test_defaults_read_to_themselves(word: str) -> None:
    for option in LAYERS[word].options.values():
        if not option.required and option.default is not None:
            assert option.kind.read(option.default) == option.default


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("whole", Fraction(8), 8),
        ("per_axis", [1, Fraction(2)], (1, 2)),
        ("padding", "same", "same"),
        ("padding", [1, [0, 2]], (1, (0, 2))),
        ("sides", 3, 3),
        ("share", Fraction(1, 3), Fraction(1, 3)),
        ("number", -2, Fraction(-2)),
        ("shape", 10, (10,)),
        ("shape", [3, 4, 5, 6], (3, 4, 5, 6)),
    ],
)
def test_values_read_to_their_types(kind: str, value: Value, read: object) -> None:
    found = KINDS[kind].read(value)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"),
        (None, "nothing"),
        ("same", "'same'"),
        (Fraction(5, 2), "2.5"),
        ([1, ["a", None]], "[1, ['a', nothing]]"),
        ({"kernel": [3, 1], "stride": None}, "{kernel: [3, 1], stride: nothing}"),
    ],
)
def test_values_are_shown_as_they_are_written(value: Value, said: str) -> None:
    assert kinds.shown(value) == said


def test_all_problems_of_a_layer_are_told_at_once_and_where() -> None:
    with pytest.raises(OptionProblems) as caught:
        make(LAYERS["conv"], {"strides": 2, "kernel": "three", "groups": 0})
    assert [(problem.option, problem.name) for problem in caught.value.problems] == [
        ("strides", "unknown-option"),
        ("filters", "missing-option"),
        ("kernel", "wrong-value"),
        ("groups", "wrong-value"),
    ]


def test_a_contradiction_names_its_option() -> None:
    with pytest.raises(OptionProblems) as caught:
        make(LAYERS["split"], {"parts": 2, "take": 3})
    (problem,) = caught.value.problems
    assert (problem.option, problem.name) == ("take", "conflicting-options")


def test_given_leaves_out_what_is_at_its_default() -> None:
    conv = make(LAYERS["conv"], {"filters": 1, "kernel": 3, "stride": 1, "bias": False})
    assert conv.given() == {"filters": 1, "kernel": 3, "bias": False}


@pytest.mark.parametrize(
    ("word", "given", "meant"),
    [
        ("take_token", {}, {"index": 0}),
        ("position_embedding", {}, {"learned": True}),
        ("self_attention", {"heads": 2}, {"shift": 0, "relative_position": False, "bias": True}),
        ("lstm", {"units": 2}, {"bidirectional": False, "sequence": True, "biases": 2}),
        ("gru", {"units": 2}, {"bidirectional": False, "sequence": True, "biases": 2}),
    ],
)
def test_what_is_left_out_is_what_is_documented(word: str, given: dict[str, Any], meant: dict[str, Any]) -> None:
    assert make(LAYERS[word], given) == make(LAYERS[word], given | meant)
