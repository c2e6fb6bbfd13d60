"""Whatever a file says: it is read, or refused with a place, soon; never anything else."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen import ReportgenError
from reportgen.limits import Limits
from reportgen.spec.nodes import Mapping, Node, Scalar, Sequence
from reportgen.spec.yaml import decode, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.errors import Mark, Problem

LIMITS = Limits(file_bytes=10_000, nodes=200, depth=10, problems=20)
SECONDS = 5
"""Far above what any of these takes, far below what an attack on a naive reader would."""

PIECES = st.sampled_from(
    [
        *"abc:,-?#&*!|>%@`'\"[]{}$ \t\n\r~.\\0159_<é中😀\x85\u2028\ufeff\0",
        ": ",
        "- ",
        "\n  ",
        "\n- ",
        "a: ",
        "${",
        "$a",
        "<<: ",
        "&a ",
        "*a",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "1e9",
        "0x",
        "|-\n",
        '"\\x',
    ]
)
YAML_LIKE = st.lists(PIECES, max_size=60).map("".join)


def read(text: str) -> Mapping | tuple[Problem, ...]:
    try:
        return read_yaml(text, "net.yml", LIMITS)
    except ReportgenError as error:
        return error.problems


def nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from nodes(value)
    if isinstance(node, Sequence):
        for item in node.items:
            yield from nodes(item)


def stands_in(mark: Mark, text: str) -> bool:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # An empty value at the very end may be placed one past the last line.
    return 1 <= mark.line <= len(lines) + 1 and mark.column >= 1 and mark.length >= 1


@given(st.one_of(YAML_LIKE, st.text(max_size=200)))
@settings(max_examples=400, deadline=None)
@example("&a [*a]")
@example("a: ${")
@example("\ud800")
@example("a: \x00")
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read(text)
    if isinstance(found, Mapping):
        assert all(stands_in(node.mark, text) for node in nodes(found))
        return
    assert found
    for problem in found:
        assert problem.mark.line == 0 or stands_in(problem.mark, text)
        assert problem.message
        assert problem.excerpt.isprintable()
        assert problem.message.isprintable()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "net.yml", LIMITS)
    except ReportgenError as error:
        (problem,) = error.problems
        assert problem.name == "not-utf-8"
    else:
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")


NUMBERS = st.one_of(st.integers(-(10**15), 10**15), st.decimals(-(10**9), 10**9, allow_nan=False, places=6))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=30)


@given(st.dictionaries(WORDS, st.one_of(NUMBERS, WORDS), min_size=1, max_size=10))
@settings(deadline=None)
def test_what_is_written_is_read(entries: dict[str, object]) -> None:
    def quoted(value: object) -> str:
        return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)

    text = "".join(f"? {quoted(key)}\n: {quoted(value)}\n" for key, value in entries.items())
    found = read_yaml(text, "net.yml", Limits())
    assert [key.value for key, _ in found.entries] == list(entries)
    for (_, node), value in zip(found.entries, entries.values(), strict=True):
        assert isinstance(node, Scalar)
        assert node.value == (value if isinstance(value, str) else Fraction(str(value)))
        assert node.plain is not isinstance(value, str)


BYTES = 1 << 20
HOSTILE = {
    "alias bomb": (
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 60)),
        "too-many-nodes",
    ),
    "deep aliases": ("a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 100)), "too-deep"),
    "a million lists": ("[" * BYTES, "too-deep"),
    "a million mappings": ("{" * BYTES, "too-deep"),
    "nested list items": ("- " * (BYTES // 2), "too-deep"),
    "nested keys": ("? " * (BYTES // 2), "too-deep"),
    "a staircase": ("".join(" " * i + "a:\n" for i in range(1400)), "too-deep"),
    "many values": ("a: [" + "b," * (BYTES // 2), "too-many-nodes"),
    "one key again and again": ("a: 1\n" * (BYTES // 5), "repeated-key"),
    "unknown aliases": ("a: [" + "*a," * (BYTES // 3), "unknown-alias"),
    "a long number": ("a: " + "1" * BYTES, "number-too-large"),
    "a huge exponent": ("a: 1e" + "9" * BYTES, "number-too-large"),
    "dashes before a stray colon": ("a: b\n " + "- " * (BYTES // 2) + "-:\n", "indentation"),
    "blanks before a stray colon": ("a: b\n -" + " " * BYTES + ":\n", "indentation"),
    "names before a stray colon": ("a: b\n c" + "$a" * (BYTES // 2) + ": x\n", "indentation"),
    "open expressions in a flow": ("x: {a: " + "${" * (BYTES // 2) + "\n", "unquoted-expression"),
    "open subscripts in a flow": ("x: {a: " + "$a[" * (BYTES // 3) + "\n", "unquoted-expression"),
    "a long line": ("a: b: " + "c" * BYTES, "unquoted-text"),
    "tabs": ("\t" * BYTES, "tab"),
    "quotes": ('"' * BYTES, "several-documents"),
    "documents": ("a: 1\n" + "---\n" * (BYTES // 4), "several-documents"),
}


@pytest.mark.parametrize(("text", "name"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_soon(text: str, name: str) -> None:
    start = time.process_time()
    with pytest.raises(ReportgenError) as caught:
        read_yaml(text, "net.yml", Limits())
    assert time.process_time() - start < SECONDS
    assert caught.value.problems[0].name == name
    assert len(str(caught.value)) < 20_000
