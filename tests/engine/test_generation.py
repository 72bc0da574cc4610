"""What the engine writes, with the real model: thought and answer, budgets, attempts, confidence, context."""

from __future__ import annotations

import math
import time
from pathlib import Path

import msgspec
import pytest

from models.engine.messages import Message
from models.engine.protocol import (
    AttemptPlan,
    Budget,
    FailureReason,
    Generate,
    PhaseChanged,
    Priority,
    RunEnded,
    Sampling,
    Score,
    Streamed,
)
from tests.engine.real_engine import EngineUser, Outcome, question, running_engine

LONG = "The hall has three rows of seats and every next row has two more. "


def test_a_thought_comes_before_its_answer(engine: EngineUser) -> None:
    outcome = engine.run(question("What is 2 + 2?", thought=16, answer=10))
    assert [phase.phase for phase in outcome.phases] == ["thought", "answer"]
    assert outcome.text("thought") and outcome.text("answer")
    ended = outcome.ended[1]
    assert 0 < ended.thought_tokens <= 16
    assert 0 < ended.answer_tokens <= 10
    channels = [piece.channel for notice in outcome.notices if isinstance(notice, Streamed) for piece in notice.pieces]
    assert channels == sorted(channels, reverse=True)


def test_thinking_off_answers_at_once(engine: EngineUser) -> None:
    outcome = engine.run(question("What is 2 + 2?"))
    assert [(phase.phase, phase.thought_end) for phase in outcome.phases] == [("answer", "")]
    assert outcome.text("thought") == ""
    assert outcome.text("answer")
    assert outcome.ended[1].thought_tokens == 0


def test_the_budget_closes_the_thought_and_the_answer_keeps_its_reserve(engine: EngineUser) -> None:
    request = question("Tell me about the sea.", thought=8, answer=10)
    budget = msgspec.structs.replace(request.budget, minimum_thought_tokens=8, minimum_answer_tokens=10)
    outcome = engine.run(msgspec.structs.replace(request, budget=budget))
    assert outcome.phases[1].thought_end == "budget"
    assert (outcome.ended[1].thought_tokens, outcome.ended[1].answer_tokens) == (8, 10)
    assert outcome.ended[1].stop_reason == "answer_limit"


def test_the_time_limit_closes_the_thought(engine: EngineUser) -> None:
    budget = Budget(thought_tokens=1500, minimum_thought_tokens=1500, thinking_seconds=0.2, answer_tokens=4)
    outcome = engine.run(msgspec.structs.replace(question("Tell me a long story."), budget=budget))
    assert outcome.phases[1].thought_end == "time"
    assert outcome.ended[1].thought_tokens < 1000
    assert outcome.text("answer")


def test_answer_now_closes_the_thought(engine: EngineUser) -> None:
    budget = Budget(thought_tokens=1500, minimum_thought_tokens=1500, answer_tokens=4)
    request = engine.begin(msgspec.structs.replace(question("Tell me a long story."), budget=budget))
    before = engine.collect(request.run, Streamed)
    engine.engine.answer_now(request.run)
    after = engine.collect(request.run)
    answer = next(each for each in after.phases if each.phase == "answer")
    assert answer.thought_end == "asked"
    assert before.text("thought") and after.text("answer")


def test_a_least_budget_keeps_the_model_thinking(engine: EngineUser) -> None:
    short = engine.run(question("Say yes.", thought=60, answer=2, seed=3))
    request = question("Say yes.", thought=60, answer=2, seed=3)
    budget = msgspec.structs.replace(request.budget, minimum_thought_tokens=60)
    long = engine.run(msgspec.structs.replace(request, budget=budget))
    assert short.ended[1].thought_tokens <= long.ended[1].thought_tokens == 60


def test_the_same_seed_writes_the_same(engine: EngineUser) -> None:
    first, again, other = (
        engine.run(question("Name an animal.", answer=16, seed=seed)).text("answer") for seed in (5, 5, 99)
    )
    assert first == again
    assert first != other


