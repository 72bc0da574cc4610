from __future__ import annotations

import pytest

from models.learning.near_duplicates import nearly_the_same, question_key
from models.learning.practice import anchor_is_right, anchors, covers, rehearsal_questions


def test_there_are_enough_anchors_and_none_twice() -> None:
    questions = {each.question for each in anchors()}
    assert len(questions) == len(anchors()) >= 100
    assert all(each.question.endswith("?") and each.gold.strip() for each in anchors())
    assert sum(covers(each.question) is not None for each in anchors()) <= 2


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        ("Paris", "The capital of France is Paris.", True),
        ("Paris", "paris", True),
        ("Paris", "It is a Parisian city.", False),
        ("7|seven", "There are seven days.", True),
        ("7|seven", "There are 7.", True),
        ("7|seven", "There are 7.5 days, or 17, or 7,000.", False),
        ("H2O", "Its symbol is H2O.", True),
        ("H2O", "H2O2", False),
        ("Paris", "Paris " * 200, False),
    ],
)
def test_the_right_word_among_others(gold: str, answer: str, right: bool) -> None:
    assert anchor_is_right(gold, answer) is right


def test_what_is_rehearsed_is_never_what_is_examined() -> None:
    keys = [question_key(each.question) for each in anchors()]
    rehearsed = rehearsal_questions()
    assert len(set(rehearsed)) == len(rehearsed) >= 150
    for each in rehearsed:
        assert covers(each) is None
        assert not any(nearly_the_same(question_key(each), key) for key in keys), each
