"""Reviews as JSON, schema ``reportgen-diff/1``; comparisons of a few networks, ``reportgen-compare/1``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from reportgen.review.layers import EFFECTS
from reportgen.to_json import problem_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.report import Finding, LayerReport
    from reportgen.review.catalogues import FileChange, Review
    from reportgen.review.key_figures import FigureChange
    from reportgen.review.layers import LayerChange, ValueChange
    from reportgen.review.networks import NetworkChange
    from reportgen.review.several import Comparison

DIFF: Final = "reportgen-diff/1"
COMPARE: Final = "reportgen-compare/1"


def review_json(review: Review, failures: Iterable[str] = ()) -> dict[str, Any]:
    """Give a whole review; ``failures`` say which bounds do not hold."""
    return {
        "schema": DIFF,
        "base": review.base,
        "head": review.head,
        "settings_changed": review.settings,
        "notes": list(review.notes),
        "failures": list(failures),
        "networks": [network_change_json(change) for change in review.networks],
        "files": [_file(change) for change in review.files],
        "unaffected": list(review.unaffected),
        "same_files": review.unread,
    }


def network_change_json(change: NetworkChange) -> dict[str, Any]:
    """Give what became of one network; layers that stayed as they were are left out."""
    network = change.network
    before, after = change.verdicts
    return {
        "kind": change.kind,
        "id": network.id,
        "former_id": change.before and change.before.id,
        "name": network.name,
        "family": network.family,
        "source": network.source,
        "figures": [figure_json(figure) for figure in change.figures],
        "verdict": {"before": before, "after": after, "text": network.verdict.text},
        "findings": {
            "new": _findings(change.findings.new),
            "fixed": _findings(change.findings.fixed),
            "allowed": [{**asdict(one.finding), "reason": one.reason} for one in change.findings.allowed],
            "still": _findings(change.findings.still),
        },
        "layers": [layer_change_json(layer) for layer in change.layers if layer.kind != "same"],
        "words": list(change.words),
    }


def figure_json(change: FigureChange) -> dict[str, Any]:
    """Give one key figure on both sides."""
    return {
        "name": change.total.name,
        "title": change.total.title,
        "unit": change.total.unit,
        "before": change.before,
        "after": change.after,
        "change": change.change,
        "percent": change.percent,
        "better": change.better,
    }


def layer_change_json(change: LayerChange) -> dict[str, Any]:
    """Give what became of one layer."""
    return {
        "kind": change.kind,
        "id": change.after and change.after.id,
        "former_id": change.before and change.before.id,
        "op": change.layer.op,
        "line": change.after.line if change.after else None,
        "edits": _values(change.edits),
        "effects": _values(change.effects),
    }


def _values(changes: Iterable[ValueChange]) -> list[dict[str, Any]]:
    return [{"name": one.name, "before": one.before, "after": one.after} for one in changes]


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def _file(change: FileChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "source": change.source,
        "networks": list(change.networks),
        "problems": [problem_json(problem) for problem in change.problems],
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Give a whole comparison; lists stand in the order of ``networks``."""
    return {
        "schema": COMPARE,
        "networks": [
            {"id": n.id, "name": n.name, "source": n.source, "variant": n.variant, "passes": n.verdict.passes}
            for n in comparison.networks
        ],
        "figures": [
            {
                "name": row.total.name,
                "title": row.total.title,
                "unit": row.total.unit,
                "values": list(row.values),
                "percents": list(row.percents),
                "best": list(row.best),
            }
            for row in comparison.figures
        ],
        "layers": [
            {"kind": row.kind, "layers": [layer and _layer(layer) for layer in row.layers]} for row in comparison.layers
        ],
    }


def _layer(layer: LayerReport) -> dict[str, Any]:
    effects = {name: of(layer) for name, of in EFFECTS.items()}
    return {"id": layer.id, "op": layer.op, "options": dict(layer.options), **effects}
