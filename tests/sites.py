"""Building and serving sites as a user would: in processes of their own."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

ROOT = Path(__file__).parents[1]
ARCHITECTURES = ROOT / "architectures"


def environment(**extra: str) -> dict[str, str]:
    """Give this process's environment, with a fixed date and without Material's notice about its future."""
    return os.environ | {"SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"} | extra


def run(module: str, *arguments: str, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a module's command line."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=cwd, env=environment(**extra), capture_output=True, text=True, check=False
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Give a folder that all processes of a test run share; the first that asks has it made, and the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir(exist_ok=True)  # it is there where an earlier try failed
            make(folder)
            made.touch()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def free_port() -> int:
    """Give a port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with suppress(ConnectionError):  # a browser that leaves a page drops what is under way
            super().copyfile(source, outputfile)


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a folder on a free port of this machine while the block runs, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
