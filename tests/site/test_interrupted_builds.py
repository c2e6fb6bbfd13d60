"""Builds that are killed, run out of room, or run at once: the site is the old one or the new one, and all there is."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from sites import contents, environment, run

if TYPE_CHECKING:
    from pathlib import Path

NETWORK: Final = (
    "summary: {summary}\ninput: [1, 28, 28]\nlayers: [{{conv: {{filters: 4, kernel: 3}}}}, {{dense: 10}}]\n"
)
KILLS: Final = 50
COMMANDS: Final = {"build": ("build", "--out", "out"), "pages": ("pages", "out", ".")}


def write(folder: Path, summary: str) -> None:
    """Write a catalogue of two networks, whose pages say one thing or another."""
    (folder / "architectures").mkdir(exist_ok=True)
    for name in ("one", "two"):
        (folder / f"architectures/{name}.yml").write_text(NETWORK.format(summary=summary))


def finished(process: subprocess.Popen[str]) -> int:
    """Wait for a command, and give its exit code."""
    process.communicate()
    return process.returncode


def start(folder: Path, *arguments: str, **limits: int) -> subprocess.Popen[str]:
    """Start a command in a session of its own, with its temporary files and cache beside the catalogue."""
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=folder,
        env=environment(TMPDIR=str(folder / "tmp"), REPORTGEN_CACHE=str(folder / "cache")),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=partial(_prepare, limits),  # noqa: PLW1509 - no threads are running
    )


def _prepare(limits: dict[str, int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has its background programs ignore it
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name.upper()}"), (most, most))


def beside(folder: Path) -> set[str]:
    """Name what lies in a catalogue's folder and in its folder of temporary files."""
    return {path.name for path in folder.iterdir()} | {path.name for path in (folder / "tmp").iterdir()}


@pytest.mark.parametrize("command", COMMANDS)
def test_disk_that_is_full_is_told_in_words_and_leaves_what_was_there(tmp_path: Path, command: str) -> None:
    write(tmp_path, "before")
    done = run("reportgen", *COMMANDS[command], cwd=tmp_path, REPORTGEN_CACHE="off")
    assert done.returncode == 0, done.stderr
    before = contents(tmp_path / "out")
    write(tmp_path, "after")

    process = start(tmp_path, *COMMANDS[command], fsize=9_000)
    said, _ = process.communicate()

    assert process.returncode == 2, said
    assert "system-error: file too large" in said
    assert "Traceback" not in said
    assert contents(tmp_path / "out") == before
    assert beside(tmp_path) <= {"architectures", "out", "tmp", "cache"}


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="a folder that not even root may write to")  # noqa: PTH112 - only asked
@pytest.mark.parametrize("command", [("build", "--out", "/proc/self/site"), ("pages", "/proc/self/site", ".")])
def test_folder_that_may_not_be_written_is_told_in_words(tmp_path: Path, command: tuple[str, ...]) -> None:
    write(tmp_path, "x")

    done = run("reportgen", *command, cwd=tmp_path, REPORTGEN_CACHE="off")

    assert done.returncode == 2
    assert done.stderr.startswith("/proc/")
    assert "system-error" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path, "x")
    process = start(tmp_path, "build", "--out", "out")
    while not any(name.startswith(".out.new-") for name in os.listdir(tmp_path)):  # noqa: PTH208 - only names
        assert process.poll() is None
        time.sleep(0.01)

    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate()

    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert beside(tmp_path) <= {"architectures", "tmp", "cache"}


@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_the_old_one_or_the_new_one_and_the_next_build_is_right(
    tmp_path: Path,
) -> None:
    chance = random.Random(8)  # noqa: S311 - moments, not secrets
    sites, took = {}, 0.0
    for summary in ("day", "night"):
        write(tmp_path, summary)
        began = time.monotonic()
        assert finished(start(tmp_path, "build", "--out", "out")) == 0
        took, sites[summary] = time.monotonic() - began, contents(tmp_path / "out")
    assert sites["day"] != sites["night"]

    seen = {"old": 0, "new": 0, "late": 0}
    old, new = "night", "day"
    for _ in range(KILLS):
        write(tmp_path, new)
        process = start(tmp_path, "build", "--out", "out")
        time.sleep(chance.uniform(0, 1.1 * took))
        seen["late"] += process.poll() is not None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        finished(process)
        after = contents(tmp_path / "out")
        assert after in (sites[old], sites[new])
        seen["new" if after == sites[new] else "old"] += 1
        assert len(beside(tmp_path) - {"architectures", "out", "tmp", "cache"}) <= 2

        began = time.monotonic()
        assert finished(start(tmp_path, "build", "--out", "out")) == 0
        took = (took + time.monotonic() - began) / 2
        assert contents(tmp_path / "out") == sites[new]
        assert beside(tmp_path) == {"architectures", "out", "tmp", "cache"}
        old, new = new, old
    assert seen["old"] >= KILLS // 2


@pytest.mark.slow
def test_pages_killed_at_any_moment_are_whole_files_and_the_next_run_is_right(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 - moments, not secrets
    trees, took = {}, 0.0
    for summary in ("day", "night"):
        write(tmp_path, summary)
        began = time.monotonic()
        assert finished(start(tmp_path, *COMMANDS["pages"])) == 0
        took, trees[summary] = time.monotonic() - began, contents(tmp_path / "out")

    for number in range(KILLS // 2):
        new = "day" if number % 2 == 0 else "night"
        write(tmp_path, new)
        process = start(tmp_path, *COMMANDS["pages"])
        time.sleep(chance.uniform(0.5 * took, took))
        os.killpg(process.pid, signal.SIGKILL)
        finished(process)
        for path, held in contents(tmp_path / "out").items():
            if not path.startswith(".reportgen"):
                assert held in (trees["day"].get(path), trees["night"].get(path)), path

        assert finished(start(tmp_path, *COMMANDS["pages"])) == 0
        assert contents(tmp_path / "out") == trees[new]


@pytest.mark.slow
def test_builds_at_once_into_one_folder_leave_one_whole_site(tmp_path: Path) -> None:
    write(tmp_path, "x")
    assert finished(start(tmp_path, "build", "--out", "alone")) == 0

    for _ in range(3):
        running = [start(tmp_path, "build", "--out", "out") for _ in range(4)]
        told = [process.communicate()[0] for process in running]
        assert [process.returncode for process in running] == [0] * 4, told
        assert contents(tmp_path / "out") == contents(tmp_path / "alone")
        assert beside(tmp_path) == {"architectures", "alone", "out", "tmp", "cache"}
