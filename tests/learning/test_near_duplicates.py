from __future__ import annotations

import pytest

from models.learning.near_duplicates import nearly_the_same, question_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is 3+4?", "what is 3 + 4"),
        ("What’s 3+4 ?", "What is 3 + 4?"),
        ("Who wrote Faust?", "who wrote “Faust”"),
        (
            "How far is it from Rome to Paris by the fast night train?",
            "How far is it from Rome to Paris by fast night train?",
        ),
        ("水箱多久能装满？", "水箱多久能装满"),
    ],
)
def test_the_same_in_other_spelling(first: str, second: str) -> None:
    assert nearly_the_same(question_key(first), question_key(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is 3 + 4?", "What is 3 + 5?"),
        ("What is 3 + 4?", "What is 4 + 3?"),
        ("What is 3 + 4?", "What is 3 - 4?"),
        ("What is 12 + 3?", "What is 1 + 23?"),
        (
            "A pump fills 20 litres in 3 minutes. How long for 90?",
            "A pump fills 20 litres in 3 minutes. How long for 95?",
        ),
        ("Who wrote Faust?", "Who wrote Hamlet?"),
        ("", "What?"),
    ],
)
def test_other_questions(first: str, second: str) -> None:
    assert not nearly_the_same(question_key(first), question_key(second))
