"""One function for each kind of operation: from what it reads to the view of what it makes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.elementwise import UNARY
from reportgen.importing.tensors.lowering import arithmetic, attending, channels, moves, reductions, steps, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View

LOWERINGS: Final[Mapping[str, Callable[[Tools, Operation], View]]] = MappingProxyType(
    {
        **dict.fromkeys(UNARY, arithmetic.function),
        **dict.fromkeys((*arithmetic.MERGES, "power"), arithmetic.binary),
        **dict.fromkeys(("max_pool", "avg_pool"), windows.pool),
        **dict.fromkeys(("adaptive_avg_pool", "adaptive_max_pool"), windows.adaptive_pool),
        **dict.fromkeys(("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"), windows.rearranged),
        **dict.fromkeys(("softmax", "log_softmax"), channels.softmax),
        **dict.fromkeys(("layer_norm", "rms_norm"), channels.norm_over_channels),
        **dict.fromkeys(("batch_norm", "group_norm", "instance_norm"), channels.norm),
        "local_response_norm": channels.local_response_norm,
        **dict.fromkeys(("lstm", "gru", "rnn"), steps.recurrent),
        "conv": windows.conv,
        "conv_transpose": windows.conv_transpose,
        "upsample": windows.upsample,
        "pad": windows.pad,
        "linear": channels.linear,
        "embedding": channels.embedding,
        "attention": attending.attention,
        "prelu": arithmetic.prelu,
        "affine": arithmetic.affine,
        **dict.fromkeys(("dropout", "spatial_dropout"), arithmetic.dropout),
        "concat": arithmetic.concat,
        "reduce": reductions.reduce,
        "identity": moves.identity,
        "reshape": moves.reshape,
        "permute": moves.permute,
        "slice": moves.take,
        "roll": moves.roll,
        "expand": moves.expand,
    }
)
"""What makes layers of each kind of operation; a kind that is not here becomes ``custom``."""
