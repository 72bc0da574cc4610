"""The answers that are being written, in whatever conversation; none is lost by looking elsewhere."""

from __future__ import annotations

from desktop.conversation.live import LiveAnswer
from models.events import RunEvent


class LiveRuns:
    """Keeps what each run has streamed until the store has it and the screen shows it from there."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveAnswer] = {}

    def add(self, live: LiveAnswer) -> None:
        """Take in a run that has just begun."""
        self._runs[live.run] = live

    def apply(self, event: RunEvent) -> LiveAnswer | None:
        """Feed an event to its run; None when the run is not known here."""
        live = self._runs.get(event.run)
        if live is not None:
            live.apply(event)
        return live

    def forget(self, run: str) -> None:
        """The store has all of it and the screen shows it from there."""
        self._runs.pop(run, None)

    def of_conversation(self, conversation_id: str) -> list[LiveAnswer]:
        """Return the runs of a conversation, oldest first."""
        return [live for live in self._runs.values() if live.conversation_id == conversation_id]

    def by_answer(self) -> dict[str, LiveAnswer]:
        """Return the runs by their answers' ids."""
        return {live.answer_id: live for live in self._runs.values() if live.answer_id}

    def over(self) -> list[LiveAnswer]:
        """Return the runs that have ended but are still kept here."""
        return [live for live in self._runs.values() if live.phase.over]

    def __len__(self) -> int:
        return len(self._runs)
