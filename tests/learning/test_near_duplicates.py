from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learning.near_duplicates import KnownQuestions, nearly_the_same, question_key


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


WORDS = st.sampled_from(["how", "far", "is", "it", "from", "rome", "to", "paris", "by", "night", "train", "3", "40"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), max_size=30), st.data())
def test_what_is_found_among_many_is_what_comparing_all_would_find(questions: list[str], data: st.DataObject) -> None:
    keys = list(dict.fromkeys(map(question_key, questions)))
    known = KnownQuestions(keys)
    asked = question_key(data.draw(st.sampled_from(questions)) + data.draw(WORDS) if questions else "how far")
    expected = asked if asked in keys else next((each for each in keys if nearly_the_same(each, asked)), None)
    assert known.find(asked) == expected


def test_among_many_others_each_is_found_again_and_no_other() -> None:
    random = Random(1)
    words = ["".join(random.choices("abcdefghiklmnoprstuvw", k=random.randint(2, 8))) for _ in range(800)]
    known = KnownQuestions()
    for _ in range(400):
        key = question_key(" ".join(random.choices(words, k=12)))
        assert known.find(key) is None
        known.add(key)
        assert known.find(key) == known.find(f"{key}s") == key
