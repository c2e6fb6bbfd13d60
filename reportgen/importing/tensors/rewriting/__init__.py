"""Programs in fewer and better words: what was spelt out by hand gets its name.

Each pass is a function from a program to a program, in a file of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.rewriting.attention import with_attention
from reportgen.importing.tensors.rewriting.by_value import with_functions
from reportgen.importing.tensors.rewriting.folding import with_constants_folded
from reportgen.importing.tensors.rewriting.groups import with_group_norms
from reportgen.importing.tensors.rewriting.learned import with_learned_folded
from reportgen.importing.tensors.rewriting.padding import with_padding_folded
from reportgen.importing.tensors.rewriting.parts import with_parts_found
from reportgen.importing.tensors.rewriting.response import with_response_norms
from reportgen.importing.tensors.rewriting.rolling import with_rolls
from reportgen.importing.tensors.rewriting.stacks import with_stacks_merged
from reportgen.importing.tensors.rewriting.unread import without_unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.tensors.program import Program

PASSES: Final[tuple[Callable[[Program], Program], ...]] = (
    with_constants_folded,
    with_parts_found,
    with_response_norms,
    with_padding_folded,
    with_rolls,
    with_functions,
    with_stacks_merged,
    with_group_norms,
    without_unread,
    with_attention,
    without_unread,
    with_learned_folded,
    without_unread,
)
"""What is done to a program before it becomes layers, in order."""


def rewritten(program: Program) -> Program:
    """Give the program after all passes; it computes the same."""
    for each in PASSES:
        program = each(program)
    return program
