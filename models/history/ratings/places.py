"""Where a rating goes: into training, into the exam, into the comparison of answers, or nowhere by the user's wish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.history.ratings.records import Rating, RatingVerdict


class Destination(StrEnum):
    """What becomes of a rating."""

    TRAINING = "training"
    EXAM = "exam"
    PREFERENCE = "preference"
    """A rejected answer: nothing to imitate; exports have it for programs that train on comparisons."""
    LEFT_OUT = "left_out"
    DISAGREES = "disagrees"
    """An accepted answer that is known to be wrong; it is not learned from."""
    CONTRADICTED = "contradicted"
    """Another rating of the same question says otherwise; neither is learned from."""
    FALSE_STEP = "false_step"
    """A step of its thought is wrong; it is not learned from."""
    TRASH = "trash"
    """Its conversation is in the trash, from which nothing is learned."""


@dataclass(frozen=True, slots=True)
class TrainingPlace:
    """Where a rating goes; `rated` of the `needed` ratings that begin a round are there (0 of 0 where none is awaited).

    `known` is the right answer where the accepted one disagrees with it.
    """

    destination: Destination
    rated: int = 0
    needed: int = 0
    known: str = ""


def place_by_verdict(rating: Rating) -> TrainingPlace:
    """Return where a rating goes as far as the rating itself says it; all else the learning knows."""
    if not rating.included:
        return TrainingPlace(Destination.LEFT_OUT)
    if rating.verdict is RatingVerdict.REJECTED:
        return TrainingPlace(Destination.PREFERENCE)
    return TrainingPlace(Destination.TRAINING)
