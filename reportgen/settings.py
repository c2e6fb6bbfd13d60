"""Settings of a catalogue: which rules apply, how severely, with which bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from reportgen.report import Severity


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

    def applies(self, rule: str) -> bool:
        """Say whether a rule is to be applied."""
        return rule not in self.ignore and (not self.select or rule in self.select)
