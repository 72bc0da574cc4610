from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.reasoning.strategies import (
    LONGEST_EXAMPLE,
    Record,
    StrategyName,
    WorkedExample,
    choose_strategies,
    instruction,
    plan_attempts,
)

EXAMPLE = WorkedExample("What is 2 + 3?", "2 + 3 = 5", "5")


def test_every_strategy_has_words_of_its_own_and_asks_for_the_answer() -> None:
    thinking = [name for name in StrategyName if name is not StrategyName.AT_ONCE]
    words = [instruction(name, [EXAMPLE]) for name in thinking]
    assert len(set(words)) == len(thinking)
    assert all("Answer:" in each for each in words)


def test_by_analogy_shows_accepted_answers_cut_to_length() -> None:
    words = instruction(StrategyName.ANALOGY, [EXAMPLE, WorkedExample("Q2", "so " * 1_000, "7"), EXAMPLE])
    assert "What is 2 + 3?" in words and "2 + 3 = 5" in words and words.count("Question:") == 2
    assert len(words) < 2 * LONGEST_EXAMPLE


def test_by_analogy_without_examples_goes_step_by_step() -> None:
    assert instruction(StrategyName.ANALOGY) == instruction(StrategyName.STEP_BY_STEP)


def test_strategies_take_turns() -> None:
    chosen = choose_strategies(8)
    assert len(set(chosen[:4])) == 4 and chosen[:4] == chosen[4:]
    assert StrategyName.ANALOGY not in chosen


def test_what_has_worked_is_tried_first_and_more_often() -> None:
    records = {StrategyName.ESTIMATE: Record(9, 10), StrategyName.STEP_BY_STEP: Record(1, 10)}
    chosen = choose_strategies(12, records=records)
    assert chosen[0] is StrategyName.ESTIMATE
    assert chosen.count(StrategyName.ESTIMATE) > chosen.count(StrategyName.STEP_BY_STEP) > 0


def test_plans_are_numbered_and_seeded() -> None:
    plans = [plan for _, plan in plan_attempts("How many?", 5, seed=100)]
    assert [each.number for each in plans] == [1, 2, 3, 4, 5]
    assert [each.seed for each in plans] == [100, 101, 102, 103, 104]
    assert plans[0].instruction == "" and all(each.instruction for each in plans[1:])


@pytest.mark.parametrize("attempts", [0, 1])
def test_one_attempt_thinks_as_the_model_does_and_looks_nothing_up(attempts: int) -> None:
    def retrieve(question: str, count: int) -> Sequence[WorkedExample]:
        raise AssertionError(f"one attempt has no use for {count} examples for {question}")

    plans = plan_attempts("How many?", attempts, seed=1, retrieve=retrieve)
    assert [plan.instruction for _, plan in plans] == [""] * attempts


def test_examples_come_from_the_given_retrieval() -> None:
    asked: list[tuple[str, int]] = []

    def retrieve(question: str, count: int) -> Sequence[WorkedExample]:
        asked.append((question, count))
        return [EXAMPLE]

    plans = plan_attempts("How many?", 3, seed=1, retrieve=retrieve)
    assert asked == [("How many?", 2)]
    assert plans[1][0] is StrategyName.ANALOGY and "2 + 3 = 5" in plans[1][1].instruction


def test_where_thinking_is_imposed_some_attempts_answer_at_once() -> None:
    plans = plan_attempts("How many?", 8, seed=1, imposed=True)
    at_once = [plan for name, plan in plans if name is StrategyName.AT_ONCE]
    assert [each.number for each in at_once] == [2, 4, 6, 8]
    assert all(each.answer_prefix == "" for each in at_once)
    assert all(plan.answer_prefix is None for name, plan in plans if name is not StrategyName.AT_ONCE)
    thinking = [name for name, _ in plans if name is not StrategyName.AT_ONCE]
    assert thinking == [StrategyName.DIRECT, *choose_strategies(3, imposed=True)]
    assert thinking[1] is StrategyName.DIRECT
    assert all(name is not StrategyName.AT_ONCE for name, _ in plan_attempts("How many?", 8, seed=1))


def test_where_thinking_is_imposed_the_best_strategy_takes_two_of_three_turns() -> None:
    direct, step, back = StrategyName.DIRECT, StrategyName.STEP_BY_STEP, StrategyName.BACKWARDS
    assert choose_strategies(7, imposed=True) == [direct, direct, step, direct, direct, back, direct]
    worked = {step: Record(30, 40)}
    assert choose_strategies(4, imposed=True, records=worked) == [step, step, direct, step]
    failed = {direct: Record(0, 60)}
    assert choose_strategies(1, imposed=True, records=failed) == [step]
    assert choose_strategies(3, imposed=True, analogy=True)[:2] == [StrategyName.ANALOGY] * 2
