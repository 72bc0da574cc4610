"""How an answer was found, as the panel tells it: from the history, or from a run that has just ended. No Qt here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.conversation.live import LiveAnswer
from desktop.conversation.live_attempt import LiveAttempt
from models.events import Channel, StopReason
from models.history.records import Answer, Attempt
from models.traces import AttemptSummary, Deliberated, Ending, Fate, Step, Verdict, VoteGroup

_SPACE = re.compile(r"\s+")
_FATES: dict[str, Fate] = {StopReason.CUT: Fate.CUT, StopReason.DROPPED: Fate.DROPPED}


@dataclass(frozen=True, slots=True)
class AttemptStory:
    """One attempt; `seconds` is the time it took, `answer` what was extracted from it ("" for nothing)."""

    number: int
    attempt_id: str
    thought: str
    answer: str = ""
    tokens: int = 0
    seconds: float = 0.0
    fate: Fate = Fate.DONE
    text: str = ""
    """The whole answer, as it was written."""
    mean_logprob: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerStory:
    """An answer's attempts in their order, and which counts (its number)."""

    attempts: tuple[AttemptStory, ...]
    chosen: int
    deliberated: Deliberated | None = None
    began_with_yours: bool = False
    budget: int = 0
    """The most tokens that all thoughts together might take, 0 when that is not known."""

    @property
    def several(self) -> bool:
        """Whether there is more than one attempt to tell of."""
        return len(self.attempts) > 1

    @property
    def tokens(self) -> int:
        """The tokens of all thoughts."""
        return sum(each.tokens for each in self.attempts)

    @property
    def groups(self) -> tuple[VoteGroup, ...]:
        """The answers that were voted for, the most votes first."""
        return self.deliberated.groups if self.deliberated is not None else ()

    @property
    def repairs(self) -> int:
        """How many false steps of the chosen attempt were repaired."""
        found = self.deliberated.attempts if self.deliberated is not None else ()
        return next((each.repairs for each in found if each.number == self.chosen), 0)

    @property
    def split(self) -> bool:
        """Whether another answer has as many votes as the chosen one, which has more than its own."""
        if self.deliberated is None or self.deliberated.ending is Ending.NO_VOTES:
            return False
        own = next((each for each in self.groups if self.chosen in each.attempts), None)
        most = max((len(each.attempts) for each in self.groups if each is not own), default=0)
        return own is not None and 1 < len(own.attempts) <= most

    def numbered(self, number: int) -> AttemptStory:
        """Return the attempt with this number, else the chosen one, else the first."""
        known = {each.number: each for each in self.attempts}
        return known.get(number) or known.get(self.chosen) or self.attempts[0]

    def dissents(self, number: int) -> bool:
        """Whether an attempt voted for another answer than the chosen one did."""
        return any(number in each.attempts and self.chosen not in each.attempts for each in self.groups)


def story_of_answer(answer: Answer) -> AnswerStory:
    """Return how a stored answer was found."""
    told = _summaries(answer.deliberated)
    attempts = tuple(_stored(each, told.get(each.number)) for each in answer.attempts)
    yours, budget = bool(answer.continued_from_attempt_id), answer.chosen.thought_budget
    return AnswerStory(attempts, answer.chosen.number, answer.deliberated, yours, budget)


def story_of_live(live: LiveAnswer) -> AnswerStory:
    """Return how a run that has ended found its answer."""
    told = _summaries(live.deliberated)
    attempts = tuple(_live(each, told.get(each.number)) for _, each in sorted(live.attempts.items()))
    return AnswerStory(attempts, live.shown.number, live.deliberated, budget=live.shown.budget)


def whole_seconds(attempts: Sequence[Attempt]) -> float:
    """Return the time that several attempts took together: from the first that thought to the last that ended."""
    began = [each.thought_started_at for each in attempts if each.thought_started_at is not None]
    ended = [each.answer_ended_at or each.thought_ended_at or 0.0 for each in attempts]
    return max(max(ended) - min(began), 0.0) if began else 0.0


def first_difference(thought: str, steps: Sequence[Step], other: str, others: Sequence[Step]) -> int:
    """Return the number of the first step that reads otherwise than the other's, 0 when there is none to show."""
    for step, its in zip(steps, others, strict=False):
        own, its_own = thought[step.start : step.end], other[its.start : its.end]
        if own != its_own and _plain(own) != _plain(its_own):
            return step.number
    return steps[len(others)].number if len(steps) > len(others) else 0


def equations_in(steps: Sequence[Step]) -> tuple[int, int, int]:
    """Return how many equations were checked, how many of them hold, and how many false steps were repaired."""
    claims = [each for step in steps for each in step.claims]
    claims += [each for step in steps for tried in step.discarded for each in tried.claims]
    checked = sum(each.verdict is not Verdict.NOTHING for each in claims)
    return checked, sum(each.verdict is Verdict.HOLDS for each in claims), sum(len(step.discarded) for step in steps)


def _summaries(deliberated: Deliberated | None) -> dict[int, AttemptSummary]:
    return {each.number: each for each in deliberated.attempts} if deliberated is not None else {}


def _stored(attempt: Attempt, told: AttemptSummary | None) -> AttemptStory:
    return AttemptStory(
        attempt.number,
        attempt.id,
        attempt.thought,
        told.answer if told is not None and told.answer else attempt.final_answer,
        attempt.thought_tokens,
        whole_seconds([attempt]),
        told.fate if told is not None else _FATES.get(attempt.stop_reason, Fate.DONE),
        attempt.answer,
        attempt.mean_logprob,
    )


def _live(attempt: LiveAttempt, told: AttemptSummary | None) -> AttemptStory:
    done = attempt.finished
    return AttemptStory(
        attempt.number,
        attempt.attempt_id,
        attempt.text(Channel.THOUGHT),
        told.answer if told is not None else done.final_answer if done is not None else "",
        attempt.thought_tokens,
        done.seconds if done is not None else attempt.thinking_seconds(0.0),
        told.fate if told is not None else attempt.fate,
        attempt.text(Channel.ANSWER),
        done.mean_logprob if done is not None else None,
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
