"""Stored values of each layer: trainable, buffers, and what they would be without weight sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen.diagnostics.alike import each, kinds, shared
from reportgen.diagnostics.base import WHOLE, Column, Diagnostic, Study, Total
from reportgen.ops.base import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.ops.fitted import Fitted

T = TypeVar("T")

BYTES: Final = 4
"""Bytes of one value: float32."""


@shared
def used(fitted: Fitted) -> Parameters | None:
    """Count the stored values that a layer uses, its own or another's; ``None`` where nobody knows."""
    return fitted.parameters


def sharing(study: Study) -> Mapping[int, int]:
    """Give the place of each layer that uses the weights of another, with the place of that one."""
    found = [node.shares for node in study.graph.nodes]
    few = {*found} - {None}  # most networks share none
    return {place: owner for place, owner in enumerate(found) if owner is not None} if few else {}


def parameters(study: Study) -> tuple[Parameters | None, ...]:
    """Count what each layer stores: nothing where it uses another's weights; ``None`` where nobody knows."""
    return _owned(study, study.get(used), Parameters())


def _owned(study: Study, rows: Sequence[T], nothing: T) -> tuple[T, ...]:
    """Give what is said of the weights of each layer; ``nothing`` where they are another's."""
    found, first = list(rows), len(study.graph.inputs)
    for place in study.get(sharing):
        found[place - first] = nothing
    return tuple(found)


@shared
def unshared(fitted: Fitted) -> int | None:
    """Count what a layer would store if each output cell had weights of its own."""
    return fitted.unshared


def total_parameters(study: Study) -> Parameters | None:
    """Sum what all layers store; ``None`` where one is unknown."""
    borrowed = study.get(sharing).keys()
    owners = [len(places) - len(borrowed & places if borrowed else ()) for _, places in study.get(kinds)]
    found = [(own, copies) for own, copies in zip(study.get(used.known), owners, strict=True) if copies]
    known = [(own, copies) for own, copies in found if own is not None]
    if len(known) < len(found):
        return None
    trainable = sum([own.trainable * copies for own, copies in known])
    return Parameters(trainable, sum([own.buffers * copies for own, copies in known]))


def _shown(stored: Parameters | None) -> dict[str, int] | None:
    return None if stored is None else {"trainable": stored.trainable, "buffers": stored.buffers}


def _column(study: Study) -> Sequence[Any]:
    return _owned(study, each(study, lambda fitted: _shown(fitted.parameters)), _shown(Parameters()))


def _bytes(study: Study) -> int | None:
    total = study.get(total_parameters)
    return None if total is None else (total.trainable + total.buffers) * BYTES


STORED: Final = {
    "type": ["object", "null"],
    "properties": {"trainable": {"type": "integer"}, "buffers": {"type": "integer"}},
    "required": ["trainable", "buffers"],
}

DIAGNOSTIC = Diagnostic(
    name="parameters",
    title="Parameters",
    summary="How many values does the network store, and how many of them are learned?",
    formula=r"k_y\, k_x\, \frac{C_{\mathrm{in}}}{g}\, F + F",
    source="LeCun et al., Gradient-based learning applied to document recognition, 1998; counted as PyTorch counts",
    limits=(
        "Running statistics of a normalisation, and the table that finds relative positions in a window of attention, "
        "are buffers, not parameters (Keras adds them). "
        "A layer that uses the weights of another stores none; without sharing it would hold its own."
    ),
    columns=(
        Column(
            name="parameters",
            title="Parameters",
            kind="parameters",
            doc="Values learned by gradient (trainable) and values only kept up to date (buffers).",
            schema=STORED,
            values=_column,
        ),
        Column(
            name="unshared_parameters",
            title="Parameters without sharing",
            doc="What the layer would hold if each of its output cells had weights of its own.",
            schema=WHOLE,
            values=unshared,
        ),
    ),
    totals=(
        Total(
            name="parameters",
            title="Parameters",
            kind="parameters",
            doc="Sum over all layers.",
            schema=STORED,
            lower_is_better=True,
            value=lambda study: _shown(study.get(total_parameters)),
        ),
        Total(
            name="unshared_parameters",
            title="Parameters without sharing",
            doc="Sum over all layers.",
            schema=WHOLE,
            value=unshared.total,
        ),
        Total(
            name="weight_bytes",
            title="Weights",
            unit="B",
            kind="bytes",
            doc="Bytes of all parameters and buffers, four each (float32).",
            schema=WHOLE,
            lower_is_better=True,
            value=_bytes,
        ),
    ),
)
