"""Settings of a catalogue: which rules apply, how severely, with which bounds."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from reportgen.frozen import dataclass
from reportgen.limits import Limits
from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from reportgen.report import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What a device can do at best."""

    flops: float
    """Peak FLOP/s in float32."""
    bandwidth: float
    """Peak bytes/s of its memory."""
    source: str = ""
    """Where both were published."""


DEVICES: Final[Mapping[str, Hardware]] = MappingProxyType(
    {
        "v100": Hardware(flops=15.7e12, bandwidth=900e9, source="NVIDIA V100 (SXM2) datasheet"),
        "a100": Hardware(flops=19.5e12, bandwidth=1555e9, source="NVIDIA A100 (40 GB) datasheet"),
        "h100": Hardware(flops=67e12, bandwidth=3350e9, source="NVIDIA H100 (SXM) datasheet"),
    }
)
"""Devices that rooflines are told for, unless the settings name others."""


Group = Literal["family", "tag"]
GROUPS: Final[tuple[Group, ...]] = ("family", "tag")
"""What networks can have in common that a budget is set for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that a figure may be, for all networks of a family or with a tag."""

    group: Group
    name: str
    """Of the family or the tag; how its letters are cased and its words joined makes no difference."""
    figure: str
    """A name among ``FIGURES``."""
    most: Fraction
    place: str
    """File and line that set it."""

    def concerns(self, family: str, tags: Iterable[str]) -> bool:
        """Say whether it holds for a network of that family, with those tags."""
        names = [family] if self.group == "family" else tags
        return slug(self.name) in map(slug, names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a team decides once for all its networks; the defaults are those of the documentation."""

    select: tuple[str, ...] = ()
    """Rules to apply; empty: all."""
    ignore: tuple[str, ...] = ()
    """Rules to leave out."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Severity of a rule, where it is not its own."""
    bounds: Mapping[str, Fraction] = field(default_factory=dict)
    """Bound of a rule, where it is not its own."""
    budgets: tuple[Budget, ...] = ()
    """Budgets that hold for a family or a tag; a file sets its own besides."""
    hardware: Mapping[str, Hardware] = field(default_factory=lambda: dict(DEVICES))  # a proxy cannot be pickled
    """Devices by name."""
    batch: int = 32
    """Samples of a training step."""
    limits: Limits = field(default_factory=Limits)
    """What a file, and a folder, may ask for."""
    baseline: str = ""
    """Revision that a site compares its catalogue with; empty for none. It judges nothing."""
    cache: bool = True
    """Whether what was made is kept for the next time. It judges nothing."""

    def applies(self, rule: str) -> bool:
        """Say whether a rule is to be applied."""
        return rule not in self.ignore and (not self.select or rule in self.select)
