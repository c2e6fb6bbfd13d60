"""The project's own site: what `mkdocs build --strict` makes of docs/ and architectures/."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pytest
from showcase import build, write_project
from sites import ROOT, contents, run

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess


def test_strict_build_warns_of_nothing(strict_build: tuple[Path, CompletedProcess[str]]) -> None:
    _, done = strict_build

    assert done.returncode == 0, done.stderr
    assert [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO ")] == []


def test_every_network_has_its_page(own_site: Path) -> None:
    networks = json.loads((own_site / "catalogue.json").read_text())["networks"]

    assert len(networks) >= 18
    for network in networks:
        assert "<h1 id=" in (own_site / "networks" / network["id"] / "index.html").read_text(), network["id"]


def test_no_slot_is_left_open(own_site: Path) -> None:
    assert [page for page in own_site.rglob("*.html") if "<!-- slot:" in page.read_text()] == []


@pytest.mark.slow
def test_two_builds_are_byte_identical_whatever_the_order_of_sets(own_site: Path, tmp_path: Path) -> None:
    done = run("mkdocs", "build", "--site-dir", str(tmp_path / "again"), cwd=ROOT, PYTHONHASHSEED="12345")
    assert done.returncode == 0, done.stderr

    assert_same(contents(own_site), contents(tmp_path / "again"))


ELSEWHERE: Final = MappingProxyType(
    {"PYTHONHASHSEED": "12345", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "COLUMNS": "40", "TERM": "dumb"}
)
"""Surroundings that nothing may depend on; ``test_same_everywhere`` tries each by itself."""


def test_two_builds_of_a_few_networks_are_byte_identical_wherever_they_are_made(showcase: Path, tmp_path: Path) -> None:
    project, again = tmp_path / "a b/c'd & \u00fc\u4e2d\U0001f642 #%", tmp_path / "again"
    write_project(project)
    build(project, again, **ELSEWHERE)

    assert len(contents(showcase)) > 100
    assert_same(contents(showcase), contents(again))


def assert_same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_every_link_and_picture_leads_to_a_file_of_the_site(own_site: Path) -> None:
    lost = []
    for page in own_site.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#?]+)', re.sub(r"<code>.*?</code>", "", page.read_text())):
            if not re.match(r"[a-z]+:|/", link):
                target = (page.parent / link).resolve()
                if not (target / "index.html" if target.is_dir() else target).is_file():
                    lost.append(f"{page.relative_to(own_site)}: {link}")

    assert lost == []
