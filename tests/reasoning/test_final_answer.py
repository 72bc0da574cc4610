from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reasoning.final_answer import FinalAnswer, find_final_answer


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (r"So \boxed{42}.", "42"),
        (r"\boxed{\frac{1}{2}}", r"\frac{1}{2}"),
        (r"\boxed {x}", "x"),
        (r"first \boxed{1}, no, \boxed{2}", "2"),
        (r"\boxed{2} and an empty \boxed{}", "2"),
        (r"\boxed{\{1, 2\}}", r"\{1, 2\}"),
        (r"an open one \boxed{1 and then \boxed{2}", "2"),
        (r"a stray } and \boxed{7}", "7"),
        (r"\boxed{\text{about } \boxed{5}}", "5"),
        (r"\boxed{ 3\,\text{km} }" + "\nAnswer: 4", r"3\,\text{km}"),
        ("Answer: 40 km/h.", "40 km/h"),
        ("answer: Paris", "Paris"),
        ("**Answer:** 12", "12"),
        ("**Answer: 12**", "12"),
        ("**Final Answer**: $x = 3$", "$x = 3$"),
        ("Final answer: 7\nIs that right? Yes.", "7"),
        ("The answer is: yes", "yes"),
        ("### Answer: B", "B"),
        ("- Answer: B", "B"),
        ("Answer:\n\n12", "12"),
        ("Answer: 1\nNo, wait.\nAnswer: 2", "2"),
        ("2 + 2 = 4\n#### 4", "4"),
        ("#### $1,234.50 \n", "$1,234.50"),
        ("#### -1/2.", "-1/2"),
        ("#### 40 km/h", "40 km/h"),
        ("#### Step 1: add\nAnswer: 9\n#### 2. Conclusion", "9"),
        ("答案：42", "42"),
        ("最终答案是：三", "三"),
        ("Answer: 1,000", "1,000"),
    ],
)
def test_marked_answers(written: str, found: str) -> None:
    assert find_final_answer(written) == FinalAnswer(found, weak=False)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("It takes 3 hours, so 40 km.", "40"),
        ("That makes 1,000 people.", "1,000"),
        ("About 1/2 of them", "1/2"),
        ("About 1 / 2", "1 / 2"),
        ("It is −5 degrees.", "−5"),
        ("It is -5.25 degrees.", "-5.25"),
        ("10-5", "5"),
        ("Take 3, 5, and so on", "5"),
        ("The result is 3.", "3"),
        ("roughly .75", ".75"),
        ("所以一共是42个苹果", "42"),
        (r"never closed: \boxed{\frac{1}{3}", "3"),
        ("The answer was 4, as Answer: says", "4"),
    ],
)
def test_the_last_number_is_a_weak_answer(written: str, found: str) -> None:
    assert find_final_answer(written) == FinalAnswer(found, weak=True)


@pytest.mark.parametrize(
    "written", ["", "No numbers here.", "Answer:", "####", r"\boxed{}", "see GPT4 and v1.5", "你好"]
)
def test_nothing_found(written: str) -> None:
    assert find_final_answer(written) == FinalAnswer("")


@pytest.mark.parametrize(
    "piece",
    ["\\boxed{", "\\boxed{1}", "\\boxed ", "\n", " ", "\t", "*", "#", "Answer ", "answer", "Answer:", "1,", "1 /", "9",
     "{", "}", "\\boxed{{", "-", "the final "],
)  # fmt: skip
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.process_time()
    find_final_answer(text)
    assert time.process_time() - started < 5  # quadratic search takes minutes


@given(st.text(alphabet="\\boxed{}Answer:# *1,/.-−\n 答案", max_size=200))
def test_any_text_gives_a_piece_of_it(text: str) -> None:
    found = find_final_answer(text)
    assert found.text in text
    assert found.text == found.text.strip()
    assert found.text or not found.weak


@pytest.mark.parametrize(
    "text",
    [
        "The answer is:\nAnswer: 14.",
        "Answer: Answer: 14",
        "**Answer:** The answer is: 14",
        "Answer:\n\n#### 14",
        "Answer: Answer: Answer: 14",
        "Answer: The answer is 14.",
        "Answer: So the final answer is 14",
    ],
)
def test_a_mark_after_a_mark_is_no_part_of_the_answer(text: str) -> None:
    assert find_final_answer(text).text == "14"
