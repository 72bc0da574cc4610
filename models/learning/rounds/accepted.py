"""What the user's ratings teach: accepted and corrected answers as examples, and those that still need a rationale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.messages import Message
from models.history.learning.records import ItemRole, LearnedExample, RoundItem
from models.history.ratings.records import Mark, RatedAnswer, RatingVerdict, StepMark
from models.history.store import Store
from models.learning import practice
from models.learning.contradictions import contradicted
from models.learning.disagreeing import known_otherwise
from models.learning.examples import Provenance, TrainingExample
from models.learning.near_duplicates import question_key
from models.learning.rounds.context import RoundContext
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.plan import ACCEPTED
from models.learning.rounds.training_set import as_learned
from models.learning.splits import GATE, assign_splits
from models.reasoning.answers import extract_answer
from models.traces import Verdict

LEAST_ACCEPTED = 20
"""Below so many accepted answers nothing is learned from ratings; they serve as worked examples meanwhile."""

_TEACHING = (RatingVerdict.ACCEPTED, RatingVerdict.CORRECTED)


@dataclass(frozen=True, slots=True)
class Teachable:
    """A rated answer that may be learned from; `thought` is "" where the rating gives none that can be trusted."""

    rated: RatedAnswer
    thought: str
    answer: str

    @property
    def question(self) -> str:
        """What was asked."""
        return self.rated.snapshot.question


def teachable(store: Store) -> list[Teachable]:
    """Return the ratings that may be learned from: included, not kept for the exam, and not contradicting each other.

    An accepted answer that is known to be wrong (a sum that does not add up) is left out; what was accepted twice in
    the same words is there once.
    """
    distinct: dict[tuple[str, str, str], Teachable] = {}
    for each in teachable_ratings(store):
        distinct.setdefault((question_key(each.question), plain(each.thought), plain(each.answer)), each)
    return list(distinct.values())


def teachable_ratings(store: Store) -> list[Teachable]:
    """Return all that `teachable` chooses from, with what says the same again."""
    return [as_teachable(store, each) for each in consistent_ratings(store, held_out=False)]


def as_teachable(store: Store, rated: RatedAnswer) -> Teachable:
    """Return what a rating teaches, if it may."""
    return Teachable(rated, _thought(store, rated), rated.rating.right_answer or rated.snapshot.answer)


def consistent_ratings(store: Store, *, held_out: bool) -> list[RatedAnswer]:
    """Return the answers that the user accepted or corrected, of one side of the exam line.

    Those that the user left out, that contradict each other, or that are known to be wrong are not among them.
    """
    splits, rated = assign_splits(store), store.ratings.rated()
    left_out = contradicted(rated)
    return [
        each
        for each in rated
        if each.rating.verdict in _TEACHING
        and each.rating.included
        and each.rating.id not in left_out
        and (splits.get(question_key(each.snapshot.question)) == GATE) is held_out
        and not known_to_be_wrong(each)
    ]


def known_to_be_wrong(each: RatedAnswer) -> bool:
    """Whether an accepted answer disagrees with what can be computed."""
    return bool(known_otherwise(each.snapshot.question, each.rating.right_answer or each.snapshot.answer))


def accepted_items(store: Store, first: int) -> list[tuple[ItemRole, RoundItem]]:
    """Return the questions whose right answer is known but no rationale for it, numbered from `first`."""
    wanting = [each for each in teachable(store) if not each.thought and right_answer_of(each.rated)]
    return [
        (
            ItemRole.TRAIN,
            RoundItem(first + place, ACCEPTED, each.question, right_answer_of(each.rated),
                      conversation_id=each.rated.rating.conversation_id),
        )
        for place, each in enumerate(wanting)
    ]  # fmt: skip


def covered_families(store: Store) -> tuple[str, ...]:
    """Return the practice families whose kind of question the user has rated, the most frequent first."""
    names = [practice.covers(each.question) for each in teachable(store)]
    return tuple(sorted({each for each in names if each is not None}, key=lambda name: -names.count(name)))


def accepted_examples(context: RoundContext) -> list[tuple[TrainingExample, LearnedExample]]:
    """Return the examples that the ratings give; none below `LEAST_ACCEPTED`, none with a false step.

    What was rated after the round began waits for the next one, since taking it back is said to undo it.
    """
    if ACCEPTED not in context.plan.sources:
        return []
    begun = context.round.created_at
    found = [each for each in teachable(context.store) if each.rated.rating.created_at <= begun]
    if len(found) < LEAST_ACCEPTED:
        return []
    usable = [each for each in found if each.thought or not each.rated.snapshot.thought]
    true = [each for each in usable if not has_false_step(each, context.judge)]
    return [(example, _as_learned(each, example)) for each, example in zip(true, map(_example, true), strict=True)]


def has_false_step(each: Teachable, judge: RationaleJudge) -> bool:
    """Whether a step of what would be learned is false: one that was found when it was written, or is found now."""
    steps = each.rated.snapshot.steps if each.thought == each.rated.snapshot.thought else ()
    found = any(step.verdict is Verdict.FALSE for step in steps)
    return found or judge.has_false_step(
        RoundItem(0, ACCEPTED, each.question, right_answer_of(each.rated)), each.thought
    )


def _as_learned(each: Teachable, example: TrainingExample) -> LearnedExample:
    conversation = each.rated.rating.conversation_id
    return as_learned(example, gold=right_answer_of(each.rated), conversation_id=conversation)


def messages_before(rated: RatedAnswer) -> tuple[Message, ...]:
    """Return what the model saw when it wrote a rated answer: system message, earlier turns and the question."""
    snapshot = rated.snapshot
    messages: list[Message] = [Message("system", snapshot.system_prompt)] if snapshot.system_prompt.strip() else []
    for turn in snapshot.earlier:
        messages += [Message("user", turn.question), Message("assistant", turn.answer, turn.thought)]
    return (*messages, Message("user", snapshot.question))


def _example(each: Teachable) -> TrainingExample:
    corrected = each.rated.rating.verdict is RatingVerdict.CORRECTED
    return TrainingExample(
        messages=messages_before(each.rated),
        thought=each.thought,
        answer=each.answer,
        provenance=Provenance.CORRECTED if corrected else Provenance.OWN,
        source=ACCEPTED,
    )


def plain(text: str) -> str:
    """Return a text without what does not change its words: white space."""
    return " ".join(text.split())


def _thought(store: Store, each: RatedAnswer) -> str:
    """The thought that may be learned: the user's own, or the accepted one, unless a step of it was marked."""
    right = each.rating.right_thought
    if each.rating.verdict is RatingVerdict.CORRECTED and not right:
        return ""
    marks = store.ratings.marks.of_attempt(each.rating.attempt_id)
    if right:
        return "" if any(_keeps_wrong_step(right, each.snapshot.thought, mark) for mark in marks) else right
    is_marked = any(mark.mark in (StepMark.BAD, StepMark.FIRST_WRONG) for mark in marks)
    return "" if is_marked else each.snapshot.thought


def _keeps_wrong_step(right: str, thought: str, mark: Mark) -> bool:
    """Whether a right thought is the model's up to its first wrong step, with that step as it was."""
    upto = thought[: mark.end].strip()
    after = right.strip()[len(upto) :]
    return mark.mark is StepMark.FIRST_WRONG and right.strip().startswith(upto) and after[:1].strip() == ""


def right_answer_of(each: RatedAnswer) -> str:
    """Return the bare right answer, as far as it can be extracted."""
    if each.rating.right_answer:
        return extract_answer(each.rating.right_answer, each.snapshot.question).text or each.rating.right_answer
    return extract_answer(each.snapshot.answer, each.snapshot.question).text or each.snapshot.final_answer


def missing_sentence(accepted: Sequence[Teachable]) -> str:
    """Return what is missing for learning from ratings, "" when nothing is."""
    lacking = LEAST_ACCEPTED - len(accepted)
    return f"{lacking} more accepted answers are needed before the model learns from them." if lacking > 0 else ""
