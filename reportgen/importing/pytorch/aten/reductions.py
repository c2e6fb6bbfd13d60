"""One value for many along axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten.windows import first
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def reduce(how: str) -> Callable[[Builder, Call], None]:
    """A mean, a sum or an extreme; over all axes where none is named."""

    def made(b: Builder, call: Call) -> None:
        if "other" in call.given:
            b.whole(call, f"{how}imum", [b.read(call.given["self"]), b.read(call.given["other"])])
            return
        x = b.read(first(call))
        rank, given = len(b.shape(x)), call.given.get("dim")
        axes = [given] if isinstance(given, int) else given or list(range(rank))
        over = tuple(sorted({axis % max(rank, 1) for axis in axes}))
        keep = bool(call.given.get("keepdim", False))
        b.whole(call, "reduce", [x], {"how": how, "axes": over, "keepdims": keep})
        for output in range(1, len(call.outputs)):
            b.put(
                call, b.make("unknown", [x], b.out(call, output), {"why": "it tells where an extreme stands"}), output
            )

    return made


RULES: Final = (
    Rule(("mean",), reduce("mean"), ("global_avg_pool", "reduce_channels"), "Over all cells, or over the channels."),
    Rule(("sum",), reduce("sum"), ("reduce_channels",), "Over the channels."),
    Rule(
        ("amax", "max"),
        reduce("max"),
        ("global_max_pool", "reduce_channels", "maximum"),
        "Over all cells, or over the channels; of two tensors.",
    ),
    Rule(("amin", "min"), reduce("min"), ("reduce_channels", "minimum"), "Over the channels; of two tensors."),
)
"""In the order of the documentation."""
