"""Small random changes to bytes, with words of the format among what is put in; and to what JSON holds."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

from reportgen.ops import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

STRUCTURE: Final = [
    "stage",
    "residual",
    "branches",
    "paths",
    "body",
    "shortcut",
    "merge",
    "skip",
    "repeat",
    "first",
    "when",
    "from",
    "name",
    "layers",
    "blocks",
    "arguments",
    "variants",
    "input",
    "inputs",
    "outputs",
    "allow",
    "weights",
    "published",
    "metrics",
    "budgets",
    "links",
    "tags",
    "extra",
    "channels",
]
SIGNS: Final = (
    "${",
    "}",
    "$",
    "&a",
    "*a",
    "<<",
    "!x",
    "[",
    "]",
    "{",
    ": ",
    ", ",
    "'",
    '"',
    "#",
    "|",
    ">",
    "---\n",
    "\t",
)
VALUES: Final = [
    "0",
    "-1",
    "1",
    "2",
    "3",
    "7",
    "1e9",
    "999999999",
    "1000000",
    "0.5",
    "true",
    "null",
    ".inf",
    "half",
    "same",
]
PLAIN: Final = (None, True, 0, 1, -1, 3, 10**30, 0.5, "", "NaN", "same", [], [0], [1, 1], {}, {"as_int": 0})
"""What stands in JSON where something else is expected."""
ENDS: Final = ("\n", "\n  - ", "\n    ", "\0", "\ufeff")
OPTIONS: Final = sorted({option for cls in LAYERS.values() for option in cls.options})
WORDS: Final = tuple(word.encode() for word in (*LAYERS, *OPTIONS, *STRUCTURE, *SIGNS, *VALUES, *ENDS))


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Change some bytes in one to six places."""
    for _ in range(random.randint(1, 6)):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.choice((0, 0, 1, 2, 8, 40)))
        match random.randint(0, 4):
            case 0:
                put = random.choice(WORDS)
            case 1:
                put = bytes([random.randrange(256)])
            case 2:
                put = data[start:end] * random.choice((0, 2, 3))
            case 3:
                lines = data.splitlines(keepends=True) or [b""]
                put = random.choice(lines)
            case _:
                other = random.choice(others)
                at = random.randint(0, len(other))
                put = other[at : at + random.choice((4, 16, 64, 256))]
        data = data[:start] + put + data[end:]
    return data[:20_000]


def mutated_json(data: bytes, random: Random) -> bytes:
    """Change some values of a document: for others, for others of its own, or for none; bytes that hold none stay."""
    try:
        document = json.loads(data)
    except ValueError:
        return data
    for _ in range(random.choice((1, 1, 2, 3))):
        holder, key = random.choice(list(_places([document])))
        match random.randint(0, 3):
            case 0:
                holder[key] = random.choice(PLAIN)
            case 1:
                other, place = random.choice(list(_places([document])))
                holder[key] = copy.deepcopy(other[place])
            case 2 if isinstance(holder[key], int | float):
                holder[key] += random.choice((1, -1, holder[key]))
            case _ if isinstance(holder, dict):
                del holder[key]
    return json.dumps(document).encode()


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place of a document below its holder: what holds it, and the key or number that it stands under."""
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        yield holder, key
        if isinstance(holder[key], dict | list):
            yield from _places(holder[key])
