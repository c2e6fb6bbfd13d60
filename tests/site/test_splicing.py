from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reportgen.pages.page import Piece
from reportgen.site.splicing import splice

if TYPE_CHECKING:
    from pathlib import Path


def pieces(made: list[str], *names: str) -> list[Piece]:
    """Give pieces that tell when they are made; those in capitals have no key."""

    def make(name: str) -> str:
        made.append(name)
        return f"<{name} ü>"

    return [Piece(key="" if name.isupper() else name, make=lambda name=name: make(name)) for name in names]  # type: ignore[misc]


def test_only_pieces_that_are_new_are_made(tmp_path: Path) -> None:
    made: list[str] = []
    held = splice(tmp_path / "one", pieces(made, "HEAD", "a", "b", "c", "END"))
    made.clear()

    again = splice(tmp_path / "two", pieces(made, "HEAD", "c", "new", "a", "END"), tmp_path / "one", held)

    assert made == ["HEAD", "new", "END"]
    assert (tmp_path / "two").read_text("utf-8") == "<HEAD ü><c ü><new ü><a ü><END ü>"
    assert [length for _, length in again] == [9, 6, 8, 6, 8]


@pytest.mark.parametrize("copies", [True, False])
def test_pieces_that_follow_each_other_are_copied_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, copies: bool
) -> None:
    def refuse(*_: object) -> int:
        raise OSError

    if not copies:
        monkeypatch.setattr(os, "copy_file_range", refuse, raising=False)
    names = [f"{number} {'long ' * number}" for number in range(0, 400, 2)]
    held = splice(tmp_path / "one", pieces([], *names))
    others = [*names[:50], "NEW", *names[51:120], *names[150:], names[0], names[140], names[141]]
    made: list[str] = []

    again = splice(tmp_path / "two", pieces(made, *others), tmp_path / "one", held)

    assert made == ["NEW"]
    assert (tmp_path / "two").read_text("utf-8") == "".join(f"<{name} ü>" for name in others)
    assert again == splice(tmp_path / "three", pieces(made, *others))


def test_file_that_is_shorter_than_it_was_is_no_part_of_another(tmp_path: Path) -> None:
    held = splice(tmp_path / "one", pieces([], "a", "b"))
    (tmp_path / "one").write_text("<a ü>")
    with pytest.raises(EOFError):
        splice(tmp_path / "two", pieces([], "a", "b"), tmp_path / "one", held)


def test_without_a_file_before_all_is_made(tmp_path: Path) -> None:
    made: list[str] = []
    splice(tmp_path / "one", pieces(made, "a", "b"), None, (("a", 3), ("b", 4)))
    assert made == ["a", "b"]
