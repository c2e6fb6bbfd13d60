"""Files that stay as they are: no list has them, and links lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from reportgen.pages import Asset, Page, Part
from reportgen.site.contents import Contents
from reportgen.site.ledger import Ledger
from reportgen.site.reuse import Reuse

if TYPE_CHECKING:
    from pathlib import Path

STAMP = (2, 1)
KEPT = {"one": ("in/a.svg", "in/b.csv"), "two": ("in/c.svg",), "three": ("d.svg",)}


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    found = MkDocsConfig()
    found.load_dict({"site_name": "Ours", "docs_dir": str(tmp_path / "docs"), "site_dir": str(tmp_path / "new")})
    assert found.validate() == ([], [])
    return found


@pytest.fixture
def reuse(tmp_path: Path) -> Reuse:
    stamps = {path: STAMP for paths in KEPT.values() for path in paths}
    (tmp_path / "site/in").mkdir(parents=True)
    (tmp_path / "site/in/a.svg").write_text("as it was")
    ledger = Ledger(
        inputs="",
        folders=(),
        surroundings="",
        networks=0,
        broken=0,
        warnings=(),
        strict=False,
        site=str(tmp_path / "site"),
        parts=KEPT,
        stamps=stamps,
    )
    return Reuse(ledger, stamps | {"in/c.svg": (2, 2)})


def contents(reuse: Reuse) -> Contents:
    """Gather what stands of two parts, and what is made of a third."""
    stands, made = (Part(about=key, key=key, make=tuple) for key in ("one", "two"))
    page = Page(path="a.md", title="A", markdown="# A\n")
    asset = Asset(path="in/c.svg", content=lambda: b"made")
    return Contents.of_parts([(stands, (page,)), (made, (asset,))], reuse.parts(""))


def test_parts_stand_whose_files_are_all_as_they_were(reuse: Reuse) -> None:
    assert reuse.parts("") == {"one": KEPT["one"], "three": KEPT["three"]}
    assert reuse.parts("in/") == {"one": ("a.svg", "b.csv")}
    assert Reuse(None, {}).parts("") == {}


def test_files_of_parts_that_are_still_wanted_stay(reuse: Reuse, config: MkDocsConfig) -> None:
    files = reuse.leave(contents(reuse), Files([]), config)

    assert reuse.standing == {"in/a.svg", "in/b.csv"}
    assert reuse.made_of == {"one": KEPT["one"], "two": KEPT["two"]}
    assert list(files) == []
    found = files.get_file_from_path("in/a.svg")
    assert found is not None
    assert (found.url, found.content_string, found.is_documentation_page()) == ("in/a.svg", "as it was", False)
    assert files.get_file_from_path("d.svg") is None


def test_file_of_the_docs_folder_wins_over_one_that_stands(reuse: Reuse, config: MkDocsConfig) -> None:
    own = File("in/a.svg", config.docs_dir, config.site_dir, use_directory_urls=True)

    files = reuse.leave(contents(reuse), Files([own]), config)

    assert reuse.standing == {"in/b.csv"}
    assert files.get_file_from_path("in/a.svg") is own
    assert reuse.made_of == {"two": KEPT["two"]}, "the next build would take the own file for ours"


def test_what_lies_in_a_folder_of_the_site_is_told_by_its_path_there(reuse: Reuse) -> None:
    moved = contents(reuse).under("elsewhere")
    assert moved.standing == {"elsewhere/in/a.svg", "elsewhere/in/b.csv"}
    assert moved.parts["two"] == ("elsewhere/in/c.svg",)
