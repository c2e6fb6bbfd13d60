from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.site.folders import replacing

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_new_folder_takes_the_place_of_the_old_one_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "stale.html").touch()

    with replacing(target) as fresh:
        (fresh / "index.html").touch()
        assert names(target) == ["stale.html"]

    assert names(tmp_path) == ["site", "site/index.html"]


def test_failure_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").touch()

    def fail_halfway() -> None:
        with replacing(target) as fresh:
            (fresh / "half.html").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    assert names(tmp_path) == ["site", "site/index.html"]


def test_missing_parents_are_made(tmp_path: Path) -> None:
    with replacing(tmp_path / "a" / "b") as fresh:
        (fresh / "index.html").touch()

    assert names(tmp_path) == ["a", "a/b", "a/b/index.html"]


def test_permissions_are_those_of_any_new_folder(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    with replacing(tmp_path / "site"):
        pass

    assert (tmp_path / "site").stat().st_mode == (tmp_path / "other").stat().st_mode
