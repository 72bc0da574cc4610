"""Where a rating goes, by the same rules by which a round takes up ratings."""

from __future__ import annotations

from collections.abc import Sequence

from models.history.ratings.places import Destination, TrainingPlace, place_by_verdict
from models.history.ratings.records import RatedAnswer, Rating
from models.history.store import Store
from models.learning import practice
from models.learning.contradictions import contradicting
from models.learning.disagreeing import known_otherwise
from models.learning.near_duplicates import question_key
from models.learning.rounds.accepted import as_teachable, has_false_step, right_answer_of
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.since import rated_since_last_round
from models.learning.splits import GATE, assign_splits
from models.reasoning.checks import IdentityChecker
from models.reasoning.equivalence import Equivalence


def place_of(
    store: Store, rating: Rating, *, learn_after: int = 0, contradictions: Sequence[Rating] | None = None,
    checker: IdentityChecker | None = None,
) -> TrainingPlace:  # fmt: skip
    """Return where a rating goes: into training, into the exam, into the comparison of answers, or nowhere.

    Args:
        store: The history.
        rating: The rating, in force.
        learn_after: After how many ratings a round begins by itself; 0 where it never does.
        contradictions: What `contradicting` found for it, where it was asked already.
        checker: Checks algebra in its thought, as a round does; asked only where arithmetic finds nothing false.
    """
    home = store.conversation(rating.conversation_id)
    if home is not None and home.trashed_at is not None:
        return TrainingPlace(Destination.TRASH)
    place = place_by_verdict(rating)
    if place.destination is not Destination.TRAINING:
        return place
    rated = store.ratings.about(rating)
    if known := known_otherwise(rated.snapshot.question, rating.right_answer or rated.snapshot.answer):
        return TrainingPlace(Destination.DISAGREES, known=known)
    if contradicting(store, rating.attempt_id) if contradictions is None else contradictions:
        return TrainingPlace(Destination.CONTRADICTED)
    if _is_for_the_exam(store, rated.snapshot.question):
        return TrainingPlace(Destination.EXAM)
    if _is_flawed(store, rated, checker):
        return TrainingPlace(Destination.FALSE_STEP)
    return TrainingPlace(Destination.TRAINING, *progress(store, learn_after))


def progress(store: Store, learn_after: int) -> tuple[int, int]:
    """Return how many of how many ratings are there that begin a round; 0 of 0 where none is awaited."""
    since = rated_since_last_round(store) if learn_after > 0 else 0
    return (since, learn_after) if 0 < since <= learn_after else (0, 0)


def _is_for_the_exam(store: Store, question: str) -> bool:
    key, splits = question_key(question), store.splits.all()
    if key not in splits and practice.covers(question) is None:
        splits = assign_splits(store)
    return splits.get(key) == GATE


def _is_flawed(store: Store, rated: RatedAnswer, checker: IdentityChecker | None) -> bool:
    """Whether its thought has a false step, or is marked wrong while its answer is none that another could lead to."""
    each = as_teachable(store, rated)
    if not each.thought and rated.snapshot.thought:
        return not right_answer_of(rated)
    checkers = (None,) if checker is None else (None, checker)
    return any(has_false_step(each, RationaleJudge(Equivalence(), one)) for one in checkers)
