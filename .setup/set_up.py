"""Set up .venv: check what pip cannot install, choose the build of llama.cpp, install.

Called by the Makefile; needs a Python's standard library only. Exit code 2: the user has to do what the message says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 9):
    sys.exit(
        "Rationale needs Python 3.11 or newer; install it, then run make again (make PYTHON=python3.12 names one)."
    )

import installation
import llama_build
import prerequisites
from llama_build import SetUpError
from machine import Machine

CHECKOUT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Do what the arguments ask; returns the exit code."""
    arguments = _arguments()
    machine = Machine()
    try:
        _check_system(machine, arguments)
        if not arguments.only_check:
            _install(machine, arguments)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; running make again goes on from here.", file=sys.stderr)
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up .venv for Rationale.")
    parser.add_argument("--gpu", default="auto", help="auto, cuda, vulkan, metal or off")
    parser.add_argument("--extra", action="append", default=[], help="an extra of pyproject.toml, such as test")
    parser.add_argument("--window", action="store_true", help="a window is to open on a screen")
    parser.add_argument("--only-check", action="store_true", help="check what pip cannot install, and stop")
    parser.add_argument("--install-system-packages", action="store_true", help="install what is missing, if allowed")
    return parser.parse_args()


def _check_system(machine: Machine, arguments: argparse.Namespace) -> None:
    if machine.uses_musl:
        raise SetUpError("Qt for Python has no build for systems on musl such as Alpine; Rationale needs one on glibc.")
    if machine.system == "Darwin" and machine.processor != "arm64":
        raise SetUpError("PyTorch has no build for Macs with Intel processors; Rationale needs one with Apple silicon.")
    needs = prerequisites.missing(machine, graphics=arguments.gpu, with_window=arguments.window)
    if needs and arguments.install_system_packages:
        install_system_packages(prerequisites.command(machine, needs))
        needs = prerequisites.missing(machine, graphics=arguments.gpu, with_window=arguments.window)
    if needs:
        raise SetUpError(prerequisites.refusal(machine, needs))


def install_system_packages(command: str) -> None:
    """Run the command that installs them; whether it worked is seen by looking again."""
    if not command or "&&" in command:
        return
    words = command.split()
    if words[0] == "sudo":
        words.insert(1, "--non-interactive")
    if "apt-get" in words:
        subprocess.run([*words[: words.index("apt-get") + 1], "update", "-q"], check=False)
    print(command, flush=True)
    subprocess.run(words, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def _install(machine: Machine, arguments: argparse.Namespace) -> None:
    environment = installation.Environment(CHECKOUT, CHECKOUT / ".venv")
    build = llama_build.choose(arguments.gpu, machine, built=environment.record().get("graphics", ""))
    print(f"GPU: {build.graphics}, because {build.reason}", flush=True)
    small_torch = machine.system == "Linux" and not machine.nvidia_devices()
    installation.install(environment, build, set(arguments.extra), small_torch=small_torch)


if __name__ == "__main__":
    sys.exit(main())
