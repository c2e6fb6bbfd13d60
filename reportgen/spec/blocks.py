"""Blocks: those of a file, and the standard ones that ship with the package in the same format."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem, ReportgenError, did_you_mean
from reportgen.frozen import dataclass
from reportgen.limits import Limits
from reportgen.ops import LAYERS
from reportgen.spec.items import ItemReader
from reportgen.spec.model import Block, Branches, Item, Residual, Stage
from reportgen.spec.nodes import Mapping, Scalar
from reportgen.spec.problems import Problems
from reportgen.spec.values import marked
from reportgen.spec.words import BESIDE, NAMED, STRUCTURES
from reportgen.spec.yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Set as AbstractSet

    from reportgen.spec.calls import Signature
    from reportgen.spec.model import Marked
    from reportgen.spec.nodes import Node

PARTS: Final = ("summary", "arguments", "layers")
FOLDER: Final = Path(__file__).parents[1] / "blocks"
"""Where the standard blocks lie; importlib.resources would find them in an archive too, and be imported for long."""
RESERVED: Final = frozenset({"channels", "input"})


@cache
def standard_names() -> tuple[str, ...]:
    """List the standard blocks; raise ``ReportgenError`` where a plugin's layer takes a word from the format."""
    names = sorted(file.stem for file in FOLDER.glob("*.yml"))
    taken = [word for word in (*names, *STRUCTURES, *NAMED, *BESIDE) if word in LAYERS]
    if taken:
        raise ReportgenError(
            Problem("repeated-name", _called_alike(word), Mark(LAYERS[word].__module__)) for word in taken
        )
    return tuple(names)


def _called_alike(word: str) -> str:
    return f"the layer '{word}' is called like a word or a standard block of the format; rename or uninstall it"


@cache
def standard_block(name: str) -> Block | None:
    """Give a standard block by name; ``None`` where there is none."""
    if name not in standard_names():
        return None
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    shown, limits = f"reportgen/blocks/{name}.yml", Limits()
    problems = Problems(text, shown, limits)
    reader = BlockReader(problems, standard_block, frozenset())
    block = reader.block(name, read_yaml(text, shown, limits), standard=True)
    problems.raise_any()
    return block


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads the blocks of one file, whose expressions may use the ``outer`` names besides their own."""

    problems: Problems
    find: Callable[[str], Block | Signature | None]
    outer: AbstractSet[str]

    def block(self, name: str, node: Node, *, standard: bool = False) -> Block | None:
        """Read one block; ``None`` where it is none."""
        if not isinstance(node, Mapping):
            self.problems.add("wrong-type", f"block {name} must be a mapping with 'layers'", node.mark)
            return None
        for key, _ in node.entries:
            if key.value not in PARTS:
                hint = did_you_mean(str(key.value), PARTS) or f"; it has {', '.join(PARTS)}"
                self.problems.add("unknown-key", f"block {name} has no '{key.value}'{hint}", key.mark)
        layers = node.get("layers")
        if layers is None:
            self.problems.add("missing-option", f"block {name} must be given layers", node.mark)
        arguments = _arguments(node.get("arguments"), self.problems, self.outer)
        items = ItemReader(self.problems, self.find, arguments.keys() | self.outer)
        summary = node.get("summary")
        return Block(
            name=name,
            arguments=arguments,
            layers=items.layers(layers, node.mark),
            summary=summary.text if isinstance(summary, Scalar) else "",
            standard=standard,
        )


def _arguments(node: Node | None, problems: Problems, outer: AbstractSet[str]) -> dict[str, Marked | None]:
    """Read names and defaults; a default may use the arguments before it and ``channels``."""
    found: dict[str, Marked | None] = {}
    for key, value in argument_entries(node, problems):
        empty = isinstance(value, Scalar) and value.value is None
        found[key] = None if empty else marked(value, found.keys() | outer | {"channels"}, problems)
    return found


def argument_entries(node: Node | None, problems: Problems) -> Iterator[tuple[str, Node]]:
    """Walk declared arguments with legal names."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return
    if not isinstance(node, Mapping):
        problems.add("wrong-type", "arguments must be a mapping: a name, and its default", node.mark)
        return
    problems.several("arguments", len(node.entries), node)
    for key, value in node.entries:
        name = str(key.value)
        problems.name(name, key)
        if name in RESERVED:
            told = f"'{name}' is known already, as what enters; call the argument otherwise"
            problems.add("bad-name", told, key.mark)
        elif not name.isidentifier() or not name.isascii():
            problems.add("bad-name", f"'{name}' cannot name an argument: use letters, digits and '_'", key.mark)
        else:
            yield name, value


def signatures(node: Node | None, problems: Problems) -> dict[str, Signature]:
    """Give the argument names of a file's blocks, before any body is read."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return {}
    if not isinstance(node, Mapping):
        problems.add("wrong-type", "blocks must be a mapping: a name, and its arguments and layers", node.mark)
        return {}
    found = {}
    for key, value in node.entries:
        name = str(key.value)
        problems.name(name, key)
        if name in LAYERS or name in STRUCTURES or name in NAMED or not name.isidentifier():
            problems.add("bad-name", f"'{name}' cannot name a block: it is a layer's word, or no plain word", key.mark)
            continue
        declared = value.get("arguments") if isinstance(value, Mapping) else None
        entries = declared.entries if isinstance(declared, Mapping) else ()
        found[name] = tuple(f"{k.value}{'!' * (isinstance(v, Scalar) and v.value is None)}" for k, v in entries)
    return found


def used(items: tuple[Item, ...]) -> Iterator[Item]:
    """Walk all items, those inside structures included."""
    for item in items:
        yield item
        match item.structure:
            case Stage(layers=layers):
                yield from used(layers)
            case Residual(body=body, shortcut=shortcut):
                yield from used((*body, *shortcut))
            case Branches(paths=paths):
                for _, path in paths:
                    yield from used(path)


def cycles(blocks: AnyMapping[str, Block], problems: Problems) -> None:
    """Note every block that, through others or not, uses itself."""
    calls = {
        name: [(item.word, item.mark) for item in used(block.layers) if item.word in blocks]
        for name, block in blocks.items()
    }
    done: set[str] = set()
    for name in blocks:
        _follow(name, (), calls, done, problems)


def _follow(
    name: str,
    trail: tuple[str, ...],
    calls: AnyMapping[str, list[tuple[str, Mark]]],
    done: set[str],
    problems: Problems,
) -> None:
    if len(trail) >= problems.limits.block_depth:
        what = f"blocks stand more than {problems.limits.block_depth} deep within each other (block_depth)"
        problems.add("blocks-too-deep", f"{what}: {' -> '.join(trail[:3])} -> ...", calls[trail[-1]][0][1])
        return
    for word, mark in calls[name] if name not in done else ():
        if word in (*trail, name):
            loop = " -> ".join([*(*trail, name)[(*trail, name).index(word) :], word])
            problems.add("block-cycle", f"block {word} uses itself: {loop}", mark)
        else:
            _follow(word, (*trail, name), calls, done, problems)
    done.add(name)
