from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader

from reportgen.compiled import CompiledTemplates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Jinja compiles from here on, with a place of this test's for what is kept of them."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    texts = []
    real = Environment.compile

    def counted(environment: Environment, source: str, *rest: object, **named: object) -> object:
        texts.append(source)
        return real(environment, source, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counted)
    return texts


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., str]:
    """Write a template, and fill it in an environment of its own, as another program would."""

    def render(text: str, folder: str = "package", **manner: bool) -> str:
        place = tmp_path / folder / "page.html"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
        kept = CompiledTemplates(tmp_path / "package")
        environment = Environment(loader=FileSystemLoader(place.parent), bytecode_cache=kept, **manner)  # type: ignore[arg-type]  # noqa: S701 - what is tried
        return environment.get_template("page.html").render(value="<b>")

    return render


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "kept").rglob("*") if path.is_file()]


def test_template_is_compiled_once_and_anew_when_it_changes(compiled: list[str], rendered: Callable[..., str]) -> None:
    assert [rendered("a {{ value }}") for _ in range(2)] == ["a <b>", "a <b>"]
    assert compiled == ["a {{ value }}"]

    assert rendered("b {{ value }}") == "b <b>"
    assert compiled == ["a {{ value }}", "b {{ value }}"]


def test_environments_that_compile_in_another_manner_share_nothing(
    compiled: list[str], rendered: Callable[..., str]
) -> None:
    assert rendered("{{ value }}") == "<b>"
    assert rendered("{{ value }}", autoescape=True) == "&lt;b&gt;"
    assert len(compiled) == 2


def test_template_of_a_user_is_not_kept(tmp_path: Path, compiled: list[str], rendered: Callable[..., str]) -> None:
    assert [rendered("{{ value }}", "overrides") for _ in range(2)] == ["<b>", "<b>"]
    assert len(compiled) == 2
    assert kept(tmp_path) == []


@pytest.mark.parametrize("damaged", [lambda _: b"", lambda content: content[:60], lambda content: b"x" + content])
def test_what_is_damaged_is_compiled_anew(
    damaged: Callable[[bytes], bytes], tmp_path: Path, compiled: list[str], rendered: Callable[..., str]
) -> None:
    rendered("{{ value }}")
    (place,) = kept(tmp_path)
    whole = place.read_bytes()
    place.write_bytes(damaged(whole))

    assert rendered("{{ value }}") == "<b>"
    assert len(compiled) == 2
    assert kept(tmp_path) == [place]
    assert place.read_bytes() == whole


def test_nothing_is_written_where_python_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rendered: Callable[..., str], compiled: list[str]
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered("{{ value }}") == "<b>"
    assert kept(tmp_path) == []

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "kept").write_text("a file where the folder would be")
    assert rendered("{{ value }}") == "<b>"
    assert len(compiled) == 2
