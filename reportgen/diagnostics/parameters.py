"""Stored values of each layer: trainable, buffers, and what they would be without weight sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen.diagnostics.alike import each
from reportgen.diagnostics.base import WHOLE, Column, Diagnostic, Study, Total, total_of
from reportgen.ops.base import Parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

BYTES: Final = 4
"""Bytes of one value: float32."""


def used(study: Study) -> tuple[Parameters | None, ...]:
    """Count the stored values that each layer uses, its own or another's; ``None`` where nobody knows."""
    return each(study, lambda fitted: fitted.parameters)


def parameters(study: Study) -> tuple[Parameters | None, ...]:
    """Count what each layer stores: nothing where it uses another's weights; ``None`` where nobody knows."""
    return _owned(study, study.get(used), Parameters())


def _owned(study: Study, rows: Sequence[T], nothing: T) -> tuple[T, ...]:
    """Give what is said of the weights of each layer; ``nothing`` where they are another's."""
    return tuple([row if node.shares is None else nothing for node, row in zip(study.layers, rows, strict=True)])


def unshared(study: Study) -> tuple[int | None, ...]:
    """Count what each layer would store if each output cell had weights of its own."""
    return each(study, lambda fitted: fitted.unshared)


def total_parameters(study: Study) -> Parameters | None:
    """Sum what all layers store; ``None`` where one is unknown."""
    stored = [own for own in study.get(parameters) if own is not None]
    if len(stored) < len(study.layers):
        return None
    return Parameters(sum([own.trainable for own in stored]), sum([own.buffers for own in stored]))


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
            values=lambda study: study.get(unshared),
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
            value=lambda study: total_of(study.get(unshared)),
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
