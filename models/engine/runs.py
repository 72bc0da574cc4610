"""Turns requests into runs: prompts planned, tokenized and trimmed to the context, attempts ready to start."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from models.catalog.thought_formats import ThoughtFormat
from models.engine.attempt import Attempt, Limits
from models.engine.chat_template import ChatTemplate
from models.engine.llama.vocabulary import Vocabulary
from models.engine.messages import Message
from models.engine.prompts import PromptPlan, plan_prompt, trim_to_context
from models.engine.protocol import (
    AttemptPlan,
    EngineMessage,
    FailureReason,
    Generate,
    Priority,
    Score,
)
from models.engine.sampling import TokenSampler
from models.engine.spelled_tokens import defused, defused_messages, tokenize_prompt
from models.engine.stream_buffer import StreamBuffer
from models.engine.thought_splitter import ThoughtSplitter
from models.errors import InputError

Send = Callable[[EngineMessage], None]


class Refusal(Exception):
    """A request that cannot be carried out, with the reason for the client."""

    def __init__(self, reason: FailureReason, message: str, details: str = "") -> None:
        super().__init__(message)
        self.reason, self.message, self.details = reason, message, details


@dataclass(slots=True)
class GenerationRun:
    """A question on its way: attempts that wait, and attempts that run."""

    id: str
    client: Send
    """Where the request came from."""
    send: Send
    """The same, by way of a `StreamBuffer`."""
    priority: Priority
    adapter: str
    waiting: deque[Attempt]
    prompt_tokens: int
    dropped_turns: int
    context_size: int
    running: list[Attempt] = field(default_factory=list)
    cached_tokens: int = 0
    announced: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def clock(self) -> float:
        """Seconds since the run was taken up."""
        return time.monotonic() - self.started

    @property
    def attempts(self) -> list[Attempt]:
        """All attempts that have not ended."""
        return [*self.running, *self.waiting]


@dataclass(slots=True)
class ScoringRun:
    """A continuation whose likelihood is measured: `tokens` from `start` on."""

    id: str
    client: Send
    send: Send
    priority: Priority
    adapter: str
    tokens: list[int]
    start: int
    logprobs: list[float] = field(default_factory=list)


class RunPlanner:
    """Makes runs for one loaded model.

    Args:
        vocabulary: Of the model.
        template: Its chat template.
        thought_format: How it thinks.
        context_size: The longest sequence, in tokens.
    """

    def __init__(
        self, vocabulary: Vocabulary, template: ChatTemplate, thought_format: ThoughtFormat, *, context_size: int
    ) -> None:
        self._vocabulary = vocabulary
        self._template = template
        self._format = thought_format
        self._context_size = context_size
        self._markers = _markers(thought_format)
        self._endings = self._closing_tokens()

    def generation(self, request: Generate, send: Send, adapter: str) -> GenerationRun:
        """Return the run of a question.

        Raises:
            Refusal: The prompt cannot be made or does not fit.
        """
        if not request.attempts:
            raise Refusal(FailureReason.REQUEST, "A question needs at least one attempt.")
        started = time.monotonic()
        request = self._defused(request)
        reserve = request.budget.thought_tokens + request.budget.answer_tokens
        room = self._context_size - min(reserve, self._context_size // 2)
        messages, dropped = self._trimmed(request, room)
        attempts = deque(self._attempt(request, messages, each) for each in request.attempts)
        return GenerationRun(
            id=request.run,
            client=send,
            send=StreamBuffer(send),
            priority=request.priority,
            adapter=adapter,
            waiting=attempts,
            prompt_tokens=attempts[0].prompt_tokens,
            dropped_turns=dropped,
            context_size=self._context_size,
            started=started,
        )

    def scoring(self, request: Score, send: Send, adapter: str) -> ScoringRun:
        """Return the run that measures a continuation.

        Raises:
            Refusal: The prompt cannot be made or does not fit.
        """
        messages = defused_messages(self._vocabulary, request.messages)
        plan = self._plan(messages, AttemptPlan(), thinking=request.thinking, keep_thoughts=False)
        tokens = self._tokens(plan)
        continuation = self._vocabulary.tokenize(request.continuation, parse_special=False)
        if len(tokens) + len(continuation) > self._context_size:
            raise Refusal(
                FailureReason.PROMPT_TOO_LONG,
                f"The text takes {len(tokens) + len(continuation):,} tokens; the context holds {self._context_size:,}.",
            )
        return ScoringRun(request.run, send, send, request.priority, adapter, tokens + continuation, len(tokens))

    def _defused(self, request: Generate) -> Generate:
        """The request with control tokens that its words spell kept as words."""
        attempts = tuple(
            msgspec.structs.replace(
                each,
                thought_prefix=defused(self._vocabulary, each.thought_prefix),
                answer_prefix=None if each.answer_prefix is None else defused(self._vocabulary, each.answer_prefix),
            )
            for each in request.attempts
        )
        messages = tuple(defused_messages(self._vocabulary, request.messages))
        return msgspec.structs.replace(request, messages=messages, attempts=attempts)

    def _trimmed(self, request: Generate, room: int) -> tuple[list[Message], int]:
        def count(messages: Sequence[Message]) -> int:
            return max(
                len(self._tokens(self._plan_attempt(request, messages, each))) for each in _distinct(request.attempts)
            )

        try:
            return trim_to_context(count, request.messages, room=room)
        except InputError as error:
            raise Refusal(FailureReason.PROMPT_TOO_LONG, error.message, error.details) from error

    def _attempt(self, request: Generate, messages: Sequence[Message], wanted: AttemptPlan) -> Attempt:
        plan = self._plan_attempt(request, messages, wanted)
        finished_closing = plan.closing.removeprefix(plan.closing_note)
        return Attempt(
            request.run,
            wanted.number,
            plan=plan,
            tokens=self._tokens(plan),
            limits=Limits(
                request.budget,
                self._context_size,
                self._vocabulary.tokenize(plan.closing),
                self._vocabulary.tokenize(finished_closing),
                self._endings,
            ),
            sampler=TokenSampler(
                request.sampling,
                seed=wanted.seed,
                rivals=request.alternatives,
                vocabulary_size=self._vocabulary.size,
            ),
            splitter=ThoughtSplitter(self._format, start=plan.start_channel, continued=plan.continued),
            vocabulary=self._vocabulary,
            markers=self._markers,
        )

    def _plan_attempt(self, request: Generate, messages: Sequence[Message], wanted: AttemptPlan) -> PromptPlan:
        return self._plan(
            messages, wanted, thinking=request.budget.thought_tokens > 0, keep_thoughts=request.keep_thoughts
        )

    def _plan(
        self, messages: Sequence[Message], wanted: AttemptPlan, *, thinking: bool, keep_thoughts: bool
    ) -> PromptPlan:
        if not messages or messages[-1].role != "user":
            raise Refusal(FailureReason.REQUEST, "A conversation must end with a question.")
        if wanted.instruction:
            last = messages[-1]
            messages = [
                *messages[:-1],
                msgspec.structs.replace(last, content=f"{last.content}\n\n{wanted.instruction}"),
            ]
        try:
            return plan_prompt(
                self._template,
                self._format,
                messages,
                thinking=thinking,
                keep_thoughts=keep_thoughts,
                thought_prefix=wanted.thought_prefix,
                answer_prefix=wanted.answer_prefix,
            )
        except InputError as error:
            raise Refusal(FailureReason.TEMPLATE, error.message, error.details) from error

    def _closing_tokens(self) -> tuple[int, ...]:
        """The tokens with which a model ends its thought: the ends of a turn, and the first of the closing tag."""
        tag = self._vocabulary.tokenize(self._format.closing.strip()) if self._format.native else []
        return (*self._vocabulary.ending_tokens, *tag[:1])

    def _tokens(self, plan: PromptPlan) -> list[int]:
        add_special = self._vocabulary.adds_bos and not plan.starts_with_bos
        return tokenize_prompt(self._vocabulary, plan.prompt, add_special=add_special)


def _distinct(attempts: Sequence[AttemptPlan]) -> list[AttemptPlan]:
    """Attempts whose prompts differ: those that share their words share their length."""
    seen = {(each.instruction, each.thought_prefix, each.answer_prefix): each for each in attempts}
    return list(seen.values())


def _markers(thought_format: ThoughtFormat) -> frozenset[bytes]:
    """Control tokens that part thought and answer and therefore must reach the splitter."""
    channels = ("<|channel|>", "<|message|>", "<|start|>", "<|end|>") if "<|channel|>" in thought_format.opening else ()
    tags = (thought_format.opening.strip(), thought_format.closing.strip(), "<think>", "</think>")
    return frozenset(each.encode() for each in (*channels, *tags) if each)
