"""A review as a comment on a pull request: a verdict in a line, a table of networks, and the rest folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.review import words
from reportgen.review.safe import code, prose, summary
from reportgen.tables.summary import plural, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.review.catalogues import FileChange, Review
    from reportgen.review.key_figures import FigureChange
    from reportgen.review.layers import LayerChange
    from reportgen.review.networks import NetworkChange

MARKER: Final = "<!-- reportgen review -->"
"""The first line, by which the comment is found again."""
LONGEST: Final = 60_000
"""Characters of a comment; GitHub takes 65,536."""
_TABLE: Final = 20_000
"""Characters of the table of networks."""
_FILES: Final = 10_000
"""Characters of what is said of broken and mended files."""
_CLOSING: Final = 400
"""Characters kept free for what is said at the end."""
_COLUMNS: Final = ("parameters", "macs", "peak_activation_bytes", "receptive_field", "capacity")
"""Key figures that get a column; the others stand in the details."""
_MOST_FINDINGS: Final = 10
_MOST_LAYERS: Final = 30
_MOST_NAMES: Final = 20
_MOST_PROBLEMS: Final = 5
_SIGNS: Final = {"added": "added", "removed": "removed", "changed": "changed"}


def review_comment(review: Review, failures: Sequence[str] = (), preview: str = "") -> str:
    """Write a whole comment; empty where nothing changed.

    Args:
        review: what changed.
        failures: which bounds do not hold.
        preview: address of a site built from the head; empty for none.

    Returns:
        At most ``LONGEST`` characters of GitHub's Markdown, in which no word of a file, a name or a branch does
        anything.
    """
    if review.empty:
        return ""
    top = "\n\n".join(_top(review, failures, preview))
    rows = _fitting(map(_row, review.networks), _TABLE)
    table = "\n".join([*_heads(review), *rows]) if review.networks else ""
    if left := len(review.networks) - len(rows):
        table += f"\n\nand {plural(left, 'network')} more"
    parts = [MARKER + "\n" + top, *filter(None, [table])]
    room = LONGEST - _CLOSING - sum(len(part) + 2 for part in parts)
    told = [change for change in review.networks if change.kind in {"changed", "judged", "added"}]
    details = _fitting(map(_details, told), room)
    closing = [f"and the details of {plural(len(told) - len(details), 'network')} more"] * (len(told) > len(details))
    return "\n\n".join([*parts, *details, *closing]) + "\n"


def _fitting(texts: Iterable[str], room: int) -> list[str]:
    """Take texts as long as there is room for them."""
    taken: list[str] = []
    for text in texts:
        room -= len(text) + 2
        if room < 0:
            break
        taken.append(text)
    return taken


def _top(review: Review, failures: Sequence[str], preview: str) -> Iterator[str]:
    failed = f"; {plural(len(failures), 'bound')} {'does' if len(failures) == 1 else 'do'} not hold" if failures else ""
    yield f"### {words.headline(review)}{failed}"
    link = f" · [preview]({preview})" if preview else ""
    yield f"{code(review.base)} {words.ARROW} {code(review.head)}{link}"
    if failures:
        yield _items(failures, _MOST_FINDINGS, "bound")
    if notes := words.notes(review):
        yield prose(" ".join(notes))
    if review.files:
        yield "\n".join(_files(review.files))
    if review.unaffected:
        yield f"No effect on any network: {_names(review.unaffected)}"


def _items(texts: Sequence[str], most: int, what: str) -> str:
    items = [f"- {prose(text)}" for text in texts[:most]]
    return "\n".join([*items, *[f"- and {plural(len(texts) - most, what)} more"] * (len(texts) > most)])


def _names(names: Sequence[str]) -> str:
    left = len(names) - _MOST_NAMES
    return ", ".join([*map(code, names[:_MOST_NAMES]), *[f"and {left:,} more"] * (left > 0)])


def _files(files: Sequence[FileChange]) -> Iterator[str]:
    told = _fitting(map(_file, files), _FILES)
    yield from told
    if left := len(files) - len(told):
        yield f"- and {plural(left, 'file')} more"


def _file(file: FileChange) -> str:
    held = f" (it holds {_names(file.networks)})" if file.networks else ""
    wrong = () if file.kind == "mended" else file.problems[:_MOST_PROBLEMS]
    head = f"- {code(file.source)}: **{words.FILES[file.kind]}**{held}"
    return "\n".join([head, *(f"  - {prose(str(problem))}" for problem in wrong)])


# The table of networks


def _heads(review: Review) -> Iterator[str]:
    titles = [figure.total.title for figure in review.networks[0].figures if figure.total.name in _COLUMNS]
    yield cells(["Network", "", *titles, "Verdict", "Findings"])
    yield cells(["---", "---", *["---:"] * len(titles), "---", "---"])


def _row(change: NetworkChange) -> str:
    figures = [_figure(change, figure) for figure in change.figures if figure.total.name in _COLUMNS]
    said = words.findings(change) if change.before and change.after else ""
    return cells([code(change.network.name), words.NETWORKS[change.kind], *figures, words.verdict(change), said])


def _figure(change: NetworkChange, figure: FigureChange) -> str:
    before, after = words.amounts(figure)
    if change.before is None or change.after is None or not figure.changed:
        return before if change.after is None else after
    rise = words.share(figure) or words.difference(figure)
    sign = "" if not figure.change else "▲ " if figure.change > 0 else "▼ "
    return f"{before} {words.ARROW} {after} {sign}{rise.lstrip('+-')}".rstrip()


def cells(row: Iterable[str]) -> str:
    """Write a row of a table."""
    return f"| {' | '.join(row)} |"


# The details of a network


def _details(change: NetworkChange) -> str:
    parts = [
        f"{code(change.network.source)}{_moved(change)}",
        *_figures(change),
        *_found("New", [sentence(one) for one in change.findings.new]),
        *_found("Allowed now", [words.silenced(one) for one in change.findings.allowed]),
        *_found("Fixed", [words.short(one) for one in change.findings.fixed]),
        *_layers(change),
        *[f"Worded otherwise, without effect: {prose(', '.join(change.words))}"] * bool(change.words),
    ]
    head = f"<details><summary>{summary(change.network.name)}</summary>"
    return "\n\n".join([head, *parts, "</details>"])


def _moved(change: NetworkChange) -> str:
    if change.before is None or change.after is None or change.before.id == change.after.id:
        return ""
    return f", {code(change.before.id)} {words.ARROW} {code(change.after.id)}"


def _figures(change: NetworkChange) -> Iterator[str]:
    figures = change.figures if change.before is None else change.changed_figures
    if not figures:
        return
    if change.before is None:
        rows = [[figure.total.title, words.amounts(figure)[1]] for figure in figures]
        yield "\n".join(map(cells, [["Figure", "Value"], ["---", "---:"], *rows]))
        return
    rows = [
        [figure.total.title, *words.amounts(figure), words.difference(figure), words.share(figure)]
        for figure in figures
    ]
    heads = [["Figure", "Before", "After", "Change", ""], ["---", *["---:"] * 4]]
    yield "\n".join(map(cells, [*heads, *rows]))


def _found(what: str, findings: Sequence[str]) -> Iterator[str]:
    if findings:
        yield f"{what}:\n\n{_items(findings, _MOST_FINDINGS, 'finding')}"


def _layers(change: NetworkChange) -> Iterator[str]:
    if counted := words.layers(change):
        yield f"Layers: {counted}"
    edited = [layer for layer in change.layers if layer.kind in _SIGNS]
    if edited:
        rows = map(_layer, edited[:_MOST_LAYERS])
        yield "\n".join([cells(["Layer", "", "Effect"]), cells(["---"] * 3), *rows])
    if len(edited) > _MOST_LAYERS:
        yield f"and {plural(len(edited) - _MOST_LAYERS, 'layer')} more"


def _layer(change: LayerChange) -> str:
    edits = prose(words.edits(change))
    said = edits if change.before and change.after else f"{_SIGNS[change.kind]}: {edits}"
    return cells([code(change.layer.id), said, words.effects(change)])
