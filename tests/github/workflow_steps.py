"""Runs the ``run`` steps of the action and the workflows, read out of their own YAML, as GitHub's runner does.

Only what they use of GitHub's expressions is known; anything else is an error here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sites import ROOT

SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"), None: ("bash", "-e")}
"""What GitHub runs for ``shell: bash``, and for no word of it on Linux."""
_FILES = ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH", "STATE")


def read(path: Path) -> dict[str, Any]:
    """Read a workflow or an action; ``on`` is a word here, and no truth."""
    loaded = yaml.load(path.read_text(), yaml.BaseLoader)  # noqa: S506 - it makes only text, lists and mappings
    assert isinstance(loaded, dict)
    return loaded


@dataclass
class Job:
    """One job: where it runs, what GitHub tells it, and what its steps said."""

    folder: Path
    """For the files that GitHub gives to steps."""
    workspace: Path
    event: dict[str, Any]
    environment: dict[str, str]
    said: list[subprocess.CompletedProcess[str]] = field(default_factory=list)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(one.returncode for one in self.said)

    def file(self, name: str) -> Path:
        path = self.folder / name
        path.touch()
        return path

    def value(self, expression: str, inputs: dict[str, str]) -> str:
        """Look up what stands in an expression."""
        match expression.strip().split("."):
            case ["inputs", name]:
                return inputs[name]
            case ["steps", step, "outputs", name]:
                return self.outputs.get(step, {}).get(name, "")
            case ["github", "event", *keys]:
                found: Any = self.event
                for key in keys:
                    found = found.get(key) if isinstance(found, dict) else None
                return "" if found is None else str(found)
            case ["github", "token"]:
                return "secret"
            case ["runner", "temp"]:
                return str(self.folder)
        raise AssertionError(f"nobody taught this test the expression '{expression}'")

    def filled(self, text: str, inputs: dict[str, str]) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1], inputs), text)

    def holds(self, condition: str, inputs: dict[str, str]) -> bool:
        """Decide an ``if``; without ``always()`` a step runs only where none before has failed."""
        if "always()" not in condition and self.failed:
            return False
        plain = condition.replace("always()", "True").replace("&&", " and ").replace("||", " or ")
        names = re.compile(r"(?:inputs|steps|github)\.[\w.-]+")
        plain = names.sub(lambda found: repr(self.value(found[0], inputs)), plain)
        return bool(eval(plain, {"__builtins__": {}}))  # noqa: S307 - our own files, as GitHub decides them

    def act(self, action: Path, inputs: dict[str, str]) -> None:
        """Run the steps of a composite action, with its defaults for what is not given."""
        described = read(action / "action.yml")
        assert inputs.keys() <= described["inputs"].keys()
        given = {name: one.get("default", "") for name, one in described["inputs"].items()} | inputs
        for step in described["runs"]["steps"]:
            if "run" in step and self.holds(step.get("if", "True"), given):
                self.step(step, given, GITHUB_ACTION_PATH=str(action))

    def run(self, workflow: Path, job: str) -> None:
        """Run the steps of a job: commands, and our own action."""
        described = read(workflow)["jobs"][job]
        if not self.holds(described.get("if", "True"), {}):
            return
        for step in described["steps"]:
            if "run" in step:
                self.step(step, {})
            elif step["uses"] == "./" or step["uses"].startswith("reportgen/reportgen@"):
                self.act(ROOT, {name: self.filled(value, {}) for name, value in step["with"].items()})

    def step(self, step: dict[str, Any], inputs: dict[str, str], **extra: str) -> None:
        """Run one step in a process of its own."""
        script = self.file(f"step-{len(self.said)}.sh")
        script.write_text(self.filled(step["run"], inputs))
        files = {f"GITHUB_{name}": self.file(f"{len(self.said)}-{name}") for name in _FILES}
        told = {name: self.filled(value, inputs) for name, value in step.get("env", {}).items()}
        environment = {
            **self.environment,
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.folder),
            **{name: str(path) for name, path in files.items()},
            **told,
            **extra,
        }
        done = subprocess.run(  # noqa: S603 - our own steps
            [*SHELLS[step.get("shell")], str(script)],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said.append(done)
        pairs = (line.partition("=")[::2] for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        self.outputs[step.get("id", f"step {len(self.said)}")] = dict(pairs)

    @property
    def summary(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*-STEP_SUMMARY")))


def plain_environment(home: Path) -> dict[str, str]:
    """Give what a step inherits: nothing of this process but where its Python and git are.

    The action's own ``pip install`` is led into a folder of ``home``, without looking for other packages.
    """
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "SSL_CERT_FILE") if name in os.environ}
    python = Path(sys.executable).parent
    return kept | {
        "HOME": str(home),
        "PATH": os.pathsep.join((str(home / "installed/bin"), str(python), "/usr/bin", "/bin")),
        "PIP_TARGET": str(home / "installed"),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
        "PIP_UPGRADE": "1",
        "PYTHONPATH": str(home / "installed"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "CI": "true",
    }
