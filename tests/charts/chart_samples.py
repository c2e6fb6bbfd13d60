"""Reports written by hand for charts: real shapes, real fields, no reader of files in between.

The figures are worked out here once more, in the plainest way, for plain runs of layers; charts are then tested
without the rest of the house, and against networks that no catalogue holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import analyse, load
from reportgen.charts import CATALOGUE_CHARTS, FAMILY_CHARTS, NETWORK_CHARTS, families
from reportgen.charts.style import NARROW
from reportgen.diagnostics.plan import Goal, plan
from reportgen.report import Catalogue, LayerReport, Metric, NetworkReport, Verdict
from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.charts import Chart

SIXTH = 100 / 6
ARCHITECTURES = Path(__file__).parents[2] / "architectures"


@dataclass
class Sample:
    """A network under construction: each call adds a layer that reads the last one."""

    shape: tuple[int, ...]
    layers: list[LayerReport] = field(default_factory=list)
    source: tuple[int, ...] = ()
    size: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    jump: int = 1
    capacity: list[float] = field(default_factory=list)
    variance: float = 0
    everything: bool = False
    judged: list[list[float]] = field(default_factory=list)
    read_at: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.source = self.shape
        self.size = [1] * len(self.cells)
        self.least = list(self.size)
        self.capacity = [100.0] * len(self.cells)

    @property
    def cells(self) -> tuple[int, ...]:
        return self.source[1:]

    def conv(self, name: str, filters: int, kernel: int = 3, stride: int = 1, *, skipped: bool = False) -> None:
        before = self.shape
        space = tuple(-(-n // stride) for n in before[1:])
        self.shape = (filters, *space)
        if not self.everything:
            self._widen(kernel, judged=kernel > 1, skipped=skipped)
        self.jump *= stride
        weights = kernel ** len(space) * before[0] * filters
        self._add(name, "conv", weights, weights * prod(space))

    def pool(self, name: str, size: int = 2) -> None:
        self.shape = (self.shape[0], *(max(1, n // size) for n in self.shape[1:]))
        self._widen(size, judged=False, skipped=False)
        self.jump *= size
        self._add(name, "max_pool", 0, 0)

    def same(self, name: str, op: str = "relu") -> None:
        self._add(name, op, 2 * self.shape[0] if op == "batch_norm" else 0, 0)

    def everywhere(self, name: str) -> None:
        self.everything = True
        self.shape = (self.shape[0], *(1 for _ in self.shape[1:]))
        self._add(name, "global_avg_pool", 0, 0)

    def dense(self, name: str, units: int) -> None:
        weights = prod(self.shape) * units
        self.everything, self.shape = True, (units,)
        self._add(name, "dense", weights + units, weights)

    def _widen(self, kernel: int, *, judged: bool, skipped: bool) -> None:
        self.size = [r + (kernel - 1) * self.jump for r in self.size]
        if not skipped:
            self.least = [r + (kernel - 1) * self.jump for r in self.least]
        self.variance += self.jump**2 * (kernel**2 - 1) / 12
        if judged:
            self.read_at[self.jump] += 1
            self.capacity = [100 * kernel * self.jump / r for r in self.size]
            self.judged.append(self.capacity)

    def _add(self, name: str, op: str, weights: int, macs: int) -> None:
        values = {"parameters": {"trainable": weights, "buffers": 0}, "macs": macs, **self._fields()}
        values["activations"] = prod(self.shape)
        values["live_bytes"] = 4 * (prod(self.shape) + prod(self._last()))
        reads = (self.layers[-1].id,) if self.layers else ("input",)
        self.layers.append(
            LayerReport(
                id=name,
                op=op,
                line=len(self.layers) + 4,
                inputs=reads,
                output_shape=self.shape,
                options={},
                values=values,
            )
        )

    def _last(self) -> tuple[int, ...]:
        return self.layers[-1].output_shape if self.layers else self.source

    def _fields(self) -> dict[str, Any]:
        if self.everything:
            full = [100.0] * len(self.cells)
            own = {"size": list(self.cells), "minimum": list(self.cells), "jump": None, "start": None}
            rest = {"global": True, "ungated": list(self.cells)}
            return {
                "receptive_field": own | rest,
                "capacity": full,
                "coverage": full,
                "flag": None,
                "effective_field": None,
            }
        coverage = [100 * r / n for r, n in zip(self.size, self.cells, strict=True)]
        own = {"size": self.size, "minimum": self.least, "jump": [self.jump] * len(self.size), "start": [0]}
        low, high = any(c < SIXTH for c in self.capacity), any(c > 100 for c in coverage)
        flag = "red" if low and high else "magenta" if low else "cyan" if high else None
        field = own | {"global": False, "ungated": self.size}
        sigma = self.variance**0.5
        axes = len(self.cells)
        return {
            "receptive_field": field,
            "capacity": self.capacity,
            "coverage": coverage,
            "flag": flag,
            "effective_field": {"sigma": [sigma] * axes, "size": [2 * 2.486 * sigma] * axes},
        }

    def report(self, name: str, family: str = "Samples", **more: Any) -> NetworkReport:
        capacities = self.judged
        fields = [
            layer.values["receptive_field"]["size"]
            for layer in self.layers
            if not layer.values["receptive_field"]["global"]
        ]
        totals = {
            "parameters": {"trainable": self._sum("parameters"), "buffers": 0},
            "macs": self._sum("macs"),
            "plan": self._against(),
            "activations": self._sum("activations"),
            "peak_activation_bytes": max(layer.values["live_bytes"] for layer in self.layers),
            "receptive_field": [max(axis) for axis in zip(*fields, strict=True)] if self.cells and fields else None,
            "capacity": [min(axis) for axis in zip(*capacities, strict=True)] if self.cells and capacities else None,
        }
        return NetworkReport(
            id=slug(name),
            name=name,
            family=family,
            source=f"{name}.yml",
            inputs={"input": self.source},
            outputs=(self.layers[-1].id,),
            totals=totals,
            layers=tuple(self.layers),
            findings=(),
            verdict=Verdict(passes=None, text=""),
            **more,
        )

    def _against(self) -> dict[str, Any] | None:
        if not self.read_at:
            return None
        made = plan(Goal(min(self.cells)))
        own = {"jumps": list(self.read_at), "stages": list(self.read_at.values())}
        return own | {"planned": list(made.stages), "planned_field": made.field}

    def _sum(self, figure: str) -> int:
        values = [layer.values[figure] for layer in self.layers]
        return sum(v["trainable"] if isinstance(v, dict) else v for v in values)


def catalogued(file: str, variant: str | None = None) -> NetworkReport:
    """Read a network of the project's own catalogue; without a variant the first of its file."""
    found = load(ARCHITECTURES / f"{file}.yml")
    return analyse(next(one for one in found if variant in (None, one.variant)))


