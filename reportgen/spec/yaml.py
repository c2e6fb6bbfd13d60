"""The strict, marked YAML reader: the scalars of YAML 1.2, none of its traps, and a place for every node."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, TypeAlias, TypeGuard

from yaml import (
    AliasEvent,
    CSafeLoader,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from reportgen.errors import Mark, Problem
from reportgen.frozen import dataclass
from reportgen.spec.problems import Problems
from reportgen.spec.scalars import resolve
from reportgen.spec.text import (
    Excerpts,
    decode,
    length_on_line,
    quoted,
    refuse_unfit_characters,
    unfit_character,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Event

    from reportgen.limits import Limits
    from reportgen.ops.options import Plain

__all__ = ["Excerpts", "Mapping", "Node", "Scalar", "Sequence", "decode", "read_yaml"]


class Scalar(NamedTuple):
    """One value: a word, a number, a text, or nothing.

    A file has thousands: a named tuple is made three times as fast as a frozen dataclass.
    """

    value: Plain
    """Null, truth value, whole number or exact decimal by YAML 1.2; any other text, and all in quotes, as text."""
    text: str
    """As written, without quotes: ``1.814e9`` where the value is a ``Fraction``."""
    mark: Mark
    plain: bool = True
    """Whether it stands without quotes, and not as a ``|`` or ``>`` text."""

    def at(self, offset: int, length: int = 1) -> Mark:
        """Give the place of a character of ``text``, or of the whole scalar where it cannot be told.

        It cannot be told of a text over several lines, or with escapes in it.
        """
        quotes = 0 if self.plain else 1
        if len(self.text) + 2 * quotes != self.mark.length:
            return self.mark
        return Mark(self.mark.file, self.mark.line, self.mark.column + quotes + offset, length)


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    mark: Mark


class Mapping(NamedTuple):
    """Keys and what they stand for, in order; no two keys have the same text."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """Give what a key stands for; None where there is no such key."""
        for scalar, node in self.entries:
            if scalar.text == key:
                return node
        return None


Node: TypeAlias = Scalar | Sequence | Mapping
_Start: TypeAlias = ScalarEvent | SequenceStartEvent | MappingStartEvent
_made: Final = tuple.__new__
"""Makes a named tuple of all its fields in half the time that its class takes, which fills in what is left out."""
_CLOSE_COLON = re.compile(r"([A-Za-z_]\w*):([^\s/].*)")
"""``{kernel:3}``, which YAML takes for a key without a value."""


def read_yaml(text: str, file: str, limits: Limits) -> Mapping:
    """Read the one mapping that a file holds.

    Raises:
        ReportgenError: All that is wrong with the file as YAML. A syntax error or a cap ends the reading;
            repeated keys, tags and the like are told together.

    """
    refuse_unfit_characters(text, file)
    return _Composer(text, file, limits).document()


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an anchor stands for, with what an alias to it adds."""

    node: Node
    nodes: int
    levels: int


