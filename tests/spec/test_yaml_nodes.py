"""Nodes, and the place in the file that each of them keeps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen.errors import Mark
from reportgen.limits import Limits
from reportgen.spec.nodes import Mapping, Node, Scalar, Sequence
from reportgen.spec.yaml import read_yaml

if TYPE_CHECKING:
    from reportgen.ops.options import Plain

FILE = "net.yml"


def read(text: str) -> Mapping:
    return read_yaml(text, FILE, Limits())


def at(line: int, column: int, length: int = 1) -> Mark:
    return Mark(FILE, line, column, length)


def only(text: str) -> Node:
    """Read ``key: ...`` and give what the key stands for."""
    ((_, node),) = read(text).entries
    return node


def scalar(value: Plain, text: str, mark: Mark, *, plain: bool = True) -> tuple[object, ...]:
    return (value, text, mark, plain)


def told(node: Node | None) -> tuple[object, ...]:
    """Give all that a node says, with its place as errors tell it."""
    match node:
        case None:
            return ()
        case Scalar():
            return scalar(node.value, node.text, node.mark, plain=node.plain)
        case Sequence():
            return (tuple(map(told, node.items)), node.mark)
        case Mapping():
            return (tuple((told(key), told(value)) for key, value in node.entries), node.mark)


def test_every_node_of_a_file() -> None:
    found = read("name: 'R'\ninput: [3, 2.50]\nlayers:\n  - conv:\n      bias: false\n")
    assert told(found) == (
        (
            (
                scalar("name", "name", at(1, 1, 4)),
                scalar("R", "R", at(1, 7, 3), plain=False),
            ),
            (
                scalar("input", "input", at(2, 1, 5)),
                (
                    (
                        scalar(3, "3", at(2, 9)),
                        scalar(Fraction(5, 2), "2.50", at(2, 12, 4)),
                    ),
                    at(2, 8),
                ),
            ),
            (
                scalar("layers", "layers", at(3, 1, 6)),
                (
                    (
                        (
                            (
                                (
                                    scalar("conv", "conv", at(4, 5, 4)),
                                    (
                                        (
                                            (
                                                scalar("bias", "bias", at(5, 7, 4)),
                                                scalar(value=False, text="false", mark=at(5, 13, 5)),
                                            ),
                                        ),
                                        at(5, 7),
                                    ),
                                ),
                            ),
                            at(4, 5),
                        ),
                    ),
                    at(4, 3),
                ),
            ),
        ),
        at(1, 1),
    )


def test_get() -> None:
    found = read("a: 1\n2: two\n")
    assert told(found.get("a")) == scalar(1, "1", at(1, 4))
    assert told(found.get("2")) == scalar("two", "two", at(2, 4, 3))
    assert found.get("b") is None


@pytest.mark.parametrize("text", ["a: '1'", 'a: "1"', "a: |-\n  1", "a: >-\n  1"])
def test_quotes_and_blocks_make_text(text: str) -> None:
    node = only(text)
    assert isinstance(node, Scalar)
    assert node.value == node.text == "1"
    assert not node.plain


@pytest.mark.parametrize("text", ["a:", "a: ", "a: ~", "{a: }", "{a}"])
def test_nothing(text: str) -> None:
    node = only(text)
    assert isinstance(node, Scalar)
    assert node.value is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a: one two # three\n", at(1, 4, 7)),
        ("a: one\n  two\n", at(1, 4, 3)),
        ("a: 'one\n  two'\n", at(1, 4, 4)),
        ("a: |  # kept\n  one\n", at(1, 4, 9)),
        ("a: {b: c,\n  d: e}\n", at(1, 4)),
        ("a:\n", at(1, 3)),
        ("\u4e2d\u00e9: x\n", at(1, 5)),
        ("\U0001f600: x\n", at(1, 4)),
        ("# c\r\n\r\na: x\r\n", at(3, 4)),
    ],
)
def test_mark(text: str, mark: Mark) -> None:
    assert only(text).mark == mark


@pytest.mark.parametrize(
    "text",
    [
        "repeat: ${ceil(depth)}",
        "when: ${stride != 1 or channels != filters}",
        "filters: ${depths[0]}",
        "filters: $filters",
        'filters: "${a}"',
    ],
)
def test_expressions_of_a_block_are_plain_text(text: str) -> None:
    node = only(text)
    assert isinstance(node, Scalar)
    assert node.value == text.partition(": ")[2].strip('"')


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a: $xyz", at(1, 6, 2)),
        ("a: '$xyz'", at(1, 7, 2)),
        ('a: "$xyz"', at(1, 7, 2)),
        ("a: 'it''s'", at(1, 4, 7)),
        ('a: "\\x41bcd"', at(1, 4, 9)),
        ("a: &x $xyz", at(1, 4, 7)),
        ("a: $xyz\n  more", at(1, 4, 4)),
        ("a: |\n  xyz", at(1, 4)),
    ],
)
def test_place_of_a_character(text: str, mark: Mark) -> None:
    node = only(text)
    assert isinstance(node, Scalar)
    assert node.at(2, 2) == mark


def test_an_alias_stands_for_the_node_itself() -> None:
    found = read("a: &it [1, 2]\nb: *it\n")
    assert found.get("b") is found.get("a")
    assert told(found.get("b")) == ((scalar(1, "1", at(1, 9)), scalar(2, "2", at(1, 12))), at(1, 4, 5))


def test_an_alias_may_be_a_key() -> None:
    assert told(read("a: &key b\n*key : c\n").get("b")) == scalar("c", "c", at(2, 8))


def test_document_marks_around_one_document_are_fine() -> None:
    assert told(read("%YAML 1.2\n---\na: 1\n...\n")) == (
        ((scalar("a", "a", at(3, 1)), scalar(1, "1", at(3, 4))),),
        at(3, 1),
    )


def test_words_with_colons() -> None:
    found = read("tags: [task:vision, 12:30]\nextra: {a:b: '', 'c:d': , e:f: 1}\nurl: https://x.org/y\n")
    extra = found.get("extra")
    assert isinstance(extra, Mapping)
    assert [(key.text, value.value) for key, value in extra.entries if isinstance(value, Scalar)] == [
        ("a:b", ""),
        ("c:d", None),
        ("e:f", 1),
    ]


def test_keys_that_only_look_alike_are_two() -> None:
    assert [key.text for key, _ in read("a: 1\nA: 2\n'a ': 3\n").entries] == ["a", "A", "a "]


def test_nodes_are_frozen() -> None:
    found = read("a: [1]")
    for node, field in ((found, "entries"), (found.entries[0][0], "text"), (found.entries[0][1], "items")):
        with pytest.raises(AttributeError):
            setattr(node, field, ())
