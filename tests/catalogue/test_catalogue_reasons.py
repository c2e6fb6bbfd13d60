"""What the catalogue says beside its figures: families are introduced, and whatever is warned of is explained."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import Settings, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.findings.base import apply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen import Architecture
    from reportgen.report import Catalogue, NetworkReport

ARCHITECTURES = Path(__file__).parents[2] / "architectures"
FEWEST_WORDS, MOST_WORDS = 60, 200
"""Of an introduction: long enough to teach, short enough to be read."""
MOST_LINES = 120
"""Of a file, which is to be taken in at a glance."""


def test_every_family_is_introduced(catalogue: Catalogue) -> None:
    words = {family: len(catalogue.introductions.get(family, "").split()) for family in catalogue.families}
    assert {family: n for family, n in words.items() if not FEWEST_WORDS <= n <= MOST_WORDS} == {}


def test_whatever_others_measured_has_its_source(networks: Mapping[str, NetworkReport]) -> None:
    assert [(n.id, m.name) for n in networks.values() for m in n.metrics if not (m.source and m.dataset)] == []


def test_every_warning_is_explained(networks: Mapping[str, NetworkReport]) -> None:
    warned = {n.id: {f.name for f in n.findings if f.severity != "info"} for n in networks.values()}
    assert {id_: names for id_, names in warned.items() if names} == {}


def test_no_reason_is_used_twice(networks: Mapping[str, NetworkReport]) -> None:
    files = defaultdict(set)
    for network in networks.values():
        for allowed in network.allowed:
            files[allowed.reason].add(network.source)
    assert {reason: where for reason, where in files.items() if len(where) > 1} == {}


def test_nothing_is_allowed_in_vain() -> None:
    """Each reason silences something, in one variant of its file at least."""
    vain = {}
    for path in sorted(ARCHITECTURES.rglob("*.yml")):
        given: set[tuple[str, str]] = set()
        used: set[tuple[str, str]] = set()
        for architecture in load(path):
            told, needed = reasons(architecture)
            given |= told
            used |= needed
        if given - used:
            vain[path.relative_to(ARCHITECTURES).as_posix()] = given - used
    assert vain == {}


def reasons(architecture: Architecture) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Give the rules that a network allows, each with its reason; and those of them that would find something."""
    graph, whole = build(architecture), architecture.allow
    nodes = {node.id: node for node in graph.nodes}
    bare = replace(graph, nodes=tuple(replace(node, allow={}) for node in graph.nodes))
    found = apply(Study(bare, replace(architecture, allow={})), RULES, Settings())
    allows = [whole, *(node.allow for node in nodes.values())]
    given = {(name, reason.text) for allow in allows for name, reason in allow.items()}
    used = {
        (finding.name, allow[finding.name].text)
        for finding in found
        for allow in (whole, nodes[finding.layer].allow if finding.layer else {})
        if finding.name in allow
    }
    return given, used


def test_files_are_short() -> None:
    lines = {path.name: len(path.read_text().splitlines()) for path in ARCHITECTURES.rglob("*.yml")}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}
