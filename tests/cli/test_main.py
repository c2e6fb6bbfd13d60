"""The program itself: what it imports, how it ends, what it says when it is used wrongly."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from reportgen import __main__ as program
from reportgen import __version__
from reportgen.cli import COMMANDS, NO_READER, commands

ROOT = Path(__file__).parents[2]
DEEP_NET = "architectures/nolearn/deep-net.yml"
HEAVY = ("matplotlib", "mkdocs", "numpy", "jinja2", "pygraphviz")


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    command = [sys.executable, "-m", "reportgen", *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def imported_by(*arguments: str) -> set[str]:
    """Give the modules that are loaded once a command has run."""
    script = (
        f"import sys\nfrom reportgen.__main__ import run\nassert run({list(arguments)}) == 0\n"
        "print('\\n', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in done.stderr.split()} | set(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], (*HEAVY, "rich", "yaml", "reportgen.analysis", "reportgen.cli.show", "reportgen.cli.build")),
        (
            ["show", DEEP_NET],
            (*HEAVY, "rich", "importlib.metadata", "reportgen.cli.build", "reportgen.pages", "reportgen.charts"),
        ),
        (["show", DEEP_NET, "--format", "json"], (*HEAVY, "rich")),
        (["expand", DEEP_NET], (*HEAVY, "rich")),
        (["schema"], (*HEAVY, "rich")),
        (["check", DEEP_NET], (*HEAVY, "rich")),
        (["compare", DEEP_NET, DEEP_NET], (*HEAVY, "rich", "reportgen.pages", "reportgen.charts")),
        (["compare", DEEP_NET, DEEP_NET, "--format", "json"], (*HEAVY, "rich")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], unwanted: tuple[str, ...]) -> None:
    loaded = imported_by(*arguments)
    assert "reportgen" in loaded
    assert loaded.isdisjoint(unwanted)


def test_every_public_name_is_there_when_it_is_asked_for() -> None:
    import reportgen  # noqa: PLC0415 - as whoever uses it does

    assert all(getattr(reportgen, name) for name in reportgen.__all__)
    with pytest.raises(AttributeError, match="module 'reportgen' has no attribute 'analyze'"):
        reportgen.analyze  # noqa: B018 - asking is what is tested


def test_help_lists_every_command_as_the_command_itself_does() -> None:
    context = click.Context(commands)
    for name, line in COMMANDS.items():
        command = commands.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help
        assert line in CliRunner().invoke(commands, ["--help"]).output
        assert CliRunner().invoke(commands, [name, "--help"]).exit_code == 0


def test_the_version() -> None:
    assert ran("--version").stdout.strip().endswith(__version__)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shwo"], "no command is called 'shwo'; did you mean 'show'?"),
        (["show"], "Missing argument 'FILE'"),
        (["show", DEEP_NET, "--convention", "lasagne"], "'lasagne' is not one of"),
        (["check", "--fail-on", "warn"], "'warn' is not one of"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


@pytest.mark.parametrize("command", ["show", "expand"])
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("gone.yml", "gone.yml: unreadable: no such file or directory; check the path"),
        ("gone.yml:a", "gone.yml:a: unreadable: no such file or directory; check the path"),
        ("architectures", "architectures: is-a-folder: this is a folder; name a file in it"),
        ("architectures/vgg/vgg.yml:vgg-12", "unknown-variant: no variant is called 'vgg-12'; did you mean 'vgg-1"),
        (f"{DEEP_NET}:b", "unknown-variant: no variant is called 'b'; the file has none"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_line(
    command: str, target: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert program.run([command, target]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert err.count("\n") == 1
    assert out == ""


def test_every_problem_of_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text("input: [1, 8]\nlayers:\n  - dnse: 3\n  - dense: {unit: 3}\n", encoding="utf-8")
    done = ran("show", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path}:3:5: unknown-layer: " in done.stderr
    assert "    3 |   - dnse: 3\n            ^^^^" in done.stderr
    assert f"{path}:4:13: unknown-option: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["show", "check"])
def test_problems_of_all_variants_are_told_at_once(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.yml"
    path.write_text("input: [1, 8]\narguments: {k: 3}\nvariants: {a: {k: 9}, b: {k: 11}}\nlayers: [{max_pool: $k}]\n")
    assert program.run([command, str(path)]) == 2
    err = capsys.readouterr().err
    assert "spans 9, more than its padded input of 8" in err
    assert "spans 11, more than its padded input of 8" in err


def test_a_file_with_a_colon_in_its_name_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a:b.yml"
    path.write_text("input: [1, 8]\nlayers: [relu]\n", encoding="utf-8")
    assert program.run(["expand", str(path)]) == 0
    assert capsys.readouterr().out.startswith('name: "a:b"\n')


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_a_closed_pipe_is_no_error(form: str) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "reportgen", "show", DEEP_NET, "--format", form]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)  # noqa: S603 - our own program
    os.close(write)
    assert (done.returncode, done.stderr) == (NO_READER, b"")


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("reportgen.cli.show.read_target", lambda _: os.kill(os.getpid(), signal.SIGINT))
    # A suite that was started in the background inherits that interrupts are ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert program.run(["show", DEEP_NET]) == program.INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, before)
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", "")


def test_a_defect_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.cli.show.read_target", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        program.run(["show", DEEP_NET])


def test_an_encoding_without_a_character_shows_its_code(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text("name: café\ninput: [1, 8]\nlayers: [relu]\n", encoding="utf-8")
    done = ran("show", str(path), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# caf\\xe9 with")


def on_a_terminal(*arguments: str, columns: int, **environment: str) -> str:
    """Run the program on a terminal of its own, and give what it prints there."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        wanted = kept | {"TERM": "xterm-256color", "COLUMNS": str(columns)} | environment
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "reportgen", *arguments], wanted)  # noqa: S606 - our own program
    out = b""
    try:
        while read := os.read(terminal, 65_536):
            out += read
    except OSError:
        pass  # how Linux tells that the other end is closed
    os.waitpid(pid, 0)
    os.close(terminal)
    return out.decode().replace("\r\n", "\n")


def test_flags_are_colours_on_a_terminal() -> None:
    out = on_a_terminal("show", DEEP_NET, "--convention", "nolearn", columns=120)
    assert "\x1b[35mconv2d9    \x1b[0m" in out
    assert "\x1b[36mcyan:\x1b[0m" in out
    assert re.search("\nconv2d8 +64x12x12", out)
    assert " flag" not in out


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_flags_are_words_where_colours_are_not_wanted(environment: dict[str, str]) -> None:
    out = on_a_terminal("show", DEEP_NET, "--convention", "nolearn", columns=120, **environment)
    assert "\x1b[3" not in out
    assert "75.00  75.00 magenta" in out


def test_there_is_no_colour_where_there_is_no_terminal() -> None:
    out = ran("show", DEEP_NET).stdout
    assert "\x1b" not in out
    assert "magenta" in out


def test_a_table_keeps_to_a_terminal_of_usual_width() -> None:
    out = on_a_terminal("show", "architectures/resnet/se-resnet.yml", columns=120, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in out.splitlines()) <= 120
    assert "\nconv2_x/se_bottleneck.1/squeeze_excite.1/\n  global_avg_pool.1 " in out


def test_a_narrow_terminal_loses_no_digit() -> None:
    wide = on_a_terminal("show", DEEP_NET, columns=200, TERM="dumb").split("\n\n")[1]
    narrow = on_a_terminal("show", DEEP_NET, columns=40, TERM="dumb").split("\n\n")[1]
    assert narrow == wide
