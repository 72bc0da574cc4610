"""What a rating bar shows: a rating as it stands in the history. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.history.ratings.places import Destination, TrainingPlace
from models.history.ratings.records import NewRating, Rating, RatingVerdict


@dataclass(frozen=True, slots=True)
class RatingState:
    """An attempt's rating, where it goes, and what contradicts it; all as saved."""

    rating: Rating | None = None
    place: TrainingPlace | None = None
    contradiction: str = ""
    """The line about other ratings of the same question, "" for none."""

    @property
    def verdict(self) -> RatingVerdict | None:
        """What was said of the attempt."""
        return self.rating.verdict if self.rating is not None else None

    def counted(self, rated: int, needed: int) -> RatingState:
        """Return the same with so many of the ratings that begin a round."""
        if self.place is None or self.place.destination is not Destination.TRAINING:
            return self
        return replace(self, place=replace(self.place, rated=rated, needed=needed))


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """What has been typed of a correction and is not saved yet."""

    answer: str = ""
    thought: str = ""
    opened: bool = False
    """Whether the fields are shown."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.answer.strip() or self.thought.strip() or self.opened)


def as_new(rating: Rating) -> NewRating:
    """Return what would set a rating again."""
    return NewRating(
        rating.attempt_id, rating.verdict, rating.right_answer, rating.right_thought, rating.comment, rating.reasons
    )
