"""Parts that are made by several processes, or were made before; and processes that end in the middle."""

from __future__ import annotations

import os
import signal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pytest

from reportgen.cache.packing import two
from reportgen.cache.store import Store
from reportgen.errors import ReportgenError
from reportgen.pages import Asset, Page, Part
from reportgen.pages.page import Keyed
from reportgen.site.bundles import Shelf, name_of
from reportgen.site.making import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Maker: TypeAlias = "Callable[[str], Iterator[Page | Asset]]"
WORKERS = [1, 2]


def items_of(name: str) -> Iterator[Page | Asset]:
    yield Page(
        path=f"{name}/index.md",
        title=name.upper(),
        markdown=f"# {name}\n",
        slots={"table": lambda: f"<b>{name}</b>", "chart": lambda: "<i>"},
        listed=name == "a",
    )
    yield Asset(path=f"{name}/chart.svg", content=f"Größe {name}".encode, on_demand=name == "b")


def killed(_name: str) -> Iterator[Page | Asset]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield from ()


def out_of_memory(_name: str) -> Iterator[Page | Asset]:
    raise MemoryError
    yield


def defect(_name: str) -> Iterator[Page | Asset]:
    message = "a defect of ours"
    raise ValueError(message)
    yield


def part(name: str, make: Maker = items_of, *, alone: bool = True) -> Part:
    return Part(about=f"{name}.yml", key=name, make=partial(make, name), alone=alone)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Store(tmp_path))


@pytest.mark.parametrize("workers", WORKERS)
def test_parts_are_the_same_and_in_order_with_any_number_of_processes(shelf: Shelf, workers: int) -> None:
    parts = [part(name, alone=name != "b") for name in "abcd"]
    heard: list[tuple[str, int, int]] = []

    found = list(made(parts, shelf, workers, lambda *step: heard.append(step)))

    assert [each.key for each, _ in found] == list("abcd")
    for each, (page, asset) in found:
        assert isinstance(page, Page)
        assert isinstance(asset, Asset)
        wanted_page, wanted = items_of(each.key)
        assert isinstance(wanted_page, Page)
        assert isinstance(wanted, Asset)
        assert (page.path, page.title, page.markdown, page.listed) == (
            wanted_page.path,
            wanted_page.title,
            wanted_page.markdown,
            wanted_page.listed,
        )
        assert {name: make() for name, make in page.slots.items()} == {"table": f"<b>{each.key}</b>", "chart": "<i>"}
        assert (asset.path, asset.content(), asset.on_demand) == (wanted.path, wanted.content(), wanted.on_demand)
    assert heard == [("Making pages and charts", done, 4) for done in range(1, 5)]


def test_part_is_made_once(shelf: Shelf) -> None:
    list(made([part("a")], shelf))

    [(_, items)] = made([part("a", defect)], shelf)

    assert [item.path for item in items] == ["a/index.md", "a/chart.svg"]


def test_part_without_a_key_is_made_when_it_is_asked_for(shelf: Shelf) -> None:
    for _ in range(2):
        [(_, (page, _asset))] = made([Part(about="x", make=partial(items_of, "x"))], shelf)
        assert isinstance(page, Page)
        assert page.slots["table"]() == "<b>x</b>"
    assert not list(shelf.store.folder.iterdir())


@pytest.mark.parametrize("entry", [b"", two("[]x", "{}"), two('[{"page": "a"}]', "{}"), two("null", "null")])
def test_entry_that_is_no_part_is_made_anew(shelf: Shelf, entry: bytes) -> None:
    shelf.store.put(name_of(part("a")), entry)

    [(_, (page, asset))] = made([part("a")], shelf)

    assert isinstance(page, Page)
    assert isinstance(asset, Asset)
    assert page.slots["table"]() == "<b>a</b>"
    assert asset.content() == "Größe a".encode()


@pytest.mark.parametrize("body", [None, "{}", "[]", '{"slots": {"a/index.md": []}, "files": 1}'])
def test_entry_that_goes_while_it_is_used_is_made_anew(shelf: Shelf, body: str | None) -> None:
    [(_, (page, asset))] = made([part("a")], shelf)
    for entry in shelf.store.folder.rglob("*.entry"):
        entry.unlink()
    if body is not None:
        shelf.store.put(name_of(part("a")), two("[]", body))

    assert isinstance(page, Page)
    assert isinstance(asset, Asset)
    assert page.slots["table"]() == "<b>a</b>"
    assert asset.content() == "Größe a".encode()


@pytest.mark.parametrize("ending", [killed, out_of_memory])
def test_process_that_ends_names_the_file_it_had(shelf: Shelf, ending: Maker) -> None:
    parts = [part("a"), part("b", ending), part("c")]

    with pytest.raises(ReportgenError) as caught:
        list(made(parts, shelf, 2))

    [problem] = caught.value.problems
    assert str(problem).startswith("b.yml: worker-lost: ")
    assert str(problem).endswith("; free memory, or build with --workers 1, and report this file if that does not help")


@pytest.mark.parametrize("workers", WORKERS)
def test_defect_keeps_its_traceback_and_says_where_it_was(shelf: Shelf, workers: int) -> None:
    with pytest.raises(ValueError, match="a defect of ours") as caught:
        list(made([part("a"), part("b", defect)], shelf, workers))

    assert caught.value.__notes__ == ["while making the pages of b.yml"]


def drawing(name: str, drawn: list[str], width: int) -> Iterator[Asset]:
    """A part of one file, which depends on less than the part."""

    def content() -> bytes:
        drawn.append(name)
        return f"{width} wide".encode()

    yield Asset(path=f"{name}.svg", content=content, key=lambda: f"drawing {width}")


def graph(name: str, drawn: list[str]) -> Iterator[Page]:
    """A part of one page, of which a slot depends on less than the part."""

    def make() -> str:
        drawn.append(name)
        return "<svg>"

    slots = {"graph": Keyed(key=lambda: "graph", make=make), "name": lambda: name}
    yield Page(path=f"{name}.md", title=name, markdown="", slots=slots)


def test_slots_of_the_same_are_made_once_though_their_parts_differ(shelf: Shelf) -> None:
    drawn: list[str] = []
    parts = [Part(about=name, key=name, make=partial(graph, name, drawn)) for name in ("a", "b")]

    pages = [item for _, items in made(parts, shelf, 1) for item in items if isinstance(item, Page)]

    assert [[make() for make in page.slots.values()] for page in pages] == [["<svg>", "a"], ["<svg>", "b"]]
    assert drawn == ["a"]


def test_files_of_the_same_are_made_once_though_their_parts_differ(shelf: Shelf) -> None:
    drawn: list[str] = []

    def contents(name: str, width: int) -> list[bytes]:
        order = Part(about=name, key=f"{name} {width}", make=partial(drawing, name, drawn, width))
        return [item.content() for _, items in made([order], shelf, 1) for item in items if isinstance(item, Asset)]

    assert contents("a", 5) == contents("b", 5) == [b"5 wide"]
    assert drawn == ["a"]
    assert contents("a", 6) == [b"6 wide"]
    assert drawn == ["a", "a"]

    for path in shelf.store.folder.rglob("*.entry"):
        path.write_bytes(b"damaged")
    assert contents("c", 5) == [b"5 wide"]
    assert drawn == ["a", "a", "c"]
