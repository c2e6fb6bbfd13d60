"""What the catalogue says beside its figures: families are introduced, and whatever is warned of is explained."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import build, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.report import Catalogue, NetworkReport

ARCHITECTURES = Path(__file__).parents[2] / "architectures"
FEWEST_WORDS, MOST_WORDS = 80, 200
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


def test_nothing_is_allowed_in_vain(networks: Mapping[str, NetworkReport]) -> None:
    """Each reason is for something that is found, in one variant of its file at least."""
    used = {(network.source, one.name, one.reason) for network in networks.values() for one in network.allowed}
    given = {
        (source, name, reason.text)
        for source in {network.source for network in networks.values()}
        for architecture in load(Path(source))
        for allow in (architecture.allow, *(node.allow for node in build(architecture).nodes))
        for name, reason in allow.items()
    }
    assert given - used == set()


def test_files_are_short() -> None:
    lines = {path.name: len(path.read_text().splitlines()) for path in ARCHITECTURES.rglob("*.yml")}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}
