"""Attention that PyTorch has a word for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def scaled_dot_product(b: Builder, call: Call) -> None:
    """Queries, keys and values, and what is added to the matches; a mask takes matches away and adds no figure."""
    given = call.given
    reads = [b.read(given[part]) for part in ("query", "key", "value")]
    mask = given.get("attn_mask")
    if mask is not None:
        if not b.is_constant(mask):
            b.unknown(call, "what is added to its matches is worked out")
            return
        reads.append(b.read(mask))
    if given.get("enable_gqa") and b.shape(reads[0])[-3] != b.shape(reads[1])[-3]:
        b.unknown(call, "several heads of queries share one of keys")
        return
    b.whole(call, "attention", reads)


OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {
        "scaled_dot_product_attention": scaled_dot_product,
        "_scaled_dot_product_flash_attention_for_cpu": scaled_dot_product,
        "_scaled_dot_product_efficient_attention": scaled_dot_product,
        "_scaled_dot_product_flash_attention": scaled_dot_product,
    }
)
"""By the operator's name."""
