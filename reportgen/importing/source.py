"""What an importer has read: a network as its source tells it, in the words of the vocabulary.

Each reader (ONNX, Keras, PyTorch) makes one of these; writing it out and checking what was written is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value


def plain(value: Any) -> Value:  # noqa: ANN401 - whatever a reader found
    """Give an option's value as a file would hold it: lists, and exact numbers."""
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, float):
        return Fraction(repr(value))
    found: Value = value
    return found


def along(values: Sequence[int]) -> Value:
    """Write one value an axis as briefly as it can be."""
    return values[0] if len(set(values)) == 1 else list(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLayer:
    """One layer of the source, as a layer of ours."""

    name: str
    """What the source calls it, unlike any other of the network: ``layer1.0.conv1``, ``/features/Conv_3``."""
    word: str
    """Its word in the vocabulary; ``custom`` where it has none."""
    options: Mapping[str, Value] = field(default_factory=dict)
    """Options that differ from the word's defaults."""
    reads: tuple[str, ...]
    """Names of the layers or inputs that it reads, in order."""
    shape: Shape | None = None
    """Output shape by the source's own account, channels first and without batch; ``None`` where it does not say."""
    trainable: int | None = None
    """Trainable parameters that it uses, by the source's own account; ``None`` where it does not say."""
    buffers: int | None = None
    """Stored values that it uses and that are not trained, by the same account; ``None`` where it does not say."""
    scope: tuple[str, ...] = ()
    """Modules that it stands in, outermost first: ``("layer1", "0")``."""
    modules: tuple[str, ...] = ()
    """Class of each module of ``scope``, where the source knows it: ``("Sequential", "Bottleneck")``; else empty."""
    weights: str = ""
    """Name of an earlier layer whose parameters it uses again; empty: its own."""
    remark: str = ""
    """Why it could not be expressed, or what a reader should know; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNetwork:
    """A network as its source tells it."""

    name: str
    """For people: ``ResNet-50``."""
    origin: str
    """Where it was read from, for the file's first comment."""
    inputs: Mapping[str, Shape]
    """Shape of each input, channels first and without the batch, in order."""
    layers: tuple[SourceLayer, ...]
    """Each behind what it reads."""
    outputs: tuple[str, ...]
    """Names of the layers that are put out, in order."""
    trainable: int | None = None
    """Trainable parameters of the whole, each once, by the source's own account; ``None`` where it does not say."""
    buffers: int | None = None
    """Stored values that are not trained, of the whole; ``None`` where the source does not say."""
