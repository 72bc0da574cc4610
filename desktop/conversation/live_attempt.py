"""One attempt of a running answer: what it has streamed so far, its checked steps, and what repairs took back."""

from __future__ import annotations

from bisect import bisect_left

from models.events import AttemptFinished, Channel, StopReason, ThoughtEnd
from models.traces import DiscardedStep, Fate, Step

_FATES = {StopReason.CUT: Fate.CUT, StopReason.DROPPED: Fate.DROPPED}


class LiveAttempt:
    """Texts, counts and times so far (seconds, tokens)."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.place = number
        """Which of the planned attempts it is: one that replaces another has that one's place."""
        self.attempt_id = ""
        self.strategy = "direct"
        self.budget = 0
        self.thought_tokens = 0
        self.answer_tokens = 0
        self.thought_end: ThoughtEnd | None = None
        self.thinking = False
        self.thought_at_once = True
        """Whether the attempt answers without thinking (so far)."""
        self.answering = False
        self.finished: AttemptFinished | None = None
        self.steps: list[Step] = []
        """The closed steps of the thought, in their order."""
        self.cuts = 0
        """How often a part of the thought was taken back."""
        self._pending: dict[int, tuple[DiscardedStep, ...]] = {}
        self._pieces: dict[Channel, list[str]] = {Channel.THOUGHT: [], Channel.ANSWER: []}
        self._lengths: list[int] = []
        self._counts: list[int] = []
        self._earlier = (0, 0)  # characters and tokens of the thought before the first that was streamed here
        self._earlier_thinking = 0.0
        self._started_clock = 0.0
        self._started_at: float | None = None
        self._thinking_seconds: float | None = None

    @property
    def pending(self) -> tuple[DiscardedStep, ...]:
        """What stood before in the place of the step that is being written now, oldest first."""
        return self._pending.get(len(self.steps) + 1, ())

    @property
    def started_at(self) -> float | None:
        """When it began to think (local monotonic clock)."""
        return self._started_at

    @property
    def fate(self) -> Fate:
        """What became of it, as far as that is known."""
        return _FATES.get(self.finished.stop_reason, Fate.DONE) if self.finished is not None else Fate.DROPPED

    def text(self, channel: Channel) -> str:
        """Return all that was written in a channel; joining is kept, so that asking again costs nothing."""
        pieces = self._pieces[channel]
        if len(pieces) > 1:
            pieces[:] = ["".join(pieces)]
        return pieces[0] if pieces else ""

    def add(self, channel: Channel, text: str, tokens: int) -> None:
        """Append streamed text."""
        if channel is Channel.THOUGHT:
            if not self._lengths:
                self._earlier = sum(map(len, self._pieces[channel])), self.thought_tokens
            self._lengths.append((self._lengths[-1] if self._lengths else self._earlier[0]) + len(text))
            self.thought_tokens += tokens
            self._counts.append(self.thought_tokens)
            self.thought_at_once = False
        else:
            self.answer_tokens += tokens
        if text:
            self._pieces[channel].append(text)

    def replace(self, channel: Channel, text: str) -> None:
        """Set the whole text of a channel (what an earlier run of a continued answer wrote, or the final text)."""
        self._pieces[channel] = [text] if text else []

    def close_step(self, step: Step) -> None:
        """A step is complete and was checked."""
        del self.steps[max(step.number - 1, 0) :]
        self.steps.append(step)

    def cut(self, place: int, step: int, discarded: DiscardedStep, now: float) -> None:
        """Take the thought back to `place` (characters), where the step with this number began, and think on."""
        self.replace(Channel.THOUGHT, self.text(Channel.THOUGHT)[:place])
        self.replace(Channel.ANSWER, "")
        kept = bisect_left(self._lengths, place) + 1 if place > self._earlier[0] else 0
        del self._lengths[kept:], self._counts[kept:]
        if self._lengths:
            self._lengths[-1] = min(self._lengths[-1], place)
        self.thought_tokens = self._counts[-1] if self._counts else self._earlier[1]
        self.answer_tokens = 0
        del self.steps[max(step - 1, 0) :]
        self._pending[len(self.steps) + 1] = (*self._pending.get(len(self.steps) + 1, ()), discarded)
        self.cuts += 1
        self._think_on(now)

    def start_thinking(self, budget: int, clock: float, now: float) -> None:
        """The thought begins; `clock` is the run's, `now` the local monotonic clock (seconds)."""
        self.budget = budget
        self.thinking = True
        self.thought_at_once = False
        self._started_clock, self._started_at = clock, now

    def end_thinking(self, *, now: float, clock: float | None = None) -> None:
        """The thought ends, at the run's `clock` when that is known, otherwise `now` (local monotonic clock)."""
        if self.thinking:
            began = now if self._started_at is None else self._started_at
            took = now - began if clock is None else clock - self._started_clock
            self._thinking_seconds = self._earlier_thinking + max(took, 0.0)
        self.thinking = False

    def finish(self, event: AttemptFinished, now: float) -> None:
        """It has ended, whatever the reason."""
        self.finished = event
        self.attempt_id = event.attempt_id
        self.end_thinking(now=now)
        self.replace(Channel.THOUGHT, event.thought)
        self.replace(Channel.ANSWER, event.answer)
        self.thought_tokens, self.answer_tokens = event.thought_tokens, event.answer_tokens

    def took_up(self, thought_tokens: int, answer_tokens: int, seconds: float) -> None:
        """Take over the counts of the run that is continued."""
        self.thought_tokens, self.answer_tokens = thought_tokens, answer_tokens
        self._earlier_thinking = seconds
        self._thinking_seconds = seconds
        self.thought_at_once = not thought_tokens

    def thinking_seconds(self, now: float) -> float:
        """Return the seconds spent thinking until `now` (local monotonic clock)."""
        if self.thinking:
            return self._earlier_thinking + max(now - (self._started_at or now), 0.0)
        return self._thinking_seconds or 0.0

    def _think_on(self, now: float) -> None:
        """A thought that had been closed is open again."""
        self.answering = False
        self.thought_end = None
        if not self.thinking:
            self.thinking = True
            self._started_at = now if self._started_at is None else self._started_at