def test_confidences_are_probabilities_and_the_rivals_are_likely(engine: EngineUser) -> None:
    outcome = engine.run(question("Name three animals.", answer=12))
    tokens = outcome.tokens()
    assert 1 < len(tokens) == outcome.ended[1].answer_tokens <= 12
    for token in tokens:
        assert token.logprob <= 0
        assert len(token.alternatives) <= 3
        probabilities = [probability for _, probability in token.alternatives]
        assert probabilities == sorted(probabilities, reverse=True)
        assert math.exp(token.logprob) + sum(probabilities) <= 1.0001
    mean = sum(token.logprob for token in tokens) / len(tokens)
    assert outcome.ended[1].mean_logprob == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("thought", [0, 9])
def test_no_drawn_token_is_lost_where_text_ends_in_white_space(engine: EngineUser, thought: int) -> None:
    plain = question("Write the numbers from 1 to 9, each on a line of its own.", thought=thought)
    for limit in range(2, 14):
        budget = msgspec.structs.replace(plain.budget, answer_tokens=limit)
        outcome = engine.run(msgspec.structs.replace(plain, sampling=Sampling(temperature=0), budget=budget))
        ended = outcome.ended[1]
        if ended.stop_reason == "answer_limit":
            assert len(outcome.tokens()) == ended.thought_tokens + ended.answer_tokens


def test_temperature_zero_takes_the_likeliest_token(engine: EngineUser) -> None:
    request = msgspec.structs.replace(question("Name an animal."), sampling=Sampling(temperature=0))
    for token in engine.run(request).tokens():
        assert all(math.exp(token.logprob) >= probability for _, probability in token.alternatives)


def test_the_repeat_penalty_changes_what_is_written(engine: EngineUser) -> None:
    plain = question("Tell me a story about a fox.", answer=60)
    greedy = msgspec.structs.replace(plain, sampling=Sampling(temperature=0))
    penalised = msgspec.structs.replace(plain, sampling=Sampling(temperature=0, repeat_penalty=1.5))
    assert engine.run(greedy).text("answer") != engine.run(penalised).text("answer")


def test_attempts_share_the_prompt_and_write_apart(engine: EngineUser) -> None:
    outcome = engine.run(question(LONG * 10 + "How many seats?", thought=10, answer=6, attempts=5))
    assert sorted(outcome.ended) == [1, 2, 3, 4, 5]
    assert len({outcome.text("thought", number) for number in range(1, 6)}) > 1
    assert all(each.answer_tokens for each in outcome.ended.values())


def test_more_attempts_than_sequences_are_run_in_waves(bundled_model_path: Path) -> None:
    with running_engine(bundled_model_path, sequences=3) as engine:
        outcome = engine.run(question("Name an animal.", answer=4, attempts=8))
    assert sorted(outcome.ended) == list(range(1, 9))


def test_attempts_of_one_batch_do_not_mix(engine: EngineUser) -> None:
    """Each attempt's text, scored alone, is as likely as its tokens were when they were drawn among the others."""
    request = question(LONG * 6 + "Tell me about the hall.", answer=12, attempts=4)
    budget = msgspec.structs.replace(request.budget, minimum_answer_tokens=12)
    outcome = engine.run(msgspec.structs.replace(request, budget=budget))
    assert len({outcome.text("answer", number) for number in range(1, 5)}) > 1
    for number in range(1, 5):
        text = "".join(token.text for token in outcome.tokens(number))
        engine.engine.score(Score(f"alone {number}", request.messages, text))
        scored = engine.collect(f"alone {number}").notices[-1]
        drawn = sum(token.logprob for token in outcome.tokens(number))
        assert sum(scored.logprobs) == pytest.approx(drawn, abs=1.5)  # type: ignore[union-attr]


def test_the_next_turn_reads_only_what_is_new(engine: EngineUser) -> None:
    first = engine.run(question(LONG * 20 + "How many seats?", answer=8))
    answer = first.text("answer")
    earlier = (Message("user", LONG * 20 + "How many seats?"), Message("assistant", answer))
    second = engine.run(question("And with one more row?", earlier=earlier))
    assert second.read.prompt_tokens > first.read.prompt_tokens
    assert second.read.cached_tokens >= first.read.prompt_tokens - 1


