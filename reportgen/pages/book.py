"""Everything that the making of one page may need of the others."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NoReturn

from reportgen.cache.reports import told_of
from reportgen.cache.store import digest
from reportgen.charts import Family, families
from reportgen.charts.spark import spark
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.stored import StoredLayers, layers_text, rows_of_findings, without_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.pages.options import PageOptions
    from reportgen.report import Catalogue, NetworkReport, Told
    from reportgen.review.catalogues import Review
    from reportgen.review.history import History

TUTORIAL: Final = "seed-net"
"""The network whose table nolearn's tutorial prints: where a catalogue has it, readers can compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a family is at home."""

    page: str
    tone: str
    """Name of its colour."""


@dataclass(frozen=True, kw_only=True)
class Book:
    """A catalogue, the choices of whoever publishes it, and the addresses of its pages."""

    catalogue: Catalogue
    options: PageOptions
    review: Review | None = None
    """What changed since a baseline; ``None`` where it is compared with none."""
    history: History | None = None
    """What the networks were at each tag; ``None`` where nobody asked."""

    @property
    def networks(self) -> tuple[NetworkReport, ...]:
        """All networks, in the catalogue's order."""
        return self.catalogue.networks

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """All families, each with its colour."""
        return families(self.catalogue)

    @cached_property
    def family_pages(self) -> Mapping[str, str]:
        """Path of each family's page by the family's name."""
        return addresses.distinct("families", (family.name for family in self.families))

    @cached_property
    def broken_pages(self) -> Mapping[str, str]:
        """Path of each broken file's page by the file's path."""
        return addresses.distinct("broken", (file.source for file in self.catalogue.broken))

    @cached_property
    def homes(self) -> Mapping[str, Home]:
        """Page and colour of each family by its name."""
        return {f.name: Home(page=self.family_pages[f.name], tone=f.tone) for f in self.families}

    @cached_property
    def members(self) -> Mapping[str, tuple[NetworkReport, ...]]:
        """The networks of each family by its name."""
        return self.catalogue.families

    @cached_property
    def tag_anchors(self) -> Mapping[str, str]:
        """Anchor of each tag on the page of tags by its name."""
        names = sorted({tag for network in self.networks for tag in network.tags})
        return {name: f"tag-{path.split('/')[1]}" for name, path in addresses.distinct("tags", names).items()}

    @cached_property
    def key(self) -> str:
        """Digest of the whole catalogue and the choices, reviews and history apart; empty where it is not known."""
        return self.key_of(self.networks, self._rest)

    @cached_property
    def shared(self) -> Book:
        """What tables of all networks are made of: without what only pages of one network or family tell."""
        networks = tuple(map(_shared, self.networks))
        catalogue = replace(self.catalogue, networks=networks, sources={}, digests={}, told={})
        return Book(catalogue=catalogue, options=self.options)

    @cached_property
    def shared_key(self) -> str:
        """Digest of that: an edit that shows in no table makes none anew; empty where ``key`` is."""
        return digest("shared", *(self._told(n).shown for n in self.networks), "", self._rest) if self.key else ""

    def members_key(self, family: Family, *rest: str) -> str:
        """Digest of what a family's page tells of its members, and of what else is told; empty where ``key`` is."""
        told = [part for each in map(self._told, family.members) for part in (each.shown, each.layers)]
        return digest("family", *told, "", *rest) if self.key else ""

    def _told(self, network: NetworkReport) -> Told:
        known = self.catalogue.told.get(network.id)
        return known or told_of(network, spark(network), layers_text(network))

    @cached_property
    def cards(self) -> Book:
        """What Home and Families are made of: the same, and all of the networks that are drawn there."""
        drawn = {family.typical.id: family.typical for family in self.families}
        networks = tuple(drawn.get(network.id, network) for network in self.shared.networks)
        return replace(self.shared, catalogue=replace(self.shared.catalogue, networks=networks))

    @cached_property
    def cards_key(self) -> str:
        """Digest of that; empty where ``key`` is."""
        return self.key_of((family.typical for family in self.families), self.shared_key) if self.key else ""

    @property
    def _rest(self) -> str:
        return repr((self.options, self.catalogue.broken, sorted(self.catalogue.introductions.items())))

    @cached_property
    def figures_key(self) -> str:
        """Digest of what charts of the whole catalogue show: a change that leaves it alone draws none anew."""
        costs = ("macs", "parameters", "receptive_field")
        told = [(n.id, n.name, n.family, [n.totals[cost] for cost in costs], n.metrics) for n in self.networks]
        return digest("figures", repr(told))

    @cached_property
    def example_key(self) -> str:
        """Digest of what explains the diagnostics."""
        return self.key_of((self.example,) if self.example else ())

    def key_of(self, networks: Iterable[NetworkReport], *rest: str) -> str:
        """Give the digest of some networks, in their order, and of what else is told; empty where one has none."""
        digests = [self.catalogue.digests.get(network.id, "") for network in networks]
        return digest("pages", *digests, "", *rest) if all(digests) else ""

    @cached_property
    def example(self) -> NetworkReport | None:
        """The network that explains the diagnostics: nolearn's own, or the smallest that shows as much."""
        ordered = sorted(self.networks, key=lambda n: (not n.id.endswith(TUTORIAL), len(n.layers), n.id))
        return next(filter(_explains, ordered), None)


def _shared(network: NetworkReport) -> NetworkReport:
    layers = StoredLayers(len(network.layers), rows_of_findings(network), _no_layers, spark(network))
    return replace(without_words(network), layers=layers)


def _no_layers() -> NoReturn:
    message = "tables of all networks tell of no layer; what they told would be missing in their key"
    raise AssertionError(message)


def _explains(network: NetworkReport) -> bool:
    """Whether a network has a pooling and three convolutions that differ in capacity."""
    words = [layer.op for layer in network.layers]
    judged = {tuple(layer.values["capacity"] or ()) for layer in network.layers}
    return any("pool" in word for word in words) and words.count("conv") > 2 and len(judged) > 2  # noqa: PLR2004 - three
