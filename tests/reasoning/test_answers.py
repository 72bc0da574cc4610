from __future__ import annotations

import pytest

from models.reasoning.answers import NO_ANSWER, Answer, AnswerKind, asks_for_value, extract_answer, options_in

CHOICE = "Which is a mammal?\nA) shark\nB) whale\nC) trout\nD) crab"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"So \boxed{\frac{1}{2}}.", r"\frac{1}{2}"), ("Answer: **40 km/h**.", "40 km/h"), ("#### 72", "72"),
        ("Answer: “7”", "7"), ("Answer: 3 \n  apples", "3"),
    ],
)  # fmt: skip
def test_marked_answers_are_strong(written: str, text: str) -> None:
    assert extract_answer(written, "How many?") == Answer(text)


def test_the_last_number_is_weak_and_counts_only_where_a_value_is_asked_for() -> None:
    assert extract_answer("It takes 3 hours, so 40 km.", "How far is it?") == Answer("40", weak=True)
    assert extract_answer("In 1969 two men walked on the moon.", "Explain the moon landing.") == NO_ANSWER


def test_a_long_marked_text_is_no_answer() -> None:
    assert extract_answer("Answer: " + "because of that " * 30, "How many?") == NO_ANSWER


@pytest.mark.parametrize(
    "written",
    ["B", "(B)", "B.", "**B)** whale", "The answer is B.", "The answer is (B), whale.", "Answer: B", r"\boxed{B}",
     "Answer: whale", r"Answer: \text{B}", "Answer: B) whale", "A shark is a fish. I choose option B"],
)  # fmt: skip
def test_choice_letters(written: str) -> None:
    assert extract_answer(written, CHOICE) == Answer("B", AnswerKind.CHOICE)


@pytest.mark.parametrize("written", ["I do not know.", "Answer: E", "A whale is big.", "The answer is a secret", ""])
def test_no_choice(written: str) -> None:
    assert extract_answer(written, CHOICE) == NO_ANSWER


def test_options() -> None:
    assert options_in(CHOICE) == {"A": "shark", "B": "whale", "C": "trout", "D": "crab"}
    assert options_in("Pick one: (A) 3 (B) 4 (C) 5") == {"A": "3", "B": "4", "C": "5"}
    assert options_in("Plan A. Then we go.") == {}


@pytest.mark.parametrize(
    "question",
    ["How many eggs?", "What is 3 + 4?", "Calculate the area.", "一共有多少个苹果？", "What is the sum of 3 and 4?"],
)
def test_questions_for_a_value(question: str) -> None:
    assert asks_for_value(question)


@pytest.mark.parametrize(
    "question",
    ["Explain how many bones we have.", "Write a poem about 3 cats.", "Why is the sky blue?", "Hello", "为什么1+1=2"],
)
def test_questions_for_a_text(question: str) -> None:
    assert not asks_for_value(question)


def test_long_texts_take_linear_time() -> None:
    for piece in ("A) ", "(A) b ", "answer is ", "A", "\n", "how many "):
        extract_answer(piece * 50_000, piece * 50_000)
