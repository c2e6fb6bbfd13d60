"""What the owner of a network should know, with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.diagnostics.findings.base import Rule

RULES: Final[tuple[Rule, ...]] = ()
"""Every rule, in the order of the documentation."""
