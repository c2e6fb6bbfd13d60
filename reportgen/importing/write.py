"""From a network as its source tells it to an architecture file that is known to say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.agreement import Agreement, compare, is_same, read_back
from reportgen.importing.draft import customs, flat
from reportgen.importing.graph import graph_of

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An architecture file, and what is known of it."""

    text: str
    agreement: Agreement
    customs: tuple[str, ...]
    """What could not be expressed: why, how often, and where first."""


def write(network: SourceNetwork) -> Imported:
    """Write a network as an architecture file, read it again and hold it against the source.

    Raises:
        ReportgenError: where the source's own shapes or counts are others than those of the file, with each layer.
    """
    graph = graph_of(network)
    draft = flat(network, graph)
    written = read_back(draft)
    assert is_same(graph, written, draft.places), "a flat file is the graph"  # noqa: S101 - a defect of ours
    agreement = compare(network, written, draft.places)
    if agreement.differences:
        raise ReportgenError(Problem("disagreement", line, Mark(network.origin)) for line in agreement.differences)
    return Imported(text=draft.text, agreement=agreement, customs=customs(network))
