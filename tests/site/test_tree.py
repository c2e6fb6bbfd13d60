from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.errors import ReportgenError
from reportgen.pages.page import Asset, Page
from reportgen.site.contents import Contents
from reportgen.site.tree import MANIFEST, write_tree

if TYPE_CHECKING:
    from pathlib import Path

HOME = Page(path="index.md", title="Home", markdown="# Home\n\n[VGG](networks/vgg/index.md)\n")
VGG = Page(
    path="networks/vgg/index.md",
    title="VGG",
    markdown="# VGG\n\n<!-- slot: layers -->\n",
    slots={"layers": lambda: '<div><a href="../../index.md"><img src="capacity.svg"></a></div>'},
)
CHART = Asset(path="networks/vgg/capacity.svg", content=lambda: b"<svg/>")
STYLE = Asset(path="assets/tables.css", content=lambda: b"td{}")
SCRIPT = Asset(path="assets/tables.js", content=lambda: b"1")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_pages_are_complete_markdown_that_loads_its_styles_and_scripts(tmp_path: Path) -> None:
    write_tree(Contents.of([HOME, VGG, CHART, STYLE, SCRIPT]), tmp_path / "out")

    assert (tmp_path / "out/networks/vgg/index.md").read_text() == (
        "# VGG\n\n"
        '<div><a href="../../index.html"><img src="capacity.svg"></a></div>\n\n'
        '<link rel="stylesheet" href="../../assets/tables.css">\n'
        '<script src="../../assets/tables.js" defer></script>\n'
    )
    assert (tmp_path / "out/networks/vgg/capacity.svg").read_bytes() == b"<svg/>"


def test_stale_files_go_with_their_folders_and_foreign_files_stay(tmp_path: Path) -> None:
    write_tree(Contents.of([HOME, VGG, CHART]), tmp_path)
    (tmp_path / "networks/notes.md").write_text("mine")

    written = write_tree(Contents.of([HOME]), tmp_path)

    assert written.removed == ("networks/vgg/capacity.svg", "networks/vgg/index.md")
    assert files(tmp_path) == {"index.md", "networks/notes.md", MANIFEST}
    assert not (tmp_path / "networks/vgg").exists()


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    contents = Contents.of([HOME, VGG, CHART])
    write_tree(contents, tmp_path)
    before = {path: (tmp_path / path).read_bytes() for path in files(tmp_path)}

    write_tree(contents, tmp_path)

    assert {path: (tmp_path / path).read_bytes() for path in files(tmp_path)} == before


def test_file_that_we_did_not_write_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("mine")

    with pytest.raises(ReportgenError, match=r"index\.md: foreign-file: "):
        write_tree(Contents.of([HOME]), tmp_path)

    assert files(tmp_path) == {"index.md"}
    assert (tmp_path / "index.md").read_text() == "mine"


def test_manifest_that_leads_out_of_the_folder_is_not_believed(tmp_path: Path) -> None:
    victim = tmp_path / "victim.md"
    victim.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text(f'["../victim.md", "{victim}"]')

    assert write_tree(Contents.of([HOME]), out).removed == ()
    assert victim.exists()


def test_unreadable_manifest_is_an_error(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{")

    with pytest.raises(ReportgenError, match="bad-manifest"):
        write_tree(Contents.of([HOME]), tmp_path)


def test_failing_chart_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    write_tree(Contents.of([HOME]), tmp_path)
    before = files(tmp_path)

    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_tree(Contents.of([VGG, Asset(path="a.svg", content=fail)]), tmp_path)

    assert files(tmp_path) == before


def test_every_step_is_told(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    write_tree(Contents.of([HOME, CHART]), tmp_path, lambda *step: heard.append(step))

    assert heard == [("Writing pages and charts", 1, 2), ("Writing pages and charts", 2, 2)]


def test_everything_moves_under_a_folder_with_its_links(tmp_path: Path) -> None:
    write_tree(Contents.of([HOME, VGG, CHART, STYLE]).under("/models/"), tmp_path)

    assert files(tmp_path) == {
        "models/index.md",
        "models/networks/vgg/index.md",
        "models/networks/vgg/capacity.svg",
        "models/assets/tables.css",
        MANIFEST,
    }
    assert 'href="../../assets/tables.css"' in (tmp_path / "models/networks/vgg/index.md").read_text()
