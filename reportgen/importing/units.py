"""Where a list must not be cut: between a layer or merge and the normalisation or activation that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.ops import LAYERS

if TYPE_CHECKING:
    from reportgen.importing.pieces import Piece, Pieces

_OPEN: Final = frozenset({"convolution", "dense", "normalisation"})
_LAYERS: Final = frozenset({"convolution", "dense"})
_CLOSING: Final = frozenset({"normalisation", "activation"})


def cuts_unit(pieces: Pieces, at: int) -> bool:
    """Say whether a cut before a place of a list parts a layer from its normalisation or activation."""
    if not 0 < at < len(pieces) or pieces[at].reads:
        return False
    after = _family(pieces[at])
    return after == "activation" if pieces[at - 1].lists else _family(pieces[at - 1]) in _OPEN and after in _CLOSING


def is_unit(run: Pieces) -> bool:
    """Say whether a run is one layer with its normalisation, its activation, or both."""
    first, *rest = run
    return bool(rest) and _family(first) in _LAYERS and all(_family(piece) in _CLOSING for piece in rest)


def _family(piece: Piece) -> str:
    return LAYERS[piece.word].family if piece.word in LAYERS else ""
