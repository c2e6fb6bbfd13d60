"""Frozen dataclasses that are made in a quarter of the time.

The standard library writes and compiles six functions for each frozen dataclass. A command as short as ``show`` uses a
hundred of them, and making them took it longer than its work. Here one function is compiled, ``__init__``, and that for
the first value that is made; the others are the same for all. What is said of ``dataclasses.dataclass`` holds:
``fields``, ``replace``, ``asdict``, matching, copying and pickling. Left out is what no value needs: ``__post_init__``,
``init=False`` and ``order``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from functools import cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from dataclasses import Field
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - type checkers know it by this name
    from functools import cached_property as cached_property  # noqa: PLC0414 - and this

    Fields = tuple[Field[Any], ...]


T = TypeVar("T")


class Value:
    """What is compared by its fields and never changes; by itself it has none."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    """Given by the standard library where a class declares fields."""
    _fields: ClassVar[Fields] = ()
    _shown: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that are told."""
    _compared: ClassVar[staticmethod[[Any], object]] = staticmethod(lambda _: ())
    """Gives what it is compared by."""

    def __eq__(self, other: object) -> bool:
        return self._compared(self) == self._compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __repr__(self) -> str:
        shown = [f"{name}={getattr(self, name)!r}" for name in self._shown]  # of thousands a digest is made
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> list[object]:
        return [getattr(self, field.name) for field in self._fields]

    def __setstate__(self, state: Iterable[object]) -> None:
        for field, value in zip(self._fields, state, strict=True):
            object.__setattr__(self, field.name, value)


class Keeping:
    """The base of values with cached properties and with slots: these keep its fields, a dictionary what is cached.

    Python reads a field of a slot in a tenth of the time that one takes beside which something is cached.
    """


_CLASS: Final[Any] = vars(object)["__class__"]
"""Sets the class of a value, whatever that says."""
_COMPARING: Final = ("__eq__", "__hash__")
_SHARED: Final = ("__repr__", "__setattr__", "__delattr__", "__getstate__", "__setstate__")


def _frozen(
    *,
    frozen: Literal[True],  # noqa: ARG001 - said where a class is declared; what may change is no value
    slots: bool = False,
    kw_only: bool = False,
    eq: bool = True,
) -> Callable[[type], type]:
    """Make a class a frozen dataclass; arguments are those of ``dataclasses.dataclass``."""
    declare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    shared = {name: vars(Value)[name] for name in (*_SHARED, *(_COMPARING if eq else ()))}

    def made(cls: type) -> type:
        found: Any = declare(cls)
        fields = dataclasses.fields(found)
        compared = [field.name for field in fields if field.compare]
        methods = {
            **shared,
            "__init__": _first(found, fields),
            "_fields": fields,
            "_shown": tuple(field.name for field in fields if field.repr),
            "_compared": staticmethod(attrgetter(*compared)) if compared else vars(Value)["_compared"],
        }
        for name, method in methods.items():
            setattr(found, name, method)
        value: type = found
        return value

    return made


def _first(cls: Any, fields: Fields) -> Callable[..., None]:  # noqa: ANN401 - a class, whose method it replaces
    """Give what makes the first value of a class: many a class is declared in a run that makes none."""

    def first(self: object, *values: object, **named: object) -> None:
        cls.__init__ = _initialiser(cls, fields)
        cls.__init__(self, *values, **named)

    return first


