"""What pip cannot install is named, with the one command for the system at hand."""

from __future__ import annotations

import pytest

from prerequisites import Need, command, missing, refusal
from tests.set_up.other_machine import OtherMachine


def names(needs: list[Need]) -> set[str]:
    return {need.name for need in needs}


def test_a_complete_machine_needs_nothing() -> None:
    assert missing(OtherMachine(), graphics="auto", with_window=True) == []


def test_a_bare_debian_gets_everything_with_one_command() -> None:
    bare = OtherMachine(programs={"apt-get"}, libraries=set(), modules=set(), headers=False)
    needs = missing(bare, graphics="auto", with_window=True)
    assert {"Python's venv module", "Python's headers", "a C and C++ compiler", "libEGL.so.1"} < names(needs)
    install = command(bare, needs)
    assert install.startswith("sudo apt-get install -y python3.11-venv python3.11-dev build-essential libegl1 ")
    assert "libxcb-cursor0" in install
    for need in needs:
        assert need.name in refusal(bare, needs)
    assert install in refusal(bare, needs)


def test_tests_off_screen_do_not_need_the_libraries_of_a_screen() -> None:
    without_x11 = OtherMachine(missing_libraries={"libxcb-cursor.so.0"})
    assert missing(without_x11, graphics="auto", with_window=False) == []
    assert names(missing(without_x11, graphics="auto", with_window=True)) == {"libxcb-cursor.so.0"}


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("dnf", "sudo dnf install -y libxcb xcb-util-wm"),
        ("pacman", "sudo pacman -S --needed --noconfirm libxcb xcb-util-wm"),
        ("zypper", "sudo zypper install -y libxcb-shape0 libxcb-randr0 libxcb-icccm4"),
    ],
)
def test_every_package_manager_gets_its_own_names_each_once(manager: str, expected: str) -> None:
    lacking = {"libxcb-shape.so.0", "libxcb-randr.so.0", "libxcb-icccm.so.4"}
    machine = OtherMachine(programs={"cc", "c++", "cmake", manager}, missing_libraries=lacking)
    given = command(machine, missing(machine, graphics="auto", with_window=True))
    assert sorted(given.split()) == sorted(expected.split())


def test_an_administrator_needs_no_sudo() -> None:
    machine = OtherMachine(programs={"apt-get"}, is_administrator=True)
    assert command(machine, missing(machine, graphics="auto", with_window=False)).startswith(
        "apt-get install -y build-"
    )


def test_an_unknown_system_is_told_what_without_a_command() -> None:
    machine = OtherMachine(programs=set())
    needs = missing(machine, graphics="auto", with_window=False)
    assert command(machine, needs) == ""
    assert "your system's package manager" in refusal(machine, needs)


def test_macos_gets_its_compiler_from_xcode_and_the_rest_from_homebrew() -> None:
    machine = OtherMachine(system="Darwin", programs=set(), python=(3, 9), libraries=set())
    needs = missing(machine, graphics="auto", with_window=True)
    assert names(needs) == {"a Python from 3.11 to 3.14", "a C and C++ compiler"}
    assert command(machine, needs) == "xcode-select --install && brew install python@3.12"


@pytest.mark.parametrize("version", [(3, 10), (3, 15)])
def test_another_python_is_named_with_all_that_belongs_to_it(version: tuple[int, int]) -> None:
    machine = OtherMachine(python=version, modules=set(), headers=False)
    needs = missing(machine, graphics="auto", with_window=False)
    assert names(needs) == {"a Python from 3.11 to 3.14"}
    assert command(machine, needs) == "sudo apt-get install -y python3.11 python3.11-venv python3.11-dev"


def test_cmake_is_needed_only_where_pip_has_none() -> None:
    programs = {"cc", "c++", "apt-get"}
    assert missing(OtherMachine(programs=programs), graphics="auto", with_window=False) == []
    rare = OtherMachine(programs=programs, processor="loongarch64")
    assert names(missing(rare, graphics="auto", with_window=False)) == {"CMake"}


@pytest.mark.parametrize(("graphics", "package"), [("cuda", "nvidia-cuda-toolkit"), ("vulkan", "glslc")])
def test_a_graphics_build_needs_its_compiler(graphics: str, package: str) -> None:
    machine = OtherMachine()
    needs = missing(machine, graphics=graphics, with_window=False)
    assert len(needs) == 1 and package in command(machine, needs)
    assert missing(machine, graphics="off", with_window=False) == []
