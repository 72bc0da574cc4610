"""Installing into .venv with pip, once: a record says what is there. Standard library only."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from llama_build import Build, SetUpError

TORCH_FOR_PROCESSORS = "https://download.pytorch.org/whl/cpu"
"""PyTorch's own index of builds without CUDA: a tenth of the size."""


@dataclass(frozen=True)
class Environment:
    """The virtual environment of one checkout."""

    checkout: Path
    folder: Path

    @property
    def python(self) -> Path:
        """The environment's own Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def record_file(self) -> Path:
        """Where the record of what was installed lies."""
        return self.folder / "rationale-set-up.json"

    def record(self) -> dict[str, str]:
        """Return what was installed: fingerprint, extras, graphics, torch; empty when nothing was."""
        try:
            content = json.loads(self.record_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in content.items()} if isinstance(content, dict) else {}

    def write_record(self, record: dict[str, str]) -> None:
        """Keep what is installed; written after each step that it tells of."""
        self.record_file.write_text(json.dumps(record, indent=1), encoding="utf-8")


def fingerprint(checkout: Path, python_version: str) -> str:
    """Return a digest of all that decides what pip installs: the two files and Python's version."""
    digest = hashlib.sha256(python_version.encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((checkout / name).read_bytes())
    return digest.hexdigest()


def pinned(checkout: Path, package: str) -> str:
    """Return the requirement `package==version` from constraints.txt.

    Raises:
        SetUpError: The package is not pinned.
    """
    for line in (checkout / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.partition("==")[0].strip().lower().replace("_", "-") == package:
            return f"{package}=={line.partition('==')[2].strip()}"
    raise SetUpError(f"{package} is not pinned in constraints.txt.")


def install(environment: Environment, build: Build, extras: set[str], *, small_torch: bool) -> bool:
    """Make .venv hold the program and `extras`; returns whether anything had to be done.

    Args:
        environment: The environment to fill.
        build: How llama-cpp-python is built.
        extras: Extras of pyproject.toml; those that were installed before are kept.
        small_torch: Whether torch is to come without CUDA.

    Raises:
        SetUpError: pip failed; what it said is on stderr.
    """
    record = environment.record() if environment.python.exists() else {}
    extras = extras | set(filter(None, record.get("extras", "").split(",")))
    wanted = {
        "fingerprint": fingerprint(environment.checkout, sys.version.split()[0]),
        "extras": ",".join(sorted(extras)),
        "graphics": build.graphics,
        "torch": "processor" if small_torch else "any",
    }
    if record == wanted:
        return False
    _make_environment(environment)
    _install_torch(environment, small=small_torch, again=record.get("torch", wanted["torch"]) != wanted["torch"])
    _install_llama(environment, build, built=record.get("graphics", ""))
    environment.write_record({**record, "graphics": build.graphics, "torch": wanted["torch"], "fingerprint": ""})
    chosen = f"[{wanted['extras']}]" if extras else ""
    _pip(environment, "Installing Rationale and its libraries", "--editable", f"{environment.checkout}{chosen}")
    _check(environment)
    environment.write_record(wanted)
    return True


def _check(environment: Environment) -> None:
    """Let pip check that all that is installed fits together."""
    done = subprocess.run([str(environment.python), "-m", "pip", "check"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetUpError(
            f"What pip installed does not fit together; make clean, then make again.\n{done.stdout.strip()}"
        )


def _make_environment(environment: Environment) -> None:
    if environment.python.exists():
        return
    print(f"Making {environment.folder}", flush=True)
    # --clear: a folder whose Python is gone (the system was upgraded) is of no use to anyone.
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment.folder)], check=False)
    if made.returncode:
        raise SetUpError(f"{environment.folder} could not be made; the lines above say why.")


def _install_torch(environment: Environment, *, small: bool, again: bool) -> None:
    requirement = pinned(environment.checkout, "torch")
    if not again and _installed(environment, "torch").partition("+")[0] == requirement.partition("==")[2]:
        return
    force = ["--force-reinstall", "--no-deps"] if again else []
    if small:
        index = ["--index-url", TORCH_FOR_PROCESSORS, "--retries", "0", "--timeout", "15"]
        # --no-deps: what torch needs comes from the usual index with everything else.
        if _try_pip(environment, "Installing torch without CUDA", *index, *force, "--no-deps", requirement):
            return
        print("PyTorch's own index cannot be reached; taking torch from the usual one", flush=True)
    _pip(environment, "Installing torch", *force, requirement)


def _install_llama(environment: Environment, build: Build, *, built: str) -> None:
    requirement = pinned(environment.checkout, "llama-cpp-python")
    is_here = _installed(environment, "llama-cpp-python") == requirement.partition("==")[2]
    if is_here and built == build.graphics:
        return
    options = ["--force-reinstall", "--no-deps"] if is_here else []
    variables = dict(build.environment)
    if build.cmake_arguments:
        # pip's cache of wheels does not know CMAKE_ARGS: it would hand out another choice's build, and keep this one.
        options = ["--force-reinstall", "--no-deps", "--no-cache-dir", "--no-binary", "llama-cpp-python"]
        variables["CMAKE_ARGS"] = f"{os.environ.get('CMAKE_ARGS', '')} {build.cmake_arguments}".strip()
    task = f"Building llama.cpp (GPU={build.graphics}; the first time this takes some minutes)"
    _pip(environment, task, *options, requirement, variables=variables)


def _installed(environment: Environment, package: str) -> str:
    """Return the version of `package` in the environment, or ""."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([str(environment.python), "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _pip(environment: Environment, task: str, *arguments: str, variables: dict[str, str] | None = None) -> None:
    print(task, flush=True)
    done = subprocess.run(_pip_command(environment, *arguments), env={**os.environ, **(variables or {})}, check=False)
    if done.returncode:
        raise SetUpError(f"{task}: pip failed; the lines above say why. Running make again goes on from here.")


def _try_pip(environment: Environment, task: str, *arguments: str) -> bool:
    print(task, flush=True)
    done = subprocess.run(_pip_command(environment, *arguments), capture_output=True, check=False)
    return done.returncode == 0


def _pip_command(environment: Environment, *arguments: str) -> list[str]:
    pip = [str(environment.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Only what all steps left behind is a conflict: _check looks at that.
    return [*pip, "--no-warn-conflicts", "--constraint", str(environment.checkout / "constraints.txt"), *arguments]
