"""Runs deliberations on a thread of their own, since checking an answer may take the verifier's seconds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from models.engine.protocol import EngineMessage
from models.reasoning.deliberation.deliberation import Deliberation
from models.reasoning.deliberation.happenings import Happening
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.deliberation.sending import Runs
from models.reasoning.equivalence import Equivalence
from models.reasoning.verifier.client import Verifier

Tell = Callable[[str, Happening], None]
"""Is told the run and what happened, on the deliberator's thread."""

Admit = Callable[[Exception], None]
"""Is told a mistake of our own, on the deliberator's thread."""


def run_of(engine_run: str) -> str:
    """Return the question's run that an engine run belongs to (`models.reasoning.deliberation.sending`)."""
    return engine_run.partition("/")[0]


class Deliberator:
    """All deliberations of an assistant; its methods return at once and may be called from any thread.

    Args:
        engine: Runs the attempts.
        tell: Hears what happens.
        admit: Hears mistakes; the deliberation that made one says nothing any more.
        verifier: Compares answers and checks algebra; a process of its own when left out.
    """

    def __init__(self, engine: Runs, tell: Tell, admit: Admit, *, verifier: Verifier | None = None) -> None:
        self._engine, self._tell, self._admit = engine, tell, admit
        self._verifier = verifier or Verifier()
        self._equivalence = Equivalence(self._verifier)
        self._open: dict[str, Deliberation] = {}
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def begin(self, plan: DeliberationPlan) -> None:
        """Take up a question."""
        if plan.planned > 1:
            self._verifier.prepare()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="deliberator", daemon=True)
            self._thread.start()
        self._inbox.put(lambda: self._begin(plan))

    def hear(self, message: EngineMessage) -> None:
        """Take in what the engine says about a run."""
        self._inbox.put(lambda: self._hear(message))

    def answer_now(self, run: str) -> None:
        """Let a question be answered from what was thought so far."""
        self._inbox.put(lambda: self._open[run].answer_now() if run in self._open else None)

    def cancel(self, run: str) -> None:
        """Stop a question; what has ended counts."""
        self._inbox.put(lambda: self._open[run].cancel() if run in self._open else None)

    def close(self, timeout: float = 3.0) -> None:
        """End the thread and the verifier."""
        self._verifier.close()
        if self._thread is not None:
            self._inbox.put(None)
            self._thread.join(timeout)

    def _work(self) -> None:
        while (command := self._inbox.get()) is not None:
            try:
                command()
            except Exception as error:  # noqa: BLE001 - the other questions must still be served
                self._admit(error)

    def _begin(self, plan: DeliberationPlan) -> None:
        def emit(happening: Happening) -> None:
            self._tell(plan.run, happening)

        deliberation = Deliberation(plan, self._engine, emit, equivalence=self._equivalence, checker=self._verifier)
        self._open[plan.run] = deliberation
        deliberation.begin()

    def _hear(self, message: EngineMessage) -> None:
        run = run_of(getattr(message, "run", ""))
        deliberation = self._open.get(run)
        if deliberation is None:
            return
        deliberation.hear(message)
        if deliberation.result is not None:
            del self._open[run]
