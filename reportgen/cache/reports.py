"""Reports that are kept: a file whose bytes, place and settings are those of another time is not analysed again."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from reportgen import stored
from reportgen.analysis import Analysed, analyse_data
from reportgen.cache import versions
from reportgen.cache.packing import packed, unpacked
from reportgen.cache.store import digest
from reportgen.spec.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.cache.store import Store
    from reportgen.report import NetworkReport
    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile

_LENGTH: Final = 8
"""Bytes that tell where the layers begin, which are packed apart: a page of all networks does without."""


@dataclass(frozen=True, slots=True)
class KeptReports:
    """Analyses files, and keeps what they come to; to be given to ``catalogue``."""

    store: Store | None
    """Where reports are kept; ``None`` only names what they were made of."""

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
            self.store.put(key, written(found.reports))
        return found


def key_of(file: SourceFile, data: bytes, settings: Settings) -> str:
    """Give the digest of all that a file's reports depend on."""
    judging = replace(settings, baseline="", cache=True)
    return digest("reports", versions.of_reports(), repr(judging), file.path, str(file.place), data)


def written(reports: Iterable[NetworkReport]) -> bytes:
    """Give the entry of a file's reports."""
    networks = tuple(reports)
    heads = [["{}, {}".format(*stored.split(network)), len(network.layers)] for network in networks]
    first = packed(json.dumps(heads))
    return len(first).to_bytes(_LENGTH) + first + packed("\n".join(map(stored.layers_text, networks)))


def read(content: bytes) -> tuple[NetworkReport, ...] | None:
    """Read reports back; ``None`` where they are none, whoever wrote them."""
    end = _LENGTH + int.from_bytes(content[:_LENGTH])
    try:
        layers = _Layers(content[end:])
        heads = json.loads(unpacked(content[_LENGTH:end]))
        return tuple(
            stored.network(json.loads(head), stored.StoredLayers(int(count), partial(layers.of, place)))
            for place, (head, count) in enumerate(heads)
        )
    except (AttributeError, KeyError, TypeError, ValueError, zlib.error):
        return None


class _Layers:
    """The layers of a file's networks, a line each, unpacked when they are first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _lines(self) -> list[str]:
        return unpacked(self._content).split("\n")

    def of(self, place: int) -> str:
        return self._lines[place]
