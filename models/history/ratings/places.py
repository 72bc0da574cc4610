"""Where a rating goes: into training, into the exam, into the comparison of answers, or nowhere by the user's wish."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.history.ratings.records import Rating, RatingVerdict

if TYPE_CHECKING:
    from models.history.ratings.book import Ratings

FIRST_ROUND = 40
"""So many ratings start the first round of learning."""


class Destination(StrEnum):
    """What becomes of a rating."""

    TRAINING = "training"
    EXAM = "exam"
    PREFERENCE = "preference"
    """A rejected answer: nothing to imitate; exports have it for programs that train on comparisons."""
    LEFT_OUT = "left_out"
    DISAGREES = "disagrees"
    """An accepted answer that is known to be wrong; it is not learned from."""


@dataclass(frozen=True, slots=True)
class TrainingPlace:
    """Where a rating goes; `rated` of `needed` ratings are there (0 of 0 where that plays no part any more).

    `known` is the right answer where the accepted one disagrees with it.
    """

    destination: Destination
    rated: int = 0
    needed: int = 0
    known: str = ""


def place_by_verdict(ratings: Ratings, rating: Rating) -> TrainingPlace:
    """Return where a rating goes as far as the rating itself says it; the exam is drawn by the learning."""
    if not rating.included:
        return TrainingPlace(Destination.LEFT_OUT)
    if rating.verdict is RatingVerdict.REJECTED:
        return TrainingPlace(Destination.PREFERENCE)
    rated = ratings.count()
    return TrainingPlace(Destination.TRAINING, rated, FIRST_ROUND if rated <= FIRST_ROUND else 0)
