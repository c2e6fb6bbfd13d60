"""A server builds in turns: first what tells of the edited network, then the pages of many that it changes too."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import contents
from workshop import EDITS, Workshop

from reportgen.cache.store import Store
from reportgen.pages import Asset, Part, Turn
from reportgen.site.building import build_anew
from reportgen.site.bundles import Shelf
from reportgen.site.config import Project
from reportgen.site.haste import put_off
from reportgen.site.making import made
from reportgen.site.remembered import Remembered
from reportgen.site.warm import Built, Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ADDRESS = "http://127.0.0.1:8000/"
OWN = "networks/one/a/index.html"
NEIGHBOUR = "networks/one/b/index.html"
"""It tells how it differs."""


class Turns:
    """A project as its server builds it."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        workshop.count = 20  # no edit is to write what is there
        self.order = Order(
            project=Project(workshop.folder),
            out=workshop.folder.parent / "served",
            spare=workshop.folder.parent / "spare",
            cache=str(workshop.cache),
            memory=Remembered(),
            served_at=ADDRESS,
        )

    def build(self, turn: Turn = Turn.OWN) -> Built:
        """Build one turn; what it says that it changed is what has changed."""
        before = self.site()
        built, after = build_anew(replace(self.order, turn=turn)), self.site()
        assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= built.changed
        return built

    def go_on(self, built: Built) -> Built:
        """Build the turns that follow."""
        while built.due is not None:
            built = self.build(built.due)
        return built

    def all(self) -> Built:
        """Build in as many turns as it takes."""
        return self.go_on(self.build())

    def site(self) -> dict[str, bytes]:
        assert self.order.out
        return contents(self.order.out) if self.order.out.is_dir() else {}

    def clean(self) -> tuple[Built, dict[str, bytes]]:
        """Build the same without any cache, elsewhere."""
        out = self.workshop.folder.parent / "clean"
        shutil.rmtree(out, ignore_errors=True)
        return build_anew(replace(self.order, out=out, cache="off", memory=None, spare=None)), contents(out)

    def check(self, built: Built) -> None:
        clean, wanted = self.clean()
        found = self.site()
        assert found.keys() == wanted.keys()
        assert [path for path in wanted if found[path] != wanted[path]] == []
        assert (built.networks, built.broken, built.warnings) == (clean.networks, clean.broken, clean.warnings)
        assert built.due is None


@pytest.fixture
def turns(workshop: Workshop) -> Turns:
    return Turns(workshop)


def pages(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if path.endswith(".html")}


def test_each_turn_makes_what_is_its_own_and_leaves_the_rest(turns: Turns) -> None:
    assert turns.build().due is None, "there is nothing yet that could stay"
    before = turns.site()
    _, clean = turns.clean()
    assert before == clean

    turns.workshop.edit("edit")
    first = turns.build()
    assert (first.due, pages(first.changed), first.warnings) == (Turn.ALL, {OWN, NEIGHBOUR}, ())
    assert OWN.replace("index.html", "report.json") in first.changed
    second = turns.build(Turn.ALL)
    assert (second.due, pages(second.changed)) == (Turn.LAST, {"index.html", "networks/index.html"})
    assert "catalogue.json" not in second.changed
    last = turns.build(Turn.LAST)
    assert "families/one/index.html" in last.changed
    assert not {OWN, NEIGHBOUR, "networks/index.html"} & last.changed
    turns.check(last)


def test_a_turn_that_would_make_nothing_is_left_out(turns: Turns) -> None:
    file = turns.workshop.folder / "architectures/one/a.yml"
    text = file.read_text()
    file.write_text(text.replace("relu,", "relu, {dropout: 0.5},"))
    turns.build()
    file.write_text(text.replace("relu,", "relu, {dropout: 0.4},"))  # which no table of all networks tells
    first = turns.build()
    assert first.due is Turn.LAST
    turns.check(turns.go_on(first))


@pytest.mark.parametrize(
    "edit",
    ["remove", "rename the network", *(pytest.param(edit, marks=pytest.mark.slow) for edit in ("add", "break"))],
)
def test_other_turns_follow_where_the_first_left_something(turns: Turns, edit: str) -> None:
    turns.build()
    turns.workshop.edit(edit)
    built = turns.build()
    # No page may lead to one that is gone, and so what comes or goes does so everywhere at once.
    assert (built.due is not None) == (edit == "rename the network")
    turns.check(turns.go_on(built))


