"""Reports that are kept: a file whose bytes, place and settings are those of another time is not analysed again."""

from __future__ import annotations

import json
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reportgen import stored
from reportgen.analysis import Analysed, analyse_data
from reportgen.cache import versions
from reportgen.cache.packing import UNFIT, Two, two
from reportgen.cache.store import digest
from reportgen.frozen import dataclass
from reportgen.late import LateMapping, LateTuple
from reportgen.report import Told
from reportgen.spec.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reportgen.cache.heads import Heads
    from reportgen.cache.memory import Memory
    from reportgen.cache.store import Store
    from reportgen.report import Finding, NetworkReport
    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile

Anew: TypeAlias = "Sequence[NetworkReport]"
"""The reports of a file by another analysis, which is made when one of them is asked for."""
Late: TypeAlias = "tuple[Sequence[Finding], Mapping[str, int]]"
"""Findings of a report, and the place of each layer that one is about."""
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class KeptReports:
    """Analyses files, and keeps what they come to; to be given to ``catalogue``."""

    store: Store | None
    """Where reports are kept; ``None`` only names what they were made of."""
    sketch: Callable[[NetworkReport], str] | None = None
    """Gives what tables show of a network's layers, to be kept where it is had without them."""
    heads: Heads | None = None
    """What is kept of the reports but for their layers, which are then read only where somebody asks for them."""
    memory: Memory | None = None
    """What this process has read or analysed already; ``None`` where nothing is to be remembered."""
    _judged: list[tuple[Settings, str]] = field(default_factory=list, compare=False, repr=False)

    def __call__(self, file: SourceFile, settings: Settings) -> Analysed:
        """Give what a file comes to; raises ``ReportgenError`` with what is wrong with it, and keeps no such file."""
        data = file.read(settings.limits)
        key = _key(file, data, self._judging(settings))
        known = self.memory.get(key) if self.memory else None
        return known or self._analysed(file, data, settings, key)

    def _analysed(self, file: SourceFile, data: bytes, settings: Settings, key: str) -> Analysed:
        """Give what is kept of a file; analyse it where nothing is."""
        anew = LateTuple(lambda: analyse_data(file, data, settings).reports)
        head = self._head(key)
        if head is not None and (reports := read(head, partial(self._layers, key), anew)):
            text = decode(data, file.path, settings.limits)
            return self._remembered(key, Analysed(reports=reports, text=text, digest=key, told=_told(reports)))
        found = analyse_data(file, data, settings, key)
        if not self.store:
            return self._remembered(key, found)
        entry = written(found.reports, self.sketch)
        head = Two(entry).head
        self.store.put(key, entry)
        if self.heads:
            self.heads.put(key, head)
        # The next build reads and remembers what is kept: that has the sketch, and no layers that nobody asks for.
        return replace(found, told=_told(read(head, str, ()) or ()))

    def _remembered(self, key: str, found: Analysed) -> Analysed:
        return self.memory.put(key, found) if self.memory else found

    def _judging(self, settings: Settings) -> str:
        """Tell what judges files, which is the same for a whole folder of them."""
        if not self._judged or self._judged[0][0] is not settings:
            self._judged[:] = [(settings, _judging(settings))]
        return self._judged[0][1]

    def _head(self, key: str) -> str | None:
        """Give what is kept of a file's reports; ``None`` where nothing is."""
        known = self.heads.get(key) if self.heads else None
        entry = self.store.get(key) if self.store and known is None else None
        if self.store is None or entry is None:
            return known
        self.store.used(key)
        try:
            head = Two(entry).head
        except UNFIT:
            return None
        if self.heads:
            self.heads.put(key, head)
        return head

    def _layers(self, key: str, place: int) -> str:
        """Give the layers of one of a file's reports; nothing where their entry has gone meanwhile."""
        try:
            return Two((self.store and self.store.get(key)) or b"").body.split("\n")[place]
        except UNFIT:
            return ""


def key_of(file: SourceFile, data: bytes, settings: Settings) -> str:
    """Give the digest of all that a file's reports depend on."""
    return _key(file, data, _judging(settings))


def _key(file: SourceFile, data: bytes, judging: str) -> str:
    return digest("reports", versions.of_reports(), judging, file.path, str(file.place), data)


