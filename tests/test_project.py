"""The project's own promises: rules of import, what is pinned, what a wheel holds, what runs without Qt."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from models.assets import ASSETS, asset
from models.errors import Bug

CHECKOUT = Path(__file__).resolve().parent.parent
WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"{name} is not installed on this machine", name=name)

sys.meta_path.insert(0, NoQt())
"""
"""A Python to which PySide6 is not installed."""
HEAVY = ("PySide6", "llama_cpp", "torch", "transformers", "peft", "trl")


def run_python(code: str, *arguments: str, **variables: str) -> str:
    """Run `code` in a fresh Python in the checkout and return what it prints; fail with its stderr."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env={**os.environ, **variables},
        timeout=100,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_every_module_of_models_imports_without_qt() -> None:
    code = """
import importlib, pkgutil, models
names = [module.name for module in pkgutil.walk_packages(models.__path__, "models.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    assert int(run_python(WITHOUT_QT + code)) > 10


def test_the_tests_of_models_are_collected_without_qt() -> None:
    rooms = {path.name for path in (CHECKOUT / "models").iterdir() if path.is_dir()}
    folders = [str(path) for path in sorted((CHECKOUT / "tests").iterdir()) if path.name in rooms]
    assert folders
    code = """
import os, pytest
# pytest-qt wants Qt before the first test, and pyproject.toml has settings of it.
options = ["-c", os.devnull, "--rootdir", os.getcwd(), "-o", "pythonpath=.", "-p", "no:pytest-qt"]
sys.exit(pytest.main(["--collect-only", "-q", "--import-mode=importlib", *options, *sys.argv[1:]]))
"""
    assert "test_" in run_python(WITHOUT_QT + code, *folders)


def test_the_command_line_imports_neither_qt_nor_anything_heavy() -> None:
    code = f"import sys, desktop.__main__, desktop.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert run_python(code).strip() == "[]"


def test_the_command_line_runs_without_qt() -> None:
    code = "import runpy; sys.argv = ['rationale', '--help']; runpy.run_module('desktop', run_name='__main__')"
    assert "ask" in run_python(WITHOUT_QT + code)


def test_imports_run_only_downwards() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert done.returncode == 0, done.stdout + done.stderr


def pinned_versions() -> dict[str, str]:
    """Return the version of each package in constraints.txt."""
    lines = (CHECKOUT / "constraints.txt").read_text().splitlines()
    parts = (line.partition("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, _, version in parts}


def test_every_pin_runs_on_the_first_python_3_11() -> None:
    """Debian 12 and many others have an early 3.11."""
    pins = pinned_versions()
    for installed in importlib.metadata.distributions():
        metadata = installed.metadata
        if canonicalize_name(installed.name) in pins and "Requires-Python" in metadata:
            needed = SpecifierSet(metadata["Requires-Python"])
            assert "3.11.0" in needed, f"{installed.name} {installed.version} needs Python {needed}"


def test_every_requirement_is_pinned_within_its_range() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
    ]
    pins = pinned_versions()
    for requirement in map(Requirement, wanted):
        version = pins.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not pinned"
        assert version in requirement.specifier, f"{requirement} is pinned to {version}"


def test_a_wheel_holds_both_packages_and_the_assets_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    for name in ("desktop", "models", "assets", "tests"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import os, sys; os.chdir(sys.argv[1]); from setuptools import build_meta; build_meta.build_wheel(sys.argv[2])"
    )
    run_python(code, str(source), str(tmp_path))
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    expected = {
        str(path.relative_to(CHECKOUT))
        for name in ("desktop", "models", "assets")
        for path in (CHECKOUT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "pictures" not in path.parts
    }
    assert {name for name in held if ".dist-info/" not in name} == expected
    entry_points = next(name for name in held if name.endswith("entry_points.txt"))
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert b"rationale = desktop.__main__:main" in wheel.read(entry_points)


def test_assets_lie_beside_the_packages() -> None:
    first = next(path for path in sorted(ASSETS.rglob("*")) if path.is_file())
    assert asset(first.relative_to(ASSETS).as_posix()) == first


@pytest.mark.parametrize("name", ["no-such-file.json", "../pyproject.toml"])
def test_a_missing_asset_is_a_bug(name: str) -> None:
    with pytest.raises(Bug, match="missing"):
        asset(name)
