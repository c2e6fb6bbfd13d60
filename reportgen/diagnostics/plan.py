"""The deepest plain network for an image: stages of equal convolutions, the resolution halved between them.

After Cao (2015): every layer keeps its learning capacity, and the last field stays within the image.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import chain, count
from math import floor
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal

from reportgen.diagnostics.base import Diagnostic, Study, Total
from reportgen.diagnostics.capacity import LEAST_CAPACITY, real_filters
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.handing import makers
from reportgen.diagnostics.receptive_field import main_input, receptive_fields
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.fields import Field

Convention = Literal["exact", "cao", "nolearn"]
CONVENTIONS: Final[Mapping[Convention, tuple[int, int]]] = {"exact": (1, 2), "cao": (0, 1), "nolearn": (1, 1)}
"""Field before the first layer, and kernel of the pooling that adds to the field between stages (1 adds nothing)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Layers per stage, and where they lead."""

    stages: tuple[int, ...]
    """Convolutions in each stage, from full resolution down."""
    field: int
    """Receptive field of the last layer, in pixels."""
    least: Fraction
    """The least learning capacity of any layer."""

    @property
    def depth(self) -> int:
        """All convolutions."""
        return sum(self.stages)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan is made for."""

    size: int
    """Pixels along an axis."""
    convention: Convention = "exact"
    """How the field is counted; see ``CONVENTIONS``."""
    kernel: int = 3
    """Window of every convolution, at least 2."""
    bound: Fraction = LEAST_CAPACITY
    """The least capacity that a layer may have."""


LARGEST: Final = 4_096
"""Pixels of the largest image that a network is held against a plan for: to plan for 100,000 takes a minute."""


@cache  # a catalogue has few input sizes
def plan(goal: Goal) -> Plan:
    """Give the deepest plan; one without stages where not even one layer fits.

    Of equally deep plans the one that covers most of the image is taken, then the one with the larger least
    capacity, then the one with fewer stages.
    """
    start = Plan((), CONVENTIONS[goal.convention][0], Fraction(1))
    deepest = _room(start, goal)
    best, ends = Plan((), 0, Fraction(1)), [start]
    while ends:
        # Only what can still become as deep as any goes on; of all that end a stage with one field, and so have one
        # depth, only the largest capacity matters.
        grown: dict[int, Plan] = {}
        for found in chain.from_iterable(_stage(before, goal) for before in ends):
            if found.depth + _room(found, goal) == deepest:
                grown[found.field] = max(grown.get(found.field, found), found, key=lambda p: p.least)
        ends = list(grown.values())
        best = max([best, *ends], key=_rank)
    return best


def _room(before: Plan, goal: Goal) -> int:
    """Count the layers that may still be appended: as many in each stage as the bounds let in.

    No other way has more: a layer costs the field less in an early stage than in any later one.
    """
    field, layers, stage = before.field, 0, len(before.stages)
    while True:
        jump, field = 2**stage, field + _pooling(stage, goal)
        step = (goal.kernel - 1) * jump
        more = (min(goal.size, floor(goal.kernel * jump / goal.bound)) - field) // step
        if more < 1:
            return layers
        layers, field, stage = layers + more, field + more * step, stage + 1


def _pooling(stage: int, goal: Goal) -> int:
    """Give the pixels by which the pooling before a stage widens the field."""
    return (CONVENTIONS[goal.convention][1] - 1) * 2**stage // 2 if stage else 0


def _stage(before: Plan, goal: Goal) -> Iterator[Plan]:
    """Append a stage of one layer, of two, .., as long as the bounds hold."""
    stage = len(before.stages)
    jump, field, least = 2**stage, before.field + _pooling(stage, goal), before.least
    for layers in count(1):
        field += (goal.kernel - 1) * jump
        least = min(least, Fraction(goal.kernel * jump, field))
        if field > goal.size or least < goal.bound:
            return
        yield Plan((*before.stages, layers), field, least)


def _rank(found: Plan) -> tuple[int, int, Fraction, int]:
    return found.depth, found.field, found.least, -len(found.stages)


def stages(study: Study) -> Mapping[Exact, int]:
    """Count the judged convolutions on the path that has most of them, by the jump that they read, finest first."""
    fields, judged = study.get(receptive_fields), study.get(real_filters)
    found = dict.fromkeys(range(len(study.graph.inputs)), _Path())
    for place, _, read in study.get(makers):
        path = found[read[0]] if len(read) == 1 else max([found[i] for i in read], key=_length)
        jump = _coarsest(fields[read[0]].ungated) if place in judged else None
        found[place] = path if jump is None else _Path(path.length + 1, jump, path)
    most = Counter(max(found.values(), key=_length).jumps())
    return {jump: most[jump] for jump in sorted(most)}


@dataclass(frozen=True, slots=True)
class _Path:
    """Judged convolutions behind one another: how many, and of the last of them what it reads and what is before it."""

    length: int = 0
    jump: Exact = 0
    before: _Path | None = None

    def jumps(self) -> Iterator[Exact]:
        """Walk back along the jumps that they read."""
        path = self
        while path.before:
            yield path.jump
            path = path.before


_length = attrgetter("length")


def _coarsest(field: Field | None) -> Exact | None:
    """Give the largest jump along an axis; ``None`` where steps differ along all."""
    return max([jump for axis in field.axes if (jump := axis.jump) is not None], default=None) if field else None


def _against(study: Study) -> dict[str, Any] | None:
    cells, found = main_input(study.graph).shape[1:], study.get(stages)
    if not found or min(cells) > LARGEST:
        return None
    made = plan(Goal(min(cells)))
    return {
        "stages": list(found.values()),
        "jumps": [plain(jump) for jump in found],
        "planned": list(made.stages),
        "planned_field": made.field,
    }


DIAGNOSTIC = Diagnostic(
    name="plan",
    title="Stages against the plan",
    summary="How deep may a plain network for this image be, and how deep is this one?",
    formula=r"\max \sum_i a_i \quad \text{with} \quad R_i = R_{i-1} + a_i (k-1)\, 2^{i-1}, \quad"
    r" \frac{2^{i-1} k}{R_i} \ge \frac{1}{6}, \quad R_n \le z",
    source="Xudong Cao, A practical theory for designing very deep convolutional neural networks, 2015",
    limits=(
        "The plan is for a chain of 3x3 convolutions with 2x2 pooling between stages, counted exactly. Shortcuts let "
        "a network be far deeper than its plan. Counted are convolutions with a window, on the path that has most."
    ),
    totals=(
        Total(
            name="plan",
            title="Stages against the plan",
            kind="object",
            doc=(
                "Convolutions that read each resolution on the longest path (stages), pixels from one value that they "
                "read to the next (jumps), and those of the plan (planned), whose jumps are 1, 2, 4 and so on."
            ),
            schema={
                "type": ["object", "null"],
                "properties": {
                    "stages": {"type": "array", "items": {"type": "integer"}},
                    "jumps": {"type": "array", "items": {"type": "number"}},
                    "planned": {"type": "array", "items": {"type": "integer"}},
                    "planned_field": {"type": "integer"},
                },
                "required": ["stages", "jumps", "planned", "planned_field"],
            },
            value=_against,
        ),
    ),
)
