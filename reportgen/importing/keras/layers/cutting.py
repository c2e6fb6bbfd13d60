"""Parts of a value: `x[:, 0]`, `x[:, 1:-1, ::2]`, `x[..., :3]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor
    from reportgen.ops.options import Value

WHOLE: Final = {"class_name": "__slice__", "config": {}}
UNSAID: Final = "a cut that has no word here"


class Cut(NamedTuple):
    """What is kept of an axis."""

    first: int
    kept: int
    step: int
    dropped: bool
    """Whether the axis goes, as one place is kept."""


@rule("ops.GetItem", becomes=("take_token", "crop", "max_pool", "split"))
def get_item(call: Call) -> Tensor:
    """One position of a row, and runs of places; every other place of cells, and runs of channels."""
    x, key = call.read, call.args[1] if len(call.args) > 1 else None
    cuts = _cuts(key if isinstance(key, list) else [key], x.keras)
    if len(cuts) == 2 and cuts[0].dropped and cuts[1].kept == x.keras[1]:  # noqa: PLR2004 - a row
        return call.emit("take_token", call.laid(x, (1, 0)), options={"index": cuts[0].first}, axes=(0,))
    left = tuple(cut.kept for cut in cuts if not cut.dropped)
    steps = _steps(x, cuts)
    if steps is None or not left:
        raise UnexpressedError(UNSAID, left or None, parameters=0, macs=0)
    drops = len(left) < len(cuts)
    for place, (word, options) in enumerate(steps):
        x = call.emit(word, x, options=options, part="" if place == len(steps) - 1 and not drops else word)
    return call.reshaped(x, left) if drops else x


def _cuts(entries: list[Any], sizes: tuple[int, ...]) -> list[Cut]:
    """Read a key, which counts the batch."""
    dots = [place for place, entry in enumerate(entries) if _class(entry) == "__ellipsis__"]
    at = dots[0] if len(dots) == 1 else len(entries)
    more = len(sizes) + 1 - (len(entries) - len(dots))
    whole = [*entries[:at], *[WHOLE] * more, *entries[at + 1 :]]
    if len(dots) > 1 or more < 0 or _bounds(whole[0]) != (None, None, None):
        raise UnexpressedError(UNSAID)
    return [_cut(entry, n) for entry, n in zip(whole[1:], sizes, strict=True)]


def _class(entry: Any) -> object:  # noqa: ANN401 - whatever a file holds
    return entry.get("class_name") if isinstance(entry, dict) else None


def _bounds(entry: Any) -> tuple[int | None, int | None, int | None] | None:  # noqa: ANN401 - whatever a file holds
    """Read a slice; ``None`` where it is none, or not of fixed numbers."""
    config = entry.get("config") if _class(entry) == "__slice__" else None
    if not isinstance(config, dict):
        return None
    start, stop, step = (config.get(name) for name in ("start", "stop", "step"))
    fixed = all(n is None or (isinstance(n, int) and not isinstance(n, bool)) for n in (start, stop, step))
    return (start, stop, step) if fixed else None


def _cut(entry: Any, size: int) -> Cut:  # noqa: ANN401 - whatever a file holds
    if isinstance(entry, int) and not isinstance(entry, bool) and -size <= entry < size:
        return Cut(entry % size, 1, 1, dropped=True)
    bounds = _bounds(entry)
    if bounds is None or bounds[2] == 0:
        raise UnexpressedError(UNSAID)
    kept = range(*slice(*bounds).indices(size))
    if not kept or kept.step < 1:
        raise UnexpressedError(UNSAID)
    return Cut(kept.start, len(kept), kept.step, dropped=False)


def _steps(x: Tensor, cuts: list[Cut]) -> list[tuple[str, Options]] | None:
    """Give the layers that keep a part, the channels' first; ``None`` where there are none."""
    channels, *cells = (Cut(0, 1, 1, dropped=False) if axis is None else cuts[axis] for axis in x.axes)
    sizes = x.shape
    steps: list[tuple[str, Options]] = []
    if channels.kept < sizes[0]:
        if channels.step > 1 and channels.kept > 1:
            return None
        steps.append(("split", _parts(channels, sizes[0])))
    edges = [_edges(cut, n) for cut, n in zip(cells, sizes[1:], strict=True)]
    if any(edge for pair in edges for edge in pair):
        steps.append(("crop", {"amount": [list(pair) for pair in edges]}))
    if any(cut.step > 1 for cut in cells):
        steps.append(("max_pool", {"kernel": 1, "stride": [cut.step for cut in cells]}))
    return steps


def _parts(cut: Cut, size: int) -> Options:
    """Say which channels are kept: one of equal parts, or of parts of these sizes."""
    if size % cut.kept == 0 == cut.first % cut.kept:
        return {"parts": size // cut.kept, "take": cut.first // cut.kept}
    sizes: list[Value] = [n for n in (cut.first, cut.kept, size - cut.first - cut.kept) if n]
    return {"sizes": sizes, "take": min(cut.first, 1)}


def _edges(cut: Cut, size: int) -> tuple[int, int]:
    """Count the cells that are cut off on either side; a last step that the end cuts short needs none."""
    behind = size - cut.first - (cut.kept - 1) * cut.step - 1
    return cut.first, behind if behind >= cut.step else 0


RULES = (get_item,)
