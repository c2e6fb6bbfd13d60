"""What has no words, but is known to multiply no matrices: it is told, and the sum of multiply-adds stays known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def told(b: Builder, call: Call) -> None:
    """A layer of which shape and multiply-adds are known."""
    b.unknown(call, "there is no word for it", 0)


RULES: Final = (
    Rule(
        (
            *("eq", "ne", "gt", "ge", "lt", "le", "logical_and", "logical_or", "logical_not", "isnan", "any", "all"),
            *("rand_like", "randn_like", "bernoulli", "flip", "cumsum", "cumprod", "sort", "topk", "argmax", "argmin"),
            *("gather", "index_select", "take_along_dim", "repeat_interleave", "tril", "triu", "unfold", "one_hot"),
            *("log_sigmoid", "threshold", "softshrink", "hardshrink", "log1p", "expm1", "tan", "atan", "sinh", "cosh"),
            *("std", "var", "var_mean", "norm", "linalg_vector_norm", "logsumexp", "prod", "median"),
            *("im2col", "col2im", "grid_sampler", "embedding_bag", "pairwise_distance", "cosine_similarity"),
            *("addcmul", "addcdiv", "lerp", "remainder", "fmod", "floor_divide"),
        ),
        told,
        ("custom",),
        "Told; it multiplies no matrices.",
    ),
)
"""In the order of the documentation."""
