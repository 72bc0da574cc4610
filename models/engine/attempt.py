"""One attempt while it is written: its tokens, its thought and answer, its budgets, and why it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.engine.llama.vocabulary import Vocabulary
from models.engine.prompts import PromptPlan
from models.engine.protocol import AttemptEnded, Budget, EngineMessage, PhaseChanged, Piece, SampledToken, Streamed
from models.engine.sampling import Drawn, TokenSampler
from models.engine.sequences import CachedSequence
from models.engine.stop_text import StopText
from models.engine.text_pieces import Utf8Pieces
from models.engine.thought_splitter import ThoughtSplitter
from models.events import Channel, StopReason, ThoughtEnd


@dataclass(slots=True)
class Limits:
    """What bounds an attempt: the user's budget and the context (in tokens)."""

    budget: Budget
    context_size: int
    closing_tokens: list[int]
    """The tokens that close a thought when the model did not finish it."""
    finished_closing_tokens: list[int]
    """The tokens that lead to the answer when the model ended its thought by ending its turn."""
    endings: tuple[int, ...] = ()
    """Tokens that would close a thought; not drawn before its least budget is used up."""

    @property
    def longest_thought(self) -> int:
        """The length of the sequence at which a thought must close so that the answer has its reserve."""
        reserve = min(self.budget.answer_tokens, self.context_size // 4)
        return self.context_size - reserve - len(self.closing_tokens)


class Attempt:
    """One attempt.

    Args:
        run: The run it belongs to.
        number: Its number in the run, from 1.
        plan: Its prompt and how its thought is closed.
        tokens: The prompt's tokens.
        limits: Its bounds.
        sampler: Draws its tokens; owned and closed by the attempt.
        splitter: Parts its text into thought and answer.
        vocabulary: Of the model.
        markers: The bytes of control tokens that part thought and answer.
    """

    def __init__(
        self,
        run: str,
        number: int,
        *,
        plan: PromptPlan,
        tokens: list[int],
        limits: Limits,
        sampler: TokenSampler,
        splitter: ThoughtSplitter,
        vocabulary: Vocabulary,
        markers: frozenset[bytes],
    ) -> None:
        self.run = run
        self.number = number
        self.tokens = tokens
        """All tokens, decoded or not: the prompt, what was drawn, what was put in to close the thought."""
        self.sequence: CachedSequence | None = None
        self.waits_for_room = False
        self.stop_reason: StopReason | None = None
        self.begun = False
        self.thought_tokens = 0
        self.answer_tokens = 0
        self.prompt_tokens = len(tokens)
        self._plan = plan
        self._limits = limits
        self.sampler = sampler
        self._splitter = splitter
        self._vocabulary = vocabulary
        self._markers = markers
        self._answered_before = plan.continued and plan.start_channel is Channel.ANSWER
        self._decoder = Utf8Pieces()
        self._stop = StopText(plan.stops)
        self._held: list[SampledToken] = []
        self._logprobs = 0.0
        self._first_clock: float | None = None
        self._last_clock = 0.0
        self._thinking_since: float | None = None
        self._thinking_seconds = 0.0

    @property
    def thinking(self) -> bool:
        """Whether it is writing its thought."""
        return self._splitter.channel is Channel.THOUGHT

    @property
    def pending(self) -> int:
        """How many of its tokens are not decoded yet."""
        return len(self.tokens) - (len(self.sequence.tokens) if self.sequence else 0)

    @property
    def forbidden(self) -> tuple[int, ...]:
        """Tokens that may not be drawn now: those that end a thought or an answer shorter than its least budget."""
        budget = self._limits.budget
        written, least = (
            (self.thought_tokens, budget.minimum_thought_tokens)
            if self.thinking
            else (self.answer_tokens + self._answered_before, budget.minimum_answer_tokens)
        )
        return self._limits.endings if written < least else ()

    def begin(self, clock: float) -> PhaseChanged:
        """Return the message that it starts to write."""
        self.begun = True
        if self.thinking:
            self._thinking_since = clock
        return self._phase_changed("", clock)

    def take(self, drawn: Drawn, clock: float) -> Iterator[EngineMessage]:
        """Add a drawn token and yield what follows from it."""
        self._first_clock = clock if self._first_clock is None else self._first_clock
        self._last_clock = clock
        self._logprobs += drawn.logprob
        if self.thinking:
            self.thought_tokens += 1
        else:
            self.answer_tokens += 1
        if self._vocabulary.ends_generation(drawn.token):
            yield from self._turn_ended(clock)
            return
        self.tokens.append(drawn.token)
        was_thinking = self.thinking
        text = self._decoder.feed(self._visible(drawn.token))
        rivals = tuple((self._text_of(token), probability) for token, probability in drawn.rivals)
        self._held.append(SampledToken(text, drawn.logprob, rivals))
        yield from self._show(self._splitter.feed(text), was_thinking, clock)
        yield from self._keep_limits(clock)

    def close_thought(self, reason: ThoughtEnd, clock: float) -> Iterator[EngineMessage]:
        """Close an open thought and go on to the answer."""
        if not self.thinking or self.stop_reason is not None:
            return
        by_model = reason is ThoughtEnd.MODEL
        note = "" if by_model else self._plan.closing_note
        segments = self._splitter.feed(self._decoder.finish() + note)
        segments += self._splitter.close_thought()
        self.tokens += self._limits.finished_closing_tokens if by_model else self._limits.closing_tokens
        yield from self._pieces(segments, clock)
        yield from self._unshown(Channel.THOUGHT, clock)
        yield self._answer_begins(reason, clock)

    def end(self, reason: StopReason, clock: float) -> Iterator[EngineMessage]:
        """End the attempt and yield what was held back and the closing message."""
        if self.stop_reason is not None:
            return
        self.stop_reason = reason
        segments = self._splitter.feed(self._decoder.finish()) + self._splitter.finish()
        yield from self._pieces(segments, clock, last=True)
        yield from self._unshown(self._splitter.channel, clock)
        self.sampler.close()
        drawn = self.thought_tokens + self.answer_tokens
        yield AttemptEnded(
            run=self.run,
            attempt=self.number,
            stop_reason=reason,
            thought_tokens=self.thought_tokens,
            answer_tokens=self.answer_tokens,
            first_token_clock=self._first_clock or 0.0,
            last_token_clock=self._last_clock,
            thinking_seconds=self._seconds_thinking(clock),
            mean_logprob=self._logprobs / drawn if drawn else 0.0,
            clock=clock,
        )

    def _turn_ended(self, clock: float) -> Iterator[EngineMessage]:
        if self.thinking:
            yield from self.close_thought(ThoughtEnd.MODEL, clock)
        else:
            yield from self.end(StopReason.FINISHED, clock)

    def _keep_limits(self, clock: float) -> Iterator[EngineMessage]:
        budget = self._limits.budget
        if len(self.tokens) >= self._limits.context_size:
            yield from self.end(StopReason.CONTEXT_FULL, clock)
        elif not self.thinking:
            if self.answer_tokens >= budget.answer_tokens:
                yield from self.end(StopReason.ANSWER_LIMIT, clock)
        elif self.thought_tokens >= budget.thought_tokens or len(self.tokens) >= self._limits.longest_thought:
            yield from self.close_thought(ThoughtEnd.BUDGET, clock)
        elif self._seconds_thinking(clock) >= budget.thinking_seconds:
            yield from self.close_thought(ThoughtEnd.TIME, clock)

    def _show(self, segments: list[tuple[Channel, str]], was_thinking: bool, clock: float) -> Iterator[EngineMessage]:
        if was_thinking == self.thinking:
            yield from self._pieces(segments, clock)
            return
        old = Channel.THOUGHT if was_thinking else Channel.ANSWER
        earlier = [each for each in segments if each[0] is old]
        yield from self._pieces(earlier, clock)
        if was_thinking:
            yield self._answer_begins(ThoughtEnd.MODEL, clock)
        else:
            self._thinking_since = clock
            yield self._phase_changed("", clock)
        yield from self._pieces([each for each in segments if each[0] is not old], clock)

    def _pieces(
        self, segments: list[tuple[Channel, str]], clock: float, *, last: bool = False
    ) -> Iterator[EngineMessage]:
        stopped = False
        shown = []
        for channel, text in segments:
            certain = text
            if channel is Channel.ANSWER and self._stop.active:
                certain, stopped = self._stop.feed(text)
            if certain:
                shown.append((channel, certain))
        if last and self._stop.active and not stopped and (rest := self._stop.finish()):
            shown.append((Channel.ANSWER, rest))
        if shown:
            held, self._held = tuple(self._held), []
            pieces = [Piece(self.number, channel, text, ()) for channel, text in shown[:-1]]
            pieces.append(Piece(self.number, shown[-1][0], shown[-1][1], held))
            yield Streamed(self.run, tuple(pieces), clock)
        if stopped and not last:
            yield from self.end(StopReason.FINISHED, clock)

    def _unshown(self, channel: Channel, clock: float) -> Iterator[EngineMessage]:
        """The tokens that have no text on the screen, such as a last line break: they were drawn all the same."""
        if self._held:
            held, self._held = tuple(self._held), []
            yield Streamed(self.run, (Piece(self.number, channel, "", held),), clock)

    def _answer_begins(self, reason: ThoughtEnd, clock: float) -> PhaseChanged:
        self._thinking_seconds = self._seconds_thinking(clock)
        self._thinking_since = None
        return self._phase_changed(reason, clock)

    def _phase_changed(self, thought_end: str, clock: float) -> PhaseChanged:
        channel = Channel.THOUGHT if self.thinking else Channel.ANSWER
        return PhaseChanged(self.run, self.number, channel, thought_end, self._limits.budget.thought_tokens, clock)

    def _seconds_thinking(self, clock: float) -> float:
        since = self._thinking_since
        return self._thinking_seconds + (clock - since if since is not None else 0.0)

    def _visible(self, token: int) -> bytes:
        """The token's bytes, without control tokens that mark neither thought nor answer."""
        piece = self._vocabulary.piece(token)
        return piece if piece in self._markers or not self._vocabulary.is_control(token) else b""

    def _text_of(self, token: int) -> str:
        return self._vocabulary.piece(token).decode("utf-8", "replace")
