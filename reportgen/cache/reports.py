"""Reports that are kept: a file whose bytes, place and settings are those of another time is not analysed again."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reportgen import stored
from reportgen.analysis import Analysed, analyse_data
from reportgen.cache import versions
from reportgen.cache.packing import UNFIT, Two, two
from reportgen.cache.store import digest
from reportgen.frozen import dataclass
from reportgen.spec.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.cache.store import Store
    from reportgen.report import NetworkReport
    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile


@dataclass(frozen=True, slots=True)
class KeptReports:
    """Analyses files, and keeps what they come to; to be given to ``catalogue``."""

    store: Store | None
    """Where reports are kept; ``None`` only names what they were made of."""
    sketch: Callable[[NetworkReport], str] | None = None
    """Gives what tables show of a network's layers, to be kept where it is had without them."""

    def __call__(self, file: SourceFile, settings: Settings) -> Analysed:
        """Give what a file comes to; raises ``ReportgenError`` with what is wrong with it, and keeps no such file."""
        data = file.read(settings.limits)
        key = key_of(file, data, settings)
        kept = self.store.get(key) if self.store else None
        reports = None if kept is None else read(kept)
        if self.store and reports:
            self.store.used(key)
            return Analysed(reports=reports, text=decode(data, file.path, settings.limits), digest=key)
        found = analyse_data(file, data, settings, key)
        if self.store:
            self.store.put(key, written(found.reports, self.sketch))
        return found


def key_of(file: SourceFile, data: bytes, settings: Settings) -> str:
    """Give the digest of all that a file's reports depend on."""
    judging = replace(settings, baseline="", cache=True)
    return digest("reports", versions.of_reports(), repr(judging), file.path, str(file.place), data)


def written(reports: Iterable[NetworkReport], sketch: Callable[[NetworkReport], str] | None = None) -> bytes:
    """Give the entry of a file's reports; their layers stand apart, as most who read it do without."""
    networks = tuple(reports)
    heads = [
        ["{}, {}".format(*stored.split(network)), stored.layer_ids(network), sketch(network) if sketch else None]
        for network in networks
    ]
    return two(json.dumps(heads), "\n".join(map(stored.layers_text, networks)))


def read(content: bytes) -> tuple[NetworkReport, ...] | None:
    """Read reports back; ``None`` where they are none, whoever wrote them."""
    entry = Two(content)
    try:
        return tuple(
            stored.network(json.loads(head), stored.StoredLayers(tuple(ids), partial(_line, entry, place), sketch))
            for place, (head, ids, sketch) in enumerate(json.loads(entry.head))
        )
    except UNFIT:
        return None


def _line(entry: Two, place: int) -> str:
    return entry.body.split("\n")[place]
