from __future__ import annotations

from typing import TYPE_CHECKING

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


def test_without_a_file_before_all_is_made(tmp_path: Path) -> None:
    made: list[str] = []
    splice(tmp_path / "one", pieces(made, "a", "b"), None, (("a", 3), ("b", 4)))
    assert made == ["a", "b"]
