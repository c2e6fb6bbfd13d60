"""``reportgen plan``: the deepest plain network that an image size bears."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from reportgen.diagnostics.plan import CONVENTIONS, Convention, Goal
from reportgen.diagnostics.plan import plan as made

if TYPE_CHECKING:
    from reportgen.diagnostics.plan import Plan


@click.command()
@click.argument("size", type=click.IntRange(1, 100_000))
@click.option("--kernel", type=click.IntRange(2, 1_000), default=3, show_default=True, help="Window of each layer.")
@click.option(
    "--convention", type=click.Choice(list(CONVENTIONS)), help="How the field is counted; without it, all three ways."
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def plan(size: int, kernel: int, convention: Convention | None, style: str) -> None:
    """Plan the deepest network of equal convolutions for an image of SIZE pixels.

    Stages are separated by halvings of the resolution. Every layer keeps a learning capacity of at least 1/6,
    and the last one's receptive field stays within the image (Cao 2015).
    """
    conventions = [convention] if convention else list(CONVENTIONS)
    plans = {name: made(Goal(size, name, kernel)) for name in conventions}
    if style == "json":
        click.echo(json.dumps({name: _json(found) for name, found in plans.items()}, indent=2))
    else:
        for name, found in plans.items():
            click.echo(f"{name + ':':<9}{_line(found, size, kernel)}")


def _json(found: Plan) -> dict[str, Any]:
    return {
        "stages": list(found.stages),
        "depth": found.depth,
        "receptive_field": found.field,
        "least_capacity": float(100 * found.least),
    }


def _line(found: Plan, size: int, kernel: int) -> str:
    if not found.stages:
        return f"no window of {kernel} fits an image of {size} pixels"
    stages = ", ".join(map(str, found.stages))
    return (
        f"{stages} layers: {found.depth} in all, field {found.field} of {size} pixels, "
        f"least capacity {float(100 * found.least):.1f}%"
    )
