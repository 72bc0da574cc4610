"""What surrounds the command line: terminals, pipes, screens, full disks, odd bytes."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from desktop import cli
from desktop.commands import answer_printer, context, terminal_printer
from desktop.commands import ask as ask_command
from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    EngineState,
    EngineStatus,
    Event,
    RunFinished,
    StopReason,
    StoreRecovered,
    StoreTrouble,
    TextStreamed,
)
from models.history.failures import StoreReadOnly
from models.history.store import open_store
from models.paths import DataFolder
from models.reasoning.effort import effort_named
from tests.cli.conftest import Run, document, is_one_sentence

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of Unix")
SPOKEN = EngineStatus(EngineState.READY, model_name="Scripted")


class Script:
    """An assistant that tells what the test gives it; `stop` ends the run."""

    def __init__(self, events: list[Event], *, waits: bool = False, at_close: Event | None = None) -> None:
        self.status = SPOKEN
        self.stopped = threading.Event()
        self._events, self._waits, self._at_close = events, waits, at_close
        self._listeners: list[Callable[[Event], None]] = []

    def __call__(self, *_: Any, **__: Any) -> Script:
        return self

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        self._listeners.append(listener)

    def start(self, model: str | None) -> None: ...

    def ask(self, request: Any) -> str:
        for event in self._events:
            self._tell(event)
        if not self._waits:
            self._tell(RunFinished("run", 1, StopReason.FINISHED))
        return "run"

    def stop(self, run: str) -> None:
        self.stopped.set()
        self._tell(RunFinished("run", 1, StopReason.STOPPED))

    def close(self) -> None:
        if self._at_close is not None:
            self._tell(self._at_close)

    def _tell(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)


def streamed(text: str, channel: Channel = Channel.ANSWER) -> TextStreamed:
    return TextStreamed("run", 1, channel, text, (), 1.0)


def finished(thought: str, answer: str) -> AttemptFinished:
    return AttemptFinished(
        "run", 1, "attempt", StopReason.FINISHED, thought, answer, "", 5, 5, 1.0, 2.0, 0.1, 40.0, -0.2
    )


@pytest.fixture
def ask_scripted(data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return what asks a scripted assistant a question, in this process; returns the exit code."""

    def ask(script: Script, *arguments: str) -> int:
        monkeypatch.setattr("models.assistant.Assistant", script)
        return cli.run(["--data-dir", str(data_folder.root), "ask", "Hello", *arguments])

    return ask


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands believe that they write to a terminal of 60 by 12 characters."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "12")
    monkeypatch.setattr(ask_command, "_printer", lambda _as_json: terminal_printer.TerminalPrinter())


