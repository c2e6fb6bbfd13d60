"""A site that is brought up to date is, byte for byte, the one that a clean build makes, and costs what changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from sites import contents

from reportgen.cache.store import Store
from reportgen.cli.collecting import collecting_seldom
from reportgen.errors import ReportgenError
from reportgen.pages.page import Piece
from reportgen.site.config import Project
from reportgen.site.ledger import Ledger, files_below, name_of, recall, stamps
from reportgen.site.patching import Replaced
from reportgen.site.progress import Progress, silent
from reportgen.site.reuse import Reuse
from reportgen.site.surroundings import allow_reuse
from reportgen.site.warm import Built, Order, build_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG = """\
site_name: Our models
theme:
  name: material
  font: false
  custom_dir: overrides
  features: [navigation.tabs, navigation.prune]
plugins:
  - search
  - offline
  - reportgen: {house_style: true, content_security_policy: true}
markdown_extensions: [admonition, pymdownx.details]
"""
NET = """\
name: {name}
summary: Has {filters} filters.
tags: [{tag}]
input: [3, 32, 32]
layers: [{{conv: {{filters: {filters}, kernel: 3}}}}, relu, {{dense: 10}}]
"""
ABOUT = "# About us\n\n[The layers of the first](networks/one/a/index.md#layers).\n"
EDITS: dict[str, Callable[[Workshop], object]] = {
    "edit": lambda w: w.net("one/a", filters=w.count),
    "describe": lambda w: w.net("one/a", head=f"# Edited {w.count} times.\ndescription: Number {w.count}.\n"),
    "rename the network": lambda w: w.net("one/a", name=f"Net {w.count}"),
    "add": lambda w: w.net(f"one/n{w.count}"),
    "add a family that comes first": lambda w: w.net(f"aaa{w.count}/x", tag="new"),
    "remove": lambda w: (w.folder / "architectures/two/c.yml").unlink(missing_ok=True),
    "put back": lambda w: w.net("two/c"),
    "rename the file": lambda w: w.move("architectures/one/b.yml", f"architectures/one/b{w.count}.yml"),
    "break": lambda w: w.write("architectures/one/broken.yml", f"input: [1]\nlayers: [cnv: {w.count}]\n"),
    "mend": lambda w: w.write("architectures/one/broken.yml", "input: [4]\nlayers: [dense: 2]\n"),
    "introduce the family": lambda w: w.write("architectures/one/family.md", f"*Number {w.count}.*\n"),
    "settings": lambda w: w.write("reportgen.toml", f"batch = {w.count}\n"),
    "page of docs": lambda w: w.write("docs/about.md", f"{ABOUT}\nEdited {w.count} times.\n"),
    "title of a page of docs": lambda w: w.write("docs/about.md", f"# About {w.count}\n"),
    "new page of docs": lambda w: w.write(f"docs/page-{w.count}.md", "# Another page\n"),
    "page that stands in": lambda w: w.write("docs/findings/index.md", "# Findings of our own\n"),
    "no page that stands in": lambda w: (w.folder / "docs/findings/index.md").unlink(missing_ok=True),
    "file that stands in": lambda w: w.write("docs/networks/one/b/report.json", "{}\n"),
    "no file that stands in": lambda w: (w.folder / "docs/networks/one/b/report.json").unlink(missing_ok=True),
    "template": lambda w: w.write("overrides/partials/copyright.html", f"<p>edition {w.count}</p>\n"),
    "configuration": lambda w: w.write("mkdocs.yml", CONFIG.replace("Our models", f"Models {w.count}")),
    "tampered page": lambda w: w.tamper("networks/one/a/index.html"),
    "tampered chart": lambda w: w.tamper("networks/one/a/report.json"),
    "file that is not ours": lambda w: w.write("site/networks/stray.html", "stray"),
    "site that is gone": lambda w: shutil.rmtree(w.site, ignore_errors=True),
    "nothing": lambda _: None,
}


class Workshop:
    """A project that is edited and built."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.site, self.cache = folder, folder / "site", cache
        self.count = 7
        for place in ("one/a", "one/b", "two/c"):
            self.net(place)
        self.write("mkdocs.yml", CONFIG)
        self.write("docs/about.md", ABOUT)
        self.write("overrides/partials/copyright.html", "<p>ours</p>\n")

    def edit(self, name: str) -> None:
        self.count += 1
        EDITS[name](self)

    def net(self, place: str, *, name: str = "", filters: int = 8, tag: str = "old", head: str = "") -> None:
        text = head + NET.format(name=name or place.replace("/", " "), filters=filters, tag=tag)
        self.write(f"architectures/{place}.yml", text)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def move(self, path: str, to: str) -> None:
        if (self.folder / path).exists():
            (self.folder / path).rename(self.folder / to)

    def tamper(self, path: str) -> None:
        if (self.site / path).is_file():
            (self.site / path).write_text("tampered")

    def build(self, progress: Progress = silent) -> Built:
        return self._built(self.site, str(self.cache), progress)

    def clean(self) -> tuple[Built, dict[str, bytes]]:
        """Build without any cache, elsewhere."""
        out = self.folder.parent / "clean"
        shutil.rmtree(out, ignore_errors=True)
        return self._built(out, "off"), contents(out)

    def _built(self, out: Path, cache: str, progress: Progress = silent) -> Built:
        with collecting_seldom():  # as the command does
            return build_site(Order(project=Project(self.folder), out=out, cache=cache), progress)

    def check(self, progress: Progress = silent) -> None:
        warm = self.build(progress)
        cold, wanted = self.clean()
        found = contents(self.site)
        assert found.keys() == wanted.keys()
        assert [path for path in wanted if found[path] != wanted[path]] == []
        assert (warm.networks, warm.broken, warm.warnings) == (cold.networks, cold.broken, cold.warnings)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return Workshop(tmp_path / "project", tmp_path / "cache")


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
