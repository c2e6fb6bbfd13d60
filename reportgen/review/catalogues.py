"""Two catalogues beside each other: which networks were added, removed, renamed or changed, and what broke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from reportgen.frozen import dataclass
from reportgen.review.fingerprint import fingerprint
from reportgen.review.networks import NetworkChange, added, network_change, removed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.errors import Problem
    from reportgen.report import Catalogue, NetworkReport
    from reportgen.review.networks import NetworkKind

FileKind = Literal["broken", "still-broken", "mended"]

KINDS: Final[tuple[NetworkKind, ...]] = ("changed", "judged", "added", "removed", "renamed", "worded")
"""In the order in which a reviewer wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that could not be read on one side or on both."""

    kind: FileKind
    source: str
    problems: tuple[Problem, ...]
    """What is wrong with it now; of a mended file, what was."""
    networks: tuple[str, ...] = ()
    """Names of the networks that the readable side has; they were neither added nor removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What became of a catalogue."""

    base: str
    """What it was compared with, as the user names it."""
    head: str
    networks: tuple[NetworkChange, ...] = ()
    """Those of which anything differs, in the order of ``KINDS``, then of the catalogue."""
    files: tuple[FileChange, ...] = ()
    unaffected: tuple[str, ...] = ()
    """Files with another text of which nothing follows: comments, blank lines, the order of keys."""
    unread: int = 0
    """Files that are the same on both sides."""
    settings: bool = False
    """Whether the settings changed; those of the head judge both sides of what changed."""
    notes: tuple[str, ...] = ()
    """What a reader must know besides, in whole sentences."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all changed."""
        return not (self.networks or self.files or self.unaffected)

    def of(self, *kinds: NetworkKind) -> tuple[NetworkChange, ...]:
        """Give the networks of some kinds."""
        return tuple(change for change in self.networks if change.kind in kinds)


def compare_catalogues(before: Catalogue, after: Catalogue, base: str, head: str) -> Review:
    """Compare two catalogues; what is broken on one side is judged by neither."""
    broken = {file.source for file in (*before.broken, *after.broken)}
    was = {network.id: network for network in before.networks if network.source not in broken}
    there = {network.id: network for network in after.networks if network.source not in broken}
    changes = by_importance(_changes(was, there))
    return Review(
        base=base,
        head=head,
        networks=changes,
        files=tuple(_files(before, after)),
        unaffected=tuple(_unaffected(before, after, changes)),
    )


def _changes(was: Mapping[str, NetworkReport], there: Mapping[str, NetworkReport]) -> Iterator[NetworkChange]:
    for name in was.keys() & there.keys():
        if change := network_change(was[name], there[name]):
            yield change
    gone = {name: network for name, network in was.items() if name not in there}
    come = {name: network for name, network in there.items() if name not in was}
    for old, new in _moved(gone, come):
        change = network_change(gone.pop(old), come.pop(new))
        assert change is not None, "two ids are a difference"  # noqa: S101 - a defect of ours
        yield change
    yield from map(removed, gone.values())
    yield from map(added, come.values())


def _moved(gone: Mapping[str, NetworkReport], come: Mapping[str, NetworkReport]) -> tuple[tuple[str, str], ...]:
    """Give old and new ids of networks that stand elsewhere now: the same graph, or else the same name of a file."""
    same: dict[str, str] = {}
    for trait in (fingerprint, _last):
        left = {trait(network): name for name, network in gone.items() if name not in same}
        for name, network in come.items():
            if name not in same.values() and (old := left.pop(trait(network), None)):
                same[old] = name
    return tuple(same.items())


def _last(network: NetworkReport) -> str:
    return network.id.rsplit("/", 1)[-1]


def by_importance(changes: Iterable[NetworkChange]) -> tuple[NetworkChange, ...]:
    """Order changes by kind, then as a catalogue is ordered."""

    def order(change: NetworkChange) -> tuple[int, str, str, str]:
        network = change.network
        return KINDS.index(change.kind), network.family.casefold(), network.name.casefold(), network.id

    return tuple(sorted(changes, key=order))


def _files(before: Catalogue, after: Catalogue) -> Iterator[FileChange]:
    was, now = ({file.source: file.problems for file in side.broken} for side in (before, after))
    for source in sorted(was.keys() | now.keys()):
        if source in now:
            kind: FileKind = "still-broken" if source in was else "broken"
            yield FileChange(kind=kind, source=source, problems=now[source], networks=_names(before, source))
        elif source in after.sources:
            yield FileChange(kind="mended", source=source, problems=was[source], networks=_names(after, source))


def _names(catalogue: Catalogue, source: str) -> tuple[str, ...]:
    return tuple(network.name for network in catalogue.networks if network.source == source)


def _unaffected(before: Catalogue, after: Catalogue, changes: tuple[NetworkChange, ...]) -> Iterator[str]:
    """Give files whose text differs and none of whose networks does."""
    touched = {network.source for change in changes for network in (change.before, change.after) if network}
    for source, text in after.sources.items():
        if source in before.sources and before.sources[source] != text and source not in touched:
            yield source