def _initialiser(cls: type, fields: Fields) -> Callable[..., None]:
    """Write the function that sets the fields of a new value, and compile it."""
    known: dict[str, Any] = {"_MISSING": MISSING}
    by_place, by_name, values = ["self"], ["*"], {}
    for field in fields:
        name = value = field.name
        default = ""
        if field.default is not MISSING:
            default = f"=_default_{name}"
            known[f"_default_{name}"] = field.default
        elif field.default_factory is not MISSING:
            default, value = "=_MISSING", f"_make_{name}() if {name} is _MISSING else {name}"
            known[f"_make_{name}"] = field.default_factory
        (by_name if field.kw_only else by_place).append(f"{name}{default}")
        values[name] = value
    given = ", ".join((*by_place, *(by_name if len(by_name) > 1 else ())))
    in_slots = all(isinstance(getattr(cls, name, None), MemberDescriptorType) for name in values)
    lines = [*(_opening(cls, values, known) if in_slots else ()), *_putting(cls, values, known)]
    written = [f"    {line}" for line in (*lines, "pass")]
    return _compiled("__init__", (f"def __init__({given}):", *written), known)


def of_columns(cls: type[T], *columns: Iterable[Any]) -> list[T]:
    """Make values of a class that keeps its fields in slots, of a column for each field, up to where the shortest ends.

    Of hundreds that takes two thirds of the time of calling the class for each.
    """
    known: Any = cls
    return _rows(known)(columns)


@cache  # one function a class
def _rows(cls: Any) -> Callable[[Iterable[Iterable[Any]]], list[Any]]:  # noqa: ANN401 - a class of values
    """Write the function that makes values of columns, and compile it."""
    names = [field.name for field in cls._fields]
    lines = (
        "def rows(columns):",
        "  found = []",
        f"  for {', '.join(names)}, in zip(*columns):",
        "    value = _new(_open)",
        *[f"    value.{name} = {name}" for name in names],
        "    value.__class__ = _closed",
        "    found.append(value)",
        "  return found",
    )
    return _compiled("rows", lines, {"_new": object.__new__, "_open": _opened(cls), "_closed": cls})


def _compiled(name: str, lines: Iterable[str], known: dict[str, Any]) -> Callable[..., Any]:
    """Compile a function that is written here: it holds names of fields, and no text of others."""
    # Compiled apart: Python ends by the signal, whoever hears of it, if an interruption comes while it executes text.
    code = compile("\n".join(lines), f"<{name}>", "exec")
    exec(code, known)  # noqa: S102 - as said above
    made: Callable[..., Any] = known[name]
    return made


def _opened(cls: type) -> type:
    """Make the class of a value that may be changed, while its fields are set."""
    opened = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls.__name__, (cls,), opened)


def _opening(cls: type, values: Mapping[str, str], known: dict[str, Any]) -> Iterator[str]:
    """Write how a value is of a class that may be changed while its fields are set, where it keeps all in slots.

    That takes three fifths of the time of putting them one by one. A class without fields of its own that inherits
    may keep more than slots, and so does without.
    """
    known |= {"_closed": cls, "_open": _opened(cls), "_turn": _CLASS.__set__}
    yield "if self.__class__ is _closed:"
    yield "    _turn(self, _open)"
    yield from (f"    self.{name} = {value}" for name, value in values.items())
    yield "    self.__class__ = _closed"
    yield "    return"


def _putting(cls: type, values: Mapping[str, str], known: dict[str, Any]) -> Iterator[str]:
    """Write how each field is put where it is kept, its slot or the value's own dictionary.

    ``object.__setattr__`` would first look for that place, which takes twice as long.
    """
    if cls.__dictoffset__:
        yield "_kept = self.__dict__"
    for name, value in values.items():
        slot = getattr(cls, name, None)
        if isinstance(slot, MemberDescriptorType):
            known[f"_put_{name}"] = slot.__set__
            yield f"_put_{name}(self, {value})"
        else:
            yield f"_kept[{name!r}] = {value}"


class _CachedProperty:
    """What ``functools`` has under that name, without the lock that it takes before Python 3.12 for each value."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, value: object, owner: type | None = None) -> Any:  # noqa: ANN401 - whatever it is
        if value is None:
            return self
        found = value.__dict__[self.name] = self.work(value)
        return found


if not TYPE_CHECKING:
    dataclass = _frozen
    cached_property = _CachedProperty
