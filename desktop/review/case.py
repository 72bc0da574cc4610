"""An answer that is being reviewed, with all that is shown of it; read off the GUI thread. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.conversation.answer_story import first_difference
from models.history.ratings.records import Mark, StepMark
from models.history.records import Answer, Attempt, AttemptState, Turn
from models.history.review.records import ReviewItem
from models.traces import Step, Verdict

if TYPE_CHECKING:
    from models.history.store import Store


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """`steps` and `marks` are by attempt."""

    item: ReviewItem
    turn: Turn
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    marks: dict[str, tuple[Mark, ...]] = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        """The answer."""
        assert self.turn.answer is not None
        return self.turn.answer

    @property
    def chosen(self) -> Attempt:
        """The attempt whose answer counts."""
        return self.answer.chosen

    @property
    def told(self) -> list[Attempt]:
        """The attempts that said something, in their order."""
        return [each for each in self.answer.attempts if each.state is AttemptState.FINISHED and each.answer.strip()]

    def numbered(self, number: int) -> Attempt:
        """Return the attempt with a number, else the chosen one."""
        return next((each for each in self.answer.attempts if each.number == number), self.chosen)

    def steps_of(self, attempt: Attempt) -> tuple[Step, ...]:
        """Return an attempt's steps."""
        return self.steps.get(attempt.id, ())

    def answer_of(self, attempt: Attempt) -> str:
        """Return what was extracted from an attempt, "" for nothing."""
        told = self.answer.deliberated.attempts if self.answer.deliberated is not None else ()
        found = next((each.answer for each in told if each.number == attempt.number), "")
        return found or attempt.final_answer

    def other_of(self, attempt: Attempt) -> Attempt | None:
        """Return the attempt that is best set beside another: one that found another answer, else another thought."""
        others = [each for each in self.told if each.id != attempt.id]
        groups = self.answer.deliberated.groups if self.answer.deliberated is not None else ()
        mine = next((each.attempts for each in groups if attempt.number in each.attempts), ())
        differing = [
            each for each in others if each.number not in mine and self.answer_of(each) != self.answer_of(attempt)
        ]
        different = [each for each in others if each.thought != attempt.thought or each.answer != attempt.answer]
        return next(iter(differing or different), None)

    def difference(self, attempt: Attempt, other: Attempt) -> int:
        """Return the first step of `other` that reads otherwise than in `attempt`, 0 for none."""
        return first_difference(other.thought, self.steps_of(other), attempt.thought, self.steps_of(attempt))

    def first_wrong(self, attempt: Attempt) -> Step | None:
        """Return the step that the user marked as the first wrong one, if any."""
        marked = [each.step_number for each in self.marks.get(attempt.id, ()) if each.mark is StepMark.FIRST_WRONG]
        return next((each for each in self.steps_of(attempt) if each.number in marked), None)

    def first_false(self, attempt: Attempt) -> Step | None:
        """Return the first step in which a check failed, if any."""
        return next((each for each in self.steps_of(attempt) if each.verdict is Verdict.FALSE), None)


def read_case(store: Store, item: ReviewItem) -> ReviewCase:
    """Read an answer from the history.

    Raises:
        NotInHistory: It was deleted.
    """
    turn = store.turn_of_answer(item.answer_id)
    assert turn.answer is not None
    attempts = [each.id for each in turn.answer.attempts]
    steps = {each: store.steps(each) for each in attempts}
    return ReviewCase(item, turn, steps, {each: tuple(store.ratings.marks.of_attempt(each)) for each in attempts})


def right_thought(thought: str, step: Step | None, text: str) -> str:
    """Return the thought as it should have been: all up to a step as it was, then `text`; without a step the text."""
    if not text.strip() or step is None:
        return text.strip()
    return f"{thought[: step.start]}{text.strip()}"


def carried(thought: str, before: Step | None, step: Step | None, text: str) -> str:
    """Return what a field shows of `text`, written in the place of the step `before`, when it is about `step` instead.

    Without a step the text stands for the whole right thought.
    """
    if step is None:
        return right_thought(thought, before, text)
    kept, whole = thought[: step.start].lstrip(), text.lstrip()
    if before is not None or not whole.startswith(kept):
        return text
    rest = whole[len(kept) :].strip()
    return "" if rest == step_as_written(thought, step) else rest


def step_as_written(thought: str, step: Step) -> str:
    """Return a step as the model wrote it."""
    return thought[step.start : step.end].strip()


def offered(thought: str, step: Step | None) -> str:
    """Return what may stand in the place of a wrong step, "" where the arithmetic knows nothing better."""
    if step is None:
        return ""
    text = mended(thought, step)
    return text if text != step_as_written(thought, step) else ""


def mended(thought: str, step: Step) -> str:
    """Return a step with what the arithmetic says in the place of what is wrong in it."""
    text = thought[step.start : step.end]
    for claim in sorted(step.claims, key=lambda each: -each.start):
        left, sign, _ = claim.text.rpartition("=")
        if claim.verdict is Verdict.FALSE and claim.right_value and sign:
            text = f"{text[: claim.start]}{left}= {claim.right_value}{text[claim.end :]}"
    return text.strip()
