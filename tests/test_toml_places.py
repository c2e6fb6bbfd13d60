"""Lines of keys in a TOML text, whichever way they are written."""

from __future__ import annotations

import pytest

from reportgen.toml_places import lines_of


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("\n# a = 1\na = 1", ("a",), 3),
        ("[a]\nb = 1\n[c]\nb = 2", ("c", "b"), 4),
        ("[a]\nb = 1\n[c]\nb = 2", ("a", "b"), 2),
        ("[a.b.c]\nd = 1", ("a", "b"), 1),
        ("a.b.c = 1", ("a", "b", "c"), 1),
        ("[a]\nb = {c = {d = 1}}", ("a", "b", "c", "d"), 2),
        ("a = [\n  1,\n]\nb = 2", ("b",), 4),
        ('a = """\n[b]\nc = 1\n"""\nc = 2', ("c",), 5),
        ("a = [ # ]\n  1]\n[b]\nc = 2", ("b", "c"), 4),
        ('[a]  # ]\n"b.c" = 1', ("a", "b.c"), 2),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", ("a", "b"), 2),
        ("[a]\r\nb = 1\r\n", ("a", "b"), 2),
    ],
)
def test_a_key_stands_where_it_is_written(text: str, keys: tuple[str, ...], line: int) -> None:
    assert lines_of(text)[keys] == line


def test_nothing_else_stands_there() -> None:
    assert set(lines_of("a = 1\n[b]\nc = [{d = 1}]")) == {("a",), ("b",), ("b", "c"), ("b", "c", "d")}
