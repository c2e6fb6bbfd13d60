"""Scales: from a value to a pixel, and the round numbers to print beside it."""

from __future__ import annotations

import math
from typing import Final

from reportgen.frozen import dataclass

_STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One axis: values from ``low`` to ``high`` on pixels from ``start`` to ``stop``."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Give the pixel of a value; one beyond the ends stays at the end."""
        kept = min(max(value, self.low), self.high)
        whole = self._stretch(self.high) - self._stretch(self.low)
        share = (self._stretch(kept) - self._stretch(self.low)) / whole if whole else 0.0
        return round(self.start + share * (self.stop - self.start), 2)

    def _stretch(self, value: float) -> float:
        return math.log10(value) if self.log else value

    def ticks(self, most: int) -> tuple[float, ...]:
        """Give round values within the ends, about ``most`` of them and no more."""
        return _log_ticks(self.low, self.high, most) if self.log else _linear_ticks(self.low, self.high, most)


def rounded_up(value: float) -> float:
    """Give the next of 1, 2, 5 times a power of ten."""
    return next(step for step in _steps_from(value) if step >= value * (1 - 1e-9))


def rounded_down(value: float) -> float:
    """Give the last of 1, 2, 5 times a power of ten that is not above the value."""
    return max(step for step in _steps_from(value / 10) if step <= value * (1 + 1e-9))


def _steps_from(value: float) -> tuple[float, ...]:
    power = math.floor(math.log10(value))
    return tuple(step * 10.0**exponent for exponent in (power, power + 1, power + 2) for step in _STEPS)


def _linear_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    step = rounded_up((high - low) / most) if high > low else 1.0
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    # Steps are sums of floats: trim what lies past the twelfth digit, and drop what is then told twice.
    return tuple(dict.fromkeys(float(f"{place * step:.12g}") for place in range(first, last + 1)))


def _log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in (_STEPS, (1, 3), (1,)):
        found = tuple(round(s * 10.0**e, 10) for e in exponents for s in steps)
        within = tuple(t for t in found if low * (1 - 1e-9) <= t <= high * (1 + 1e-9))
        if len(within) <= most:
            return within
    every = math.ceil(len(within) / most)
    return within[::every]
