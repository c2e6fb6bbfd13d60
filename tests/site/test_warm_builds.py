"""A site that is brought up to date is, byte for byte, the one that a clean build makes, and costs what changed."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from sites import contents
from workshop import CONFIG, EDITS, Workshop

from reportgen.cache.store import Store
from reportgen.errors import ReportgenError
from reportgen.pages.page import Piece
from reportgen.site.ledger import Ledger, files_below, name_of, recall, stamps
from reportgen.site.patching import Replaced
from reportgen.site.reuse import Reuse
from reportgen.site.surroundings import allow_reuse

if TYPE_CHECKING:
    from pathlib import Path


def written(site: Path) -> dict[str, int]:
    """Tell when each file of a site was written."""
    return {str(path.relative_to(site)): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def changed(workshop: Workshop, edit: str) -> set[str]:
    """Make an edit, and name the files that the next build writes or removes."""
    before = written(workshop.site)
    workshop.edit(edit)
    workshop.build()
    after = written(workshop.site)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def change(path: Path, how: str) -> None:
    """Do to a file what only others do."""
    if how == "removed":
        path.unlink(missing_ok=True)
    elif how == "written":
        path.write_text("!" * path.stat().st_size)
    else:
        path.write_text("")


def test_only_what_depends_on_an_edit_is_written(workshop: Workshop) -> None:
    workshop.build()
    assert changed(workshop, "nothing") == set()

    edited = changed(workshop, "edit")

    assert {"networks/one/a/index.html", "families/one/index.html", "networks/index.html", "catalogue.json"} <= edited
    alike = ("networks/two/", "families/two/", "assets/", "reference/", "about.html", "404.html")
    assert [path for path in edited if path.startswith(alike)] == []
    workshop.edit("site that is gone")
    workshop.check()


@pytest.mark.parametrize(
    "edits",
    [
        ["add a family that comes first", "remove", "break"],
        pytest.param(["rename the file", "title of a page of docs", "tampered page"], marks=pytest.mark.slow),
        pytest.param(["file that stands in", "nothing", "no file that stands in"], marks=pytest.mark.slow),
    ],
)
def test_site_is_that_of_a_clean_build(workshop: Workshop, edits: list[str]) -> None:
    workshop.build()
    for edit in edits:
        workshop.edit(edit)
        workshop.build()
    workshop.check()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3), min_size=1, max_size=5))
def test_site_is_that_of_a_clean_build_after_any_edits(
    edits: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    os.environ |= {"SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
    folder = tmp_path_factory.mktemp("warm")
    workshop = Workshop(folder / "project", folder / "cache")
    workshop.build()
    for group in edits:
        for edit in group:
            workshop.edit(edit)
        workshop.check()


def test_no_page_is_made_again_but_for_what_it_is_made_of(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bool] = []
    real = Reuse.keeps

    def heard(reuse: Reuse, *about: Any) -> bool:
        kept.append(real(reuse, *about))
        return kept[-1]

    monkeypatch.setattr(Reuse, "keeps", heard)
    workshop.write("mkdocs.yml", CONFIG + "nav: [index.md, Ours: networks/index.md, More: [{Rest: guide/index.md}]]\n")
    workshop.build()
    for edit in ("describe", "edit", "describe"):
        workshop.edit(edit)
        workshop.build()
    assert len(kept) > 40
    assert all(kept)
    workshop.check()


@pytest.mark.parametrize(
    ("config", "allowed"),
    [
        (CONFIG, True),
        (CONFIG.replace("[admonition", "[codehilite, toc"), True),
        (CONFIG.replace("name: material", "name: mkdocs").replace("  - offline\n", ""), False),
        (CONFIG.replace("  - search\n", ""), False),
        (CONFIG.replace("  - offline\n", "  - tags\n"), False),
        (CONFIG + "hooks: [hook.py]\n", False),
        (CONFIG + "extra_templates: [all.html]\n", False),
        (CONFIG.replace("details", "snippets"), False),
        (CONFIG.replace("pymdownx.details", "legacy_attrs"), False),
    ],
)
def test_what_may_make_one_page_of_another_is_built_whole(workshop: Workshop, config: str, *, allowed: bool) -> None:
    workshop.write("hook.py", "")
    workshop.write("mkdocs.yml", config)

    assert allow_reuse(load_config(str(workshop.folder / "mkdocs.yml"))) is allowed


def test_site_that_may_not_be_reused_is_built_all_the_same(workshop: Workshop) -> None:
    workshop.write("mkdocs.yml", CONFIG.replace("details", "snippets"))
    workshop.build()
    workshop.edit("edit")
    workshop.check()
    assert recall(Store(workshop.cache), name_of(workshop.folder, workshop.site)) is None


def test_nothing_stands_that_other_code_made(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.build()
    before = written(workshop.site)
    for place in ("cache.versions.of_pages", "cache.versions.of_sites", "site.inputs.of_sites"):
        monkeypatch.setattr(f"reportgen.{place}", lambda: "other")
    workshop.build()
    after = written(workshop.site)
    drawn = [path for path in before if path.startswith("networks/") and path.endswith(".svg")]
    assert len(drawn) > 5
    assert [path for path in drawn if before[path] == after[path]] == []


def test_build_that_fails_leaves_the_site_and_the_next_one_goes_on(workshop: Workshop) -> None:
    workshop.build()
    before = contents(workshop.site)
    workshop.write("reportgen.toml", "batch = 0\n")
    with pytest.raises(ReportgenError, match="batch"):
        workshop.build()
    assert contents(workshop.site) == before
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".site")] == []

    workshop.write("reportgen.toml", "batch = 8\n")
    workshop.build()
    assert contents(workshop.site) != before


def test_cache_may_be_damaged_at_any_time(workshop: Workshop) -> None:
    workshop.build()
    before = contents(workshop.site)
    for number, path in enumerate(sorted(workshop.cache.rglob("*.entry"))):
        content = path.read_bytes()
        path.unlink() if number % 3 == 0 else path.write_bytes(b"" if number % 3 == 1 else content[::-1])

    workshop.build()

    assert contents(workshop.site) == before


@pytest.mark.slow
@pytest.mark.parametrize("how", ["cut short", "written", "removed"])
def test_long_file_that_somebody_changes_meanwhile_is_made_whole(workshop: Workshop, how: str) -> None:
    workshop.build()
    workshop.edit("describe")
    stages = []

    def meddle(stage: str, done: int, total: int) -> None:
        stages.append(stage)
        change(workshop.site / "catalogue.json", how)
        del done, total

    workshop.check(meddle)
    assert stages


@pytest.mark.parametrize("how", ["cut short", "written", "removed"])
def test_long_file_is_not_made_of_one_that_changes_meanwhile(tmp_path: Path, how: str) -> None:
    def pieces() -> list[Piece]:
        return [Piece(key="one", make=lambda: "one"), Piece(make=lambda: "two")]

    first = Reuse(None, {})
    first.splice("long.json", tmp_path / "long.json", pieces())
    known = stamps(files_below(tmp_path))
    last = Ledger(
        inputs="", folders=(), surroundings="", networks=0, broken=0, warnings=(), strict=False,
        site=str(tmp_path), pieces=first.pieces, stamps=known,
    )  # fmt: skip
    Reuse(last, known).splice("long.json", tmp_path / "next.json", pieces())
    assert (tmp_path / "next.json").read_text() == "onetwo"

    change(tmp_path / "long.json", how)
    with pytest.raises(Replaced):
        Reuse(last, known).splice("long.json", tmp_path / "next.json", pieces())


def test_long_file_of_the_same_pieces_stands(tmp_path: Path) -> None:
    def pieces(last: str) -> list[Piece]:
        return [Piece(key=key, make=lambda key=key: key) for key in ("one", last)]

    (first := Reuse(None, {})).splice("long.json", tmp_path / "long.json", pieces("two"))
    known = stamps(files_below(tmp_path))
    last = Ledger(
        inputs="", folders=(), surroundings="", networks=0, broken=0, warnings=(), strict=False,
        site=str(tmp_path), pieces=first.pieces, stamps=known,
    )  # fmt: skip
    (same := Reuse(last, known)).splice("long.json", tmp_path / "next.json", pieces("two"))
    assert (same.standing, same.pieces) == ({"long.json"}, first.pieces)
    assert not (tmp_path / "next.json").exists()

    (other := Reuse(last, known)).splice("long.json", tmp_path / "next.json", pieces("three"))
    assert other.standing == set()
    assert (tmp_path / "next.json").read_text() == "onethree"


def test_what_is_not_needed_is_not_loaded(workshop: Workshop) -> None:
    workshop.build()

    def loaded() -> str:
        order = f"Order(project=Project(Path({str(workshop.folder)!r})), out=Path({str(workshop.site)!r}), "
        code = (
            "import sys\nfrom pathlib import Path\nfrom reportgen.site.config import Project\n"
            "from reportgen.site.warm import Order, build_site\n"
            f"build_site({order}cache={str(workshop.cache)!r}))\n"
            "print(sorted({'matplotlib', 'mkdocs', 'pygraphviz'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
        return done.stdout.strip()

    assert loaded() == "[]"
    workshop.edit("page of docs")
    assert loaded() == "['mkdocs']"
    workshop.edit("describe")
    assert loaded() == "['mkdocs']"  # charts and graph are those of the same figures
