"""All that a site shows of a catalogue, made stage by stage and written down: ``prepared.py CATALOGUE OUT``.

Prints the processor time of each stage as JSON. OUT then holds what the stage of the site begins with, and the
finished pages, for a plain MkDocs to build.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from reportgen.analysis import catalogue
from reportgen.limits import Limits
from reportgen.pages import Asset, Page, PageOptions, pages
from reportgen.site.contents import Contents
from reportgen.site.links import filled, relative_url
from reportgen.site.sources import Source
from reportgen.spec import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

LIMITS = Limits()
CONTENTS = "contents.json"
"""The pages and assets, with the places of their slots and bytes in one long file, which costs least to read."""
BYTES = "bytes"
DOCS = "docs"
"""The finished pages and the files beside them."""


class Stopwatch:
    """Adds up the processor time of stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add what the block takes to a stage."""
        start = process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + process_time() - start


def prepare(folder: Path, out: Path) -> dict[str, float]:
    """Make everything, and give the seconds of each stage."""
    watch, source = Stopwatch(), Source(folder=folder, shown="architectures")
    with watch.timing("read"):
        for file in source.files(LIMITS):
            read_source(file, LIMITS)
    with watch.timing("analyse"):
        found = catalogue(source.files(LIMITS))
    watch.seconds["analyse"] -= watch.seconds["read"]
    with watch.timing("pages"):
        contents = Contents.of(pages(found, PageOptions(site_name="Benchmark")))
    out.mkdir()
    with (out / BYTES).open("wb") as store:
        made = {
            "pages": [_page(page, out, store, watch) for page in contents.pages.values()],
            "assets": [_asset(asset, out, store, watch) for asset in contents.assets.values()],
        }
    (out / CONTENTS).write_text(json.dumps(made))
    return watch.seconds


def _asset(asset: Asset, out: Path, store: BinaryIO, watch: Stopwatch) -> dict[str, object]:
    with watch.timing("charts" if asset.path.endswith(".svg") else "downloads"):
        content = asset.content()
    _write(out / DOCS / asset.path, content)
    return {"path": asset.path, "on_demand": asset.on_demand, "content": _put(store, content)}


def _page(page: Page, out: Path, store: BinaryIO, watch: Stopwatch) -> dict[str, object]:
    with watch.timing("pages"):
        made = {name: make() for name, make in page.slots.items()}
    finished = filled(page.markdown, _with(page, made), partial(relative_url, base=page.path))
    _write(out / DOCS / page.path, finished.encode())
    return {
        "path": page.path,
        "title": page.title,
        "markdown": page.markdown,
        "listed": page.listed,
        "slots": {name: _put(store, text.encode()) for name, text in made.items()},
    }


def _with(page: Page, made: dict[str, str]) -> Page:
    slots: dict[str, Callable[[], str]] = {name: partial(str, text) for name, text in made.items()}
    return Page(path=page.path, title=page.title, markdown=page.markdown, slots=slots, listed=page.listed)


def read_prepared(out: Path) -> Contents:
    """Read what was made back, each slot and asset only when it is asked for."""
    handle = os.open(out / BYTES, os.O_RDONLY)  # for as long as this program runs

    def content(start: int, length: int) -> bytes:
        return os.pread(handle, length, start)

    def text(start: int, length: int) -> str:
        return content(start, length).decode()

    made = json.loads((out / CONTENTS).read_text())
    pages = (
        Page(**{**page, "slots": {name: partial(text, *place) for name, place in page["slots"].items()}})
        for page in made["pages"]
    )
    assets = (Asset(**{**asset, "content": partial(content, *asset["content"])}) for asset in made["assets"])
    return Contents.of([*pages, *assets])


def _put(store: BinaryIO, content: bytes) -> tuple[int, int]:
    """Write some bytes behind the others, and give where they begin and how many they are."""
    start = store.tell()
    store.write(content)
    return start, len(content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    print(json.dumps(prepare(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 - what it is run for
