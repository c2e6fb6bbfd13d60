"""A check as annotations of GitHub: remarks that stand beside the lines of a pull request.

What a workflow prints in this form is a command to GitHub. Names and paths come from strangers' files, so everything
is escaped by GitHub's own rules, and nothing else of a file is printed.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.checks.places import from_root
from reportgen.checks.written import summary
from reportgen.errors import printable
from reportgen.tables.summary import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from reportgen.checks.checked import Checked, Remark
    from reportgen.report import Severity

Group = tuple["Remark", ...]
"""Remarks of one rule on one line; at least one."""

MOST: Final = 10
"""Annotations of each level that GitHub shows of one step."""
LEVELS: Final[Mapping[Severity, str]] = MappingProxyType({"error": "error", "warning": "warning", "info": "notice"})


def as_annotations(checked: Checked) -> str:
    """Write the worst remarks as annotations, how many there are beyond them, and a summary."""
    groups = _groups(checked.remarks)
    shown = _first(groups)
    if len(shown) == len(groups):
        lines = [_annotation(group, checked.root) for group in shown]
    else:
        shown = _first(groups, notices=MOST - 1)
        lines = [*(_annotation(group, checked.root) for group in shown), _rest(groups, shown)]
    return "\n".join([*lines, summary(checked)])


def _groups(remarks: Iterable[Remark]) -> list[Group]:
    """Put together what one rule says of one line, as it does of every copy of a block."""
    found: dict[tuple[str, ...], list[Remark]] = {}
    for remark in remarks:
        place = (remark.severity, remark.file, str(remark.line), str(remark.column), remark.name)
        found.setdefault(place, []).append(remark)
    return [tuple(group) for group in found.values()]


def _first(groups: Iterable[Group], notices: int = MOST) -> list[Group]:
    """Keep the first few of each level."""
    left = Counter({"error": MOST, "warning": MOST, "info": notices})
    kept = []
    for group in groups:
        if left[group[0].severity] > 0:
            kept.append(group)
        left[group[0].severity] -= 1
    return kept


def _rest(groups: Iterable[Group], shown: Iterable[Group]) -> str:
    """Say how many remarks have no annotation."""
    left = _counts(groups) - _counts(shown)
    counts = ", ".join(plural(left[severity], level) for severity, level in LEVELS.items() if left[severity])
    return command("notice", {"title": "reportgen"}, f"{counts} more; `reportgen check` tells all of them.")


def _counts(groups: Iterable[Group]) -> Counter[Severity]:
    return Counter(remark.severity for group in groups for remark in group)


def _annotation(group: Group, root: Path) -> str:
    """Write what one rule says of one line: in full of the first layer, and how many more there are."""
    remark, more = group[0], len(group) - 1
    places = {"line": remark.line, "col": remark.column}
    if remark.column:
        places["endColumn"] = remark.column + max(remark.length, 1)
    known = {key: str(value) for key, value in places.items() if value}
    title = ": ".join(filter(None, (remark.name, remark.about)))
    file = from_root(remark.file, root) or remark.file
    text = f"{remark.text} The same of {more} more from this line." if more else remark.text
    return command(LEVELS[remark.severity], {"file": file, **known, "title": title}, text)


def command(name: str, properties: Mapping[str, str], data: str) -> str:
    """Write a workflow command: ``::name key=value,key=value::data``."""
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(data)}"


def _data(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Escape a property; a line end, which a path may hold, keeps its meaning."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped.replace(":", "%3A").replace(",", "%2C"))
