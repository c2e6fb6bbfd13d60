"""Layers and rules in words, as their code declares them."""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import dataclass
from reportgen.ops import FAMILIES
from reportgen.ops.options import options_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.findings.base import Rule as CodedRule
    from reportgen.ops.base import Layer as CodedLayer
    from reportgen.ops.options import Option as CodedOption
    from reportgen.report import Severity

TRAITS: Final[Mapping[str, str]] = {
    "weighted": "It counts for depth.",
    "judged": "Capacity judges it where its window is wider than one cell.",
    "in_place": "It may overwrite what it reads.",
    "view": "It takes no memory of its own.",
    "many": "It reads two layers or more.",
}
"""What a layer's declarations mean for its figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a layer."""

    name: str
    doc: str
    expected: str
    default: str
    """As a file would set it; empty where the option must be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One word of the vocabulary."""

    word: str
    slot: str
    doc: str
    traits: str
    usage: str
    """How a file writes it, as short as can be."""
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Layers that do one kind of work."""

    name: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    name: str
    title: str
    severity: Severity
    when: str
    why: str
    bound: str


def families() -> tuple[Family, ...]:
    """Word the whole vocabulary."""
    return tuple(Family(name=name.capitalize(), layers=tuple(map(_layer, layers))) for name, layers in FAMILIES.items())


def _layer(cls: type[CodedLayer]) -> Layer:
    options = options_of(cls)
    return Layer(
        word=cls.word,
        slot=f"options-{cls.word.replace('_', '-')}",
        doc=" ".join((inspect.getdoc(cls) or "").split()),
        traits=" ".join(words for trait, words in TRAITS.items() if getattr(cls, trait)),
        usage=_usage(cls, options),
        options=tuple(map(_option, options)),
    )


def _usage(cls: type[CodedLayer], options: tuple[CodedOption, ...]) -> str:
    """Write the layer with the options that it must have; a bare value stands for the main one alone."""
    needed = [option.name for option in options if option.required]
    if not needed:
        return cls.word
    if needed == [cls.main]:
        return f"{cls.word}: <{cls.main}>"
    return f"{cls.word}: {{{', '.join(f'{name}: <{name}>' for name in needed)}}}"


def _option(option: CodedOption) -> Option:
    return Option(
        name=option.name,
        doc=option.doc,
        expected=option.kind.words,
        default="" if option.required else written(option.default),
    )


def written(value: Any) -> str:  # noqa: ANN401 - any option
    """Write a value as a file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "none"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written, value))}]"
    return f"{float(value):g}" if isinstance(value, Fraction) else str(value)


def rule(one: CodedRule) -> Rule:
    """Word a rule."""
    bound = one.bound
    return Rule(
        name=one.name,
        title=one.title,
        severity=one.severity,
        when=one.when,
        why=one.why,
        bound="" if bound is None else str(bound) if bound.denominator in (1, 2, 3, 6, 8) else f"{float(bound):g}",
    )
