"""A catalogue made for benchmarks: any number of networks, always the same ones, as varied as those of a team."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FAMILY: Final = 25
"""Networks in a family."""
SHALLOWEST: Final = 10
DEEPEST: Final = 400
"""Layers of a network, activations and normalisations counted."""
GOLDEN: Final = (5**0.5 - 1) / 2
"""Its multiples spread depths evenly: any run of networks is as deep as any other, so that their costs compare."""
STAGES: Final = 4
Layers = list[Any]


def write_catalogue(folder: Path, networks: int) -> Path:
    """Write so many networks, a file each; those of a smaller catalogue are the first of a larger one."""
    for number in range(networks):
        family, member = divmod(number, FAMILY)
        kind = tuple(KINDS.values())[family % len(KINDS)]
        path = folder / f"family-{family:03}" / f"net-{number:05}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(_network(number, family, member, kind), sort_keys=False, width=110))
    return folder


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to build networks."""

    name: str
    each: int
    """Layers of one unit."""
    unit: Callable[[int, int], Layers]
    """Gives one unit of so many channels with a stride."""


def _network(number: int, family: int, member: int, kind: Kind) -> Mapping[str, Any]:
    dice = Random(number)  # noqa: S311 - the same each time is what is wanted
    layers = round(SHALLOWEST * (DEEPEST / SHALLOWEST) ** (number * GOLDEN % 1))
    width = dice.choice((16, 24, 32, 48, 64))
    pixels = dice.choice((96, 128, 160, 224, 256))
    name = f"{kind.name} {family}-{member}"
    return {
        "name": name,
        "family": f"{kind.name} {family}",
        "summary": f"{layers} layers at a width of {width}, for images of {pixels} pixels.",
        "description": f"Tried on {pixels} pixels.\n\nIt begins with {width} channels.",
        "year": 2012 + family % 14,
        "tags": [kind.name.lower(), "small" if layers < 100 else "large"],
        "owner": f"team-{family % 7}",
        "input": [3, pixels, pixels],
        "layers": _layers(kind, layers, width),
        "metrics": {"top-1": {"value": round(60 + 25 * dice.random(), 2), "unit": "%", "dataset": "ImageNet-1k"}},
    }


def _layers(kind: Kind, layers: int, width: int) -> Layers:
    """Spread the units over stages, each at half the size of the one before; the last stages may stay empty."""
    units = max(1, (layers - 5) // kind.each)
    stages = [units // STAGES + (stage < units % STAGES) for stage in range(STAGES)]
    found: Layers = [{"conv_bn": {"filters": width, "kernel": 3, "stride": 2, "activation": "relu"}, "name": "stem"}]
    for stage, count in enumerate(stages):
        channels = width * 2**stage
        body = [*kind.unit(channels, 2 if stage else 1)] * (count > 0)
        for _ in range(min(count - 1, 2)):
            body += kind.unit(channels, 1)
        if count > 3:  # what is left of a long stage is repeated
            body += [{"stage": "more", "repeat": count - 3, "layers": kind.unit(channels, 1)}]
        if body:
            found.append({"stage": f"stage{stage + 1}", "layers": body})
    return [*found, "global_avg_pool", {"dense": 1000, "name": "classifier"}]


def _conv(filters: int, kernel: int = 3, stride: int = 1) -> Mapping[str, Any]:
    return {"conv_bn": {"filters": filters, "kernel": kernel, "stride": stride, "activation": "relu"}}


def _plain(filters: int, stride: int) -> Layers:
    return [_conv(filters, 3, stride)]


def _residual(filters: int, stride: int) -> Layers:
    return [{"basic_block": {"filters": filters, "stride": stride}}]


def _bottleneck(filters: int, stride: int) -> Layers:
    return [{"bottleneck": {"filters": 4 * filters, "stride": stride}}]


def _branches(filters: int, stride: int) -> Layers:
    narrow = filters // 2
    paths: list[Layers] = [
        [_conv(filters, 1, stride)],
        [_conv(narrow, 1), _conv(filters, 3, stride)],
        [{"max_pool": {"kernel": 3, "stride": stride, "padding": "half"}}, _conv(narrow, 1)],
    ]
    return [{"branches": {"paths": paths}}]


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("Plain", 3, _plain),
        Kind("Residual", 7, _residual),
        Kind("Bottleneck", 10, _bottleneck),
        Kind("Branching", 14, _branches),
    )
}
