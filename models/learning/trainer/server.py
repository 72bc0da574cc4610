"""The trainer process: `python -m models.learning.trainer.server`, at low priority.

Requests come on standard input, what it reports goes to standard output. The end of standard input ends it, at any
point: what it had reached is in its checkpoint.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import BinaryIO

import psutil
from filelock import FileLock, Timeout

from models.learning.failures import TrainingFailed, TrainingTrouble, failure_of
from models.learning.messages import Begin, Closed, Failed, FromTrainer, StageBegun, receive_in_trainer, send
from models.learning.plan import TrainingPlan

NICENESS = 15
"""Of 19; the engine and the window come first."""

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Do one training and end."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the owner, who then ends this process
    _end_with_owner_even_when_suspended()
    _step_back()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library's prints must not mix with the messages
    stop = threading.Event()
    begun: queue.SimpleQueue[TrainingPlan] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, begun, stop), daemon=True).start()
    plan = begun.get()
    lock = threading.Lock()

    def report(message: FromTrainer) -> None:
        with lock, suppress(Closed):
            send(answers, message)

    report(_outcome(plan, report, stop))
    answers.close()
    os._exit(0)  # torch's threads need no farewell


def _outcome(plan: TrainingPlan, report: object, stop: threading.Event) -> FromTrainer:
    assert callable(report)
    try:
        with FileLock(plan.lock, timeout=0):
            report(StageBegun("reading"))
            from models.learning.reading import read_examples

            read = read_examples(plan)
            from models.learning.trainer.run import TrainerRun

            return TrainerRun(plan, read, report, stop.is_set).work()
    except Timeout as error:
        message = "Another training runs in the same folder; wait until it is done, or stop it."
        return _failed(TrainingFailed(message, trouble=TrainingTrouble.BUSY, details=str(error)))
    except Exception as error:
        known = failure_of(error)
        if known is None:
            raise
        return _failed(known, traceback.format_exc())


def _failed(failure: TrainingFailed, trace: str = "") -> Failed:
    return Failed(failure.trouble, failure.message, "\n".join(filter(None, (failure.details, trace))))


def _read(stream: BinaryIO, begun: queue.SimpleQueue[TrainingPlan], stop: threading.Event) -> None:
    try:
        while True:
            message = receive_in_trainer(stream)
            if isinstance(message, Begin):
                begun.put(message.plan)
            else:
                stop.set()
    except Closed:
        os._exit(0)


def _step_back() -> None:
    """Let all other programs go first."""
    process = psutil.Process()
    with suppress(psutil.Error, OSError):
        process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", NICENESS))
    if sys.platform == "linux":
        with suppress(psutil.Error, OSError):
            process.ionice(psutil.IOPRIO_CLASS_IDLE)


def _end_with_owner_even_when_suspended() -> None:
    """Ask Linux to kill this process when its owner dies: a suspended one does not see its standard input end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
