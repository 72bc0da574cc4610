"""Runs rounds one after the other; one such job for each data folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import msgspec
from filelock import FileLock, Timeout

from models.engine.sharing import SharedEngine
from models.errors import InputError, KnownError
from models.history.failures import StoreBusy, StoreFull, StoreReadOnly
from models.history.learning.records import Round
from models.history.store import Store
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.rounds.asking import BackgroundAsker
from models.learning.rounds.context import RoundContext
from models.learning.rounds.halting import Brake, Halted
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.memory_wait import ReadMemory, read_memory
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.plan import read_plan
from models.learning.rounds.progress import Tell
from models.learning.rounds.runner import fail_round, run_round
from models.paths import DataFolder
from models.reasoning.equivalence import Equivalence
from models.reasoning.verifier.client import Verifier

_PASSING = (TrainingTrouble.KILLED, TrainingTrouble.CRASHED, TrainingTrouble.DISK, TrainingTrouble.MEMORY,
            TrainingTrouble.START, TrainingTrouble.BUSY)  # fmt: skip
"""Troubles that may be gone at the next try; the round stays open then."""


class LearningJob:
    """Learning for one data folder. `run` blocks; the brake may be used from any thread.

    Args:
        folder: The data folder.
        store: Its history.
        engine: What answers; its model must be loaded or loading.
        tell: Gets the progress, on the thread of `run`.
        memory: Reads how much is free, before each stage.
    """

    def __init__(
        self, folder: DataFolder, store: Store, engine: SharedEngine, tell: Tell, *, memory: ReadMemory = read_memory
    ) -> None:
        self._folder, self._store, self._engine, self._tell = folder, store, engine, tell
        self._memory = memory
        self.brake = Brake()

    def run(
        self,
        model: LearningModel,
        wishes: RoundWishes,
        *,
        rounds: int = 1,
        seconds: float | None = None,
        ended: Callable[[Round], None] = lambda _round: None,
    ) -> list[Round]:
        """Run `rounds` rounds, the open one first; returns those that ended.

        Args:
            model: The model that learns.
            wishes: What new rounds are asked to do.
            rounds: How many.
            seconds: The most that it may take; an open round is left to be taken up again.
            ended: Called after each round.

        Raises:
            InputError: There is nothing to learn from, another program learns, or a round cannot go on.
            EngineError: The engine failed.
        """
        timer = threading.Timer(seconds, self.brake.stop) if seconds is not None else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        done: list[Round] = []
        try:
            with self._alone(), closing(Verifier()) as verifier:
                judge = RationaleJudge(Equivalence(verifier), verifier)
                while len(done) < rounds:
                    done.append(self._one(model, wishes, judge))
                    ended(done[-1])
        except Halted:
            pass
        finally:
            if timer is not None:
                timer.cancel()
        return done

    def _one(self, model: LearningModel, wishes: RoundWishes, judge: RationaleJudge) -> Round:
        begun = self._store.rounds.open_round() or open_round(self._store, model, wishes)
        if begun.model_id != model.id:
            raise InputError(
                f"The open round of learning belongs to {begun.model_name}; load that model to go on,"
                " or stop the round."
            )
        plan = msgspec.structs.replace(read_plan(begun.plan), model_path=model.path)  # the file may have been moved
        asker = BackgroundAsker(self._engine, model.id, self.brake)
        context = RoundContext(
            begun, plan, self._store, self._folder, asker, judge, self.brake, self._tell,
            self._memory,
        )  # fmt: skip
        with closing(asker):
            try:
                return run_round(context)
            except (StoreBusy, StoreFull, StoreReadOnly):
                raise
            except TrainingFailed as error:
                if error.trouble in _PASSING:
                    raise
                return fail_round(context, error.message)
            except KnownError as error:
                return fail_round(context, error.message)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._folder.learning_lock, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise InputError("Rationale is learning in another program already; wait until it is done.") from None
        try:
            yield
        finally:
            lock.release()
