"""Bytes to text, and the lines that errors quote."""

from __future__ import annotations

import codecs

import pytest

from reportgen import ReportgenError
from reportgen.errors import Mark, Problem
from reportgen.limits import Limits
from reportgen.spec.text import Excerpts, decode, length_on_line, quoted

LIMITS = Limits()


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(ReportgenError) as caught:
        decode(data, "net.yml", limits)
    (problem,) = caught.value.problems
    return problem.explained()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"name: x\n", "name: x\n"),
        ("name: \u00e9\u4e2d\U0001f600".encode(), "name: \u00e9\u4e2d\U0001f600"),
        (codecs.BOM_UTF8 + b"name: x", "name: x"),
        (b"a\r\nb\rc", "a\r\nb\rc"),
    ],
)
def test_utf_8(data: bytes, text: str) -> None:
    assert decode(data, "net.yml", LIMITS) == text


def test_largest_file() -> None:
    assert decode(b"a" * (1 << 20), "net.yml", LIMITS)
    assert refused(b"a" * ((1 << 20) + 1)) == (
        "net.yml: file-too-large: the file has more than 1,048,576 bytes (file_bytes); "
        "split it, or use blocks and repeat"
    )
    assert "the file has more than 2 bytes" in refused(b"abc", Limits(file_bytes=2))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings(encoding: str) -> None:
    expected = "net.yml: not-utf-8: the file looks like UTF-16; save it as UTF-8"
    assert refused("name: x\n".encode(encoding)) == expected


def test_byte_that_is_not_utf_8() -> None:
    assert refused(b"a: 1\r\nname: caf\xe9!\r\nb: 2\n") == (
        "net.yml:2:10: not-utf-8: byte 0xe9 is not UTF-8; save the file as UTF-8\n"
        "    2 | name: caf\ufffd!\n"
        "                 ^"
    )


def test_place_of_a_bad_byte_is_counted_in_characters_and_without_byte_order_mark() -> None:
    assert "net.yml:1:3:" in refused(codecs.BOM_UTF8 + "\u4e2d\u4e2d".encode() + b"\xff")


def problem(line: int, column: int = 1, length: int = 1, file: str = "net.yml") -> Problem:
    return Problem("bad", "this is bad", Mark(file, line, column, length))


def excerpts(text: str) -> Excerpts:
    return Excerpts(text, "net.yml")


def test_each_problem_gets_its_line() -> None:
    found = excerpts("one\r\ntwo\rthree\nfour").quote([problem(n) for n in range(6)])
    assert [p.excerpt for p in found] == ["", "one", "two", "three", "four", ""]


def test_problems_of_another_file_are_left_alone() -> None:
    (found,) = excerpts("one").quote([problem(1, file="other.yml")])
    assert found.excerpt == ""


def test_an_excerpt_is_short_and_keeps_its_columns() -> None:
    (found,) = excerpts("\ta\x1b[31m\u202e\u00e9" + "x" * 300).quote([problem(1, 2)])
    assert found.excerpt == (" a\ufffd[31m\ufffd\u00e9" + "x" * 300)[:200]


def test_no_excerpt_where_the_place_is_past_it() -> None:
    at_end, past = excerpts("x" * 300).quote([problem(1, 200), problem(1, 201)])
    assert at_end.excerpt == "x" * 200
    assert past.excerpt == ""


def test_error_carries_all_problems_in_order_of_place() -> None:
    error = excerpts("one\ntwo").error([problem(2), problem(1)])
    assert [p.excerpt for p in error.problems] == ["one", "two"]


def test_quoted_text_is_short_and_printable() -> None:
    assert quoted("relu") == "'relu'"
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 60}...'"
    assert quoted("\x1b[31m\n") == "'\ufffd[31m\ufffd'"


def test_length_on_line() -> None:
    assert length_on_line("abc\r\nd", 1, 6) == 2
    assert length_on_line("abc", 1, 3) == 2
    assert length_on_line("abc\n", 3, 4) == 0
    assert length_on_line("abc d\n", 0, 3) == 3
