"""What a review says, piece by piece; terminal, comment and page only place these."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.review.layers import EFFECTS
from reportgen.tables.figures import figure
from reportgen.tables.summary import plural, severities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.base import Total
    from reportgen.report import Finding, Json, LayerReport
    from reportgen.review.catalogues import FileKind, Review
    from reportgen.review.key_figures import FigureChange
    from reportgen.review.layers import LayerChange, LayerKind, ValueChange
    from reportgen.review.networks import NetworkChange, NetworkKind, Silenced

ARROW: Final = "\N{RIGHTWARDS ARROW}"
NETWORKS: Final[Mapping[NetworkKind, str]] = MappingProxyType(
    {
        "changed": "changed",
        "judged": "judged otherwise",
        "added": "added",
        "removed": "removed",
        "renamed": "renamed",
        "worded": "worded otherwise",
    }
)
"""What is said of a network of each kind."""
FILES: Final[Mapping[FileKind, str]] = MappingProxyType(
    {"broken": "broken", "still-broken": "broken as before", "mended": "mended"}
)
_LAYERS: Final[tuple[LayerKind, ...]] = ("added", "removed", "changed", "affected", "renamed")
_EFFECTS: Final[Mapping[str, str]] = MappingProxyType({"parameters": "parameters", "macs": "MACs", "field": "field"})


def headline(review: Review) -> str:
    """Count what changed: ``2 networks changed, 1 added; 1 file without effect``."""
    kinds = Counter(change.kind for change in review.networks)
    files = Counter(change.kind for change in review.files)
    parts = [f"{numbers.exact(n)} {NETWORKS[kind]}" for kind, n in kinds.items()]
    if parts:
        first = next(iter(kinds))
        parts[0] = f"{plural(kinds[first], 'network')} {NETWORKS[first]}"
    parts += [f"{plural(n, 'file')} {FILES[kind]}" for kind, n in files.items()]
    if review.unaffected:
        parts.append(f"{plural(len(review.unaffected), 'file')} edited without effect")
    return ", ".join(parts) or "nothing changed"


def notes(review: Review) -> tuple[str, ...]:
    """Say what a reader must know besides the changes, in whole sentences."""
    said = [*review.notes]
    if review.settings:
        said.append(f"The settings changed; those of {review.head} judge both sides of what changed.")
    if review.unread:
        said.append(f"{plural(review.unread, 'file')} {'is' if review.unread == 1 else 'are'} the same on both sides.")
    return tuple(said)


def amount(total: Total, value: Json) -> str:
    """Write a key figure with enough digits to compare it."""
    if value is None:
        return numbers.UNKNOWN
    if total.kind in {"count", "parameters"}:
        return numbers.precise(value)
    return _bytes(value) if total.kind == "bytes" else figure(total.kind, value)


def amounts(change: FigureChange) -> tuple[str, str]:
    """Write a figure before and after; in full where they would look alike."""
    before, after = amount(change.total, change.before), amount(change.total, change.after)
    if before != after or not change.change:
        return before, after
    if change.total.kind == "percent":
        return _fine_percents(change.before), _fine_percents(change.after)
    return numbers.exact(change.before), numbers.exact(change.after)


def _fine_percents(values: list[float]) -> str:
    """Write percentages that one decimal cannot tell apart."""
    return numbers.TIMES.join(f"{value:.4g}%" for value in dict.fromkeys(values))


def difference(change: FigureChange) -> str:
    """Write by how much a figure rose: ``+231.2 M``; percentages in points; empty where that is unknown."""
    if change.change is None:
        return ""
    if change.total.kind == "percent":
        shown = f"{change.change:+.1f}"
        return f"{shown if float(shown) or not change.change else f'{change.change:+.1g}'} points"
    return _signed(change.change, "B" if change.total.kind == "bytes" else change.total.unit)


def share(change: FigureChange) -> str:
    """Write by how much a figure rose, in percent: ``+6.0%``; empty where it is unknown, or a percentage itself."""
    if change.percent is None or change.total.kind == "percent":
        return ""
    return signed_percent(change.percent)


def signed_percent(value: float) -> str:
    """Write a change in percent, with one decimal, or more where that would be nothing: ``+6.0%``, ``+0.004%``."""
    shown = f"{value:+,.1f}%"
    return shown if value == 0 or shown[1:] != "0.0%" else f"{value:+.1g}%"


def _bytes(value: float) -> str:
    number = numbers.precise(value)
    return f"{number}B" if number[-1].isalpha() else f"{number} B"


def _signed(value: float, unit: str) -> str:
    number = _bytes(abs(value)) if unit == "B" else " ".join(filter(None, (numbers.precise(abs(value)), unit)))
    return f"{'-' if value < 0 else '+'}{number}"


def passed(passes: bool | None) -> str:  # noqa: FBT001 - it is the value that is worded
    """Say what a verdict was."""
    return {True: "passes", False: "fails", None: "not judged"}[passes]


def verdict(change: NetworkChange) -> str:
    """Say whether the network passes, and passed where that was otherwise."""
    before, after = map(passed, change.verdicts)
    if change.before is None or change.after is None or before == after:
        return passed(change.network.verdict.passes)
    return f"{before} {ARROW} {after}"


def findings(change: NetworkChange) -> str:
    """Count the findings: ``1 error, 2 warnings new; 6 warnings fixed; 7 still there``."""
    found = change.findings
    parts = [f"{severities(found.new)} new"] if found.new else []
    parts += [f"{severities(found.fixed)} fixed"] if found.fixed else []
    parts += [f"{severities(one.finding for one in found.allowed)} allowed now"] if found.allowed else []
    parts += [f"{numbers.exact(len(found.still))} still there"] if found.still else []
    return "; ".join(parts)


def short(finding: Finding) -> str:
    """Name a finding without what was measured, for one that holds no more."""
    return ": ".join(filter(None, (finding.severity, finding.name, finding.layer)))


def silenced(one: Silenced) -> str:
    """Name a finding that the file allows now, and say what for."""
    return f"{short(one.finding)}: {one.reason}"


def layers(change: NetworkChange) -> str:
    """Count the layers by what became of them: ``1 added, 2 changed, 130 affected by that``."""
    found = {kind: change.count(kind) for kind in _LAYERS}
    parts = [f"{numbers.exact(n)} {kind}" for kind, n in found.items() if n]
    return ", ".join(parts).replace("affected", "affected by that")


def edit(change: ValueChange) -> str:
    """Write what was written otherwise: ``stride 2 -> 1``, with an arrow."""
    if change.name == "weights":
        return f"weights {change.before or 'its own'} {ARROW} {change.after or 'its own'}"
    name = "reads" if change.name == "inputs" else change.name
    return f"{name} {_value(change.before)} {ARROW} {_value(change.after)}"


def edits(change: LayerChange) -> str:
    """Write all that was written otherwise in a layer; of one that stands on one side, what it is."""
    if change.before and change.after:
        return ", ".join(map(edit, change.edits))
    return written(change.layer)


def effects(change: LayerChange) -> str:
    """Write what became of a layer's shape, cost and field; of one that stands on one side, what they are."""
    if not (change.before and change.after):
        return amounts_to(change.layer)
    return ", ".join(
        _named(one.name, f"{_effect(one.name, one.before)} {ARROW} {_effect(one.name, one.after)}")
        for one in change.effects
    )