def top_1(value: float) -> tuple[Metric, ...]:
    return (Metric(name="top-1", value=value, unit="%", dataset="ImageNet-1k"),)


def vgg(
    blocks: tuple[int, ...] = (2, 2, 3, 3, 3), *, name: str = "VGG-16", image: tuple[int, ...] = (224, 224)
) -> NetworkReport:
    sample = Sample((3, *image))
    number = 0
    for stage, (count, filters) in enumerate(zip(blocks, (64, 128, 256, 512, 512), strict=False), 1):
        for _ in range(count):
            number += 1
            sample.conv(f"conv.{number}", filters)
            sample.same(f"relu.{number}")
        sample.pool(f"max_pool.{stage}")
    for number, units in enumerate((4096, 4096, 1000), 1):
        sample.dense(f"dense.{number}", units)
    return sample.report(name, "VGG", metrics=top_1(71.6 + number))


def resnet(blocks: tuple[int, ...] = (3, 8, 36, 3), *, name: str = "ResNet-152", metric: float = 82.3) -> NetworkReport:
    sample = Sample((3, 224, 224))
    sample.conv("stem", 64, 7, 2)
    sample.same("batch_norm", "batch_norm")
    sample.same("relu")
    sample.pool("max_pool")
    for stage, (count, width) in enumerate(zip(blocks, (64, 128, 256, 512), strict=True), 2):
        for block in range(1, count + 1):
            path = f"conv{stage}_x/bottleneck.{block}"
            sample.conv(f"{path}/conv.1", width, 1)
            sample.same(f"{path}/relu.1")
            first = stage > 2 and block == 1
            sample.conv(f"{path}/conv.2", width, 3, 2 if first else 1, skipped=not first)
            sample.same(f"{path}/relu.2")
            sample.conv(f"{path}/conv.3", width * 4, 1)
            sample.same(f"{path}/add", "add")
    sample.everywhere("global_avg_pool")
    sample.dense("dense", 1000)
    return sample.report(name, "ResNet", metrics=top_1(metric))


