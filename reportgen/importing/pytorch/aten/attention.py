"""Attention that PyTorch has a word for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def scaled_dot_product(b: Builder, call: Call) -> None:
    """Queries, keys and values, and what is added to the matches; a mask takes matches away and adds no figure."""
    given = call.given
    reads = [b.read(given[part]) for part in ("query", "key", "value")]
    mask = given.get("attn_mask")
    if mask is not None:
        reads.append(b.read(mask))
    b.whole(call, "attention", reads)


RULES: Final = (
    Rule(
        (
            "scaled_dot_product_attention",
            "_scaled_dot_product_flash_attention_for_cpu",
            "_scaled_dot_product_efficient_attention",
            "_scaled_dot_product_flash_attention",
        ),
        scaled_dot_product,
        ("self_attention",),
        "With its projections, all of one tensor. Attention across two, and what is worked out and added to its "
        "matches, are told with their multiply-adds.",
    ),
)
"""In the order of the documentation."""
