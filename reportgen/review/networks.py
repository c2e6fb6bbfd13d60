"""One network on both sides: figures, verdict, findings, layers, and what was only worded otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from reportgen.figures import FIGURES
from reportgen.frozen import dataclass
from reportgen.review.fingerprint import fingerprint
from reportgen.review.key_figures import figure_changes
from reportgen.review.layers import layer_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reportgen.report import Finding, NetworkReport, Severity
    from reportgen.review.key_figures import FigureChange
    from reportgen.review.layers import LayerChange, LayerKind

NetworkKind = Literal["added", "removed", "renamed", "changed", "judged", "worded"]
"""``changed``: another graph. ``judged``: the same graph, with other findings or another verdict; ``worded``: with
other words only, which has no effect. ``renamed``: the same graph under another id."""

WORDS: Final = (
    *("name", "family", "summary", "description", "year", "tags"),
    *("owner", "status", "extra", "links", "metrics"),
)
"""What a file says about a network, and nothing here is worked out from; ``published`` figures are told with them."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that is no longer told because the file allows it now; it holds as before."""

    finding: Finding
    reason: str
    """What the file says for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChanges:
    """Findings before and after, a layer's being that of the layer it is aligned with."""

    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    allowed: tuple[Silenced, ...] = ()
    still: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkChange:
    """What became of one network."""

    kind: NetworkKind
    before: NetworkReport | None
    """``None`` where it was added."""
    after: NetworkReport | None
    """``None`` where it was removed."""
    figures: tuple[FigureChange, ...] = ()
    """All key figures, those that stayed among them."""
    findings: FindingChanges = FindingChanges()
    layers: tuple[LayerChange, ...] = ()
    """Every layer of both sides, in order; empty where one side has none."""
    words: tuple[str, ...] = ()
    """What was worded otherwise: keys of the file, and ``names of layers``."""

    @property
    def network(self) -> NetworkReport:
        """Give the network as it is now, or as it was where it is no more."""
        network = self.after or self.before
        assert network is not None, "a change has a side"  # noqa: S101 - a defect of ours
        return network

    @property
    def verdicts(self) -> tuple[bool | None, bool | None]:
        """Give whether it passed and passes; ``None`` where it is not judged, or not there."""
        return (
            self.before.verdict.passes if self.before else None,
            self.after.verdict.passes if self.after else None,
        )

    @property
    def changed_figures(self) -> tuple[FigureChange, ...]:
        """Give the key figures that are others now."""
        return tuple(figure for figure in self.figures if figure.changed)

    def count(self, *kinds: LayerKind) -> int:
        """Count the layers of some kinds."""
        return sum(layer.kind in kinds for layer in self.layers)


def network_change(before: NetworkReport, after: NetworkReport) -> NetworkChange | None:
    """Compare two networks; ``None`` where no figure, finding or word differs."""
    layers = layer_changes(before, after)
    findings = _findings(before, after, layers)
    words = tuple(_words(before, after, layers))
    kind = _kind(before, after, findings, words)
    if kind is None:
        return None
    return NetworkChange(
        kind=kind,
        before=before,
        after=after,
        figures=figure_changes(before, after),
        findings=findings,
        layers=layers,
        words=words,
    )


def added(network: NetworkReport) -> NetworkChange:
    """Tell of a network that was not there."""
    found = FindingChanges(new=tuple(network.findings))
    return NetworkChange(
        kind="added", before=None, after=network, figures=figure_changes(None, network), findings=found
    )


def removed(network: NetworkReport) -> NetworkChange:
    """Tell of a network that is no more."""
    return NetworkChange(kind="removed", before=network, after=None, figures=figure_changes(network, None))


def _kind(
    before: NetworkReport, after: NetworkReport, findings: FindingChanges, words: tuple[str, ...]
) -> NetworkKind | None:
    if fingerprint(before) != fingerprint(after):
        return "changed"
    if findings.new or findings.fixed or findings.allowed or before.verdict.passes != after.verdict.passes:
        return "judged"
    if before.id != after.id:
        return "renamed"
    return "worded" if words else None


def _words(before: NetworkReport, after: NetworkReport, layers: tuple[LayerChange, ...]) -> Iterator[str]:
    yield from (word for word in WORDS if getattr(before, word) != getattr(after, word))
    if _printed(before) != _printed(after):
        yield "published"
    if any(layer.kind == "renamed" for layer in layers):
        yield "names of layers"


def _printed(network: NetworkReport) -> list[tuple[object, ...]]:
    """Give the figures that others published, without ours beside them."""
    return [(one.figure, one.published, one.source, one.misprint) for one in network.published]


def _findings(before: NetworkReport, after: NetworkReport, layers: tuple[LayerChange, ...]) -> FindingChanges:
    """Tell new findings from those that were there: by rule, and by the layer they are about."""
    now = {change.before.id: change.after.id for change in layers if change.before and change.after}
    was = _by_place(before, lambda name: now.get(name, f"{name} is no more"))
    there = _by_place(after, lambda name: name)
    gone = tuple(_surplus(was, there))
    reasons = {(one.name, layer): one.reason for one in after.allowed for layer in one.layers or ("",)}
    why = [reasons.get((finding.name, now.get(finding.layer or "", ""))) for finding in gone]
    return FindingChanges(
        new=tuple(_surplus(there, was)),
        fixed=tuple(finding for finding, reason in zip(gone, why, strict=True) if reason is None),
        allowed=tuple(
            Silenced(finding, reason) for finding, reason in zip(gone, why, strict=True) if reason is not None
        ),
        still=tuple(finding for place, found in there.items() for finding in found[: len(was.get(place, ()))]),
    )


_Place = tuple[str, "Severity", str]
"""A rule, how severe it is here, and the layer or the figure that it is about."""


def _by_place(network: NetworkReport, called: Callable[[str], str]) -> Mapping[_Place, list[Finding]]:
    found: dict[_Place, list[Finding]] = {}
    for finding in network.findings:
        place = _figure(finding) if finding.layer is None else called(finding.layer)
        found.setdefault((finding.name, finding.severity, place), []).append(finding)
    return found


def _figure(finding: Finding) -> str:
    """Give the figure that a finding about a network is about, as budgets are; empty where it is about none."""
    word = finding.message.partition(":")[0]
    return word if word in FIGURES else ""


def _surplus(found: Mapping[_Place, list[Finding]], other: Mapping[_Place, list[Finding]]) -> Iterator[Finding]:
    """Give the findings that the other side has not, worst first as in a report."""
    for place, findings in found.items():
        yield from findings[len(other.get(place, ())) :]
