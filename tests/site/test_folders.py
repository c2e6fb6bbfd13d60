from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reportgen.site import folders
from reportgen.site.folders import replacing, scratch

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


KILLED = """
import os, signal, sys
from pathlib import Path
from reportgen.site import folders
with folders.replacing(Path(sys.argv[1])) as fresh:
    (fresh / "half.html").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""
SWAPS = """
import sys
from pathlib import Path
from reportgen.site.folders import replacing
for number in range(30):
    with replacing(Path(sys.argv[1])) as fresh:
        for name in "abc":
            (fresh / name).write_text(f"{sys.argv[2]} {number}")
"""


def test_what_a_killed_program_left_goes_with_the_next(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").touch()
    for _ in range(2):
        subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)  # noqa: S603 - our own program
        assert len(names(tmp_path)) == 4
        assert (target / "index.html").is_file()

    with replacing(target) as fresh:
        (fresh / "new.html").touch()

    assert names(tmp_path) == ["site", "site/new.html"]


def test_folder_of_a_running_program_stays(tmp_path: Path) -> None:
    with scratch(tmp_path, "mine-") as one, scratch(tmp_path, "mine-") as other:
        assert one.is_dir()
        assert other.is_dir()
    assert names(tmp_path) == []


def test_only_folders_of_our_naming_are_swept(tmp_path: Path) -> None:
    mine = [".site.new-backup", f".site.new-{'x' * 32}", f".sites.new-{'0' * 32}", f"site.new-{'0' * 32}"]
    for name in mine:
        (tmp_path / name).mkdir()
    (tmp_path / f".site.new-{'1' * 32}").write_text("a file")
    (tmp_path / f".site.new-{'2' * 32}").symlink_to(tmp_path / mine[0])

    with replacing(tmp_path / "site"):
        pass

    assert names(tmp_path) == sorted([*mine, f".site.new-{'1' * 32}", f".site.new-{'2' * 32}", "site"])


def test_site_moved_aside_by_a_killed_program_is_brought_back(tmp_path: Path) -> None:
    (tmp_path / f".site.old-{'0' * 32}").mkdir()
    (tmp_path / f".site.old-{'0' * 32}/index.html").touch()

    with replacing(tmp_path / "site"):
        assert names(tmp_path / "site") == ["index.html"]

    assert names(tmp_path) == ["site"]


def test_where_folders_cannot_change_places_one_is_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)

    test_new_folder_takes_the_place_of_the_old_one_as_a_whole(tmp_path)


def test_target_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")

    with replacing(tmp_path / "site") as fresh:
        (fresh / "index.html").touch()

    assert (tmp_path / "site").is_symlink()
    assert names(tmp_path / "real") == ["index.html"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there and on macOS do folders change places in one step")
def test_programs_that_replace_one_folder_at_once_leave_a_whole_one_at_any_moment(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replacing(target) as fresh:
        for name in "abc":
            (fresh / name).write_text("first")
    commands = [[sys.executable, "-c", SWAPS, str(target), str(number)] for number in range(3)]
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own program

    seen = 0
    while any(process.poll() is None for process in running):
        handle = os.open(target, os.O_RDONLY)  # there at any moment
        os.close(handle)
        seen += 1

    assert [process.wait() for process in running] == [0, 0, 0]
    assert len({(target / name).read_text() for name in "abc"}) == 1
    assert names(tmp_path) == ["site", "site/a", "site/b", "site/c"]
    assert seen > 10
