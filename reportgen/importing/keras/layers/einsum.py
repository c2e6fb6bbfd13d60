"""Products that are spelt out: ``EinsumDense``."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers.activation import activated
from reportgen.importing.keras.records import MalformedError
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

_EQUATION: Final = re.compile(r"((?:\.\.\.)?[a-zA-Z]+(?:\.\.\.)?),([a-zA-Z]+)->((?:\.\.\.)?[a-zA-Z]+(?:\.\.\.)?)")
_OTHERS: Final = "0123456789"
"""What stands for axes that an equation leaves at three dots."""


@rule("EinsumDense", becomes=("dense", "pointwise"))
def einsum_dense(call: Call) -> Tensor:
    """Where it works along the last axis alone; other products are told with their parameters and multiply-adds."""
    x = call.read
    read, kernel, given = _labels(call, x)
    sizes = dict(zip(read[1:], x.keras, strict=True)) | _asked(call, given)
    unknown = sorted(set(kernel + given[1:]) - sizes.keys())
    if unknown:
        raise MalformedError(f"{call.config.place}: equation: nothing tells the size of {', '.join(unknown)}")
    bias = call.config.text("bias_axes")
    last, new = read[-1], given[-1]
    if kernel == last + new and given == read[:-1] + new and bias in {"", new} and len(read) > 1:
        x = call.along(x, len(x.keras) - 1)
        word, name = ("dense", "units") if len(x.keras) == 1 else ("pointwise", "filters")
        return activated(call, call.emit(word, x, options={name: sizes[new], "bias": bool(bias)}))
    stored = prod(sizes[label] for label in kernel) + (prod(sizes.get(label, 1) for label in bias) if bias else 0)
    macs = prod(sizes[label] for label in set(read[1:] + kernel))
    shape = tuple(sizes[label] for label in given[1:])
    raise UnexpressedError("a product along several axes", shape, parameters=stored, macs=macs)


def _labels(call: Call, x: Tensor) -> tuple[str, str, str]:
    """Give the axes of what is read, of the weights and of what is put out; three dots written out."""
    found = _EQUATION.fullmatch(call.config.text("equation").replace(" ", ""))
    if not found:
        raise UnexpressedError("a product whose equation is not understood")
    read, kernel, given = found.groups()
    dots = len(x.keras) + 1 - len(read.replace(".", ""))
    if ("..." in read) != ("..." in given) or not 0 <= dots <= (len(_OTHERS) if "..." in read else 0):
        raise UnexpressedError("a product whose equation does not fit what it reads")
    return read.replace("...", _OTHERS[:dots]), kernel, given.replace("...", _OTHERS[:dots])


def _asked(call: Call, given: str) -> dict[str, int]:
    """Give the sizes of what is put out, where they are set."""
    shape = call.config.raw("output_shape")
    sizes = shape if isinstance(shape, list) else [shape]
    if len(sizes) > len(given) or not all(n is None or (type(n) is int and n > 0) for n in sizes):
        raise call.config.refused("output_shape", "a list of whole numbers")
    pairs = zip(given[len(given) - len(sizes) :], sizes, strict=True)
    return {label: n for label, n in pairs if n is not None}


RULES = (einsum_dense,)