def test_a_cached_prompt_changes_nothing_but_rounding(engine: EngineUser) -> None:
    """llama.cpp rounds a token otherwise alone than among others: 0.1 nats, where another prompt differs by several."""
    request = msgspec.structs.replace(question(LONG * 8 + "Why?", answer=1), sampling=Sampling(temperature=0))
    cold, warm = engine.run(request), engine.run(request)
    assert warm.read.cached_tokens == warm.read.prompt_tokens - 1
    probabilities = likeliest(warm)
    for text, probability in likeliest(cold).items():
        if probability > 0.1:
            assert probabilities[text] == pytest.approx(probability, abs=0.1)


def likeliest(outcome: Outcome) -> dict[str, float]:
    """The first token and its likeliest rival, with their probabilities."""
    token = outcome.tokens()[0]
    return {token.text: math.exp(token.logprob), **dict(token.alternatives)}


def test_thoughts_leave_the_prompt_unless_they_are_kept(engine: EngineUser) -> None:
    earlier = (Message("user", "What is 1 + 1?"), Message("assistant", "2", thought="One and one. " * 20))
    dropped = question("And 2 + 2?", earlier=earlier)
    kept = msgspec.structs.replace(dropped, keep_thoughts=True)
    assert engine.run(dropped).read.prompt_tokens + 50 < engine.run(kept).read.prompt_tokens


def test_the_oldest_turns_leave_a_full_context(engine: EngineUser) -> None:
    turn = (Message("user", LONG * 12), Message("assistant", "Many seats."))
    outcome = engine.run(question("How many seats?", thought=64, answer=64, earlier=turn * 12))
    assert outcome.read.dropped_turns > 0
    assert outcome.read.prompt_tokens + 128 <= outcome.read.context_size
    assert outcome.text("answer")


def test_a_question_larger_than_the_context_is_refused_with_both_numbers(engine: EngineUser) -> None:
    refused = engine.run(question("x " * 4000)).refused
    assert refused is not None
    assert refused.reason is FailureReason.PROMPT_TOO_LONG
    assert "4,0" in refused.message and "2,0" in refused.message


def test_a_megabyte_is_refused_quickly(engine: EngineUser) -> None:
    refused = engine.run(question("word " * 200_000)).refused
    assert refused is not None and refused.reason is FailureReason.PROMPT_TOO_LONG


def test_an_answer_that_fills_the_context_ends_plainly(bundled_model_path: Path) -> None:
    with running_engine(bundled_model_path, context_size=256) as engine:
        budget = Budget(thought_tokens=0, answer_tokens=4000, minimum_answer_tokens=4000)
        outcome = engine.run(msgspec.structs.replace(question("Tell me a story."), budget=budget))
    assert outcome.ended[1].stop_reason == "context_full"
    assert outcome.text("answer")


def test_attempts_that_do_not_fit_together_still_all_end(bundled_model_path: Path) -> None:
    """Six attempts of 100 tokens in 512 cells: some must wait until others are done."""
    with running_engine(bundled_model_path, context_size=512) as engine:
        budget = Budget(thought_tokens=0, answer_tokens=100, minimum_answer_tokens=100)
        request = msgspec.structs.replace(question(LONG * 4 + "Tell me more.", attempts=6), budget=budget)
        outcome = engine.run(request)
    assert {number: ended.answer_tokens for number, ended in outcome.ended.items()} == dict.fromkeys(range(1, 7), 100)


def test_a_prefix_is_taken_up(engine: EngineUser) -> None:
    greedy = msgspec.structs.replace(question("Count from one to ten.", answer=4), sampling=Sampling(temperature=0))
    plain = engine.run(greedy)
    plan = AttemptPlan(answer_prefix="one, two, three, four,")
    rest = engine.run(msgspec.structs.replace(greedy, attempts=(plan,)))
    assert rest.read.prompt_tokens > plain.read.prompt_tokens + 5
    assert "five" in rest.text("answer")


