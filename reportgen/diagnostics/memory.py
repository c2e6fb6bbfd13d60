"""Activation memory of one forward pass: what is live while each layer runs, in file order."""

from __future__ import annotations

from itertools import accumulate

from reportgen.diagnostics.alike import each, places
from reportgen.diagnostics.base import WHOLE, Column, Diagnostic, Study, Total
from reportgen.diagnostics.parameters import BYTES
from reportgen.diagnostics.regions import last_readers


def _last_reads(study: Study) -> list[int]:
    """Give the place of each node's last reader; its own where nothing reads it, past the end where it is an output."""
    last = list(study.get(last_readers))
    for place in study.graph.outputs:
        last[place] = len(last)
    return last


def _memories(study: Study) -> tuple[list[int], list[int]]:
    """Give, for each node, the node in whose memory its values stand, and for each memory its last reader.

    A view stands in what it reads. An elementwise activation overwrites what it reads where nothing else still
    needs that; a network's input is never overwritten.
    """
    nodes, first, last = study.graph.nodes, len(study.graph.inputs), _last_reads(study)
    owners = list(range(len(nodes)))
    for place in places(study, lambda fitted: len(fitted.inputs) == 1 and (fitted.op.view or fitted.op.in_place)):
        node = nodes[place]
        owner = owners[node.inputs[0]]
        if (owner >= first and last[owner] <= place) or node.fitted.op.view:
            owners[place] = owner
            last[owner] = max(last[owner], last[place])
    return owners, last


def live_bytes(study: Study) -> tuple[int, ...]:
    """Give the bytes live while each layer runs: what it reads and writes, and what later layers still need."""
    owners, last = _memories(study)
    sizes = [BYTES * node.values for node in study.graph.inputs]
    sizes += each(study, lambda fitted: BYTES * fitted.values)
    change = [0] * (len(sizes) + 2)
    for place, size in enumerate(sizes):
        if owners[place] == place:
            change[place] += size
            change[last[place] + 1] -= size
    return tuple(accumulate(change))[len(study.graph.inputs) : len(sizes)]


def peak_bytes(study: Study) -> int:
    """Give the most that is live at once."""
    return max(study.get(live_bytes), default=0)


DIAGNOSTIC = Diagnostic(
    name="memory",
    title="Activation memory",
    summary="How much memory do the values between layers take while one sample passes?",
    formula=r"\max_t \sum_{v \,:\, \mathrm{made}(v) \le t \le \mathrm{last\ read}(v)} 4\, |v|",
    source="Liveness in file order; float32, one sample",
    limits=(
        "Layers run in file order. An activation overwrites what it reads where nothing else needs that; views cost "
        "nothing; work space inside a layer is not counted. Training keeps far more."
    ),
    columns=(
        Column(
            name="live_bytes",
            title="Live memory",
            unit="B",
            kind="bytes",
            doc="Bytes of activations that are live while the layer runs.",
            schema=WHOLE,
            values=lambda study: study.get(live_bytes),
        ),
    ),
    totals=(
        Total(
            name="peak_activation_bytes",
            title="Peak activation memory",
            unit="B",
            kind="bytes",
            doc="The most bytes of activations live at once, for one sample in float32.",
            schema=WHOLE,
            lower_is_better=True,
            value=lambda study: study.get(peak_bytes),
        ),
    ),
)
