"""Formulas: LaTeX to MathML when pages are made, so that no script and no font is needed to read them."""

from __future__ import annotations

from markupsafe import Markup


def mathml(latex: str, *, block: bool = True) -> Markup:
    """Turn LaTeX of our own into a ``<math>`` element."""
    from latex2mathml.converter import convert  # noqa: PLC0415 - slow to start, and only the Guide needs it

    return Markup(convert(latex, display="block" if block else "inline"))  # noqa: S704 - formulas come from our code
