"""Whether a rationale may be learned from: it reaches the answer, says it clearly, and nothing in it is false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.history.learning.records import RoundItem
from models.learning import practice
from models.learning.rounds.asking import Written
from models.learning.rounds.plan import ANCHOR, PRACTICE, REHEARSAL
from models.reasoning.answers import extract_answer
from models.reasoning.checks import IdentityChecker, check_step
from models.reasoning.deliberation.closed_steps import ClosedSteps
from models.reasoning.equivalence import Equivalence
from models.traces import Verdict

LONGEST_THOUGHT = 8_000
"""Characters; a longer rationale is not learned from."""

Flaw = Literal["", "wrong", "weak", "false_step", "unclosed", "empty", "quotes_hint"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found about one attempt; `flaw` "" means that it may be learned from."""

    given: str
    right: bool
    well_formed: bool
    """Whether the answer was said in a form that is found again, not only as the last number."""
    flaw: Flaw


class RationaleJudge:
    """Judges what the model wrote about the items of a round.

    Args:
        equivalence: Compares answers.
        checker: Checks algebra in steps.
    """

    def __init__(self, equivalence: Equivalence, checker: IdentityChecker | None) -> None:
        self._equivalence, self._checker = equivalence, checker

    def judge(self, item: RoundItem, written: Written) -> Judged:
        """Judge an attempt."""
        found = extract_answer(written.answer, item.question)
        right = self._is_right(item, written.answer if item.source == ANCHOR else found.text)
        well_formed = bool(found.text) and not found.weak
        return Judged(found.text, right, well_formed, self._flaw(item, written, right, well_formed))

    def judge_hinted(self, item: RoundItem, written: Written) -> Judged:
        """Judge a rationale that was written with the answer shown; it must not speak of that."""
        judged = self.judge(item, written)
        if not judged.flaw and quotes_hint(written.thought):
            return Judged(judged.given, judged.right, judged.well_formed, "quotes_hint")
        return judged

    def has_false_step(self, item: RoundItem, thought: str) -> bool:
        """Whether something in a thought is false, by exact arithmetic or by the family's own check."""
        steps = ClosedSteps()
        closed = [*steps.feed(thought), *steps.finish()]
        if any(check_step(each.text, self._checker).verdict is Verdict.FALSE for each in closed):
            return True
        family = item.source.removeprefix(PRACTICE)
        return item.source.startswith(PRACTICE) and not practice.scratchpad_is_true(family, thought, item.question)

    def _is_right(self, item: RoundItem, text: str) -> bool:
        if not text.strip():
            return False
        if item.source.startswith(PRACTICE):
            family = item.source.removeprefix(PRACTICE)
            return practice.is_right(practice.PracticeItem(family, item.question, item.gold, 0), text)
        if item.source == ANCHOR:
            return practice.anchor_is_right(item.gold, text)
        return self._equivalence.same(item.gold, text)

    def _flaw(self, item: RoundItem, written: Written, right: bool, well_formed: bool) -> Flaw:
        if not written.thought.strip() or not written.answer.strip():
            return "empty"
        if item.source == REHEARSAL:
            return "" if written.stop_reason == "finished" else "unclosed"
        if not right:
            return "wrong"
        if not well_formed:
            return "weak"
        if len(written.thought) > LONGEST_THOUGHT or written.stop_reason != "finished":
            return "unclosed"
        return "false_step" if self.has_false_step(item, written.thought) else ""


def quotes_hint(thought: str) -> bool:
    """Whether a rationale mentions that it was shown the answer."""
    words = thought.casefold()
    return any(each in words for each in ("hint", "the answer is given", "as given", "we are told the answer", "提示"))
