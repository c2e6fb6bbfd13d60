"""What is made of a catalogue is the same, byte by byte, wherever and however it is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pytest
from showcase import FILES
from sites import ARCHITECTURES, contents, environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SMALL: Final = ("lenet/lenet-5.yml", "resnet/family.md")
CONFIG: Final = """\
site_name: Same
site_url: https://example.org/same/
theme: {{name: material, font: false}}
plugins: [search, offline, {{reportgen: {{house_style: true, content_security_policy: true, workers: {workers}}}}}]
"""
PLAIN: Final[Mapping[str, Any]] = MappingProxyType({})
WAYS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "hash seed": {"env": {"PYTHONHASHSEED": "4242"}},
        "locale": {"env": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}},
        "no locale": {"env": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}},
        "time zone": {"env": {"TZ": "Pacific/Kiritimati"}},
        "umask": {"umask": 0o077},
        "workers": {"workers": 3},
        "order of files": {"backwards": True},
        "place": {"inside": "a b/c'd & \u00fc\u4e2d\U0001f642 #%"},
        "terminal": {"env": {"COLUMNS": "40", "NO_COLOR": "1", "TERM": "dumb"}},
        "cache": {"cache": True},
    }
)
EVERYTHING: Final[Mapping[str, Any]] = MappingProxyType(
    {"env": {k: v for way in WAYS.values() for k, v in way.get("env", {}).items() if not k.startswith("PYTHONU")}}
    | {"umask": 0o077, "workers": 3, "backwards": True, "inside": WAYS["place"]["inside"], "cache": True}
)


class Place:
    """A catalogue somewhere, and a way to run commands on it."""

    def __init__(self, top: Path, files: Iterable[str], way: Mapping[str, Any]) -> None:
        self.way = way
        self.folder = top / way.get("inside", "plain") / "nets"
        for name in sorted(files, reverse=way.get("backwards", False)):
            target = self.folder / "architectures" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ARCHITECTURES / name, target)
        (self.folder / "docs").mkdir()
        (self.folder / "docs/about.md").write_text("# About\n\n| a | b |\n| --: | :-: |\n| 1 | 2 |\n", "utf-8")
        (self.folder / "mkdocs.yml").write_text(CONFIG.format(workers=way.get("workers", 1)), "utf-8")

    def run(self, *arguments: str) -> bytes:
        """Give what a command prints."""
        cache = str(self.folder.parent / "cache") if self.way.get("cache") else "off"
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "reportgen", *arguments],
            cwd=self.folder,
            env=environment(
                **{"PYTHONHASHSEED": "0", "TZ": "UTC", "REPORTGEN_CACHE": cache, **self.way.get("env", {})}
            ),
            capture_output=True,
            check=False,
            preexec_fn=partial(os.umask, self.way.get("umask", 0o022)),
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def made(self) -> dict[str, bytes]:
        """Give all that is made of the catalogue: site, plain folder, JSON, Markdown and SARIF."""
        self.run("build", "--out", "site")
        if self.way.get("cache"):
            self.run("build", "--out", "site")  # again, of what is kept
        self.run("pages", "pages", ".")
        network = "architectures/lenet/lenet-5.yml"
        shown = {form: self.run("show", "--format", form, network) for form in ("json", "markdown")}
        checked = {"sarif": self.run("check", "--format", "sarif")}
        files = {
            f"{name}/{path}": held for name in ("site", "pages") for path, held in contents(self.folder / name).items()
        }
        return files | shown | checked


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.mark.slow
def test_everything_is_the_same_where_all_is_different_at_once(tmp_path: Path) -> None:
    one = Place(tmp_path / "one", SMALL, PLAIN).made()
    other = Place(tmp_path / "other", SMALL, EVERYTHING).made()

    assert len(one) > 100
    assert differing(one, other) == []
    assert [path for path, held in one.items() if os.fsencode(tmp_path) in held] == []
    assert b"<lastmod>2023-11-14</lastmod>" in one["site/sitemap.xml"]  # as SOURCE_DATE_EPOCH says


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return Place(tmp_path_factory.mktemp("plain"), FILES, PLAIN).made()


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_larger_catalogue_is_the_same(plain: dict[str, bytes], tmp_path: Path, way: str) -> None:
    assert differing(plain, Place(tmp_path, FILES, WAYS[way]).made()) == []