def test_what_was_left_is_made_although_nothing_has_changed_since(turns: Turns) -> None:
    turns.build()
    turns.workshop.edit("edit")
    assert turns.build().due is Turn.ALL
    turns.workshop.edit("nothing")
    assert turns.build().due is Turn.ALL
    turns.check(turns.all())


def test_later_turns_go_on_with_what_the_first_has_read(turns: Turns) -> None:
    turns.build()
    turns.workshop.edit("edit")
    first = turns.build()
    turns.workshop.edit("edit")
    assert not pages(turns.go_on(first).changed) & {OWN}, "the next edit is another build's"
    turns.check(turns.all())


def test_later_turns_read_again_what_is_judged_otherwise(turns: Turns) -> None:
    turns.build()
    turns.workshop.edit("edit")
    first = turns.build()
    turns.workshop.edit("settings")
    turns.check(turns.go_on(first))


def test_pages_that_are_made_anew_for_another_reason_are_made_whole(turns: Turns) -> None:
    config = turns.workshop.folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("house_style", "under: models, house_style"))
    turns.workshop.write("docs/about.md", "# About us\n")
    turns.build()
    turns.workshop.edit("edit")
    turns.workshop.edit("template")
    turns.check(turns.all())


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 2)), min_size=1, max_size=6))
def test_site_is_that_of_a_clean_build_after_any_edits(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, edits: list[tuple[str, int]]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path_factory.mktemp("any")
    turns = Turns(Workshop(folder / "project", folder / "cache"))
    turns.build()
    for edit, overtaken in edits:
        turns.workshop.edit(edit)
        built = turns.build()
        for _ in range(overtaken):
            built = turns.build(built.due) if built.due else built
    turns.check(turns.all())


def part(about: str, key: str, turn: Turn = Turn.LAST) -> Part:
    return Part(about=about, key=key, make=partial(asset, key), turn=turn)


def asset(key: str) -> Iterator[Asset]:
    yield Asset(path=f"{key}.txt", content=key.encode)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(Store(tmp_path))
    list(made([part("one", "one 1", turn=Turn.OWN), part("all", "all 1")], shelf))
    return shelf


BEFORE = (("one", "one 1"), ("all", "all 1"))


@pytest.mark.parametrize(
    ("wanted", "before", "expected"),
    [
        ([part("one", "one 2", turn=Turn.OWN), part("all", "all 2")], BEFORE, ["one 2", "all 1"]),
        ([part("one", "one 1", turn=Turn.OWN), part("all", "all 1")], BEFORE, ["one 1", "all 1"]),
        (
            [part("one", "one 2", turn=Turn.OWN), part("all", "all 2")],
            (BEFORE[0], ("all", "all 0")),
            ["one 2", "all 2"],
        ),
        ([part("one", "one 2", turn=Turn.OWN), part("all", "")], BEFORE, ["one 2", ""]),
        ([part("all", "all 2")], BEFORE, ["all 2"]),
        ([part("two", "two 1", turn=Turn.OWN), part("all", "all 2")], BEFORE, ["two 1", "all 2"]),
        ([part("one", "one 1", turn=Turn.OWN), part("all", "all 2")], (), ["one 1", "all 2"]),
    ],
    ids=["put off", "the same", "no longer kept", "never kept", "one gone", "one renamed", "nothing before"],
)
def test_parts_of_many_are_those_of_the_last_build(
    shelf: Shelf, wanted: list[Part], before: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    assert [one.key for one in put_off(wanted, Turn.OWN, before, shelf)] == expected


@pytest.mark.parametrize(
    "configuration",
    [
        "site_url: https://example.org/nets/\nplugins: [search, reportgen]\n",
        "plugins: [search, reportgen: {published_at: https://example.org/nets}]\n",
    ],
)
def test_a_server_begins_with_what_a_build_has_made_and_its_badges_lead_to_the_published_site(
    turns: Turns, configuration: str
) -> None:
    turns.workshop.write("mkdocs.yml", f"site_name: Ours\n{configuration}")
    build_anew(replace(turns.order, served_at="", memory=Remembered(), out=turns.workshop.site, spare=None))
    kept = contents(turns.workshop.cache).keys()

    turns.build()
    assert contents(turns.workshop.cache).keys() == kept
    assert "](https://example.org/nets/networks/one/a/badge.svg)" in turns.site()[OWN].decode()
