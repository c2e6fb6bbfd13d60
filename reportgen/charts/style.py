"""The look of every chart: tones for light and dark, text sizes, the grid, markers.

A drawing names its tones by *sentinels*, colours that stand for nothing but their place in the palette;
``svg.py`` turns them into CSS custom properties, so that one drawing is right in light and dark. Flags have
nolearn's hues, darkened or lightened until they can be read as text on either background; families have
Okabe and Ito's, moved no further than it takes to stand out (3:1) from the background; a family's members run
along a ramp from small to large.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Scheme = Literal["light", "dark"]

GRID: Final = 8
"""Pixels of the grid that everything stands on."""
NARROW: Final = 448
"""Width of a chart that a phone shows whole: 14 units of 448 are 11 px on a screen of 352."""
WIDE: Final = 896
"""Width of a chart that has a layout for wide screens too."""
SMALL: Final = 14
"""Text size of ticks and notes."""
MEDIUM: Final = 16
"""Text size of what names a panel."""
HAIRLINE: Final = 0.75
LINE: Final = 1.5
DASH: Final = (4.0, 3.0)
FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
"""Type where the page does not name its own in ``--rg-font``."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour of the palette."""

    name: str
    light: str
    """Hex colour on the light background."""
    dark: str
    """Hex colour on the dark background."""

    @property
    def variable(self) -> str:
        """Give its CSS custom property."""
        return f"--rg-{self.name}"


PALETTE: Final[tuple[Tone, ...]] = (
    Tone("fg", "#1f2328", "#e6e8ee"),
    Tone("muted", "#59636e", "#a0a7b8"),
    Tone("grid", "#d5dae0", "#3b4050"),
    Tone("surface", "#ffffff", "#1e2129"),
    Tone("accent", "#4051b5", "#8fa2ff"),
    Tone("capacity", "#2f5fa8", "#86b1ff"),
    Tone("coverage", "#8a5a00", "#e5b452"),
    Tone("field", "#2f5fa8", "#86b1ff"),
    Tone("least", "#5874a8", "#7d9fe0"),
    Tone("effective", "#1d7a63", "#5fcfae"),
    Tone("bound", "#6e7781", "#98a1b3"),
    Tone("magenta", "#b0128f", "#ff85e0"),
    Tone("cyan", "#00737f", "#3fd9ea"),
    Tone("red", "#c5221f", "#ff7b72"),
    Tone("parameters", "#2f5fa8", "#86b1ff"),
    Tone("macs", "#8a5a00", "#e5b452"),
    Tone("activations", "#1d7a63", "#5fcfae"),
    Tone("memory", "#6a4fa3", "#b8a0f0"),
    Tone("family-1", "#0072b2", "#4a9be0"),
    Tone("family-2", "#d55e00", "#f0772a"),
    Tone("family-3", "#00916a", "#1fc79a"),
    Tone("family-4", "#c0649a", "#e39ac2"),
    Tone("family-5", "#b07a00", "#e69f00"),
    Tone("family-6", "#2f8fc6", "#7cc9f2"),
    Tone("family-7", "#857b00", "#f0e442"),
    Tone("member-1", "#7d8a00", "#e8e45a"),
    Tone("member-2", "#2c8a4b", "#8fd46a"),
    Tone("member-3", "#007f80", "#4fc9b0"),
    Tone("member-4", "#2663a6", "#5db4ec"),
    Tone("member-5", "#3f3f94", "#8f9bf5"),
    Tone("member-6", "#5b1f6b", "#c58af0"),
)
"""Every colour that a chart may have."""

FAMILY_TONES: Final = tuple(tone.name for tone in PALETTE if tone.name.startswith("family-"))
FAMILY_MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
MEMBER_TONES: Final = tuple(tone.name for tone in PALETTE if tone.name.startswith("member-"))
"""From a family's smallest member to its largest."""

_SCHEMES: Final[tuple[tuple[Scheme, str], ...]] = (
    ("light", ':root,[data-md-color-scheme="default"]'),
    ("dark", '[data-md-color-scheme="slate"]'),
)

_SENTINELS: Final[Mapping[str, str]] = MappingProxyType(
    {tone.name: f"#5e00{place:02x}" for place, tone in enumerate(PALETTE)}
)

TONE_OF_SENTINEL: Final[Mapping[str, Tone]] = MappingProxyType({_SENTINELS[tone.name]: tone for tone in PALETTE})
"""Tone by the colour that stands for it in a drawing."""


@dataclass(frozen=True, slots=True)
class FlagStyle:
    """How one of nolearn's flags looks; never by colour alone."""

    tone: str
    marker: str
    """matplotlib's letter for the shape."""
    size: float
    """Pixels across, so that all look alike in weight."""
    word: str
    """What it says."""


FLAGS: Final[Mapping[str, FlagStyle]] = MappingProxyType(
    {
        "magenta": FlagStyle("magenta", "v", 8.5, "capacity below 1/6"),
        "cyan": FlagStyle("cyan", "^", 8.5, "coverage above 100%"),
        "red": FlagStyle("red", "D", 6, "both"),
    }
)


def sentinel(tone: str) -> str:
    """Give the colour that stands for a tone in a drawing."""
    return _SENTINELS[tone]


def palette_css() -> str:
    """Give the style sheet of the palette for a page: custom properties for both of Material's schemes.

    The dark one is for screens; paper is never dark.
    """
    light, dark = (f"{selector} {{\n{_properties(scheme)}\n}}\n" for scheme, selector in _SCHEMES)
    return f"{light}@media screen {{\n{dark}}}\n"


def scheme_css(tones: Collection[str]) -> str:
    """Give some tones for a file of its own, which follows the colour scheme of whoever shows it."""
    light, dark = (_properties(scheme, tones).replace("\n", "") for scheme, _ in _SCHEMES)
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _properties(scheme: Scheme, tones: Collection[str] | None = None) -> str:
    kept = (tone for tone in PALETTE if tones is None or tone.name in tones)
    return "\n".join(f"{tone.variable}:{getattr(tone, scheme)};" for tone in kept)
