"""What one attempt has written so far: text and tokens as they came, what a repair took back, and its checked steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from models.events import Channel, Token
from models.history.records import Attempt
from models.history.token_columns import TokenColumns
from models.traces import AttemptSummary, DiscardedStep, Fate, Step, Verdict


@dataclass(slots=True)
class WritingPace:
    """When tokens came, in seconds of the run's clock; also of tokens that a repair took back."""

    first: float | None = None
    _last: float = 0.0
    _later: int = 0
    """Tokens after the first piece, whose own time is not known."""

    def note(self, tokens: int, clock: float) -> None:
        """Tokens came."""
        if not tokens:
            return
        if self.first is None:
            self.first = clock
        else:
            self._later += tokens
        self._last = clock

    @property
    def tokens_per_second(self) -> float:
        """0 while that cannot be told."""
        span = self._last - self.first if self.first is not None else 0.0
        return self._later / span if span > 0 else 0.0


@dataclass(slots=True)
class AttemptRecord:
    """One attempt of a run: its last saved form, and the pieces that came since."""

    attempt: Attempt
    thought: list[str]
    answer: list[str]
    earlier: Attempt
    """The attempt before this run (a continued one has text, counts and a mean already)."""
    earlier_tokens: Sequence[tuple[Channel, Token]] = ()
    tokens: TokenColumns = field(default_factory=TokenColumns)
    """The tokens of this run."""
    logprobs: float = 0.0
    """The sum of their log-probabilities (nats)."""
    pace: WritingPace = field(default_factory=WritingPace)
    """How fast this run's tokens came."""
    steps: dict[int, Step] = field(default_factory=dict)
    """The closed steps of the thought, by number."""
    discarded: dict[int, tuple[DiscardedStep, ...]] = field(default_factory=dict)
    """What stood in a step's place before it was repaired."""
    kept_steps: tuple[Step, ...] = ()
    """The steps that are in the history."""
    fate: Fate = Fate.DROPPED
    """What became of it, once it has ended."""
    changed: bool = False
    ended: bool = False

    def snapshot(self) -> Attempt:
        """Return the attempt as it stands."""
        thought_tokens = self.tokens.of(Channel.THOUGHT)
        self.attempt = replace(
            self.attempt,
            thought="".join(self.thought),
            answer="".join(self.answer),
            thought_tokens=self.earlier.thought_tokens + thought_tokens,
            answer_tokens=self.earlier.answer_tokens + len(self.tokens) - thought_tokens,
            mean_logprob=mean_logprob(self.earlier, len(self.tokens), self.logprobs),
        )
        self.thought, self.answer = [self.attempt.thought], [self.attempt.answer]
        self.changed = False
        return self.attempt

    def add(self, channel: Channel, text: str, tokens: Sequence[Token]) -> None:
        """Take in a piece of text with its tokens."""
        (self.thought if channel is Channel.THOUGHT else self.answer).append(text)
        for token in tokens:
            self.tokens.append(channel, token)
            self.logprobs += token.logprob
        self.changed = True

    def all_tokens(self) -> TokenColumns:
        """Return the tokens of a continued attempt's earlier run and of this one."""
        if not self.earlier_tokens:
            return self.tokens
        both = TokenColumns(self.earlier_tokens)
        both.extend(self.tokens)
        return both

    def close_step(self, step: Step) -> Step:
        """Keep a step; returns it with the tries that were discarded in its place."""
        step = replace(step, discarded=self.discarded.get(step.number, ()))
        self.steps[step.number] = step
        self.changed = True
        return step

    def unwritten_steps(self) -> tuple[tuple[Step, ...], int]:
        """Return the steps that the history does not have as they are now, and the number of the one before them.

        Where steps were only taken back, the last that stays is among them, so that those after it go.
        """
        steps = tuple(self.steps.values())
        pairs = zip(steps, self.kept_steps, strict=False)
        first = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
        if first == len(steps) < len(self.kept_steps):
            first = max(first - 1, 0)
        return steps[first:], steps[first - 1].number if first else 0

    def cut(self, place: int, step: int, discarded: DiscardedStep) -> None:
        """Take back all from a place of the thought on (characters), where the step with this number began."""
        thought = "".join(self.thought)
        self.thought, self.answer = [thought[:place]], []
        kept = _until(self.tokens, place - len(self.earlier.thought), thought[len(self.earlier.thought) :])
        self.tokens, self.logprobs = kept, sum(kept.logprobs)
        self.discarded[step] = (*self.discarded.get(step, ()), discarded)
        self.steps = {number: each for number, each in self.steps.items() if number < step}
        self.changed = True

    def summary(self) -> AttemptSummary:
        """Return what is told about it beside its text."""
        claims = [claim for each in self.steps.values() for claim in each.claims]
        return AttemptSummary(
            number=self.attempt.number,
            fate=self.fate,
            strategy=self.attempt.strategy,
            answer=self.attempt.final_answer,
            repairs=sum(len(each) for each in self.discarded.values()),
            equations=sum(each.verdict is not Verdict.NOTHING for each in claims),
            holding=sum(each.verdict is Verdict.HOLDS for each in claims),
        )


def _until(tokens: TokenColumns, place: int, thought: str) -> TokenColumns:
    """Return the thought's tokens up to a place of its text; one that the cut goes through keeps its first part."""
    kept = TokenColumns()
    end = 0
    for channel, token in tokens:
        if channel is not Channel.THOUGHT or end >= place:
            break
        end += len(token.text)
        kept.append(channel, token if end <= place else replace(token, text=thought[end - len(token.text) : place]))
    return kept


def mean_logprob(earlier: Attempt, drawn: int, total: float) -> float | None:
    """The mean log-probability over the tokens of an attempt's earlier run, where known, and the `drawn` of this one.

    Args:
        earlier: The attempt before.
        drawn: The number of this run's tokens.
        total: The sum of their log-probabilities.
    """
    before = 0 if earlier.mean_logprob is None else earlier.thought_tokens + earlier.answer_tokens
    if before + drawn == 0:
        return None
    return ((earlier.mean_logprob or 0.0) * before + total) / (before + drawn)
