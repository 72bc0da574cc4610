"""The set-up installs once, and again when what it depends on changes; pip is a recorder here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import installation
from installation import Environment, install, pinned
from llama_build import Build, SetUpError

OFF = Build("off", "a test")
CUDA = Build("cuda", "a test", "-DGGML_CUDA=on")
INTERPRETER = """#!/bin/sh
# Answers like the environment's Python: what is installed already, and "done" to every pip command; notes each.
case "$*" in
    *metadata*llama*) [ -e "$0.llama" ] && echo 0.3.36 || exit 1 ;;
    *metadata*torch*) [ -e "$0.torch" ] && echo 2.13.0+cpu || exit 1 ;;
    *"pip install"*) echo "CMAKE_ARGS=$CMAKE_ARGS $*" >>"$0.log"
        case "$*" in *torch==*) touch "$0.torch" ;; *llama-cpp-python==*) touch "$0.llama" ;; esac
        case "$*" in *whl/cpu*) exit 1 ;; esac ;;
esac
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("llama_cpp_python==0.3.36\ntorch==2.13.0\n")
    made = Environment(tmp_path, tmp_path / ".venv")
    made.python.parent.mkdir(parents=True)
    made.python.write_text(INTERPRETER)
    made.python.chmod(0o755)
    return made


def commands(environment: Environment) -> list[str]:
    """Return pip's commands since the last call."""
    log = environment.python.with_name("python.log")
    lines = log.read_text().splitlines() if log.exists() else []
    log.write_text("")
    return lines


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the Makefile is for Linux and macOS")


def test_the_second_time_there_is_nothing_to_do(environment: Environment) -> None:
    assert install(environment, OFF, {"test"}, small_torch=True)
    assert any("[test]" in line for line in commands(environment))
    assert not install(environment, OFF, {"test"}, small_torch=True)
    assert not install(environment, OFF, set(), small_torch=True), "extras that are there stay"
    assert commands(environment) == []


def test_new_pins_install_again_but_do_not_build_again(environment: Environment) -> None:
    install(environment, OFF, set(), small_torch=False)
    commands(environment)
    with (environment.checkout / "constraints.txt").open("a") as file:
        file.write("rich==15.0.0\n")
    assert install(environment, OFF, set(), small_torch=False)
    done = commands(environment)
    assert len(done) == 1 and "--editable" in done[0]


def test_another_graphics_choice_builds_past_the_cache_and_back(environment: Environment) -> None:
    install(environment, OFF, set(), small_torch=False)
    first = next(line for line in commands(environment) if "llama" in line)
    assert "--no-cache-dir" not in first and "CMAKE_ARGS= " in first

    install(environment, CUDA, set(), small_torch=False)
    built = next(line for line in commands(environment) if "llama" in line)
    assert "CMAKE_ARGS=-DGGML_CUDA=on" in built
    assert {"--no-cache-dir", "--force-reinstall", "--no-binary"} <= set(built.split())

    install(environment, OFF, set(), small_torch=False)
    back = next(line for line in commands(environment) if "llama" in line)
    assert "--force-reinstall" in back and "--no-cache-dir" not in back and "CMAKE_ARGS= " in back


def test_without_pytorchs_own_index_the_usual_one_serves(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    install(environment, OFF, set(), small_torch=True)
    tried = [line for line in commands(environment) if "torch==2.13.0" in line]
    assert len(tried) == 2
    assert installation.TORCH_FOR_PROCESSORS in tried[0] and "--index-url" not in tried[1]
    assert "cannot be reached" in capsys.readouterr().out


def test_a_set_up_that_fails_is_tried_again(environment: Environment) -> None:
    working = environment.python.read_text()
    environment.python.write_text(working.replace('*"pip install"*)', '*editable*) exit 1 ;; *"pip install"*)'))
    with pytest.raises(SetUpError, match="pip failed"):
        install(environment, CUDA, set(), small_torch=False)
    commands(environment)
    environment.python.write_text(working)
    assert install(environment, CUDA, set(), small_torch=False)
    assert not any("GGML_CUDA" in line for line in commands(environment)), "the build that succeeded is not repeated"


def test_a_package_without_a_pin_is_a_plain_error(environment: Environment) -> None:
    with pytest.raises(SetUpError, match="not pinned"):
        pinned(environment.checkout, "trl")
