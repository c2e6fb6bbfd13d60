"""Sizes of inputs, as they stand behind ``--input``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from reportgen.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_AXES: Final = 4


def by_name(inputs: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Give the sizes of each input, of ``3,224,224`` and ``name=3,224,224``; the first input's name may be empty.

    Raises:
        click.BadParameter: where something else is given, or an input twice.
    """
    given: dict[str, tuple[int, ...]] = {}
    for text in inputs:
        name, _, sizes = text.rpartition("=")
        if name in given:
            raise click.BadParameter(f"'{text}' is given besides other sizes of that input", param_hint="--input")
        given[name] = _sizes(sizes)
    return given


def _sizes(text: str) -> tuple[int, ...]:
    parts, most = [part.strip() for part in text.split(",")], Limits().axis
    if len(parts) > MOST_AXES or not all(part.isdecimal() and 0 < int(part[:10]) <= most for part in parts):
        what = f"'{text}' are no sizes; write up to {MOST_AXES} whole numbers from 1 to {most:,}, such as 3,224,224"
        raise click.BadParameter(what, param_hint="--input")
    return tuple(int(part) for part in parts)
