"""Runs a training in a process of its own: starts it, reports its progress, suspends, resumes and stops it.

The process trains at low priority, ends when its owner ends, and can be killed at any point: the next run of the same
plan goes on from its last checkpoint.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import psutil

from models.learning.failures import (
    DISK_FULL,
    TrainingFailed,
    TrainingTrouble,
    failure_of,
    failure_of_death,
)
from models.learning.messages import (
    Begin,
    Closed,
    DevMeasured,
    Failed,
    Prepared,
    Progress,
    StageBegun,
    StepDone,
    Stop,
    Stopped,
    Trained,
    receive_in_owner,
    send,
)
from models.learning.plan import TrainingPlan
from models.paths import make_private_folder, write_private_file

COMMAND = (sys.executable, "-m", "models.learning.trainer.server")
KEPT_LINES = 60
SECONDS_TO_STOP = 60.0
"""What has not stopped so long after it was asked to is killed; its last checkpoint stays."""

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

TrainingOutcome = Trained | Stopped
Report = Callable[[Progress], None]


class Training:
    """One training; `run` blocks, everything else may be called from other threads.

    Args:
        plan: What to do.
        report: Gets the progress, on the thread of `run`.
        command: What to start; tests start something else.
    """

    def __init__(
        self, plan: TrainingPlan, report: Report = lambda _progress: None, *, command: tuple[str, ...] = COMMAND
    ) -> None:
        self._plan, self._report, self._command = plan, report, command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._suspended = False
        self._stopping = False
        self._last_lines: deque[str] = deque(maxlen=KEPT_LINES)

    @property
    def process_identifier(self) -> int | None:
        """The process id of the trainer, while one runs."""
        process = self._process
        return process.pid if process is not None else None

    def run(self) -> TrainingOutcome:
        """Train until it is done or stopped. The calling thread must live as long as the training.

        Raises:
            TrainingFailed: It cannot be done, or broke off; one plain sentence says why and what to do.
        """
        self._make_folders()
        end_leftover(self._plan)
        process = self._start()
        try:
            return self._follow(process)
        finally:
            self._end(process)

    def suspend(self) -> None:
        """Stop computing at once, until `resume`; what is in memory stays there."""
        with self._lock:
            self._suspended = True
            self._set_suspended()

    def resume(self) -> None:
        """Compute again."""
        with self._lock:
            self._suspended = False
            self._set_suspended()

    def stop(self) -> None:
        """End within one step; the state is kept, and `run` returns `Stopped`. A suspended training is resumed."""
        with self._lock:
            self._stopping = True
            self._suspended = False
            self._set_suspended()
            process = self._process
        if process is not None and process.stdin is not None:
            with suppress(Closed):
                send(_binary(process.stdin), Stop())
            watchdog = threading.Timer(SECONDS_TO_STOP, process.kill)
            watchdog.daemon = True
            watchdog.start()
            self._watchdog = watchdog

    _watchdog: threading.Timer | None = None

    def _set_suspended(self) -> None:
        if self._process is None:
            return
        with suppress(psutil.Error):
            process = psutil.Process(self._process.pid)
            if self._suspended:
                process.suspend()
            else:
                process.resume()

    def _make_folders(self) -> None:
        try:
            make_private_folder(Path(self._plan.folder))
            make_private_folder(Path(self._plan.adapter).parent)
        except OSError as error:
            raise _disk_failure(error) from error

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=_environment(Path(self._plan.folder)), creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            raise TrainingFailed(
                "The training could not be started; run “rationale doctor” to see what is missing.",
                trouble=TrainingTrouble.START,
                details=str(error),
            ) from error
        with self._lock:
            self._process = process
            self._set_suspended()
        return process

    def _follow(self, process: subprocess.Popen[bytes]) -> TrainingOutcome:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        errors = threading.Thread(target=self._keep_lines, args=(process.stderr,), name="trainer stderr", daemon=True)
        errors.start()
        try:
            self._record(process)
            send(_binary(process.stdin), Begin(self._plan))
            if self._stopping:
                send(_binary(process.stdin), Stop())
            while True:
                message = receive_in_owner(_binary(process.stdout))
                match message:
                    case Trained() | Stopped():
                        self._plan.process_record.unlink(missing_ok=True)
                        return message
                    case Failed(trouble=trouble, message=words, details=details):
                        raise TrainingFailed(words, trouble=TrainingTrouble(trouble), details=details)
                    case StageBegun() | Prepared() | StepDone() | DevMeasured():
                        self._report(message)
        except Closed:
            code = process.wait()
            errors.join(2.0)
            if self._stopping:
                return Stopped(0)
            raise failure_of_death(code, "\n".join(self._last_lines)) from None
        except OSError as error:
            raise _disk_failure(error) from error
        finally:
            process.kill()
            errors.join(2.0)

    def _record(self, process: subprocess.Popen[bytes]) -> None:
        """Write down which process trains here, for an owner that comes after a crash of this one."""
        record = {"process": process.pid, "started": psutil.Process(process.pid).create_time()}
        write_private_file(self._plan.process_record, json.dumps(record).encode())

    def _keep_lines(self, stream: BinaryIO) -> None:
        for line in stream:
            self._last_lines.append(line.decode("utf-8", "replace").rstrip())

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        with self._lock:
            self._process = None
        if self._watchdog is not None:
            self._watchdog.cancel()
            self._watchdog.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def train(plan: TrainingPlan, report: Report = lambda _progress: None) -> TrainingOutcome:
    """Train as planned; an interrupted plan goes on from its last checkpoint.

    Raises:
        TrainingFailed: It cannot be done, or broke off.
    """
    return Training(plan, report).run()


def end_leftover(plan: TrainingPlan) -> None:
    """End a trainer that an owner left behind in the plan's folder (one that was suspended when its owner died)."""
    try:
        record = json.loads(plan.process_record.read_bytes())
        process = psutil.Process(int(record["process"]))
        if process.create_time() == record["started"]:
            process.kill()
            process.wait(5.0)
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return


def _environment(folder: Path) -> dict[str, str]:
    """The owner's environment, without the network, and with the libraries' own files in the run's folder."""
    return {
        **os.environ,
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(folder / "cache"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


def _binary(stream: object) -> BinaryIO:
    return stream  # type: ignore[return-value]


def _disk_failure(error: OSError) -> TrainingFailed:
    return failure_of(error) or TrainingFailed(DISK_FULL, trouble=TrainingTrouble.DISK, details=str(error))
