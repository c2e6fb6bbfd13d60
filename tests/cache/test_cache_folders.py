"""The digest of a folder is that of its files, however links lead through it and whatever may be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.cache import folders
from reportgen.cache.folders import of_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder/inner").mkdir(parents=True)
    (tmp_path / "folder/one.yml").write_text("one")
    (tmp_path / "folder/inner/two.yml").write_text("two")
    return tmp_path / "folder"


def test_every_file_counts_by_its_name_and_what_it_holds(folder: Path) -> None:
    found = [of_folder(folder)]
    (folder / "inner/two.yml").write_text("three")
    found.append(of_folder(folder))
    (folder / "inner/two.yml").rename(folder / "two.yml")
    found.append(of_folder(folder))

    assert len(set(found)) == 3
    assert of_folder(folder) == found[-1]
    assert of_folder(folder / "nowhere") == of_folder(folder / "inner")


def test_a_link_is_what_it_leads_to(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    before = of_folder(folder)
    (folder / "linked").symlink_to(outside)
    (folder / "gone.yml").symlink_to("nowhere")
    assert of_folder(folder) == before

    (outside / "three.yml").write_text("three")
    linked = of_folder(folder)
    (outside / "three.yml").write_text("four")

    assert len({before, linked, of_folder(folder)}) == 3


def test_links_that_go_in_a_circle_are_followed_once(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    before = of_folder(folder)
    (folder / "loop.yml").symlink_to("loop.yml")
    for name in ("self", "again"):
        (folder / name).symlink_to(".")
        (folder / "inner" / name).symlink_to("..")
    assert of_folder(folder) == before

    (folder / "outside").symlink_to(outside)
    (outside / "back").symlink_to(folder)
    assert of_folder(folder) == before
    (outside / "three.yml").write_text("three")
    assert of_folder(folder) != before


def test_a_file_that_goes_or_may_not_be_read_counts_by_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, opened = of_folder(folder), open

    def gone(path: str, *how: object, **more: object) -> object:
        (folder / "one.yml").unlink(missing_ok=True)
        return opened(path, *how, **more)

    monkeypatch.setattr(folders, "open", gone, raising=False)
    meanwhile = of_folder(folder)
    monkeypatch.undo()

    assert len({before, meanwhile, of_folder(folder)}) == 3
