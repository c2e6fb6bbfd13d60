"""Merges."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from reportgen.importing.keras.rules import Rule, rule
from reportgen.importing.keras.tensors import Tensor, UnexpressedError, broadcast
from reportgen.ops.base import ShapeError

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call


def merged(call: Call, word: str, reads: tuple[Tensor, ...]) -> Tensor:
    """Merge values of one shape; one with fewer axes gets axes of 1 behind its batch, as Keras' merging layers do."""
    if len(reads) == 1:
        return reads[0]
    most = max(reads, key=lambda x: len(x.keras))
    spread = tuple(_ranked(call, x, len(most.keras)) for x in reads)
    laid = tuple(call.laid(x, most.axes) for x in spread)
    try:
        return call.emit(word, *(laid if word == "multiply" else _over_cells(call, laid)))
    except ShapeError as error:
        whole = broadcast(tuple(x.keras for x in laid))
        if whole is None:
            raise
        why = "its inputs are spread over each other in a way that no layer here does"
        raise UnexpressedError(why, whole, parameters=0, macs=0, sees="none") from error


def _over_cells(call: Call, reads: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Spread one value of each channel over the cells of the others, where there are any."""
    full = max((x.shape for x in reads), key=prod)
    alone = (full[0], *(1 for _ in full[1:]))
    size: Options = {"size": list(full[1:])}
    return tuple(
        call.emit("upsample", x, options=size, part=f"spread.{place}") if x.shape == alone != full else x
        for place, x in enumerate(reads, 1)
    )


def _ranked(call: Call, x: Tensor, rank: int) -> Tensor:
    return x if len(x.keras) == rank else call.reshaped(x, (1,) * (rank - len(x.keras)) + x.keras, "axes")


def _merge(kind: str, says: str = "Inputs of one shape.") -> Rule:
    """Make the rule of a merging layer, whose word is its name."""
    word = kind.lower()
    return Rule((kind,), (word,), says, lambda call: merged(call, word, call.reads))


@rule("Concatenate", becomes="concat")
def concatenate(call: Call) -> Tensor:
    """Along the channels, which are not the last axis here; for another axis the axes are permuted first."""
    axis = call.config.raw("axis")
    return concatenated(call, call.reads, -1 if axis is None else axis)


def concatenated(call: Call, reads: tuple[Tensor, ...], axis: object) -> Tensor:
    """Put values side by side along an axis as a file counts it."""
    if len(reads) == 1:
        return reads[0]
    first = call.along(reads[0], call.axis(reads[0], axis))
    return call.emit("concat", first, *(call.laid(x, first.axes) for x in reads[1:]))


RULES = (
    _merge("Add", "Inputs of one shape, or one value a channel, which `upsample` spreads; other spreading is told."),
    _merge("Multiply", "Inputs of one shape, or a gate of one value a channel or a cell, which is spread."),
    _merge("Average"),
    _merge("Maximum"),
    _merge("Minimum"),
    _merge("Subtract"),
    concatenate,
)
