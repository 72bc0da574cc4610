"""Turns a question and its conversation into a request to the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.answering.experience import Experience
from models.engine.messages import Message
from models.engine.protocol import AdapterChoice, AttemptPlan, Budget, Generate, Sampling
from models.history.records import Attempt, Turn
from models.reasoning.deliberation.plan import Begun, DeliberationPlan
from models.reasoning.effort import Effort
from models.reasoning.strategies import StrategyName
from models.settings import SamplingSettings


def conversation_messages(system_prompt: str, turns: Sequence[Turn], question: str) -> tuple[Message, ...]:
    """Return the messages of a conversation, oldest first; turns without any answer text are left out."""
    messages = [Message("system", system_prompt)] if system_prompt.strip() else []
    for turn in turns:
        chosen = turn.answer.chosen if turn.answer else None
        if chosen is not None and chosen.answer.strip():
            messages.append(Message("user", turn.question.text))
            messages.append(Message("assistant", chosen.answer, chosen.thought))
    return (*messages, Message("user", question))


def sampling_for_engine(sampling: SamplingSettings) -> Sampling:
    """Return the sampling parameters in the engine's form."""
    return Sampling(
        temperature=sampling.temperature,
        top_k=sampling.top_k,
        top_p=sampling.top_p,
        min_p=sampling.min_p,
        repeat_penalty=sampling.repeat_penalty,
        repeat_window=sampling.repeat_window,
    )


def generate_request(
    run: str,
    *,
    messages: tuple[Message, ...],
    attempts: Sequence[Attempt],
    effort: Effort,
    sampling: SamplingSettings,
    adapter: str | None,
    keep_thoughts: bool,
) -> Generate:
    """Return the request for a run; attempts that have text already are taken up where they stopped."""
    return Generate(
        run=run,
        messages=messages,
        attempts=tuple(_plan(each) for each in attempts),
        sampling=sampling_for_engine(sampling),
        budget=Budget(
            thought_tokens=effort.thought_tokens,
            thinking_seconds=effort.seconds,
            answer_tokens=effort.answer_tokens,
        ),
        adapter=AdapterChoice(adapter) if adapter else None,
        keep_thoughts=keep_thoughts,
    )


def deliberation_plan(
    run: str,
    *,
    question: str,
    messages: tuple[Message, ...],
    attempt: Attempt,
    effort: Effort,
    sampling: SamplingSettings,
    adapter: str | None,
    keep_thoughts: bool,
    experience: Callable[[], Experience],
) -> DeliberationPlan | None:
    """Return the plan of a run that thinks or has several attempts; None where there is nothing to deliberate.

    An attempt that has a thought already, or others beside it, goes on alone; one whose thought is closed only
    answers. `experience` is asked for where several attempts can make use of it.
    """
    is_closed = bool(attempt.answer or attempt.thought_ended_at)
    if is_closed or (effort.thought_tokens == 0 and effort.attempts == 1):
        return None
    taken_up = bool(attempt.thought) or attempt.number > 1
    begun = Begun(attempt.number, attempt.thought, StrategyName(attempt.strategy)) if taken_up else None
    known = experience() if effort.attempts > 1 or begun is not None else Experience()
    return DeliberationPlan(
        run=run,
        question=question,
        messages=messages,
        attempts=effort.attempts,
        thought_tokens=effort.thought_tokens,
        attempt_thought_tokens=effort.attempt_thought_tokens,
        answer_tokens=effort.answer_tokens,
        seconds=effort.seconds,
        aim_seconds=effort.aim_seconds,
        width=effort.width,
        seed=attempt.seed,
        sampling=sampling_for_engine(sampling),
        adapter=AdapterChoice(adapter) if adapter else None,
        keep_thoughts=keep_thoughts,
        begun=begun,
        every=effort.every,
        repairs=effort.repairs,
        retrieve=known.retrieve,
        records=known.records,
    )


def _plan(attempt: Attempt) -> AttemptPlan:
    thought_is_closed = bool(attempt.answer or attempt.thought_ended_at)
    return AttemptPlan(
        number=attempt.number,
        seed=attempt.seed,
        thought_prefix=attempt.thought,
        answer_prefix=attempt.answer if thought_is_closed else None,
    )
