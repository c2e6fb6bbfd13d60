"""The real servers: an edited file shows on its page, and nothing is built without need."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import pytest
from sites import ARCHITECTURES, contents, environment, free_port, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds after which a server is taken to be stuck."""
QUIET = 4
"""Seconds in which a rebuild loop would show: MkDocs looks for changes twice a second."""


@contextmanager
def serving(command: list[str], address: str, cwd: Path, log: Path) -> Iterator[None]:
    """Run a server while the block runs, its output in a file."""
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", *command, address], cwd=cwd, env=environment(), stderr=output
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def holds(text: str, read: Callable[[], str]) -> bool:
    """Wait until what is read again and again holds a text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if text in read():
            return True
        time.sleep(0.2)
    return False


def shows(text: str, address: str, page: str) -> bool:
    """Wait until a page holds a text."""

    def read() -> str:
        with closing(HTTPConnection(address)) as connection, suppress(OSError, HTTPException):
            connection.request("GET", page)
            return connection.getresponse().read().decode()
        return ""

    return holds(text, read)


@pytest.mark.parametrize("command", [["mkdocs", "serve", "-a"], ["reportgen", "serve", "--address"]])
def test_edited_file_shows_on_its_page_after_one_rebuild(command: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "project"
    file = folder / "architectures/lenet/lenet-5.yml"
    file.parent.mkdir(parents=True)
    shutil.copy(ARCHITECTURES / "lenet/lenet-5.yml", file)
    if command[0] == "mkdocs":
        (folder / "docs").mkdir()
        (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [reportgen]\n")
    address = f"127.0.0.1:{free_port()}"
    page = "/networks/lenet/lenet-5/index.html"
    log = tmp_path / "log"

    with serving(command, address, folder, log):
        assert shows("LeNet-5", address, page), log.read_text()
        before = contents(folder)
        file.write_text(file.read_text().replace("name: LeNet-5", "name: LeNet-55"))
        assert shows("LeNet-55", address, page), log.read_text()
        (folder / "architectures/new.yml").write_text("name: Newcomer\ninput: [4]\nlayers: [dense: 2]\n")
        assert shows("Newcomer", address, "/networks/index.html"), log.read_text()
        time.sleep(QUIET)

    assert log.read_text().count("Building documentation...") == 3
    assert contents(folder).keys() - before.keys() == {"architectures/new.yml"}


def test_broken_file_and_wrong_settings_show_and_end_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    file = folder / "architectures/net.yml"
    file.parent.mkdir(parents=True)
    file.write_text("name: First\ninput: [4]\nlayers: [dense: 2]\n")
    address, log = f"127.0.0.1:{free_port()}", tmp_path / "log"

    with serving(["reportgen", "serve", "--address"], address, folder, log):
        assert shows("First", address, "/networks/index.html"), log.read_text()
        file.write_text("name: First\ninput: [4]\nlayers: [dnse: 2]\n")
        assert shows("unknown-layer", address, "/broken/architectures-net-yml/index.html"), log.read_text()
        (folder / "reportgen.toml").write_text("batch = 0\n")
        assert holds("reportgen.toml:1: bad-settings: batch: expected a whole number", log.read_text)
        (folder / "reportgen.toml").write_text("batch = 8\n")
        file.write_text("name: Mended\ninput: [4]\nlayers: [dense: 2]\n")
        assert shows("Mended", address, "/networks/index.html"), log.read_text()

    assert "Traceback" not in log.read_text()
    assert "Page skipped" not in log.read_text()


@pytest.mark.parametrize(
    ("address", "reason"), [("nonsense", "it is no host and port"), ("127.0.0.1:x", "it is no host and port")]
)
def test_address_that_is_none_is_told_before_anything_is_built(address: str, reason: str, tmp_path: Path) -> None:
    done = run("reportgen", "serve", "--address", address, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr == f"{address}: bad-address: {reason}; give another with --address, such as 127.0.0.1:8001\n"


def test_address_that_is_taken_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run("reportgen", "serve", "--address", address, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith(f"{address}: bad-address: address already in use")