@pytest.mark.usefixtures("terminal")
def test_a_model_cannot_steer_the_terminal(
    ask_scripted: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "so \x1b]0;owned\x07 far \x1b[2J and \x9b5m [click](https://evil.example) on"
    events = [streamed(evil, Channel.THOUGHT), AnswerStarted("run", 1, None, 1.0), streamed(evil)]
    assert ask_scripted(Script([*events, finished(evil, evil)]), "--no-save") == 0
    out, _ = capsys.readouterr()
    assert "owned" in out and "https://evil.example" in out
    without_style = re.sub(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A", "", out)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", without_style.replace("\r", ""))


@pytest.mark.usefixtures("terminal")
def test_a_long_answer_stands_once_and_whole_in_the_terminal(
    ask_scripted: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"- item number {number}" for number in range(80)]
    events: list[Event] = [AnswerStarted("run", 1, None, 1.0), *(streamed(line + "\n") for line in lines)]
    assert ask_scripted(Script([*events, finished("", "\n".join(lines))]), "--no-save") == 0
    out, _ = capsys.readouterr()
    shown = re.findall(r"item number (\d+)", out.rpartition("\x1b[2K")[2] or out)
    assert shown == [str(number) for number in range(80)]
    assert out.count("\x1b[?25l") == out.count("\x1b[?25h")


def test_a_growing_answer_never_takes_more_than_the_screen() -> None:
    """What has left the screen upwards cannot be cleared, so a taller frame would stand there again and again."""
    console = Console(file=io.StringIO(), force_terminal=True, width=60, height=12)
    console.print(terminal_printer._Tail("\n".join(f"- item number {number}" for number in range(80))))
    assert isinstance(console.file, io.StringIO)
    frame = console.file.getvalue()
    assert 5 < frame.count("\n") < 12
    assert "item number 79" in frame and "item number 60" not in frame


def test_an_answer_that_was_not_saved_is_printed_and_told(
    ask_scripted: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = StoreTrouble("The history cannot be saved because the disk is full; free some space.", "code 13")
    assert ask_scripted(Script([trouble, finished("", "Forty-two.")])) == 2
    out, error = capsys.readouterr()
    assert out == "Forty-two.\n"
    assert error.strip() == trouble.message


def test_trouble_that_passed_is_no_failure(
    ask_scripted: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = StoreTrouble("The history is in use by another program.")
    assert ask_scripted(Script([trouble, finished("", "Forty-two.")], at_close=StoreRecovered())) == 0
    assert capsys.readouterr().err == ""


@on_unix
def test_an_interrupt_while_printing_loses_nothing(
    ask_scripted: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take = answer_printer.AnswerPrinter.take

    def slow(printer: answer_printer.AnswerPrinter, event: Event | None) -> None:
        if isinstance(event, AttemptFinished):
            os.kill(os.getpid(), signal.SIGINT)
        take(printer, event)

    monkeypatch.setattr(answer_printer.AnswerPrinter, "take", slow)
    script = Script([finished("", "So far.")], waits=True)
    assert ask_scripted(script, "--no-save") == 130
    assert script.stopped.is_set()
    assert capsys.readouterr().out == "So far.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@on_unix
def test_an_interrupt_at_the_very_start_is_quiet() -> None:
    code = (
        "import os, signal, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'desktop.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from desktop.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("content", [b"\xff\xfe broken", b"x" * 1_700_000], ids=["not UTF-8", "endless"])
def test_odd_standard_input_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "question"
    file.write_bytes(content)
    with file.open("rb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "ask", "-", "--json"],
            stdin=stream, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2 and done.stdout == ""
    assert is_one_sentence(done.stderr), done.stderr


@on_unix
def test_odd_bytes_in_the_arguments_are_refused() -> None:
    command = [sys.executable, "-m", "desktop", "ask", os.fsdecode(b"caf\xe9"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == "" and is_one_sentence(done.stderr), done.stderr


def test_a_bad_model_leaves_no_question_in_the_history(rationale: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("no model")
    for reference in (str(path), "/nowhere.gguf"):
        assert rationale("ask", "Hello", "--model", reference).returncode == 2
    assert document(rationale("history", "list", "--json")) == []


@pytest.mark.parametrize("placed", [("--data-dir", "{}"), ("--data-dir={}",)])
def test_global_options_may_follow_the_command(tmp_path: Path, placed: tuple[str, ...]) -> None:
    folder = tmp_path / "other"
    arguments = ["history", "list", "--json", *(part.format(folder) for part in placed)]
    assert cli.run(arguments) == 0
    assert (folder / "history.db").exists()
    assert not (tmp_path / "data").exists()


def test_what_follows_two_dashes_is_the_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.assistant.Assistant", Script([finished("", "Yes.")]))
    assert cli.run(["ask", "--no-save", "--json", "--", "--verbose"]) == 0
    assert '"question": "--verbose"' in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt aborts")
def test_no_screen_is_told(rationale: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = rationale()
    assert done.returncode == 2 and is_one_sentence(done.stderr) and "screen" in done.stderr
    assert document(rationale("doctor", "--json"))["healthy"] is True


def test_a_group_without_its_command_is_told_in_one_sentence(rationale: Run) -> None:
    for group in ("history", "models", "bench"):
        done = rationale(group)
        assert done.returncode == 2 and done.stdout == ""
        assert is_one_sentence(done.stderr) and f"rationale {group} --help" in done.stderr


@on_unix
@pytest.mark.parametrize("json_flag", [(), ("--json",)])
def test_a_reader_that_never_reads_is_no_failure(tmp_path: Path, json_flag: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), "models", "list", *json_flag]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_output_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), "models", "list"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and is_one_sentence(done.stderr) and "disk is full" in done.stderr


def test_a_history_that_may_only_be_read_can_be_listed(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(data_folder).close()

    def refuse(folder: DataFolder, *, read_only: bool = False) -> Any:
        if not read_only:
            raise StoreReadOnly("The history is read-only.")
        return open_store(folder, read_only=True)

    monkeypatch.setattr("models.history.store.open_store", refuse)
    assert cli.run(["--data-dir", str(data_folder.root), "history", "list", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert cli.run(["--data-dir", str(data_folder.root), "history", "backup"]) == 2


def test_a_damaged_history_is_a_finding_of_the_check_and_of_the_doctor(rationale: Run, tmp_path: Path) -> None:
    rationale("history", "list")
    (tmp_path / "data" / "history.db").write_bytes(b"SQLite format 3\x00" + b"garbage" * 4000)
    for command in (("history", "check", "--json"), ("doctor", "--json")):
        done = rationale(*command)
        assert done.returncode == 2
        assert '"healthy": false' in done.stdout


def test_the_doctor_examines_a_data_folder_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    command = [sys.executable, "-m", "desktop", "--data-dir", str(file), "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr == ""
    assert "✗ Data folder" in done.stdout and "llama-cpp-python" in done.stdout


def test_an_effort_of_the_settings_is_the_default(data_folder: DataFolder) -> None:
    settings = context.CommandContext(data_folder.root).settings
    assert ask_command.wanted_effort(settings, None, None, None) == effort_named("standard")
    assert ask_command.wanted_effort(settings, "deep", 3, None).attempts == 3
