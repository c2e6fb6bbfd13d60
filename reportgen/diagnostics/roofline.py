"""Arithmetic intensity of each layer, and the least time that a device would need: its roofline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.alike import Shared, kinds, shared
from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.cost import macs
from reportgen.diagnostics.parameters import BYTES, total_parameters
from reportgen.ops.base import size

if TYPE_CHECKING:
    from reportgen.ops.fitted import Fitted
    from reportgen.settings import Hardware


@shared
def moved_bytes(fitted: Fitted) -> int | None:
    """Count the bytes that a layer moves: what it reads, its weights, what it writes; views move nothing."""
    stored = fitted.parameters
    if fitted.op.view:
        return 0
    if stored is None:
        return None
    read = sum(size(shape) for shape in fitted.inputs)
    return BYTES * (read + stored.trainable + stored.buffers + fitted.values)


@Shared
def intensities(study: Study) -> list[float | None]:
    """Give the FLOPs per byte moved of each layer: ``2 MACs / bytes``."""
    rows = zip(study.get(macs.known), study.get(moved_bytes.known), strict=True)
    return [2 * count / moved if count is not None and moved else None for count, moved in rows]


def bound(study: Study, device: Hardware) -> dict[str, Any] | None:
    """Give the least seconds on a device, and which of arithmetic and memory binds for most of it.

    Whole numbers are summed, and divided last.
    """
    flops = stalled = 0
    for count, moved, (_, places) in zip(
        study.get(macs.known), study.get(moved_bytes.known), study.get(kinds), strict=True
    ):
        if count is None or moved is None:
            return None
        if 2 * count / device.flops >= moved / device.bandwidth:
            flops += 2 * count * len(places)
        else:
            stalled += moved * len(places)
    arithmetic, memory = flops / device.flops, stalled / device.bandwidth
    return {"seconds": arithmetic + memory, "bound": "arithmetic" if arithmetic >= memory else "memory"}


def _rooflines(study: Study) -> dict[str, Any]:
    return {name: bound(study, device) for name, device in study.settings.hardware.items()}


def training_bytes(study: Study) -> dict[str, int] | None:
    """Estimate the memory of a training step: weights, gradients and optimiser state, and saved activations."""
    stored = study.get(total_parameters)
    if stored is None:
        return None
    kept = ((fitted, len(places)) for fitted, places in study.get(kinds) if not (fitted.op.view or fitted.op.in_place))
    saved = BYTES * sum(fitted.values * copies for fitted, copies in kept)
    step = BYTES * stored.buffers + saved * study.settings.batch
    return {"batch": study.settings.batch, "saved_per_sample": saved} | {
        name: each * stored.trainable + step for name, each in OPTIMISERS.items()
    }


OPTIMISERS: Final = {"sgd": 8, "momentum": 12, "adam": 16}
"""Bytes per trainable parameter: weight and gradient, then one or two values of state, in float32."""

DIAGNOSTIC = Diagnostic(
    name="roofline",
    title="Arithmetic intensity and memory for training",
    summary="Does arithmetic or memory bind, how fast can it be at best, and what does training need?",
    formula=r"I_l = \frac{2\, \mathrm{MACs}_l}{b_l}, \quad"
    r" t \ge \sum_l \max\!\left(\frac{2\, \mathrm{MACs}_l}{\pi}, \frac{b_l}{\beta}\right)",
    source="Williams, Waterman and Patterson, Roofline, Communications of the ACM, 2009",
    limits=(
        "A lower bound on time: each layer at the device's peak, nothing kept in cache between layers, one sample. "
        "Memory for training counts values in float32 and each layer's output once; frameworks keep more or less."
    ),
    columns=(
        Column(
            name="intensity",
            title="Intensity",
            unit="FLOP/B",
            kind="ratio",
            doc="Twice the multiply-adds over the bytes read, stored and written; null where nothing is moved.",
            schema={"type": ["number", "null"]},
            values=intensities,
        ),
    ),
    totals=(
        Total(
            name="roofline",
            title="Roofline bound",
            unit="s",
            kind="object",
            doc="For each device of the settings: the least seconds for one sample, and what binds.",
            schema={"type": "object"},
            value=_rooflines,
        ),
        Total(
            name="training_bytes",
            title="Memory for training",
            unit="B",
            kind="object",
            doc="Estimated bytes of one training step by optimiser, at the batch size of the settings.",
            schema={"type": ["object", "null"]},
            value=training_bytes,
        ),
    ),
)
