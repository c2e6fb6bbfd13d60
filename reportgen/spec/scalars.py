"""What a plain scalar means: the core schema of YAML 1.2, with exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.limits import Limits
    from reportgen.ops.options import Plain

WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""What is no text, among what does not start as a number."""
STARTS: Final = frozenset("+-.0123456789")
"""What a number starts with."""
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)"
    r"|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<decimal>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE](?P<exponent>[-+]?[0-9]+))?)"
)
_LONGEST = 64
"""Characters of a number: past them it is not worked out at all, for that alone could take long."""


def resolve(text: str, limits: Limits) -> Plain:
    """Give the value of a plain scalar: null, a truth value, an int, an exact decimal, or else the text.

    A decimal is a ``Fraction`` even where it is whole: ``1e3`` and ``2.0`` say that they are no counts.
    ``.inf`` and ``.nan`` are no numbers here but text.

    Raises:
        OverflowError: The text is a number past the limits.

    """
    if text[:1] not in STARTS:
        return WORDS.get(text, text)
    counted = text.isascii() and text.isdigit()  # as most numbers are, which is told in a tenth of the time
    found = None if counted else _NUMBER.fullmatch(text)
    if not (counted or found):
        return text
    if len(text) > _LONGEST:
        raise OverflowError(text)
    number = _number(found, limits) if found else int(text)
    if not limits.hold(number):
        raise OverflowError(text)
    return number


def _number(found: re.Match[str], limits: Limits) -> int | Fraction:
    text = found[0]
    if found["whole"]:
        return int(text)
    if found["based"]:
        return int(text, base=0)
    if abs(int(found["exponent"] or 0)) > 2 * len(str(limits.magnitude)):
        raise OverflowError(text)
    return Fraction(Decimal(text))  # exact, and read in a quarter of the time that `Fraction(text)` takes
