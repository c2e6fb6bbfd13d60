"""Values of a file in which no expression stands, and what is left of a file once it is read."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from reportgen.limits import Limits
from reportgen.spec.document import Document
from reportgen.spec.problems import Problems
from reportgen.spec.source import single
from reportgen.spec.values import Open, constant, marked, resolve
from reportgen.spec.yaml import read_yaml

LIMITS = Limits()
CONSTANTS = ["64", "2.5", "relu", "'64'", "true", "~", "[]", "{}", "[3, [a, ~], {b: [1.5, false]}]", "{1: {x: y}}"]
OPENS = ["$a", "${a}", "'a$$'", "[1, [2, $a]]", "{b: {c: '${a + 1}'}}"]


@pytest.mark.parametrize("text", CONSTANTS)
def test_a_constant_is_what_its_parts_resolve_to(text: str) -> None:
    ((_, node),) = read_yaml(f"key: {text}\n", "net.yml", LIMITS).entries
    found = resolve(marked(node, set(), Problems("", "net.yml", LIMITS)), {}, LIMITS)
    assert constant(node) == found
    assert type(constant(node)) is type(found)


@pytest.mark.parametrize("text", OPENS)
def test_an_expression_anywhere_leaves_a_value_open(text: str) -> None:
    ((_, node),) = read_yaml(f"key: {text}\n", "net.yml", LIMITS).entries
    with pytest.raises(Open):
        constant(node)


def test_a_file_goes_with_its_document() -> None:
    text = "input: [3, 8, 8]\narguments: {n: 2, m: $n}\nvariants: {a: , b: {n: 3}}\nlayers: [{conv: 8, repeat: $m}]\n"
    document = Document(
        single(Path("net.yml")), text, read_yaml(text, "net.yml", LIMITS), Problems(text, "net.yml", LIMITS)
    )
    networks = document.architectures()
    gone = weakref.ref(document)
    gc.disable()  # it must go without a collector's help
    try:
        del document
        assert gone() is None
    finally:
        gc.enable()
    assert [network.arguments for network in networks] == [{"n": 2, "m": 2}, {"n": 3, "m": 3}]
