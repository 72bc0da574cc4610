"""A deliberation over the real engine with the bundled model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.engine.messages import Message
from models.engine.protocol import EngineMessage, PromptWasRead, Streamed
from models.reasoning.deliberation.deliberation import Deliberation
from models.reasoning.deliberation.happenings import (
    AttemptBegan,
    AttemptDone,
    AttemptRepaired,
    AttemptSaid,
    Happening,
)
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.equivalence import Equivalence
from models.traces import Ending
from tests.engine.real_engine import EngineUser, running_engine

SECONDS = 90.0


@pytest.fixture(scope="module")
def engine(bundled_model_path: Path) -> Iterator[EngineUser]:
    with running_engine(bundled_model_path) as user:
        yield user


def deliberate(
    user: EngineUser,
    run: str,
    question: str,
    *,
    meanwhile: Callable[[Deliberation, list[Happening]], None] = lambda _deliberation, _happened: None,
    attempts: int = 4,
    thought: int = 32,
) -> tuple[Deliberation, list[Happening]]:
    happened: list[Happening] = []
    plan = DeliberationPlan(
        run=run, question=question, messages=(Message("user", question),), attempts=attempts, width=4, seed=11,
        thought_tokens=thought * attempts * 2, attempt_thought_tokens=thought, answer_tokens=24, seconds=SECONDS,
    )  # fmt: skip
    deliberation = Deliberation(plan, user.engine, happened.append, equivalence=Equivalence())
    deliberation.begin()
    deadline = time.monotonic() + SECONDS
    while deliberation.result is None and time.monotonic() < deadline:
        notice = user.notices.get(timeout=SECONDS)
        if isinstance(notice, EngineMessage):
            deliberation.hear(notice)
        meanwhile(deliberation, happened)
    return deliberation, happened


def replayed(happened: list[Happening], attempt: int) -> str:
    """The thought as a reader has it who takes back what is cut."""
    thought = ""
    for each in happened:
        if isinstance(each, AttemptRepaired) and each.attempt == attempt:
            assert each.discarded in thought[each.cut_at :]
            thought = thought[: each.cut_at]
        elif isinstance(each, AttemptSaid) and each.attempt == attempt and isinstance(each.message, Streamed):
            thought += "".join(piece.text for piece in each.message.pieces if piece.channel == "thought")
    return thought


def test_attempts_share_the_prompt_think_answer_and_vote(engine: EngineUser) -> None:
    deliberation, happened = deliberate(engine, "a", "What is 3 + 4?")
    assert deliberation.result is not None and deliberation.result.ending in (
        Ending.DONE,
        Ending.AGREED,
        Ending.NO_VOTES,
    )
    assert len([each for each in happened if isinstance(each, AttemptBegan)]) >= 2
    done = [each for each in happened if isinstance(each, AttemptDone)]
    assert done and all(each.thought and each.answer for each in done)
    assert deliberation.result.chosen in {each.attempt for each in done}
    reads = [
        each.message for each in happened if isinstance(each, AttemptSaid) and isinstance(each.message, PromptWasRead)
    ]
    assert all(each.cached_tokens > 0 for each in reads[1:])


def test_a_repaired_thought_goes_on_from_where_it_was_cut(engine: EngineUser) -> None:
    """The model is given many sums that it gets wrong, until one is repaired; what streams later builds on the rest."""
    question = (
        "Add these: 17 + 26, then 38 + 45, then 57 + 68, then 79 + 84. Write each sum as an equation on its own line."
    )
    deliberation, happened = deliberate(engine, "b", question, attempts=4, thought=72)
    repairs = [each for each in happened if isinstance(each, AttemptRepaired)]
    assert repairs, "the model made no mistake that was found"
    for each in repairs:
        assert any(claim.text in each.discarded and claim.right_value for claim in each.claims)
        assert each.repair <= 3
    for done in [each for each in happened if isinstance(each, AttemptDone)]:
        assert replayed(happened, done.attempt) == done.thought
    assert deliberation.result is not None


def test_answer_now_ends_it_soon(engine: EngineUser) -> None:
    def hurry(deliberation: Deliberation, happened: list[Happening]) -> None:
        if sum(isinstance(each, AttemptSaid) and isinstance(each.message, Streamed) for each in happened) == 8:
            deliberation.answer_now()

    deliberation, happened = deliberate(engine, "c", "What is 12 × 12?", meanwhile=hurry, thought=400)
    assert deliberation.result is not None and deliberation.result.ending is Ending.ASKED
    done = [each for each in happened if isinstance(each, AttemptDone)]
    assert done and all(each.thought_tokens < 100 for each in done)


def test_cancelled_it_leaves_the_engine_free(engine: EngineUser) -> None:
    def cancel(deliberation: Deliberation, happened: list[Happening]) -> None:
        if sum(isinstance(each, AttemptSaid) and isinstance(each.message, Streamed) for each in happened) == 5:
            deliberation.cancel()

    deliberation, _ = deliberate(engine, "d", "What is 5 + 5?", meanwhile=cancel, thought=400)
    assert deliberation.result is not None and deliberation.result.ending is Ending.STOPPED
    again, _ = deliberate(engine, "e", "What is 1 + 1?", attempts=1, thought=16)
    assert again.result is not None and again.result.chosen == 1