def _judging(settings: Settings) -> str:
    return repr(replace(settings, baseline="", cache=True))


def written(reports: Iterable[NetworkReport], sketch: Callable[[NetworkReport], str] | None = None) -> bytes:
    """Give the entry of a file's reports; their layers stand apart, as most who read it do without."""
    networks = tuple(reports)
    layers = [stored.layers_text(network) for network in networks]
    heads = [_head(network, sketch and sketch(network), text) for network, text in zip(networks, layers, strict=True)]
    return two(f"[{', '.join(heads)}] {json.dumps(list(map(_late, networks)))}", "\n".join(layers))


def _head(network: NetworkReport, sketch: str | None, layers: str) -> str:
    """Give what every reader asks of a report, as one line of JSON."""
    before, after = stored.split(replace(network, findings=()))
    told = told_of(network, sketch or "", layers)
    return f"[{before}, {after}, {json.dumps([len(network.layers), sketch, told.shown, told.layers])}]"


def _late(network: NetworkReport) -> list[object]:
    """Give what stands behind that: three quarters of all that is kept but for layers, and asked for by few pages."""
    return [stored.findings_json(network), dict(stored.rows_of_findings(network))]


def told_of(network: NetworkReport, sketch: str, layers: str) -> Told:
    """Give the digests of what others than its own page tell of a network.

    Args:
        network: its report.
        sketch: what tables show of its layers.
        layers: the text of its layers.
    """
    rows = sorted(stored.rows_of_findings(network).items())
    shown = (*stored.split(stored.without_words(network)), str(len(network.layers)), repr(rows), sketch)
    return Told(digest("shown", *shown), _digest_of(layers))


def read(head: str, layers: Callable[[int], str], anew: Anew) -> tuple[NetworkReport, ...] | None:
    """Read reports back; ``None`` where they are none, whoever wrote them.

    Args:
        head: the first text of an entry.
        layers: gives the layers of the report at a place, as text; what is not the text that was kept counts as gone.
        anew: the reports by another analysis; asked for where what is read late has gone or turns out to be another's.
    """
    try:
        told, end = _DECODER.raw_decode(head)
        late = LateTuple(partial(_read_late, head[end:], len(told), anew))
        return tuple(
            _report(values, about, partial(_layers, partial(layers, place), anew, place), partial(_entry, late, place))
            for place, (values, about) in enumerate(told)
        )
    except UNFIT:
        return None


def _read_late(text: str, count: int, anew: Anew) -> list[Late]:
    """Give the findings and the rows of so many reports."""
    try:
        found: list[Late] = [(stored.findings(values), _places(rows)) for values, rows in json.loads(text)]
    except UNFIT:
        found = []
    return found if len(found) == count else [(each.findings, stored.rows_of_findings(each)) for each in anew]


def _places(rows: Mapping[str, Any]) -> dict[str, int]:
    return {layer: int(place) for layer, place in rows.items()}


def _entry(entries: Sequence[Late], place: int) -> Late:
    return entries[place]


def _layers(kept: Callable[[], str], anew: Anew, place: int, told: str) -> str:
    """Give the layers of a report as text: those that were kept if they are those that its head tells of."""
    text = kept()
    return text if _digest_of(text) == told else stored.layers_text(anew[place])


def _digest_of(layers: str) -> str:
    return digest("layers", layers)


def _report(
    values: dict[str, Any], about: Sequence[Any], text: Callable[[str], str], late: Callable[[], Late]
) -> NetworkReport:
    """Make a report of what its head tells, of what gives the text of its layers, and of what is read late."""
    count, sketch, shown, layers_told = about
    rows = LateMapping(lambda: late()[1])
    told = None if sketch is None else Told(str(shown), str(layers_told))
    layers = stored.StoredLayers(int(count), rows, partial(text, layers_told), sketch, told)
    return stored.network(values, layers, LateTuple(lambda: late()[0]))


def _told(reports: Iterable[NetworkReport]) -> dict[str, Told]:
    """Give what was kept of reports that were read back."""
    layers = ((report.id, report.layers) for report in reports)
    return {name: kept.told for name, kept in layers if isinstance(kept, stored.StoredLayers) and kept.told}
