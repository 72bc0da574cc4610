from __future__ import annotations

import pytest

from models.answering.ask_request import LARGEST_QUESTION, checked_question, checked_seed
from models.answering.requests import (
    conversation_messages,
    generate_request,
)
from models.engine.messages import Message
from models.engine.protocol import AdapterChoice, AttemptPlan, Budget, Sampling
from models.errors import InputError
from models.history.records import Answer, Attempt, PanelState, Question, Turn
from models.settings import SamplingSettings
from tests.answering.scripted_engine import effort


def turn(question: str, *attempts: Attempt, chosen: str = "") -> Turn:
    asked = Question("question", "conversation", None, question, 0.0)
    if not attempts:
        return Turn(asked, None)
    return Turn(asked, Answer("answer", "question", 0.0, chosen, PanelState.AUTOMATIC, attempts))


def attempt(number: int, answer: str, thought: str = "", **more: object) -> Attempt:
    return Attempt(f"a{number}", "answer", number, answer=answer, thought=thought, **more)  # type: ignore[arg-type]


def test_a_question_loses_only_the_white_space_around_it() -> None:
    assert checked_question("\n  Why  so?\n\n  Tell.  ") == "Why  so?\n\n  Tell."


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0\u2003"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        checked_question(text)


def test_a_question_that_fits_nowhere_is_refused_with_both_numbers() -> None:
    assert len(checked_question("x" * LARGEST_QUESTION)) == LARGEST_QUESTION
    with pytest.raises(InputError, match=r"1,000,000.*400,000"):
        checked_question("x" * 1_000_000)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_a_seed_is_taken_as_given(seed: int) -> None:
    assert checked_seed(seed) == seed


@pytest.mark.parametrize("seed", [-1, 2**32, 2**70])
def test_a_seed_that_the_engine_cannot_take_is_refused(seed: int) -> None:
    with pytest.raises(InputError, match=str(seed)):
        checked_seed(seed)


def test_without_a_seed_each_is_fresh() -> None:
    seeds = {checked_seed(None) for _ in range(20)}
    assert len(seeds) == 20 and all(0 <= seed < 2**31 for seed in seeds)


def test_a_conversation_becomes_messages() -> None:
    turns = [
        turn("One?", attempt(1, "worse"), attempt(2, "1", "because"), chosen="a2"),
        turn("Never answered?"),
        turn("Stopped at once?", attempt(1, " \n", "only a thought")),
        turn("Two?", attempt(1, "2")),
    ]
    assert conversation_messages("Be brief.", turns, "Three?") == (
        Message("system", "Be brief."),
        Message("user", "One?"),
        Message("assistant", "1", "because"),
        Message("user", "Two?"),
        Message("assistant", "2"),
        Message("user", "Three?"),
    )


def test_a_blank_system_prompt_is_none() -> None:
    assert conversation_messages(" \n", [], "Hi") == (Message("user", "Hi"),)


def test_the_engines_request_carries_all_that_was_asked() -> None:
    messages = (Message("user", "Hi"),)
    request = generate_request(
        "run",
        messages=messages,
        attempts=[attempt(1, "", seed=5), attempt(2, "", seed=6)],
        effort=effort(300, attempts=2),
        sampling=SamplingSettings(temperature=0.1, top_k=2, top_p=0.3, min_p=0.4, repeat_penalty=1.5, repeat_window=6),
        adapter="/adapters/mine.gguf",
        keep_thoughts=True,
    )
    assert (request.run, request.messages, request.keep_thoughts) == ("run", messages, True)
    assert request.attempts == (AttemptPlan(number=1, seed=5), AttemptPlan(number=2, seed=6))
    assert request.sampling == Sampling(
        temperature=0.1, top_k=2, top_p=0.3, min_p=0.4, repeat_penalty=1.5, repeat_window=6
    )
    assert request.budget == Budget(thought_tokens=300, thinking_seconds=60.0, answer_tokens=128)
    assert request.adapter == AdapterChoice("/adapters/mine.gguf")


@pytest.mark.parametrize(
    ("before", "prefixes"),
    [
        (attempt(1, ""), ("", None)),
        (attempt(1, "", "half a thou"), ("half a thou", None)),
        (attempt(1, "", "a thought.", thought_ended_at=5.0), ("a thought.", "")),
        (attempt(1, "It is", "a thought."), ("a thought.", "It is")),
        (attempt(1, "It is"), ("", "It is")),
    ],
)
def test_an_attempt_is_taken_up_where_it_stopped(before: Attempt, prefixes: tuple[str, str | None]) -> None:
    request = generate_request(
        "run", messages=(), attempts=[before], effort=effort(), sampling=SamplingSettings(), adapter=None,
        keep_thoughts=False,
    )  # fmt: skip
    (plan,) = request.attempts
    assert (plan.thought_prefix, plan.answer_prefix) == prefixes
    assert request.adapter is None
