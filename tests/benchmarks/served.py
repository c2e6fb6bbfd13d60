"""How soon an edit is on the screen while a catalogue is served: ``served.py CATALOGUE ROUNDS``.

Prints, for each edit of a layer, the seconds on the clock from writing the file until the network's own page has been
loaded again, and until the page of all networks has. The first edit is not counted: it loads what draws charts.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from sites import environment, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTLED: Final = 1.0
"""Seconds between an edit's last page and the next edit; a server that looks for changes has looked by then."""
PATIENCE: Final = 600
_SCRIPT: Final = re.compile(r"livereload\((\d+), \d+\)")
_WIDTH: Final = re.compile(r"((?:filters|units): )(\d+)")


@dataclass
class Tab:
    """A page in a browser: it is loaded again when the server says so."""

    port: int
    path: str
    version: int = 0
    shown: str = ""

    def load(self) -> bool:
        """Load the page, and tell whether it shows anything else."""
        before, text = self.shown, self._get(self.path)
        found = _SCRIPT.search(text)
        self.version, self.shown = int(found[1]) if found else 0, _SCRIPT.sub("", text)
        return self.shown != before

    def wait(self) -> None:
        """Wait until it shows something else."""
        while int(self._get(f"/livereload/{self.version}/1")) <= self.version or not self.load():
            pass

    def _get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Referer": f"http://127.0.0.1:{self.port}{self.path}"})
        text = connection.getresponse().read().decode()
        connection.close()
        return text


@contextmanager
def served(catalogue: Path) -> Iterator[int]:
    """Serve a catalogue while the block runs; give the port once the site is there."""
    port = free_port()
    command = [sys.executable, "-m", "reportgen", "serve", str(catalogue), "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own
        try:
            while server.poll() is None:
                with suppress(OSError):
                    HTTPConnection("127.0.0.1", port).connect()
                    break
                sleep(0.1)
            yield port
        finally:
            server.terminate()


def _widened(text: str, by: int) -> str:
    """Give a file's first layer more channels."""
    return _WIDTH.sub(lambda found: f"{found[1]}{int(found[2]) + by}", text, count=1)


def edits(catalogue: Path, rounds: int) -> Iterator[tuple[float, float]]:
    """Edit a layer so many times over, and once before."""
    file = min(path for path in catalogue.rglob("*.yml") if _WIDTH.search(path.read_text()))
    before = file.read_text()
    with served(catalogue) as port:
        own, others = Tab(port, f"/networks/{file.relative_to(catalogue).with_suffix('')}/"), Tab(port, "/networks/")
        for place in range(rounds + 1):
            own.load()
            others.load()
            sleep(SETTLED)
            start = monotonic()
            file.write_text(_widened(before, place + 1))
            own.wait()
            first = monotonic() - start
            others.wait()
            if place:
                yield first, monotonic() - start
    file.write_text(before)


if __name__ == "__main__":
    print(json.dumps(list(edits(Path(sys.argv[1]), int(sys.argv[2])))))  # noqa: T201 - what it is run for
