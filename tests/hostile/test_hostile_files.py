"""Every hostile file of the corpus is told as it should be, or is as harmless as it looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from reportgen import BrokenFile, Catalogue, ReportgenError, load
from reportgen.analysis import analyse_all
from reportgen.diagnostics.findings import RULES
from reportgen.limits import Limits
from reportgen.pages import Page, pages
from reportgen.settings_file import read_settings

CASES: Final = {
    path.stem: yaml.load(path.read_text(), yaml.CSafeLoader)
    for path in sorted((Path(__file__).parent / "cases").glob("*.yml"))
}
LETTERS: Final = ("bytes", "settings")
"""Groups whose texts have a letter for each byte, as no UTF-8 could say what they hold."""
FILES: Final = [(group, name) for group, cases in CASES.items() if group != "settings" for name in cases]
RULE_NAMES: Final = [rule.name for rule in RULES]
SOUND: Final = "input: [3, 8, 8]\nlayers: [relu]\n"


def bytes_of(group: str, text: str) -> bytes:
    return text.encode("latin-1") if group in LETTERS else text.encode("utf-8", "surrogatepass")


def said(path: Path) -> tuple[list[str], tuple[Any, ...], tuple[Any, ...]]:
    """Give what is said of a file, its networks, and its problems."""
    try:
        return ["fine"], analyse_all(load(path)), ()
    except ReportgenError as error:
        return [f"{p.mark.line}:{p.mark.column}: {p.name}" for p in error.problems], (), error.problems


@pytest.mark.parametrize(("group", "name"), FILES)
def test_a_hostile_file_is_told(group: str, name: str, tmp_path: Path) -> None:
    case = CASES[group][name]
    path = tmp_path / "net.yml"
    path.write_bytes(bytes_of(group, case["file"]))

    found, _, problems = said(path)

    assert found == case["said"]
    for problem in problems:
        assert "Traceback" not in str(problem)
        assert str(problem).isprintable()
        assert len(str(problem)) < 2_500


@pytest.mark.parametrize("name", CASES["settings"])
def test_hostile_settings_are_told(name: str, tmp_path: Path) -> None:
    case = CASES["settings"][name]
    (tmp_path / ".git").mkdir()
    (tmp_path / "reportgen.toml").write_bytes(bytes_of("settings", case["file"]))
    path = tmp_path / "net.yml"
    path.write_text(SOUND)

    try:
        analyse_all(load(path), read_settings(tmp_path, RULE_NAMES))
        found = ["fine"]
    except ReportgenError as error:
        found = [f"{p.mark.line}: {p.name}" for p in error.problems]

    assert found == case["said"]


def test_the_corpus_is_large() -> None:
    assert sum(map(len, CASES.values())) >= 150


def test_every_limit_of_a_file_is_met() -> None:
    met = {line.split(": ")[-1] for cases in CASES.values() for case in cases.values() for line in case["said"]}
    elsewhere = {
        "too-many-files": "test_limits_everywhere.py",
        "file-too-large": "test_limits_everywhere.py",
        "too-many-nodes": "test_yaml_any_text.py",
        "too-many-problems": "test_yaml_refused.py",
        "too-many-reads": "test_lower.py",
    }

    assert {cap.error for cap in Limits.caps().values()} <= met | elsewhere.keys()


def test_pages_of_all_that_is_harmless_run_nothing(tmp_path: Path) -> None:
    networks, broken, sources = [], [], {}
    for place, (group, name) in enumerate(FILES):
        if group not in ("metadata", "yaml", "bytes"):
            continue
        path = tmp_path / f"{group}-{place}.yml"
        path.write_bytes(bytes_of(group, CASES[group][name]["file"]))
        _, found, problems = said(path)
        networks += found
        text = path.read_bytes().decode(errors="replace")
        sources[str(path)] = text
        if problems and place % 10 == 0:
            broken.append(BrokenFile(source=str(path), text=text, problems=problems))
    unlike = {network.id: network for network in networks}
    whole = Catalogue(networks=tuple(unlike.values()), broken=tuple(broken), sources=sources)
    made = [item for item in pages(whole) if isinstance(item, Page)]

    assert len(made) > len(unlike)
    for page in made:
        # Charts are looked at by tests of their own; tables and words hold what a file says.
        shown = page.markdown + "".join(slot() for name, slot in page.slots.items() if "layers" in name)
        assert not re.search(
            r"<script(?![^>]*(src=|type=.application/json))|<img src=x|<svg/onload", shown, re.IGNORECASE
        )
        assert not re.search(r"<[^>]*\s(on\w+)=", re.sub(r'"[^"]*"', '""', shown)), page.path
        assert not re.search(r"""href=["']?\s*(javascript|data):""", shown, re.IGNORECASE)


def test_the_layers_of_all_variants_count_together(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text("variants: {a: , b: , c: , d: }\n" + SOUND.replace("relu", "{relu: , repeat: 5}"))

    with pytest.raises(ReportgenError) as caught:
        analyse_all(load(path, Limits(layers=10)))

    assert [f"{p.mark.line}:{p.mark.column}: {p.name}" for p in caught.value.problems] == ["1:22: too-many-layers"]