def test_an_edited_thought_goes_on_from_the_edit(engine: EngineUser) -> None:
    plan = AttemptPlan(thought_prefix="There are 7 rows, and each has 6 seats. So there are 7 * 6 = 42 seats.")
    outcome = engine.run(msgspec.structs.replace(question("How many?", thought=20, answer=8), attempts=(plan,)))
    assert outcome.phases[0].phase == "thought"
    assert outcome.text("answer")


def test_a_strategy_adds_its_words_to_the_question(engine: EngineUser) -> None:
    plain = engine.run(question("What is 3 * 4?"))
    plan = AttemptPlan(instruction="Work backwards from what is asked, and say each step in a sentence of its own.")
    longer = engine.run(msgspec.structs.replace(question("What is 3 * 4?"), attempts=(plan,)))
    assert longer.read.prompt_tokens > plain.read.prompt_tokens + 10


def test_the_system_prompt_reaches_the_model(engine: EngineUser) -> None:
    plain = engine.run(question("Hello"))
    told = engine.run(question("Hello", earlier=(Message("system", "You are a pirate and talk like one. " * 5),)))
    assert told.read.prompt_tokens != plain.read.prompt_tokens


def test_interactive_goes_before_background(engine: EngineUser) -> None:
    budget = Budget(thought_tokens=0, answer_tokens=60, minimum_answer_tokens=60)
    slow = msgspec.structs.replace(question("A long story, please."), budget=budget, priority=Priority.BACKGROUND)
    background = engine.begin(slow)
    engine.collect(background.run, Streamed)
    interactive = engine.begin(question("Hello", answer=6))
    order: list[str] = []
    while len(order) < 2:
        ended = engine.next(RunEnded)
        assert isinstance(ended, RunEnded)
        order.append(ended.run)
    assert order == [interactive.run, background.run]


def test_a_score_is_the_log_probability_of_the_text(engine: EngineUser) -> None:
    greedy = msgspec.structs.replace(
        question("What is the capital of France?", answer=8), sampling=Sampling(temperature=0)
    )
    written = engine.run(greedy)
    engine.engine.score(Score("score", greedy.messages, written.text("answer")))
    notice = engine.collect("score").notices[-1]
    sampled = [token.logprob for token in written.tokens()]
    assert len(notice.logprobs) == len(sampled)  # type: ignore[union-attr]
    assert sum(notice.logprobs) == pytest.approx(sum(sampled), abs=1.0)  # type: ignore[union-attr]


def test_a_long_continuation_is_scored_whole(engine: EngineUser) -> None:
    engine.engine.score(Score("long score", (Message("user", "Go on."),), LONG * 60))
    notice = engine.collect("long score").notices[-1]
    logprobs = notice.logprobs  # type: ignore[union-attr]
    assert len(logprobs) > 512
    assert all(math.isfinite(each) and each <= 0 for each in logprobs)
    assert sum(logprobs[-100:]) > sum(logprobs[:100])  # repeated text becomes likely


def test_a_question_without_attempts_or_without_a_question_is_refused(engine: EngineUser) -> None:
    nothing = engine.run(Generate("run", (Message("user", "Hello"),), attempts=()))
    assert nothing.refused is not None and nothing.refused.reason is FailureReason.REQUEST
    no_question = engine.run(Generate("run", (Message("assistant", "Hello"),)))
    assert no_question.refused is not None and no_question.refused.reason is FailureReason.REQUEST


def test_clocks_rise(engine: EngineUser) -> None:
    before = time.monotonic()
    outcome = engine.run(question("Name an animal.", thought=6, answer=6))
    took = time.monotonic() - before
    clocks = [each.clock for each in outcome.notices if isinstance(each, Streamed | PhaseChanged)]
    assert clocks == sorted(clocks)
    assert 0 < outcome.read.clock <= clocks[-1] <= took
