"""What is done to the input before the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.importing.keras.layers.rescaling import rescaled
from reportgen.importing.keras.records import exact
from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from fractions import Fraction

    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@rule("Rescaling", becomes="rescale")
def rescaling(call: Call) -> Tensor:
    """One scale and one offset for all channels; one for each is told."""
    scale, offset = call.config.raw("scale"), call.config.raw("offset")
    return rescaled(call, call.read, _single(call, "scale", scale, 1), _single(call, "offset", offset, 0))


def _single(call: Call, name: str, value: Any, default: int) -> Fraction:  # noqa: ANN401 - whatever a file holds
    """Read a number, or a list of equal numbers; each channel by itself has no word."""
    if isinstance(value, list):
        numbers = {exact(entry, call.config.refused(name, "numbers")) for entry in value}
        if len(numbers) != 1:
            raise call.elementwise("each channel is scaled by a number of its own")
        return numbers.pop()
    return exact(default if value is None else value, call.config.refused(name, "a number"))


@rule("Normalization", becomes="custom")
def normalization(call: Call) -> Tensor:
    """Told. Where the file holds no mean and variance, Keras keeps them beside it, and a counter: buffers here."""
    x = call.read
    if call.config.raw("mean") is not None:
        raise call.elementwise("each channel is normalised by numbers of its own")
    value = call.config.raw("axis")
    axes = [] if value is None else value if isinstance(value, list) else [value]
    kept = 2
    for axis in axes:
        kept *= x.keras[call.axis(x, axis)]
    why = "each channel is normalised by numbers that were measured before training"
    raise UnexpressedError(why, x.keras, parameters=0, buffers=kept + 1, macs=0, sees="none")


@rule("Resizing", becomes="upsample")
def resizing(call: Call) -> Tensor:
    """`nearest`, `bilinear` and `bicubic`; where the picture is cut or padded to keep its proportions it is told."""
    x = call.channelled()
    size = (call.config.whole("height"), call.config.whole("width"))
    how = call.config.text("interpolation", "bilinear")
    kept = [call.config.flag(name, default=False) for name in ("crop_to_aspect_ratio", "pad_to_aspect_ratio")]
    if how not in {"nearest", "bilinear", "bicubic"} or any(kept) or call.lead:
        to = dict(zip(x.axes[1:], size, strict=True))
        shape = tuple(to.get(axis, n) for axis, n in enumerate(x.keras))
        raise UnexpressedError("it resizes in a way that has no word here", shape, parameters=0)
    return call.emit("upsample", x, options={"size": list(size), "mode": how})


@rule("CenterCrop", becomes="crop")
def center_crop(call: Call) -> Tensor:
    """By the size that is kept."""
    x = call.channelled()
    return call.emit("crop", x, options={"size": [call.config.whole("height"), call.config.whole("width")]})


@rule(
    *("RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness"),
    *("RandomShear", "RandomErasing", "RandomGaussianBlur", "RandomHue", "RandomSaturation", "RandomSharpness"),
    *("RandomColorJitter", "RandomColorDegeneration", "RandomGrayscale", "RandomInvert", "RandomPosterization"),
    *("RandomPerspective", "RandomElasticTransform"),
)
def augmentation(call: Call) -> Tensor:
    """In training alone."""
    return call.read


RULES = (rescaling, normalization, resizing, center_crop, augmentation)
