"""A network that the user names, exported: its code is run, on tensors without values."""

from __future__ import annotations

import importlib
import inspect
import io
import logging
import os
import sys
import warnings
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from reportgen.errors import Mark, Problem, ReportgenError, did_you_mean
from reportgen.importing.extras import library
from reportgen.importing.pytorch.archive import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.importing.pytorch.archive import Json

MOST_MIXED: Final = 4
"""Inputs of which some may be whole numbers, and others not."""
WORDS: Final[Mapping[str, Any]] = {"true": True, "false": False, "none": None}


def argument(text: str) -> Any:  # noqa: ANN401 - what the callable takes
    """Read the value of an option as people write it: a number, true, false, none, a list in brackets, or text."""
    bare = text.strip()
    if bare.lower() in WORDS:
        return WORDS[bare.lower()]
    if bare.startswith("[") and bare.endswith("]"):
        return [argument(part) for part in bare[1:-1].split(",") if part.strip()]
    for kind in (int, float):
        try:
            return kind(bare)
        except ValueError:
            continue
    return text


Inputs: TypeAlias = "Sequence[tuple[str, tuple[int, ...]]]"
"""Name of each input, empty where its place tells which it is, and its sizes without the batch."""


def export(target: str, inputs: Inputs, arguments: Mapping[str, Any]) -> Json:
    """Give the graph of ``PACKAGE.MODULE:CALLABLE(**arguments)`` for one sample of these shapes.

    The callable is a class of modules or a function that gives one. It is run, and so is the module: on PyTorch's
    ``meta`` device, where tensors have shapes and no values, as in evaluation.

    Raises:
        ReportgenError: where PyTorch is not there, or the user's code cannot be loaded, called or exported.
    """
    torch: Any = library("torch", "torch")
    made = _module(torch, target, arguments)
    return _saved(torch, _exported(torch, made, inputs, target), target)


def _refuse(target: str, name: str, message: str, cause: BaseException | None = None) -> NoReturn:
    raise ReportgenError([Problem(name, message, Mark(target))]) from cause


def _told(error: BaseException) -> str:
    """Give an error of others in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__


def _callable(target: str) -> Callable[..., Any]:
    package, _, path = target.partition(":")
    if not package or not path:
        _refuse(
            target, "bad-target", "name what makes the network as PACKAGE.MODULE:CALLABLE, or a file that ends in .pt2"
        )
    if os.getcwd() not in sys.path:  # noqa: PTH109 - an entry of sys.path is text
        sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as above; `python -m` does the same
    try:
        found: Any = importlib.import_module(package)
    except Exception as error:  # noqa: BLE001 - whatever the user's module raises
        _refuse(target, "no-module", f"{package} cannot be imported: {_told(error)}", error)
    for part in path.split("."):
        if not hasattr(found, part):
            near = did_you_mean(part, [name for name in dir(found) if not name.startswith("_")])
            _refuse(target, "no-callable", f"there is no {part} in {package}{near}")
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def _module(torch: Any, target: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - PyTorch has no types here
    """Make the module without values; where its own code needs some, with values that are then forgotten."""
    found = _callable(target)
    if isinstance(found, torch.nn.Module):
        return found.to("meta").eval()
    _check_arguments(found, target, arguments)
    try:
        try:
            with torch.device("meta"):
                made = found(**arguments)
        except (NotImplementedError, RuntimeError):
            made = found(**arguments)
    except Exception as error:  # noqa: BLE001 - whatever the user's code raises
        _refuse(target, "bad-call", f"calling it ends with {_told(error)}", error)
    if not isinstance(made, torch.nn.Module):
        _refuse(target, "no-network", f"it gives {type(made).__name__}, and must give a torch.nn.Module")
    return made.to("meta").eval()


def _check_arguments(found: Callable[..., Any], target: str, arguments: Mapping[str, Any]) -> None:
    try:
        inspect.signature(found).bind(**arguments)
    except TypeError as error:
        _refuse(target, "bad-argument", f"it cannot be called so: {error}; give options as --arg NAME=VALUE", error)
    except ValueError:
        return  # nobody knows what it takes


def _exported(torch: Any, made: Any, inputs: Inputs, target: str) -> Any:  # noqa: ANN401 - as above
    """Export a module; where it looks something up, all inputs are tried as whole numbers, and then some of them."""
    errors: list[Exception] = []
    for kinds in _kinds(torch, made, len(inputs)):
        given = zip(inputs, kinds, strict=True)
        samples = [(name, torch.zeros(1, *sizes, dtype=kind, device="meta")) for (name, sizes), kind in given]
        in_order = tuple(sample for name, sample in samples if not name)
        named = {name: sample for name, sample in samples if name}
        try:
            with _quiet(), torch.device("meta"):
                return torch.export.export(made, in_order, named, strict=False)
        except Exception as error:  # noqa: BLE001 - whatever the user's code raises
            errors.append(error)
    why = errors[:2][-1]  # of the likeliest kinds: mixed ones fail for reasons of their own
    _refuse(target, "no-export", f"torch.export cannot follow it: {_told(why)}", why)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what PyTorch warns of and logs, tracebacks among it: what fails is told in words."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _kinds(torch: Any, made: Any, count: int) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as above
    """Give the kinds of numbers that inputs may hold, the likeliest first."""
    plain, whole = torch.float32, torch.long
    yield (plain,) * count
    if any(isinstance(module, torch.nn.Embedding | torch.nn.EmbeddingBag) for module in made.modules()):
        yield (whole,) * count
        if count <= MOST_MIXED:
            yield from (kinds for kinds in product((plain, whole), repeat=count) if len(set(kinds)) > 1)


def _saved(torch: Any, program: Any, target: str) -> Json:  # noqa: ANN401 - as above
    """Read what was exported as it would be read from a file."""
    file = io.BytesIO()
    with _quiet():
        torch.export.save(program, file)
    file.seek(0)
    return read_archive(file, target)
