"""The strict, marked YAML reader: the scalars of YAML 1.2, none of its traps, and a place for every node."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

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
from reportgen.spec.memo import Memo
from reportgen.spec.nodes import Mapping, Scalar, Sequence
from reportgen.spec.problems import Problems
from reportgen.spec.scalars import STARTS, WORDS, resolve
from reportgen.spec.text import Excerpts, decode, quoted, refuse_unfit_characters, unfit_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Event

    from reportgen.limits import Limits
    from reportgen.ops.options import Plain
    from reportgen.spec.nodes import Node

__all__ = ["Excerpts", "decode", "read_yaml"]

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
        self._excerpts = Excerpts(text, file)
        self._limits = limits
        self._most = limits.nodes
        self._events: Iterator[Any] = iter(CSafeLoader(text).get_event, None)
        self._problems = Problems(text, file, limits)
        self._numbers: Memo[str, Plain] = Memo(partial(resolve, limits=limits))  # they come again and again
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self._deepest = 0

    def document(self) -> Mapping:
        try:
            root = self._root()
        except MarkedYAMLError as error:
            from reportgen.spec.slips import syntax_problem  # noqa: PLC0415 - few files need it

            self._stop(syntax_problem(error, self._excerpts.lines(), self._excerpts.file))
        if self._problems or not isinstance(root, Mapping):
            self._stop()
        return root

    def _root(self) -> Node:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), StreamEndEvent):
            self._stop(Problem("empty-file", "the file is empty; start it with `name: ...`", Mark(self._excerpts.file)))
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

    def _node(self, event: _Start, depth: int) -> Node:
        if event.anchor is not None:
            return self._named(event, depth)
        self._nodes += 1
        if depth > self._deepest or self._nodes > self._most:
            self._check(depth, event)
        if event.tag is not None:
            self._refuse_tag(event, event.tag)
        return self._scalar(event) if isinstance(event, ScalarEvent) else self._collection(event, depth)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        text = event.value
        value: Plain = text
        plain = not event.style
        if plain:
            try:
                value = self._numbers[text] if text[:1] in STARTS else WORDS.get(text, text)
            except OverflowError:
                message = f"{quoted(text)} is past the limit of a number (magnitude); a text needs quotes"
                self._report("number-too-large", message, self._mark(event))
        # Only an escape can bring in what the file as a whole was searched for.
        elif event.style == '"' and not text.isprintable() and (unfit := unfit_character(text, self._mark(event))):
            self._report(unfit.name, unfit.message, unfit.mark)
        end: Any = event.end_mark  # those of a parser all have one
        return _made(Scalar, (value, text, self._excerpts, event.start_mark, end.index, plain))

    def _collection(self, event: SequenceStartEvent | MappingStartEvent, depth: int) -> Sequence | Mapping:
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, event: SequenceStartEvent, depth: int) -> Sequence:
        items = []
        inside = depth + 1
        for start in self._events:
            if isinstance(start, SequenceEndEvent):
                break
            items.append(self._node(start, inside))
        end: Any = event.end_mark  # those of a parser all have one
        return _made(Sequence, (tuple(items), self._excerpts, event.start_mark, end.index))

    def _mapping(self, event: MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        inside = depth + 1
        for start in self._events:
            if isinstance(start, MappingEndEvent):
                break
            key = self._node(start, inside)
            self._add(key, self._node(next(self._events), inside), entries)
        end: Any = event.end_mark  # those of a parser all have one
        return _made(Mapping, (tuple(entries.values()), self._excerpts, event.start_mark, end.index))

    def _add(self, key: Node, value: Node, entries: dict[str, tuple[Scalar, Node]]) -> None:
        """Add an entry to those above it, or report why its key may not stand there."""
        if not isinstance(key, Scalar) or key.value is None:
            kind = "nothing" if isinstance(key, Scalar) else "a list" if isinstance(key, Sequence) else "a mapping"
            self._report("not-a-key", f"a key is a word, got {kind}; write `word: value`", key.mark)
            return
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
            entries[text] = key, value

    def _named(self, event: _Start | AliasEvent, depth: int) -> Node:
        """Give what an alias stands for, or compose what an anchor names and measure it for the aliases to it."""
        if isinstance(event, AliasEvent):
            return self._alias(event, depth)
        name = event.anchor or ""
        before, deepest, self._deepest = self._nodes, self._deepest, depth
        self._nodes += 1
        self._check(depth, event)
        if event.tag is not None:
            self._refuse_tag(event, event.tag)
        if name in self._anchors:
            self._report("repeated-anchor", f"the anchor &{name} is used twice; rename one", self._mark(event))
        self._anchors[name] = None
        node = self._scalar(event) if isinstance(event, ScalarEvent) else self._collection(event, depth)
        self._anchors[name] = _Anchored(node, self._nodes - before, self._deepest - depth)
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
        end: Any = event.end_mark  # those of a parser all have one
        return _made(Scalar, (name, name, self._excerpts, event.start_mark, end.index, True))

    def _refuse_tag(self, event: _Start, tag: str) -> None:
        shown = quoted(tag.replace("tag:yaml.org,2002:", "!!"))
        self._report("explicit-tag", f"tags such as {shown} are not read; write the value alone", self._mark(event))

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
        known: Any = event  # events of a parser have both
        return self._excerpts.mark(known.start_mark, known.end_mark.index)

    def _report(self, name: str, message: str, mark: Mark) -> None:
        self._problems.add(name, message, mark)

    def _stop(self, *last: Problem) -> NoReturn:
        self._problems.stop(*last)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text
