"""What is found out about a correction while it is typed: whether its equations hold, and who had found its answer.

Called off the GUI thread; the slow imports are inside.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.traces import Verdict

if TYPE_CHECKING:
    from models.reasoning.verifier.client import Verifier


@dataclass(frozen=True, slots=True)
class CorrectionCheck:
    """`found` of `attempts` gave the right answer, and the shown one is among them (`already`).

    `verdict` is on the equations of the right step or thought; `claim` and `right_value` tell of the first that fails.
    """

    found: int = 0
    attempts: int = 0
    already: bool = False
    verdict: Verdict = Verdict.NOTHING
    claim: str = ""
    right_value: str = ""
    known: str = ""
    """What the right answer is where it can be computed and another one is typed."""


class CorrectionChecker:
    """Has a verifier of its own, whose process starts with the first algebra that is typed."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._verifier: Verifier | None = None
        self._closed = False

    def check(
        self, answer: str, thought: str, answers: Sequence[str], shown: int, question: str = ""
    ) -> CorrectionCheck:
        """Check what is typed; see `check_correction`."""
        from models.learning.disagreeing import known_otherwise
        from models.reasoning.verifier.client import Verifier

        with self._guard:
            if self._verifier is None and not self._closed:
                self._verifier = Verifier()
        known = known_otherwise(question, answer.strip()) if answer.strip() else ""
        return replace(check_correction(answer, thought, answers, shown, self._verifier), known=known)

    def close(self) -> None:
        """End the verifier; what is checked from now on is checked by arithmetic alone."""
        with self._guard:
            self._closed = True
            verifier, self._verifier = self._verifier, None
        if verifier is not None:
            verifier.close()


def check_correction(
    answer: str, thought: str, answers: Sequence[str], shown: int, verifier: Verifier | None = None
) -> CorrectionCheck:
    """Check what is typed.

    Args:
        answer: The right answer, as it is typed.
        thought: The right step or thought.
        answers: What the attempts gave.
        shown: Which of them is being corrected.
        verifier: What knows algebra; without it only arithmetic is checked.
    """
    from models.reasoning.checks import check_step
    from models.reasoning.equivalence import Equivalence

    same = Equivalence(verifier).same
    agree = [bool(each.strip()) and same(answer.strip(), each) for each in answers] if answer.strip() else []
    checks = [check_step(line, verifier) for line in thought.splitlines() if line.strip()]
    verdicts = {each.verdict for each in checks}
    verdict = next((each for each in (Verdict.FALSE, Verdict.HOLDS) if each in verdicts), Verdict.NOTHING)
    wrong = next((claim for each in checks if (claim := each.first_false) is not None), None)
    already = bool(agree) and 0 <= shown < len(agree) and agree[shown]
    if wrong is None:
        return CorrectionCheck(sum(agree), len(answers), already, verdict)
    return CorrectionCheck(sum(agree), len(answers), already, verdict, wrong.text, wrong.right_value)
