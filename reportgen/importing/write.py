"""From a network as its source tells it to an architecture file that is known to say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.agreement import Agreement, compare, is_same, read_back
from reportgen.importing.draft import customs, flat
from reportgen.importing.graph import graph_of
from reportgen.importing.spelling import nested, spelled
from reportgen.importing.structured import structured
from reportgen.spec import DEFAULTS

if TYPE_CHECKING:
    from reportgen.graph.node import Graph
    from reportgen.importing.draft import Draft
    from reportgen.importing.source import SourceNetwork
    from reportgen.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An architecture file, and what is known of it."""

    text: str
    agreement: Agreement
    customs: tuple[str, ...]
    """What could not be expressed: why, how often, and where first."""
    structured: bool
    """Whether it has structure; else every layer stands by itself."""


def write(network: SourceNetwork, *, structure: bool = True, limits: Limits = DEFAULTS) -> Imported:
    """Write a network as an architecture file, read it again and hold it against the source.

    A file whose structure would say anything else than the source is not kept: then every layer stands by itself,
    as it does without ``structure``. ``limits`` are those that will hold for the file.

    Raises:
        ReportgenError: where the source's own shapes or counts are others than those of the file, with each layer; or
            where it has no layers, puts out none, or has one that reads nothing; and where the file is past a limit.
    """
    if not network.layers or not network.outputs:
        said = "it has no layer that it puts out, so there is nothing to write"
        raise ReportgenError([Problem("no-layers", said, Mark(network.origin))])
    if lost := [layer.name for layer in network.layers if not layer.reads]:
        said = f"nothing that could be read leads from an input to {lost[0]}, and a layer of a file reads something"
        raise ReportgenError([Problem("no-input", said, Mark(network.origin))])
    graph = spelled(graph_of(network))
    found = _read(structured(network, nested(graph)), nested(graph), limits) if structure else None
    draft, written = found or _read_flat(network, graph, limits)
    agreement = compare(network, written, draft.places)
    if agreement.differences:
        raise ReportgenError(Problem("disagreement", line, Mark(network.origin)) for line in agreement.differences)
    return Imported(text=draft.text, agreement=agreement, customs=customs(network), structured=found is not None)


def _read(draft: Draft, graph: Graph, limits: Limits) -> tuple[Draft, Graph] | None:
    """Read what was written; ``None`` where it is not the graph."""
    try:
        written = read_back(draft, limits)
    except ReportgenError:
        return None
    return (draft, written) if is_same(graph, written, draft.places) else None


def _read_flat(network: SourceNetwork, graph: Graph, limits: Limits) -> tuple[Draft, Graph]:
    draft = flat(network, graph)
    written = read_back(draft, limits)
    assert is_same(graph, written, draft.places), "a flat file is the graph"  # noqa: S101 - a defect of ours
    return draft, written
