"""Sizes of inputs, as they stand behind ``--input``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reportgen.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_AXES = 4


class Sizes(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on alone
    """``3,224,224``, or ``name=3,224,224``: sizes along each axis but the batch."""

    name = "sizes"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, tuple[int, ...]]:
        """Give an input's name, empty for the first input, and its sizes."""
        name, _, sizes = str(value).rpartition("=")
        parts = sizes.split(",")
        most = Limits().axis
        if not all(part.strip().isdecimal() and 0 < int(part[:10]) <= most for part in parts) or len(parts) > MOST_AXES:
            what = f"'{sizes}' are no sizes; write up to {MOST_AXES} whole numbers from 1 to {most:,}: 3,224,224"
            self.fail(what, param, ctx)
        return name, tuple(int(part) for part in parts)


def open_sizes(layout: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Make the option ``--input`` of a source whose files leave sizes open; ``layout`` says how to write them."""
    what = f"Sizes of an input that the model leaves open, {layout}: 3,224,224, or NAME=3,224,224."
    return click.option("--input", "inputs", type=Sizes(), multiple=True, help=what)


def by_name(inputs: tuple[tuple[str, tuple[int, ...]], ...]) -> Mapping[str, tuple[int, ...]]:
    """Give the sizes of each input by its name; raise where one is given twice."""
    given = dict(inputs)
    if len(given) < len(inputs):
        raise click.BadParameter("an input is given sizes twice", param_hint="--input")
    return given
