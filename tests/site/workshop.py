"""A project that is edited and built again and again, in every way that its users have."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sites import contents

from reportgen.cli.collecting import collecting_seldom
from reportgen.site.config import Project
from reportgen.site.progress import Progress, silent
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