class _Composer:
    """Turns the events of one file into nodes, and gathers what is wrong on the way."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self._text = text
        self._file = file
        self._limits = limits
        self._events: Iterator[Any] = iter(CSafeLoader(text).get_event, None)
        self._problems = Problems(text, file, limits)
        self._value = cache(lambda text: resolve(text, limits))  # the words of a file come again and again
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self._deepest = 0

    def document(self) -> Mapping:
        try:
            root = self._root()
        except MarkedYAMLError as error:
            lines = Excerpts(self._text, self._file).lines()
            from reportgen.spec.slips import syntax_problem  # noqa: PLC0415 - few files need it

            self._stop(syntax_problem(error, lines, self._file))
        if self._problems or not isinstance(root, Mapping):
            self._stop()
        return root

    def _root(self) -> Node:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), StreamEndEvent):
            self._stop(Problem("empty-file", "the file is empty; start it with `name: ...`", Mark(self._file)))
        root = self._node(next(self._events), 1)
        next(self._events)  # the document ends
        another = next(self._events)
        if not isinstance(another, StreamEndEvent):
            message = "a file holds one document; use variants, or a file for each"
            self._report("several-documents", message, self._mark(another))
        if not isinstance(root, Mapping):
            message = "expected lines such as `name: ResNet-18` at the top of the file"
            self._report("not-a-mapping", message, root.mark)
        return root

    def _node(self, event: _Start | AliasEvent, depth: int) -> Node:
        if isinstance(event, AliasEvent):
            return self._alias(event, depth)
        self._nodes += 1
        if depth > self._deepest or self._nodes > self._limits.nodes:
            self._check(depth, event)
        if event.tag is not None:
            tag = quoted(event.tag.replace("tag:yaml.org,2002:", "!!"))
            message = f"tags such as {tag} are not read; write the value alone"
            self._report("explicit-tag", message, self._mark(event))
        if event.anchor is not None:
            return self._anchored(event, event.anchor, depth)
        return self._scalar(event) if isinstance(event, ScalarEvent) else self._collection(event, depth)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        text = event.value
        mark = self._mark(event)
        if event.style:
            # Only an escape can bring in what the file as a whole was searched for.
            if event.style == '"' and (unfit := unfit_character(text, mark)):
                self._report(unfit.name, unfit.message, mark)
            return Scalar(text, text, mark, plain=False)
        try:
            value = self._value(text)
        except OverflowError:
            message = f"{quoted(text)} is past the limit of a number (magnitude); a text needs quotes"
            self._report("number-too-large", message, mark)
            value = text
        return _made(Scalar, (value, text, mark, True))

    def _collection(self, event: SequenceStartEvent | MappingStartEvent, depth: int) -> Sequence | Mapping:
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, event: SequenceStartEvent, depth: int) -> Sequence:
        items = []
        for start in self._events:
            if isinstance(start, SequenceEndEvent):
                break
            items.append(self._node(start, depth + 1))
        return _made(Sequence, (tuple(items), self._mark(event)))

    def _mapping(self, event: MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for start in self._events:
            if isinstance(start, MappingEndEvent):
                break
            key = self._node(start, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if self._is_key(key, value, entries):
                entries[key.text] = key, value
        return _made(Mapping, (tuple(entries.values()), self._mark(event)))

    def _is_key(self, key: Node, value: Node, entries: dict[str, tuple[Scalar, Node]]) -> TypeGuard[Scalar]:
        """Say whether a key may stand behind these entries; report it if not."""
        if not isinstance(key, Scalar) or key.value is None:
            kind = "nothing" if isinstance(key, Scalar) else "a list" if isinstance(key, Sequence) else "a mapping"
            self._report("not-a-key", f"a key is a word, got {kind}; write `word: value`", key.mark)
            return False
        text = key.text
        if text == "<<" and key.plain:
            self._report("merge-key", "mappings are not merged with '<<'; use a block with arguments", key.mark)
        elif text in entries:
            first = entries[text][0].mark.line
            message = f"{quoted(text)} stands here a second time, after line {first}; keep one of them"
            self._report("repeated-key", message, key.mark)
        elif ":" in text and key.plain and _is_empty(value) and (slip := _CLOSE_COLON.fullmatch(text)):
            message = f"write `{slip[1]}: {slip[2]}`, with a space after the colon"
            self._report("missing-space", message, key.mark)
        else:
            return True
        return False

    def _anchored(self, event: _Start, name: str, depth: int) -> Node:
        """Compose a node, and measure it for the aliases that will stand for it."""
        if name in self._anchors:
            self._report("repeated-anchor", f"the anchor &{name} is used twice; rename one", self._mark(event))
        before, deepest, self._deepest = self._nodes, self._deepest, depth
        self._anchors[name] = None
        node = self._scalar(event) if isinstance(event, ScalarEvent) else self._collection(event, depth)
        self._anchors[name] = _Anchored(node, self._nodes - before + 1, self._deepest - depth)
        self._deepest = max(deepest, self._deepest)
        return node

    def _alias(self, event: AliasEvent, depth: int) -> Node:
        name = event.anchor or ""
        anchored = self._anchors.get(name)
        if anchored is not None:
            self._nodes += anchored.nodes
            self._check(depth + anchored.levels, event)
            return anchored.node
        if name in self._anchors:
            message = f"the alias *{name} stands inside what it stands for; write it out, or use a block"
            self._report("recursive-alias", message, self._mark(event))
        else:
            message = f"no anchor &{name} stands above this alias; a text that starts with '*' needs quotes"
            self._report("unknown-alias", message, self._mark(event))
        return Scalar(name, name, self._mark(event))

    def _check(self, depth: int, event: Event) -> None:
        """Note a depth, and stop the reading past a cap."""
        self._deepest = max(self._deepest, depth)
        if depth > self._limits.depth:
            message = f"lists and mappings nest more than {self._limits.depth} levels here (depth); use blocks"
            self._stop(Problem("too-deep", message, self._mark(event)))
        if self._nodes > self._limits.nodes:
            message = f"the file has more than {self._limits.nodes:,} values with its aliases (nodes); use repeat"
            self._stop(Problem("too-many-nodes", message, self._mark(event)))

    def _mark(self, event: Event) -> Mark:
        start: Any = event.start_mark  # events of a parser have both
        end: Any = event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else length_on_line(self._text, start.index)
        return _made(Mark, (self._file, line + 1, column + 1, length or 1))

    def _report(self, name: str, message: str, mark: Mark) -> None:
        self._problems.add(name, message, mark)

    def _stop(self, *last: Problem) -> NoReturn:
        self._problems.stop(*last)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text
