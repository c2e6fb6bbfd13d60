"""All that a site shows of a catalogue, made stage by stage and written down: ``prepared.py CATALOGUE OUT``.

Prints the processor time of each stage as JSON. OUT then holds what the stage of the site begins with, and the
finished pages, for a plain MkDocs to build.
"""

from __future__ import annotations

import json
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

LIMITS = Limits()
CONTENTS = "contents.json"
"""The pages, their slots named, and the assets; the slots of a page stand in a file of their own."""
SLOTS = "slots"
ASSETS = "assets"
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
    described = [_page(page, number, out, watch) for number, page in enumerate(contents.pages.values())]
    for asset in contents.assets.values():
        with watch.timing("charts" if asset.path.endswith(".svg") else "downloads"):
            content = asset.content()
        for root in (ASSETS, DOCS):
            _write(out / root / asset.path, content)
    files = [{"path": asset.path, "on_demand": asset.on_demand} for asset in contents.assets.values()]
    (out / CONTENTS).write_text(json.dumps({"pages": described, "assets": files}))
    return watch.seconds


def _page(page: Page, number: int, out: Path, watch: Stopwatch) -> dict[str, object]:
    with watch.timing("pages"):
        made = {name: make() for name, make in page.slots.items()}
    _write(out / SLOTS / f"{number}.json", json.dumps(made).encode())
    finished = filled(page.markdown, _with(page, made), partial(relative_url, base=page.path))
    _write(out / DOCS / page.path, finished.encode())
    return {
        "path": page.path,
        "title": page.title,
        "markdown": page.markdown,
        "listed": page.listed,
        "slots": list(made),
    }


def _with(page: Page, made: dict[str, str]) -> Page:
    slots: dict[str, Callable[[], str]] = {name: partial(str, text) for name, text in made.items()}
    return Page(path=page.path, title=page.title, markdown=page.markdown, slots=slots, listed=page.listed)


class _Slots:
    """The slots of a page, read when the first of them is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Give the HTML of a slot; each is asked for once."""
        self._left = self._left or json.loads(self._path.read_text("utf-8"))
        return self._left.pop(name)


def read_prepared(out: Path) -> Contents:
    """Read what was made back, each slot and asset only when it is asked for."""
    items: list[Page | Asset] = []
    described = json.loads((out / CONTENTS).read_text())
    for number, page in enumerate(described["pages"]):
        slots = _Slots(out / SLOTS / f"{number}.json")
        items.append(Page(**{**page, "slots": {name: partial(slots.of, name) for name in page["slots"]}}))
    items += (Asset(**asset, content=(out / ASSETS / asset["path"]).read_bytes) for asset in described["assets"])
    return Contents.of(items)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    print(json.dumps(prepare(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 - what it is run for
