"""Reports as JSON, schema ``reportgen/1``: the one shape for files, pipes and pages."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.errors import Problem
    from reportgen.report import Allowed, BrokenFile, Catalogue, Finding, LayerReport, Metric, NetworkReport, Published

SCHEMA: Final = "reportgen/1"


def document(networks: Iterable[NetworkReport], broken: Iterable[BrokenFile] = ()) -> dict[str, Any]:
    """Give networks, and the files that could not be read, as one JSON document."""
    return {
        "schema": SCHEMA,
        "networks": [network_json(network) for network in networks],
        "broken": broken_json(broken),
    }


def broken_json(files: Iterable[BrokenFile]) -> list[dict[str, Any]]:
    """Give the files that could not be read."""
    return [{"source": file.source, "problems": [problem_json(problem) for problem in file.problems]} for file in files]


def catalogue_json(catalogue: Catalogue) -> dict[str, Any]:
    """Give a whole catalogue as one JSON document."""
    return document(catalogue.networks, catalogue.broken)


def network_json(network: NetworkReport) -> dict[str, Any]:
    """Give one network; keys stand in the order of the documentation."""
    inputs = {name: list(shape) for name, shape in network.inputs.items()}
    return {
        "id": network.id,
        "name": network.name,
        "family": network.family,
        "source": network.source,
        "variant": network.variant,
        "summary": network.summary,
        "description": network.description,
        "year": network.year,
        "tags": list(network.tags),
        "owner": network.owner,
        "status": network.status,
        "extra": dict(network.extra),
        "links": dict(network.links),
        "input": inputs["input"] if list(inputs) == ["input"] else inputs,
        "outputs": list(network.outputs),
        "totals": dict(network.totals),
        "verdict": {"passes": network.verdict.passes, "text": network.verdict.text},
        "layers": [layer_json(layer) for layer in network.layers],
        "findings": [_plain(finding) for finding in network.findings],
        "allowed": [_plain(allowed) | {"layers": list(allowed.layers)} for allowed in network.allowed],
        "published": [_plain(figure) for figure in network.published],
        "metrics": [_plain(metric) for metric in network.metrics],
    }


def _plain(value: Finding | Allowed | Published | Metric) -> dict[str, Any]:
    """Give the fields of a value that holds plain ones; ``asdict`` would copy each."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def layer_json(layer: LayerReport) -> dict[str, Any]:
    """Give one layer's row: what it is, then the value of every column."""
    return {
        "id": layer.id,
        "op": layer.op,
        "line": layer.line,
        "inputs": list(layer.inputs),
        **({} if layer.weights is None else {"weights": layer.weights}),
        "output_shape": list(layer.output_shape),
        "options": dict(layer.options),
        **layer.values,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give one thing that is wrong in a file, and its place."""
    return {
        "name": problem.name,
        "message": problem.message,
        "file": problem.mark.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
    }
