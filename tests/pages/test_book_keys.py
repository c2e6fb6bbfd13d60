"""Of what pages are made that show all networks: an edit that none of them shows makes none anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.analysis import catalogue
from reportgen.cache.reports import KeptReports
from reportgen.pages import Book, PageOptions
from reportgen.settings import Settings
from reportgen.spec.source import list_files, member

if TYPE_CHECKING:
    from pathlib import Path

NET = "input: [{size}]\nlayers: [dense: {width}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three networks of a family, of which ``b`` is drawn for all."""
    for size, name in enumerate("abc", 4):
        (tmp_path / f"{name}.yml").write_text(NET.format(size=size, width=2))
    return tmp_path


def book_of(folder: Path) -> Book:
    files = (member(folder, path) for path in list_files(folder, Settings().limits))
    return Book(catalogue=catalogue(files, Settings(), KeptReports(None)), options=PageOptions())


@pytest.mark.parametrize(
    ("name", "edit", "made_anew"),
    [
        ("a", "description: Another.", (False, False)),
        ("b", "description: Another.", (False, True)),
        ("a", "tags: [other]", (True, True)),
    ],
)
def test_edits_count_where_they_show(folder: Path, name: str, edit: str, made_anew: tuple[bool, bool]) -> None:
    before = book_of(folder)
    path = folder / f"{name}.yml"
    path.write_text(f"{path.read_text()}{edit}\n")
    after = book_of(folder)

    assert all([before.key, before.shared_key, before.cards_key])
    assert (before.shared_key != after.shared_key, before.cards_key != after.cards_key) == made_anew
    assert before.key != after.key
    assert {f.typical.id for f in after.families} == {f.typical.id for f in after.cards.families}
