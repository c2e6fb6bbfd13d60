"""A review as lines for a terminal, each with how it stands out there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.review import words
from reportgen.tables.summary import plural, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.review.catalogues import FileChange, Review
    from reportgen.review.layers import LayerChange
    from reportgen.review.networks import NetworkChange

Line: TypeAlias = tuple[str, str]
"""A line, and its style: empty for a plain one."""

_SIGNS: Final = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_MOST_LAYERS: Final = 20
_MOST_FINDINGS: Final = 5
"""What is told in full; the rest is counted, and JSON has it all."""


def review_lines(review: Review, failures: Iterable[str] = ()) -> Iterator[Line]:
    """Write a review: what changed in a line, which bounds do not hold, then network by network."""
    yield f"{review.base} {words.ARROW} {review.head}: {words.headline(review)}", "bold"
    yield from ((note, "") for note in words.notes(review))
    yield from ((f"bound: {failure}", "red") for failure in failures)
    for file in review.files:
        yield from _file(file)
    for change in review.networks:
        yield "", ""
        yield from _network(change)
    if review.unaffected:
        yield "", ""
        yield "Edited without effect on any network:", ""
        yield from ((f"  {path}", "") for path in review.unaffected)


def _file(file: FileChange) -> Iterator[Line]:
    yield "", ""
    held = f" (it holds {', '.join(file.networks)})" if file.networks else ""
    yield f"{file.source}: {words.FILES[file.kind]}{held}", "bold"
    if file.kind != "mended":
        yield from ((f"  {problem}", "red") for problem in file.problems)


def _network(change: NetworkChange) -> Iterator[Line]:
    network = change.network
    yield f"{network.name} ({network.source}): {words.NETWORKS[change.kind]}", "bold"
    if change.before and change.after and change.before.id != change.after.id:
        yield f"  {change.before.id} {words.ARROW} {change.after.id}", ""
    if change.kind in {"changed", "judged", "added"}:
        yield from _figures(change)
        yield f"  verdict: {words.verdict(change)}", ""
        yield from _findings(change)
        yield from _layers(change)
    if change.words:
        yield f"  worded otherwise, without effect: {', '.join(change.words)}", ""


def _figures(change: NetworkChange) -> Iterator[Line]:
    if change.before is None:
        rows = [[figure.total.title, words.amounts(figure)[1]] for figure in change.figures]
        yield from ((f"  {row}", "") for row in columns(rows))
        return
    rows = [
        [figure.total.title, *words.amounts(figure), words.difference(figure), words.share(figure)]
        for figure in change.changed_figures
    ]
    if rows:
        head, *lines = columns([["", "before", "after", "change", ""], *rows])
        yield f"  {head}", "bold"
        yield from ((f"  {line}", "") for line in lines)


def _findings(change: NetworkChange) -> Iterator[Line]:
    if counted := words.findings(change):
        yield f"  findings: {counted}", ""
        yield from _some("new", [sentence(one) for one in change.findings.new], "red" if change.before else "")
        yield from _some("allowed", [words.silenced(one) for one in change.findings.allowed], "yellow")
        yield from _some("fixed", [words.short(one) for one in change.findings.fixed], "green")


def _some(what: str, findings: Sequence[str], style: str) -> Iterator[Line]:
    yield from ((f"    {what}: {finding}", style) for finding in findings[:_MOST_FINDINGS])
    if len(findings) > _MOST_FINDINGS:
        yield f"    and {len(findings) - _MOST_FINDINGS} more {what}", ""


def _layers(change: NetworkChange) -> Iterator[Line]:
    if not (counted := words.layers(change)):
        return
    yield f"  layers: {counted}", ""
    edited = [layer for layer in change.layers if layer.kind in _SIGNS]
    for layer in edited[:_MOST_LAYERS]:
        yield from _layer(layer)
    if len(edited) > _MOST_LAYERS:
        yield f"    and {plural(len(edited) - _MOST_LAYERS, 'layer')} more", ""


def _layer(change: LayerChange) -> Iterator[Line]:
    sign, style = _SIGNS[change.kind]
    yield f"  {sign} {change.layer.id}: {words.edits(change)}", style
    if told := words.effects(change):
        yield f"      {told}", ""


def columns(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Line cells up: the first of each row to the left, the others to the right."""
    table = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return tuple(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in table
    )
