"""The server that shows a site in turns, as browsers see it: what they load, and when they load it again."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
from sites import free_port

from reportgen.site.building import build_anew
from reportgen.site.config import Project
from reportgen.site.remembered import Remembered
from reportgen.site.server import Server
from reportgen.site.serving import build_in_turns
from reportgen.site.warm import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from workshop import Workshop


@contextmanager
def serving(build: Callable[[Server], None], site: Path, watched: Path) -> Iterator[Server]:
    """Run a server while the block runs."""
    server = Server(build, "127.0.0.1", free_port(), site, "/")
    server.watch(str(watched))
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown(wait=True)
        thread.join()


def until(found: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 30
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


def got(server: Server, path: str, page: str = "") -> str:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request("GET", path, headers={"Referer": f"{server.url.rstrip('/')}{page}"} if page else {})
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def version(page: str) -> int:
    """Give the version of the site that a page says it is of."""
    found = re.search(r"livereload\((\d+), \d+\);", page)
    assert found
    return int(found[1])


def next_version(server: Server, known: int, page: str) -> int:
    """Wait, as a page does, until there is another version of what it shows."""
    return int(got(server, f"/livereload/{known}/1", page))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is watched."""
    folder = tmp_path / "architectures"
    folder.mkdir()
    (folder / "net.yml").write_text("before")
    return folder / "net.yml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("own", "all"):
        (folder / f"{name}.html").write_text(f"{name} before")
    return folder


def in_two_turns(site: Path, go_on: threading.Event, server: Server) -> None:
    """Build one page, show it, and build the other when it is time."""
    (site / "own.html").write_text("own after")
    server.show(["own.html"])
    assert go_on.wait(30)
    (site / "all.html").write_text("all after")
    server.show(["all.html"])


def test_what_the_first_turn_made_is_shown_before_the_second_ends_and_loaded_once(site: Path, file: Path) -> None:
    go_on = threading.Event()
    with serving(partial(in_two_turns, site, go_on), site, file.parent) as server:
        until(server.serve_thread.is_alive)
        before = version(got(server, "/all.html"))
        file.write_text("after!")
        first = next_version(server, before, "/own.html")
        own, others = got(server, "/own.html"), got(server, "/all.html")
        assert (own[:9], others[:10]) == ("own after", "all before")
        assert version(own) == version(others) == first > before
        go_on.set()
        assert next_version(server, first, "/all.html") > first
        assert got(server, "/all.html").startswith("all after")
        server.poll_response_timeout = 0
        assert next_version(server, first, "/own.html") == first, "it has not changed since"
        assert next_version(server, before, "/other.html") > first, "nobody knows what that shows"


SHOWN = """\
<link rel="next" href="../two/index.html"><link rel="icon" href="icon.svg">
<link rel="stylesheet" href="../../style%20.css?4">
<img src="chart&amp;.svg"><source srcset="small.svg 448w"><a href="report.json">JSON</a></body>"""
"""A page of what it loads, and what it leads to."""


@pytest.mark.parametrize(
    ("changed", "loads"),
    [
        ("nets/one/index.html", True),
        ("nets/one/icon.svg", True),
        ("style .css", True),
        ("nets/one/chart&.svg", True),
        ("nets/one/small.svg", True),
        ("nets/one/data/asked.js", True),  # it may ask for what lies beside it
        ("nets/two/index.html", False),
        ("nets/two/icon.svg", False),
        ("nets/one/more/icon.svg", False),  # beside another page
        ("nets/icon.svg", False),
        ("report.json", False),
    ],
)
def test_a_page_is_loaded_again_when_something_that_it_shows_has_changed(
    site: Path, file: Path, changed: str, *, loads: bool
) -> None:
    for page in ("nets/one", "nets/one/more", "nets/two"):
        (site / page).mkdir(parents=True)
        (site / page / "index.html").write_text(SHOWN)
    with serving(lambda server: server.show([changed]), site, file.parent) as server:
        until(server.serve_thread.is_alive)
        before = version(got(server, "/nets/one/"))
        file.write_text("after!")
        next_version(server, before, "")
        server.poll_response_timeout = 0
        assert (next_version(server, before, "/nets/one/") > before) is loads


def test_second_turn_is_given_up_when_something_changes(workshop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    site, file = workshop.folder.parent / "served", workshop.folder / "architectures/one/a.yml"
    order = Order(project=Project(workshop.folder), out=site, cache=str(workshop.cache), memory=Remembered())
    shown: list[bool] = []

    def build(server: Server) -> None:
        if not shown:
            workshop.net("one/a", filters=22)
            until(lambda: server.is_overtaken)
        build_in_turns(order, server)
        shown.append("22 filters" in (site / "networks/index.html").read_text())

    with caplog.at_level("INFO"), serving(build, site, file.parent) as server:
        build_anew(replace(order, served_at=server.url))
        until(server.serve_thread.is_alive)
        workshop.net("one/a", filters=21)
        until(lambda: len(shown) == 2)
        assert shown == [False, True]
        assert "Has 22 filters." in got(server, "/networks/one/a/index.html")
    assert caplog.text.count("A file has changed meanwhile") == 1


def test_a_change_in_the_middle_of_a_build_is_known(site: Path, file: Path) -> None:
    known: list[bool] = []

    def build(server: Server) -> None:
        if not known:
            known.append(server.is_overtaken)
            file.write_text("another")
            until(lambda: server.is_overtaken)
        known.append(server.is_overtaken)

    with serving(build, site, file.parent) as server:
        until(server.serve_thread.is_alive)
        file.write_text("one")
        until(lambda: len(known) == 3)
    assert known == [False, True, False]


def test_an_address_that_no_file_can_have_is_no_defect(
    site: Path, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(lambda _: None, site, file.parent) as server:
        until(server.serve_thread.is_alive)
        assert got(server, "/%00") == "404 Not Found"
    assert not any(record.exc_info for record in caplog.records)
