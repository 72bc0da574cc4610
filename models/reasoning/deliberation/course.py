"""The course of one attempt: what it has written, how its steps were checked, and in which engine run it is now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from models.engine.protocol import AttemptEnded, AttemptPlan
from models.reasoning.answers import NO_ANSWER, Answer, extract_answer
from models.reasoning.checks import StepCheck, all_hold
from models.reasoning.degeneration import Degeneration, DegenerationDetector
from models.reasoning.deliberation.closed_steps import ClosedStep, ClosedSteps
from models.reasoning.strategies import StrategyName
from models.reasoning.votes import Ballot
from models.traces import Verdict

REPAIR_SEED = 7_919
"""Added to an attempt's seed for each repair, so that it does not write the same again."""


@dataclass(slots=True)
class Course:
    """One attempt. Texts are those that the reader sees; token counts include what was discarded."""

    plan: AttemptPlan
    strategy: StrategyName
    run: str = ""
    """The engine run that it is in, "" when in none."""
    thought: str = ""
    answer: str = ""
    is_answering: bool = False
    tokens: int = 0
    """Thought tokens so far."""
    kept_tokens: int = 0
    """Thought tokens that were not discarded."""
    repairs: int = 0
    ended: AttemptEnded | None = None
    is_over: bool = False
    degeneration: Degeneration | None = None
    steps: ClosedSteps = field(default_factory=ClosedSteps)
    checks: list[StepCheck] = field(default_factory=list)
    kept_length: int = 0
    """Characters at the beginning of the thought that no repair takes away: they were there before."""
    starts: list[tuple[int, int]] = field(default_factory=list)
    """For each checked step, where it starts and how many tokens came before its end."""
    detector: DegenerationDetector = field(default_factory=DegenerationDetector)

    @property
    def number(self) -> int:
        """The attempt's number."""
        return self.plan.number

    @property
    def steps_hold(self) -> bool | None:
        """Whether all checked steps hold; None when nothing was checked."""
        if any(each.verdict is Verdict.FALSE for each in self.checks):
            return False
        return True if all_hold(self.checks) else None

    def take_up(self, thought: str) -> list[ClosedStep]:
        """Begin with a thought that is there already; returns its steps."""
        self.thought, self.kept_length = thought, len(thought)
        return self.steps.feed(thought)

    def think(self, text: str, tokens: int) -> list[ClosedStep]:
        """Take in a piece of thought; returns the steps that it closes."""
        self.thought += text
        self.tokens += tokens
        self.kept_tokens += tokens
        self.degeneration = self.detector.feed(text)
        return self.steps.feed(text)

    def begin_answer(self, *, cut: bool) -> list[ClosedStep]:
        """The thought is closed, by the model or (`cut`) by a budget; returns its last step, if that is open yet."""
        self.is_answering = True
        self.detector = DegenerationDetector()
        return self.steps.finish(cut=cut)

    def write(self, text: str) -> None:
        """Take in a piece of the answer."""
        self.answer += text
        self.degeneration = self.detector.feed(text)

    def note(self, step: ClosedStep, check: StepCheck) -> int:
        """Keep what was found in a step; returns its number from 1."""
        self.checks.append(check)
        self.starts.append((step.start, self.kept_tokens))
        return len(self.checks)

    def cut_last_step(self) -> None:
        """Forget the thought from the start of its last checked step on."""
        start, _ = self.starts.pop()
        self.checks.pop()
        self.thought = self.thought[:start]
        self.kept_tokens = self.starts[-1][1] if self.starts else 0
        self.repairs += 1
        self.begin_again()

    def begin_again(self) -> None:
        """Prepare to write on from the thought that is left."""
        self.is_answering = False
        self.answer = ""
        self.degeneration = None
        self.detector = DegenerationDetector()
        self.steps = ClosedSteps(self.thought)

    def plan_now(self) -> AttemptPlan:
        """The engine's plan to write on from here."""
        return AttemptPlan(
            number=self.plan.number,
            seed=self.plan.seed + REPAIR_SEED * self.repairs,
            instruction=self.plan.instruction,
            thought_prefix=self.thought,
            answer_prefix="" if self.is_answering else None,
        )

    def extracted(self, question: str) -> Answer:
        """The answer that it votes with."""
        if not self.answer.strip():
            return NO_ANSWER
        return extract_answer(self.answer, question)

    def ballot(self, question: str) -> Ballot:
        """Its vote. A marked answer in the thought counts where the answer itself has none or only a weak one."""
        answer, says_it = self.extracted(question), True
        if answer == NO_ANSWER or answer.weak:
            in_thought = extract_answer(self.thought, question)
            if in_thought != NO_ANSWER and not in_thought.weak:
                says_it = answer.text == in_thought.text
                answer = replace(in_thought, weak=answer.weak)
        mean = self.ended.mean_logprob if self.ended is not None else 0.0
        return Ballot(self.number, answer, self.steps_hold, mean, says_it)
