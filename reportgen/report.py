"""Reports: all that any reader of figures sees, and the only way to JSON (schema ``reportgen/1``).

Charts, pages, the terminal and the review read these values and nothing below them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.errors import Problem

Json = Any
"""What JSON can hold: ``None``, bool, int, float, str, lists and string-keyed mappings of the same."""

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about a network that its owner should know, with what to do about it."""

    name: str
    """The rule, in kebab-case."""
    severity: Severity
    layer: str | None
    """Id of the layer it is about; ``None`` where it is about the network."""
    line: int
    """Line in the file; 0 where none is to blame."""
    message: str
    """What was measured and the bound, as one plain sentence."""
    advice: str
    """What to do, worked out for this network; empty where nothing is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What a rule finds and the file allows, and why."""

    name: str
    """The rule, in kebab-case."""
    reason: str
    layers: tuple[str, ...] = ()
    """Ids of the layers that it is about; empty where it is about the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure that others printed, beside ours."""

    figure: str
    """Name of the total, such as ``parameters`` or ``macs``."""
    published: int | float
    computed: int | float | None
    agrees: bool
    source: str
    misprint: str = ""
    """Why the printed figure is known to be wrong; empty where it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure measured by others, never computed here."""

    name: str
    value: int | float
    unit: str = ""
    dataset: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LayerReport:
    """One layer's row: what it is, and the values of every column that a diagnostic declares."""

    id: str
    op: str
    """Its word in the file."""
    line: int
    inputs: tuple[str, ...]
    """Ids of the layers (or inputs) it reads."""
    output_shape: tuple[int, ...]
    options: Mapping[str, Json]
    """Options that differ from their default."""
    values: Mapping[str, Json]
    """By column name: ``parameters``, ``macs``, ``receptive_field``, ``capacity``, ..."""
    weights: str | None = None
    """Id of the earlier layer whose weights it uses again; ``None``: its own."""

    @property
    def group(self) -> str:
        """First part of its path: the stage, block or layer at the top of the file that it belongs to."""
        return self.id.split("/", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Cao's two conditions, answered."""

    passes: bool | None
    """``None`` where the network has no layer that they judge."""
    text: str
    """The answer in plain sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReport:
    """Everything known about one network."""

    id: str
    name: str
    family: str
    source: str
    """Path of the file."""
    variant: str | None = None
    summary: str = ""
    description: str = ""
    year: int | None = None
    tags: tuple[str, ...] = ()
    owner: str = ""
    status: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, tuple[int, ...]]
    """Shape of each input by name; the only one is called ``input``."""
    outputs: tuple[str, ...]
    """Ids of the layers whose values leave the network."""
    totals: Mapping[str, Json]
    """By name of the total: ``parameters``, ``macs``, ``depth``, ..."""
    layers: Sequence[LayerReport]
    findings: Sequence[Finding]
    allowed: tuple[Allowed, ...] = ()
    published: tuple[Published, ...] = ()
    metrics: tuple[Metric, ...] = ()
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """Digests of what pages tell of a network that are not its own: most edits of words leave both as they were."""

    shown: str
    """Of what stands in tables of networks."""
    layers: str
    """Of its layers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFile:
    """A file that could not be read, and everything that is wrong with it."""

    source: str
    text: str
    """What the file holds; empty where it could not be decoded."""
    problems: tuple[Problem, ...]

    @property
    def id(self) -> str:
        """A slug for its page."""
        from reportgen.slugs import slug  # noqa: PLC0415 - only broken files need it

        return slug(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All networks, in order of family, then name, and the files that could not be read."""

    networks: tuple[NetworkReport, ...]
    broken: tuple[BrokenFile, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    """Text of each file by path."""
    introductions: Mapping[str, str] = field(default_factory=dict)
    """Markdown that introduces a family, by its name."""
    digests: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Digest of all that each network's report was made of, by its id; empty where nobody worked it out."""
    told: Mapping[str, Told] = field(default_factory=dict, compare=False)
    """What is told of each network beside its own page, by its id, as far as somebody worked it out."""

    @property
    def families(self) -> Mapping[str, tuple[NetworkReport, ...]]:
        """Networks by family, in order of first appearance."""
        found: dict[str, list[NetworkReport]] = {}
        for network in self.networks:
            found.setdefault(network.family, []).append(network)
        return {name: tuple(members) for name, members in found.items()}