def wave() -> NetworkReport:
    """One axis: dilated by strides over a signal."""
    sample = Sample((1, 16000))
    for number in range(1, 9):
        sample.conv(f"conv.{number}", 16 * number, 9, 2)
    sample.everywhere("global_avg_pool")
    sample.dense("dense", 10)
    return sample.report("Wave", "Audio")


def perceptron() -> NetworkReport:
    """No spatial axes at all."""
    sample = Sample((784,))
    for number, units in enumerate((512, 256, 10), 1):
        sample.dense(f"dense.{number}", units)
        sample.same(f"relu.{number}")
    return sample.report("Perceptron", "Dense")


def three_layers() -> NetworkReport:
    sample = Sample((1, 28, 28))
    sample.conv("conv", 8, 5)
    sample.pool("pool")
    sample.dense("dense", 10)
    return sample.report("Three layers", "Small")


def pointwise() -> NetworkReport:
    """Axes, but no window wider than one: nothing is judged."""
    sample = Sample((3, 8, 8))
    sample.conv("mix.1", 4, 1)
    sample.conv("mix.2", 4, 1)
    return sample.report("Pointwise", "Small")


def tall() -> NetworkReport:
    """Axes that differ."""
    return vgg((1, 1, 2), name="Tall", image=(128, 48))


def endless(layers: int = 700) -> NetworkReport:
    sample = Sample((3, 64, 64))
    for number in range(1, layers + 1):
        sample.conv(f"conv.{number}", 16 + number % 5)
    return sample.report("Endless", "Deep")


def volume() -> NetworkReport:
    """Three axes, of which one is short."""
    sample = Sample((1, 132, 132, 16))
    for number in range(1, 5):
        sample.conv(f"conv.{number}", 16 * number)
        sample.pool(f"max_pool.{number}")
    sample.dense("dense", 3)
    return sample.report("Volume", "Volumes")


def long_names() -> NetworkReport:
    """Names as long as their writers pleased."""
    sample = Sample((3, 64, 64))
    for number in ("first", "second", "third"):
        stage = f"the_{number}_stage_with_a_name_that_nobody_would_want_to_read_in_a_chart"
        for place in (1, 2):
            sample.conv(f"{stage}/convolution_with_a_name_of_its_own.{place}", 16, 5)
        sample.pool(f"{stage}/max_pool")
    sample.dense("a_classifier_that_also_has_a_name_of_many_letters", 10)
    return sample.report("A network whose name goes on for as long as eighty characters, which is the limit", "Long")


def networks() -> tuple[NetworkReport, ...]:
    plain = (vgg(), resnet(), wave(), perceptron(), three_layers(), pointwise(), tall(), endless())
    return (*plain, volume(), long_names())


def catalogue() -> Catalogue:
    residual = [
        resnet(blocks, name=f"ResNet-{depth}", metric=metric)
        for blocks, depth, metric in (((3, 4, 6, 3), 50, 80.9), ((3, 4, 23, 3), 101, 81.9), ((3, 8, 36, 3), 152, 82.3))
    ]
    plain = [vgg(), vgg((1, 1, 2, 2, 2), name="VGG-11"), vgg((2, 2, 4, 4, 4), name="VGG-19")]
    small = [perceptron(), three_layers(), wave(), tall(), volume(), long_names()]
    found = sorted([*residual, *plain, *small], key=lambda n: (n.family, n.name))
    return Catalogue(networks=tuple(found))


def drawings() -> Iterator[tuple[str, str, bool]]:
    """Give every chart of every sample in every layout, inline: what it is, the element, whether it is narrow."""
    for network in networks():
        yield from _laid_out(NETWORK_CHARTS, network, network.id)
    whole = catalogue()
    for family in families(whole):
        yield from _laid_out(FAMILY_CHARTS, family, slug(family.name))
    yield from _laid_out(CATALOGUE_CHARTS, whole, "catalogue")


def _laid_out(charts: Iterable[Chart[Any, Any]], subject: object, name: str) -> Iterator[tuple[str, str, bool]]:
    for chart in charts:
        for width in chart.widths:
            prefix = f"{name}-{chart.name}-{width}"
            drawn = chart.inline(subject, prefix, width)
            if drawn:
                yield prefix, drawn, width == NARROW
