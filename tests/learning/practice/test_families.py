from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import InputError
from models.learning import practice
from models.learning.practice import PracticeItem
from models.reasoning.answers import extract_answer
from models.reasoning.checks import check_step
from models.traces import Verdict

FAMILIES = practice.families()
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def item(name: str, question: str, gold: str) -> PracticeItem:
    return PracticeItem(name, question, gold, 0)


def test_there_are_sums_and_at_least_eight_families_of_reasoning_gym() -> None:
    assert FAMILIES[0] == "addition"
    assert len(FAMILIES) >= 9
    assert len(set(FAMILIES)) == len(FAMILIES)


@few
@given(st.sampled_from(FAMILIES), st.integers(0, 2**40), st.integers(1, 40))
def test_what_is_drawn_is_distinct_right_and_of_its_kind(name: str, seed: int, count: int) -> None:
    items = practice.draw(name, seed, count)
    assert len(items) == count
    assert len({each.question for each in items}) == count
    for each in items:
        assert each.family == name
        assert practice.is_right(each, each.answer)
        assert practice.is_right(each, f"Answer: {each.answer}")
        assert practice.covers(each.question) == name
        found = extract_answer(f"Answer: {each.answer}", each.question)
        assert not found.weak and practice.is_right(each, found.text)


@few
@given(st.sampled_from(FAMILIES), st.integers(0, 2**32))
def test_the_same_seed_draws_the_same_and_what_is_excluded_stays_away(name: str, seed: int) -> None:
    first = practice.draw(name, seed, 12)
    assert practice.draw(name, seed, 12) == first
    known = {each.question for each in first}
    assert known.isdisjoint(each.question for each in practice.draw(name, seed, 12, known))


@pytest.mark.parametrize("name", FAMILIES)
def test_easy_and_hard_questions_are_mixed(name: str) -> None:
    levels = practice.levels_of(name)
    drawn = [each.level for each in practice.draw(name, 3, 10 * len(levels))]
    assert sorted(set(drawn)) == list(levels)
    assert drawn != sorted(drawn)


@pytest.mark.parametrize("name", FAMILIES)
def test_there_is_enough_to_learn_from_and_to_be_examined_on(name: str) -> None:
    assert len(practice.draw(name, 1, 2000)) == 2000


@pytest.mark.parametrize("name", FAMILIES)
def test_seed_rationales_are_true_line_by_line_and_reach_the_answer(name: str) -> None:
    seeds = practice.seed_rationales(name)
    assert 4 <= len(seeds) <= 8
    for seed in seeds:
        assert practice.covers(seed.question) == name
        assert practice.scratchpad_is_true(name, seed.thought, seed.question)
        verdicts = {claim.verdict for line in seed.thought.splitlines() for claim in check_step(line).claims}
        assert verdicts <= {Verdict.HOLDS}
        found = extract_answer(seed.answer, seed.question)
        assert not found.weak and practice.is_right(item(name, seed.question, seed.gold), found.text)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_changed_digit_or_letter_in_a_seed_rationale_is_noticed(name: str) -> None:
    for seed in practice.seed_rationales(name):
        for place, each in enumerate(seed.thought):
            if not each.isalnum():
                continue
            other = chr(ord(each) + 1) if each not in "9zZ" else chr(ord(each) - 1)
            thought = seed.thought[:place] + other + seed.thought[place + 1 :]
            assert not practice.scratchpad_is_true(name, thought, seed.question), thought


@pytest.mark.parametrize("name", FAMILIES)
def test_a_thought_about_another_question_or_about_nothing_is_not_true_of_this_one(name: str) -> None:
    first, second = practice.seed_rationales(name)[2:4]
    assert not practice.scratchpad_is_true(name, first.thought, second.question)
    assert not practice.scratchpad_is_true(name, "I just know it.", first.question)
    assert not practice.scratchpad_is_true(name, first.thought, "What is the capital of France?")


def test_an_answer_is_right_as_a_whole_or_not_at_all() -> None:
    number = item("chain_sum", "State the final answer to the following arithmetic problem: 1 - 5 =", "-4")
    for right in ("-4", "−4", " -4.0 ", "Answer: -4", "\\boxed{-4}", "**-4**", "-4 apples"):
        assert practice.is_right(number, right), right
    for wrong in ("-40", "4", "-4.5", "-4 or 5", "", "four", "Answer: 4", "-4-4"):
        assert not practice.is_right(number, wrong), wrong


def test_a_set_with_fewer_digits_and_a_set_that_is_not_there() -> None:
    assert {each.level for each in practice.draw("addition-3", 1, 30)} == {1, 2, 3}
    assert practice.kind_of("addition-3") == "addition"
    assert practice.seed_rationales("addition-2") == practice.seed_rationales("addition")
    for wrong in ("addition-9", "subtraction", ""):
        with pytest.raises(InputError, match="no practice set"):
            practice.draw(wrong, 1, 1)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What's 3+4?", "addition"), ("12 plus 30", "addition"), ("Add 3 and 4.", "addition"),
        ("What is the sum of 3 and 4?", "addition"), ("What is 3 and 4?", None), ("What is 1 + 2 + 3?", None),
        ("Who wrote 1984?", None), ("", None), ("What is 3 - 4?", None), ("Solve for x: 2*x + 1 = 4", None),
    ],
)  # fmt: skip
def test_whether_a_question_is_of_a_familys_kind(question: str, name: str | None) -> None:
    assert practice.covers(question) == name


def test_what_can_be_computed_is_known() -> None:
    known = practice.known_answer("What's 3+4?")
    assert known is not None and (known.family, known.answer) == ("addition", "7")
    assert practice.is_right(known, "7") and not practice.is_right(known, "8")
    assert practice.known_answer("Who wrote 1984?") is None


CHARACTERS = st.text('0123456789٣²+-*/=():,. ?\nabGCDx"', max_size=60)
BEGINNINGS = st.sampled_from(
    ["", *(each.question[:-3] for name in FAMILIES for each in practice.seed_rationales(name)[:1])]
)


@settings(deadline=None)
@given(BEGINNINGS, CHARACTERS, st.sampled_from(FAMILIES), st.sampled_from(["", "9" * 6000]))
def test_no_text_whatever_breaks_a_family(beginning: str, text: str, name: str, more: str) -> None:
    question, seed = beginning + more + text, practice.seed_rationales(name)[0]
    practice.covers(question)
    practice.known_answer(question)
    practice.is_right(item(name, seed.question, seed.gold), more + text)
    practice.scratchpad_is_true(name, seed.thought + more + text, seed.question)
    practice.scratchpad_is_true(name, more + text, question)


def test_a_hint_shows_the_answer() -> None:
    (each,) = practice.draw("addition", 7, 1)
    assert practice.hinted_question(each) == f"{each.question}\n(The answer is {each.answer}.)"
