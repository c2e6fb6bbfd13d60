"""Of what pages are made that show all networks: an edit that none of them shows makes none anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.analysis import catalogue
from reportgen.cache.reports import KeptReports
from reportgen.cache.store import Store
from reportgen.charts.spark import spark
from reportgen.pages import Book, PageOptions
from reportgen.pages.chapters import network
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


def book_of(folder: Path, kept: KeptReports | None = None) -> Book:
    files = (member(folder, path) for path in list_files(folder, Settings().limits))
    return Book(catalogue=catalogue(files, Settings(), kept or KeptReports(None)), options=PageOptions())


def keys_of(book: Book) -> tuple[str, ...]:
    return book.shared_key, book.cards_key, *map(book.members_key, book.families)


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


@pytest.mark.parametrize(
    ("edit", "made_anew"),
    [("description: Another.", False), ("extra: {owner: me}", False), ("name: Other", True), ("tags: [other]", True)],
)
def test_a_familys_page_is_made_anew_for_what_it_tells_of_members(folder: Path, edit: str, *, made_anew: bool) -> None:
    before = keys_of(book_of(folder))[-1]
    path = folder / "a.yml"
    path.write_text(f"{path.read_text()}{edit}\n")
    assert before
    assert (keys_of(book_of(folder))[-1] != before) is made_anew


def test_a_familys_page_is_made_anew_for_a_layer(folder: Path) -> None:
    before = keys_of(book_of(folder))[-1]
    path = folder / "a.yml"
    path.write_text(path.read_text().replace("dense: 2", "dense: 2, name: last"))
    assert keys_of(book_of(folder))[-1] != before


def test_keys_are_the_same_of_what_was_kept(folder: Path, tmp_path: Path) -> None:
    plain = keys_of(book_of(folder))
    kept = KeptReports(Store(tmp_path / ".cache"), spark)
    assert [keys_of(book_of(folder, kept)) for _ in range(2)] == [plain, plain]


def test_variants_that_differ_in_nothing_else_have_pages_of_their_own(folder: Path) -> None:
    for name in "bc":
        (folder / f"{name}.yml").unlink()
    path = folder / "a.yml"
    path.write_text(f"{path.read_text()}variants: {{one: {{}}, two: {{}}}}\n")
    first, second = network.parts(book_of(folder))
    assert first.key != second.key
