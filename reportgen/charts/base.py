"""What a chart is: what it reads of a report, how it is drawn, and the sentence that says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from reportgen.cache.store import digest
from reportgen.charts import style, svg
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

Subject = TypeVar("Subject")
"""What a chart is about: a network's report, a family, a catalogue."""
Data = TypeVar("Data")
"""What the chart shows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Generic[Subject, Data]):
    """One chart, declared once in the file that draws it."""

    name: str
    """File name and anchor, in kebab-case."""
    title: str
    """Heading for people."""
    columns: tuple[str, ...] | Callable[[Data], tuple[str, ...]]
    """Columns and totals that hold the same figures, for whoever cannot see the chart; data may decide which."""
    read: Callable[[Subject], Data | None]
    """Take what is shown out of the subject; ``None`` where there is nothing to show."""
    draw: Callable[[Data, int], str]
    """Draw it in the given width, as SVG with sentinel colours."""
    say: Callable[[Data], str]
    """Say in one sentence what is seen."""
    widths: tuple[int, ...] = (style.NARROW,)
    """Widths that it is laid out for, widest first."""
    alone: bool = False
    """Whether it has a section to itself although it is narrow."""

    def shows(self, subject: Subject) -> bool:
        """Whether there is anything to show."""
        return self.read(subject) is not None

    def alt(self, subject: Subject) -> str:
        """Give the sentence; empty where there is nothing to show."""
        data = self.read(subject)
        return "" if data is None else self.say(data)

    def same_figures(self, subject: Subject) -> tuple[str, ...]:
        """Name the columns and totals that hold what is shown of a subject; none where there is nothing to show."""
        data = self.read(subject)
        if data is None:
            return ()
        return self.columns(data) if callable(self.columns) else self.columns

    def key(self, subject: Subject, width: int) -> str:
        """Give the digest of all that a file of it is made of, the code apart."""
        return digest("chart", self.name, str(width), repr(self.read(subject)))

    def make(self, subject: Subject, width: int | None = None) -> str | None:
        """Give a whole SVG file, in its first width unless told; ``None`` where there is nothing to show."""
        data = self.read(subject)
        if data is None:
            return None
        return svg.standalone(self.draw(data, width or self.widths[0]), self.title, self.say(data))

    def inline(self, subject: Subject, prefix: str, width: int | None = None) -> str | None:
        """Give an ``<svg>`` for a page that has the palette; its ids begin with the prefix."""
        data = self.read(subject)
        if data is None:
            return None
        return svg.inline(self.draw(data, width or self.widths[0]), prefix, self.title, self.say(data))
