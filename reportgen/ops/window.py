"""The arithmetic of a window that slides along one axis: the only place where it stands.

A window has kernel ``k``, stride ``s``, dilation ``d`` and padding ``p`` before and ``q`` after.
Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016);
``same`` is TensorFlow's rule.
"""

from __future__ import annotations

from math import gcd

from reportgen.frozen import Keeping, cached_property, dataclass


def extent(kernel: int, dilation: int) -> int:
    """Count the cells from the first to the last that one window spans: ``d (k - 1) + 1``."""
    return dilation * (kernel - 1) + 1


@dataclass(frozen=True, slots=True)
class Window(Keeping):
    """A window along one axis, over ``n`` cells."""

    kernel: int = 1
    stride: int = 1
    dilation: int = 1
    before: int = 0
    """Padding cells before the first; negative where cells are cut off."""
    after: int = 0
    """Padding cells after the last; negative where cells are cut off."""
    ceil_mode: bool = False
    """Round the number of steps up, as long as the last window starts before the padding behind the input.

    The padding behind must be narrower than the window, or windows would read nothing else.
    """

    @cached_property
    def extent(self) -> int:
        """Cells from the first to the last that one window spans."""
        return extent(self.kernel, self.dilation)

    def output(self, n: int) -> int:
        """Count the windows over ``n`` cells: ``floor((n + p + q - e) / s) + 1``; below 1 where none fits."""
        room = n + self.before + self.after - self.extent
        if not self.ceil_mode:
            return room // self.stride + 1
        out = -(-room // self.stride) + 1
        # The last window may not start in the padding behind the input.
        return out - 1 if (out - 1) * self.stride >= n + self.before else out

    def lost(self, n: int) -> int:
        """Count real cells at the end that no window reaches because the stride does not fit."""
        rest = n + self.before + self.after - self.extent - (self.output(n) - 1) * self.stride
        return max(rest - max(self.after, 0), 0)

    def reads(self, i: int) -> range:
        """Give the input cells, padding included, that output cell ``i`` reads."""
        first = i * self.stride - self.before
        return range(first, first + self.extent, self.dilation)

    @property
    def period(self) -> tuple[int, int]:
        """One output step on is ``stride`` input cells on."""
        return 1, self.stride


@dataclass(frozen=True, slots=True)
class TransposedWindow:
    """The transpose of a window: each input cell writes ``kernel`` cells, ``stride`` after the last."""

    kernel: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    """Cells cut from the front of what is written."""
    after: int = 0
    """Cells cut from the back."""
    extra: int = 0
    """Output padding: cells more at the back, so that sizes can agree where a stride was rounded down."""

    @property
    def extent(self) -> int:
        """Output cells from the first to the last that one input cell writes."""
        return extent(self.kernel, self.dilation)

    def output(self, n: int) -> int:
        """Count output cells: ``(n - 1) s - p - q + d (k - 1) + extra + 1``."""
        return (n - 1) * self.stride - self.before - self.after + self.extent + self.extra

    def reads(self, o: int) -> range:
        """Give the input cells ``x`` with ``o + p - x s`` in ``{0, d, .., d (k - 1)}``; perhaps none."""
        place = o + self.before
        first = -((self.extent - 1 - place) // self.stride)
        end = place // self.stride + 1
        # Of that interval only cells whose tap falls on the dilated grid are read: every d / gcd(s, d)-th, from the
        # one that solves x s = o + p (mod d).
        common = gcd(self.stride, self.dilation)
        every = self.dilation // common
        if place % common:
            return range(end, end, every)
        solved = place // common * pow(self.stride // common, -1, every)
        return range(first + (solved - first) % every, end, every)

    @property
    def period(self) -> tuple[int, int]:
        """``stride`` output steps on is one input cell on."""
        return self.stride, 1


def half(kernel: int, dilation: int) -> int:
    """Give the padding a side that keeps the size at stride 1: ``d (k - 1) / 2``, which must be whole."""
    both = extent(kernel, dilation) - 1
    if both % 2:
        raise ValueError(f"a window over {both + 1} cells has no middle")
    return both // 2


def same(n: int, kernel: int, stride: int, dilation: int) -> Window:
    """Pad so that the output has ``ceil(n / stride)`` cells; the odd padding cell goes after."""
    total = max((-(-n // stride) - 1) * stride + extent(kernel, dilation) - n, 0)
    return Window(kernel, stride, dilation, total // 2, total - total // 2)


def same_transposed(kernel: int, stride: int, dilation: int) -> TransposedWindow:
    """Cut or add so that the output has ``n stride`` cells: the transpose of ``same`` over that many."""
    surplus = extent(kernel, dilation) - stride
    cut = max(surplus, 0)
    return TransposedWindow(kernel, stride, dilation, cut // 2, cut - cut // 2, extra=max(-surplus, 0))