def effect(change: LayerChange, name: str) -> str:
    """Write one effect of a layer, before and after where it differs."""
    was, now = (EFFECTS[name](layer) if layer else None for layer in (change.before, change.after))
    if change.before is None or change.after is None or was == now:
        return _effect(name, now if change.after else was)
    return f"{_effect(name, was)} {ARROW} {_effect(name, now)}"


def amounts_to(layer: LayerReport) -> str:
    """Write a layer's shape, cost and field."""
    return ", ".join(_named(name, _effect(name, of(layer))) for name, of in EFFECTS.items())


def written(layer: LayerReport) -> str:
    """Write a layer's word and its options: ``conv filters 64, kernel 3``."""
    options = ", ".join(f"{name} {_value(value)}" for name, value in layer.options.items())
    weights = f", weights of {layer.weights}" if layer.weights else ""
    return f"{layer.op} {options}".rstrip() + weights


def _named(effect: str, value: str) -> str:
    """Put an effect's name before its value; a shape is known by its looks."""
    return f"{_EFFECTS[effect]} {value}" if effect in _EFFECTS else value


def _effect(name: str, value: Json) -> str:
    if name == "output_shape":
        return numbers.shape(value)
    if name == "field":
        return "the whole input" if value == "global" else numbers.per_axis(value)
    return numbers.precise(value)


def _value(value: Json) -> str:
    """Write an option as a file would: ``[2, 1]``, ``true``, ``half``."""
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_value(inner)}' for name, inner in value.items())}}}"
    words = {True: "true", False: "false", None: "none"}
    return words[value] if value is None or isinstance(value, bool) else str(value)
