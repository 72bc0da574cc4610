"""What a round repeats of earlier ones: what was practised, and of the ratings only what they still say."""

from __future__ import annotations

from models.history.learning.records import LearnedExample, Round
from models.history.store import Store
from models.learning.examples import Provenance
from models.learning.near_duplicates import question_key
from models.learning.rounds.accepted import Teachable, plain, right_answer_of, teachable_ratings
from models.learning.rounds.plan import ACCEPTED
from models.learning.rounds.training_set import MOST_REPLAY, as_example


def replayed_examples(store: Store, begun: Round) -> list[LearnedExample]:
    """Return what of a model's earlier rounds can be repeated, the newest first."""
    before = store.rounds.learned_before(begun.model_id, begun.number, limit=MOST_REPLAY)
    ratings = _StandingRatings(store)
    return [each for each in before if ratings.allow(each) and as_example(each) is not None]


class _StandingRatings:
    """What the ratings teach now: those left out, taken back, rejected, in the trash or held out teach no longer."""

    def __init__(self, store: Store) -> None:
        standing = teachable_ratings(store)
        self._words = {(*_question(each), plain(each.thought), plain(each.answer)) for each in standing}
        self._answers = {(*_question(each), right_answer_of(each.rated)) for each in standing}
        self._rated = {(home, plain(thought)) for home, thought in store.ratings.thoughts_ever_rated()}

    def allow(self, learned: LearnedExample) -> bool:
        """Whether an example may be learned from again.

        The model's own rationale for an accepted answer stands as long as that answer does; the user's words, and
        thoughts that the user has rated, only as long as they are taught themselves.
        """
        example = as_example(learned)
        if learned.source != ACCEPTED or example is None:
            return True
        question = learned.conversation_id or "", question_key(learned.question)
        if (*question, plain(example.thought), plain(example.answer)) in self._words:
            return True
        rated = (question[0], plain(example.thought)) in self._rated
        if example.provenance is Provenance.CORRECTED or (example.provenance is Provenance.OWN and rated):
            return False
        return bool(example.thought) and (*question, learned.answer) in self._answers


def _question(each: Teachable) -> tuple[str, str]:
    return each.rated.rating.conversation_id, question_key(each.question)
