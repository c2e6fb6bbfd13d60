"""Layers that use the weights of an earlier one: which that is, and whether they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.ops.base import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.graph.node import Node


def misfit(node: Node, owner: Node) -> str:
    """Say why a layer cannot use the weights of another, and what to do; empty where it can."""
    if node.op.word == "custom":
        return "custom says itself what it stores: leave 'weights' out and give 'parameters: 0'"
    if owner.op.word != node.op.word:
        return f"'{owner.id}' is not of the same kind, but {owner.op.word}; only a {node.op.word} has such weights"
    stored = node.fitted.parameters
    if stored is None or (stored.trainable == 0 and stored.buffers == 0):
        return f"{node.op.word} stores none; leave 'weights' out"
    others = tuple(_differing(node, owner))
    if others:
        return f"those of '{owner.id}' differ in {' and '.join(others)}; give both the same, or weights of their own"
    if stored != owner.fitted.parameters:
        return f"those of '{owner.id}' are for other channels or cells; give both inputs of one shape"
    return ""


def _differing(node: Node, owner: Node) -> Iterator[str]:
    """Name the options that shape weights and are not the same."""
    for name, option in node.op.options.items():
        if name not in node.op.unshaped and _axes(node, option.attribute) != _axes(owner, option.attribute):
            yield f"'{name}'"


def _axes(node: Node, attribute: str) -> object:
    """Give an option, one value an axis where it has been given so or for all axes at once."""
    value, rank = getattr(node.op, attribute), len(node.input_shapes[0]) - 1
    return spread(value, rank, attribute) if attribute == "kernel" else value
