"""Where it may, the set-up installs system packages by itself; the package manager is a recorder here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from set_up import install_system_packages

pytestmark = pytest.mark.skipif(os.name == "nt", reason="package managers of Linux")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for name in ("apt-get", "sudo", "dnf"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>{tmp_path}/log\n')
        program.chmod(0o755)
    (tmp_path / "log").touch()
    return tmp_path / "log"


def test_apt_learns_first_what_there_is(log: Path) -> None:
    install_system_packages("apt-get install -y libegl1 libgl1")
    assert log.read_text().splitlines() == ["apt-get update -q", "apt-get install -y libegl1 libgl1"]


def test_without_a_password_at_hand_sudo_gives_up_instead_of_asking(log: Path) -> None:
    install_system_packages("sudo dnf install -y gcc")
    assert log.read_text().splitlines() == ["sudo --non-interactive dnf install -y gcc"]


@pytest.mark.parametrize("command", ["", "xcode-select --install && brew install cmake"])
def test_what_needs_a_person_is_left_to_one(command: str, log: Path) -> None:
    install_system_packages(command)
    assert log.read_text() == ""
