"""From the options that a file gives to a layer, with all that is wrong with them told at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.errors import did_you_mean, nearest
from reportgen.frozen import dataclass
from reportgen.ops.options import OptionError, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.ops.base import Layer

L = TypeVar("L", bound="Layer")

_ELSEWHERE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "alpha": ("slope", "multiplier"),
        "block_size": ("factor",),
        "border_mode": ("padding",),
        "cropping": ("amount",),
        "depth_multiplier": ("multiplier",),
        "dilation_rate": ("dilation",),
        "downscale_factor": ("factor",),
        "drop_prob": ("rate",),
        "elementwise_affine": ("affine",),
        "embedding_dim": ("units",),
        "filter_size": ("kernel",),
        "filters": ("units", "multiplier"),
        "grid_size": ("grid",),
        "hidden_size": ("units",),
        "input_dim": ("vocabulary",),
        "interpolation": ("mode",),
        "kernel_size": ("kernel",),
        "n_filters": ("filters",),
        "n_heads": ("heads",),
        "nb_filter": ("filters",),
        "negative_slope": ("slope",),
        "nhead": ("heads",),
        "num_embeddings": ("vocabulary",),
        "num_filter": ("filters",),
        "num_filters": ("filters",),
        "num_groups": ("groups",),
        "num_heads": ("heads",),
        "num_output": ("filters", "units"),
        "num_parameters": ("parameters",),
        "num_units": ("units",),
        "out_channels": ("filters",),
        "out_features": ("units", "filters"),
        "output_dim": ("units",),
        "output_shape": ("output",),
        "output_size": ("size",),
        "p": ("rate",),
        "pad": ("padding",),
        "padding": ("amount",),
        "params": ("parameters",),
        "pool_size": ("kernel", "pieces"),
        "qkv_bias": ("bias",),
        "return_sequences": ("sequence",),
        "scale_factor": ("scale",),
        "shift_size": ("shift",),
        "strides": ("stride",),
        "subsample": ("stride",),
        "target_shape": ("shape",),
        "units": ("filters",),
        "upscale_factor": ("factor",),
        "use_bias": ("bias",),
        "vocab_size": ("vocabulary",),
        "window_size": ("window",),
    }
)
"""What other frameworks call an option, and what it may be called here, the likeliest first."""


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """One thing that is wrong with the options of one layer."""

    option: str
    """The option as the file spells it; empty where it is about the layer as a whole."""
    name: str
    """``unknown-option``, ``missing-option``, ``wrong-value`` or ``conflicting-options``."""
    message: str
    """What is wrong and what to do, in one sentence without a full stop."""


class OptionProblems(Exception):  # noqa: N818 - it carries several
    """All that is wrong with the options of one layer."""

    def __init__(self, problems: Iterable[OptionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


def make(cls: type[L], given: Mapping[str, Value]) -> L:
    """Make a layer from the options that a file gives, or raise ``OptionProblems`` with all that is wrong."""
    problems = [] if cls.required <= given.keys() <= cls.options.keys() else list(_misnamed(cls, given))
    values: dict[str, Any] = {}
    for name, value in given.items():
        option = cls.options.get(name)
        if option is None:
            continue
        try:
            values[option.attribute] = option.kind.read(value)
        except OptionError as error:
            problems.append(OptionProblem(name, "wrong-value", f"{cls.word}.{name}: {error}"))
    if problems:
        raise OptionProblems(problems)
    return _checked(cls(**values))


def _misnamed(cls: type[Layer], given: Mapping[str, Value]) -> Iterator[OptionProblem]:
    """Tell of options that the layer does not have, and of those that it must have and was not given."""
    unknown = [name for name in given if name not in cls.options]
    for name in unknown:
        yield OptionProblem(name, "unknown-option", unknown_option(cls, name))
    missing = [option for name, option in cls.options.items() if name in cls.required and name not in given]
    # A required option misspelt, or under another framework's name, is one slip, not two.
    meant = {_elsewhere(cls, name) or nearest(name, cls.options) for name in unknown if missing}
    for option in missing:
        if option.name not in meant:
            what = f"{cls.word} must be given '{option.name}', {option.kind.words}"
            yield OptionProblem(option.name, "missing-option", what)


def conflict(cls: type[Layer], error: OptionError) -> OptionProblem:
    """Word an option whose own kind accepts it, but not the layer's other options or the shape it meets."""
    place = f"{cls.word}.{error.option}:" if error.option else cls.word
    return OptionProblem(error.option, "conflicting-options", f"{place} {error}")


def unknown_option(cls: type[Layer], name: str) -> str:
    """Say that a layer has no such option, and which of its own may be meant."""
    ours = _elsewhere(cls, name)
    hint = f"; did you mean '{ours}'?" if ours else did_you_mean(name, cls.options)
    if not hint:
        hint = f"; it has {', '.join(cls.options)}" if cls.options else "; it takes none"
    return f"{cls.word} has no option '{name}'{hint}"


def _elsewhere(cls: type[Layer], name: str) -> str | None:
    """Give the option that is called ``name`` in another framework."""
    return next((word for word in _ELSEWHERE.get(name, ()) if word in cls.options), None)


def _checked(layer: L) -> L:
    try:
        layer.check()
    except OptionError as error:
        raise OptionProblems([conflict(type(layer), error)]) from error
    return layer
