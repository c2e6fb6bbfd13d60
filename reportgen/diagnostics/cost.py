"""What one sample costs: multiply-adds, elementwise operations, values put out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.diagnostics.alike import shared
from reportgen.diagnostics.base import WHOLE, Column, Diagnostic, Study, Total

if TYPE_CHECKING:
    from reportgen.ops.fitted import Fitted


@shared
def macs(fitted: Fitted) -> int | None:
    """Count the multiply-adds of a layer."""
    return fitted.macs


@shared
def operations(fitted: Fitted) -> int | None:
    """Count the elementwise operations of a layer."""
    return fitted.operations


@shared
def activations(fitted: Fitted) -> int:
    """Count the values that a layer puts out."""
    return fitted.values


@shared
def products(fitted: Fitted) -> int | None:
    """Count the values that the products of a layer put out."""
    return fitted.products


def total_macs(study: Study) -> int | None:
    """Sum the multiply-adds of all layers; ``None`` where one is unknown."""
    return macs.total(study)


def _flops(study: Study) -> int | None:
    total = study.get(total_macs)
    return None if total is None else 2 * total


DIAGNOSTIC = Diagnostic(
    name="cost",
    title="Cost",
    summary="How much arithmetic does one sample take?",
    formula=r"\mathrm{MACs} = H_{\mathrm{out}}\, W_{\mathrm{out}}\, F\, k_y\, k_x\, \frac{C_{\mathrm{in}}}{g},"
    r" \quad \mathrm{FLOPs} = 2\, \mathrm{MACs}",
    source="The convention of torchvision's published figures (its GFLOPS are multiply-adds)",
    limits=(
        "One fused multiply-add is 1. Bias, normalisation, activation, pooling and merging are no multiply-adds: they "
        "are counted apart, as elementwise operations. Time on a device also depends on memory traffic."
    ),
    columns=(
        Column(
            name="macs",
            title="MACs",
            doc="Multiply-adds for one sample.",
            schema=WHOLE,
            values=macs,
        ),
        Column(
            name="operations",
            title="Elementwise operations",
            doc="Operations of norms, activations, pooling and merges: one a value put out, or read by a window.",
            schema=WHOLE,
            values=operations,
        ),
        Column(
            name="activations",
            title="Activations",
            doc="Values that the layer puts out for one sample.",
            schema=WHOLE,
            values=activations,
        ),
    ),
    totals=(
        Total(
            name="macs",
            title="MACs",
            doc="Multiply-adds for one sample; a fused multiply-add is 1.",
            schema=WHOLE,
            lower_is_better=True,
            value=lambda study: study.get(total_macs),
        ),
        Total(
            name="flops",
            title="FLOPs",
            doc="Twice the multiply-adds.",
            schema=WHOLE,
            lower_is_better=True,
            value=_flops,
        ),
        Total(
            name="operations",
            title="Elementwise operations",
            doc="Sum over all layers.",
            schema=WHOLE,
            lower_is_better=True,
            value=operations.total,
        ),
        Total(
            name="activations",
            title="Activations",
            doc="Values that all layers put out together.",
            schema=WHOLE,
            lower_is_better=True,
            value=activations.total,
        ),
        Total(
            name="product_activations",
            title="Activations of products",
            doc="Values that convolutions, dense layers and the products of attention put out (timm's macts).",
            schema=WHOLE,
            lower_is_better=True,
            value=products.total,
        ),
    ),
)
