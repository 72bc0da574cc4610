"""`rationale rate`: the way from an answer to a rating, without the window."""

from __future__ import annotations

import pytest

from desktop.commands.rate import where_words
from models.history.ratings.places import Destination, TrainingPlace
from tests.cli.conftest import Run, document, is_one_sentence


def test_an_answer_is_asked_rated_corrected_and_cleared(rationale: Run) -> None:
    asked = document(rationale("ask", "Name a colour.", "--effort", "off", "--json"))
    attempt = asked["attempt_id"]
    first = document(rationale("rate", attempt, "accept", "--reason", "clear", "--json"))
    again = document(rationale("rate", attempt, "accept", "--reason", "clear", "--json"))
    assert first["rating"]["id"] == again["rating"]["id"] and first["rating"]["verdict"] == "accepted"
    assert first["to_learn_from"] == 1
    assert "The model may learn from it." in rationale("rate", attempt, "accept", "--reason", "clear").stdout
    corrected = document(rationale("rate", attempt, "correct", "--answer", "Blue", "--json"))
    assert corrected["rating"]["right_answer"] == "Blue"
    assert document(rationale("rate", attempt, "clear", "--json")) == {
        "rating": None, "contradicting": [], "to_learn_from": 0, "destination": None, "known_answer": None,
    }  # fmt: skip


@pytest.mark.parametrize("destination", Destination)
def test_where_a_rating_goes_is_told_in_a_sentence(destination: Destination) -> None:
    words = where_words(TrainingPlace(destination, known="4"))
    assert words.endswith(".") and ("not learn" in words or "learns from neither" in words) is (
        destination is not Destination.TRAINING
    )


@pytest.mark.parametrize(
    "arguments",
    [("nothing", "accept"), ("nothing", "clear"), ("nothing", "correct"), ("x", "accept", "--answer", "4")],
)
def test_what_cannot_be_rated_is_told_in_one_sentence(rationale: Run, arguments: tuple[str, ...]) -> None:
    done = rationale("rate", *arguments)
    assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr
