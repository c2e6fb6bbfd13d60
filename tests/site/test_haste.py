"""A server builds in two rounds: first what tells of the edited network, then the pages of many that it changes too."""

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
from reportgen.pages import Asset, Part
from reportgen.site.building import build_anew
from reportgen.site.bundles import Shelf
from reportgen.site.config import Project
from reportgen.site.haste import put_off
from reportgen.site.making import made
from reportgen.site.remembered import Remembered
from reportgen.site.warm import Built, Order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "http://127.0.0.1:8000/"
OWN = "networks/one/a/index.html"
NEIGHBOUR = "networks/one/b/index.html"
"""It tells how it differs."""


class Rounds:
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

    def first(self) -> Built:
        return build_anew(replace(self.order, in_haste=True))

    def second(self) -> Built:
        return build_anew(self.order)

    def both(self) -> Built:
        """Build in as many rounds as it takes; what the first calls as it is to be stays so."""
        first, between = self.first(), self.site()
        if not first.behind:
            return first
        last, after = self.second(), self.site()
        assert [page for page in first.fresh if after[page] != between[page]] == []
        return last

    def site(self) -> dict[str, bytes]:
        assert self.order.out
        return contents(self.order.out)

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
        assert not built.behind


@pytest.fixture
def rounds(workshop: Workshop) -> Rounds:
    return Rounds(workshop)


def test_first_round_makes_what_tells_of_the_edited_network_and_the_second_all_else(rounds: Rounds) -> None:
    assert not rounds.first().behind, "there is nothing yet that could stay"
    before = rounds.site()
    _, clean = rounds.clean()
    assert before == clean

    rounds.workshop.edit("edit")
    first = rounds.first()
    between = rounds.site()
    assert (first.behind, first.fresh, first.warnings) == (True, (OWN, NEIGHBOUR), ())
    edited = {path for path in before.keys() | between.keys() if before.get(path) != between.get(path)}
    assert {path for path in edited if path.endswith(".html")} == {OWN, NEIGHBOUR}
    assert OWN.replace("index.html", "report.json") in edited

    rounds.check(rounds.second())
    after = rounds.site()
    assert [path for path in first.fresh if after[path] != between[path]] == []
    assert after["networks/index.html"] != between["networks/index.html"]


@pytest.mark.parametrize(
    "edit",
    ["remove", "rename the network", *(pytest.param(edit, marks=pytest.mark.slow) for edit in ("add", "break"))],
)
def test_second_round_follows_where_the_first_left_something(rounds: Rounds, edit: str) -> None:
    rounds.first()
    rounds.workshop.edit(edit)
    built = rounds.first()
    # No page may lead to one that is gone, and so what comes or goes does so everywhere at once.
    assert built.behind == (edit == "rename the network")
    rounds.check(rounds.second() if built.behind else built)


def test_what_was_left_is_made_although_nothing_has_changed_since(rounds: Rounds) -> None:
    rounds.first()
    rounds.workshop.edit("edit")
    assert rounds.first().behind
    rounds.workshop.edit("nothing")
    assert rounds.first().behind
    rounds.check(rounds.second())


def test_pages_that_are_made_anew_for_another_reason_are_not_taken_for_finished(rounds: Rounds) -> None:
    config = rounds.workshop.folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("house_style", "under: models, house_style"))
    rounds.workshop.write("docs/about.md", "# About us\n")
    rounds.first()
    rounds.workshop.edit("edit")
    rounds.workshop.edit("template")
    rounds.check(rounds.both())


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.booleans()), min_size=1, max_size=6))
def test_site_is_that_of_a_clean_build_after_any_edits(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, edits: list[tuple[str, bool]]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path_factory.mktemp("any")
    rounds = Rounds(Workshop(folder / "project", folder / "cache"))
    built = rounds.first()
    for edit, overtaken in edits:
        rounds.workshop.edit(edit)
        built = rounds.first() if overtaken else rounds.both()
    rounds.check(rounds.second() if built.behind else built)


def part(about: str, key: str, *, of_one: bool = False) -> Part:
    return Part(about=about, key=key, make=partial(asset, key), of_one=of_one)


def asset(key: str) -> Iterator[Asset]:
    yield Asset(path=f"{key}.txt", content=key.encode)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(Store(tmp_path))
    list(made([part("one", "one 1", of_one=True), part("all", "all 1")], shelf))
    return shelf


BEFORE = (("one", "one 1"), ("all", "all 1"))


@pytest.mark.parametrize(
    ("wanted", "before", "expected"),
    [
        ([part("one", "one 2", of_one=True), part("all", "all 2")], BEFORE, ["one 2", "all 1"]),
        ([part("one", "one 1", of_one=True), part("all", "all 1")], BEFORE, ["one 1", "all 1"]),
        ([part("one", "one 2", of_one=True), part("all", "all 2")], (BEFORE[0], ("all", "all 0")), ["one 2", "all 2"]),
        ([part("one", "one 2", of_one=True), part("all", "")], BEFORE, ["one 2", ""]),
        ([part("all", "all 2")], BEFORE, ["all 2"]),
        ([part("two", "two 1", of_one=True), part("all", "all 2")], BEFORE, ["two 1", "all 2"]),
        ([part("one", "one 1", of_one=True), part("all", "all 2")], (), ["one 1", "all 2"]),
    ],
    ids=["put off", "the same", "no longer kept", "never kept", "one gone", "one renamed", "nothing before"],
)
def test_parts_of_many_are_those_of_the_last_build(
    shelf: Shelf, wanted: list[Part], before: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    assert [one.key for one in put_off(wanted, before, shelf)] == expected
