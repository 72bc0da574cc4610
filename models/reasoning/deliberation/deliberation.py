"""Answers one question with several attempts: each in an engine run of its own, so that one can be cut and repaired.

The engine decodes all open runs in one batch and shares the cells of their common beginning, so runs cost what
attempts of one run cost; the first attempt goes ahead until the prompt is read, for the others to share it. The object
is fed with the engine's messages; it is used from one thread and starts none.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import msgspec

from models.engine.protocol import (
    AttemptEnded,
    EngineMessage,
    PhaseChanged,
    Piece,
    PromptWasRead,
    RunEnded,
    RunRefused,
    Streamed,
)
from models.events import StopReason, ThoughtEnd
from models.reasoning.checks import IdentityChecker, check_step
from models.reasoning.degeneration import Degeneration
from models.reasoning.deliberation.closed_steps import ClosedStep
from models.reasoning.deliberation.course import Course
from models.reasoning.deliberation.field import Field
from models.reasoning.deliberation.happenings import (
    AttemptBegan,
    AttemptCut,
    AttemptDone,
    AttemptDropped,
    AttemptRepaired,
    AttemptSaid,
    Concluded,
    Happening,
    StepChecked,
    VotesCounted,
)
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.deliberation.sending import Runs, Sender
from models.reasoning.equivalence import Equivalence
from models.reasoning.stopping import decide
from models.reasoning.strategies import StrategyName
from models.reasoning.votes import choose, count_votes
from models.traces import Ending, Verdict

TRIED_WITHOUT_VOTES = 2
"""After so many attempts without an answer that can be compared, more of them would not help."""


class Deliberation:
    """One question on its way.

    Args:
        plan: The question and its budgets.
        engine: Runs attempts; what it says about runs for which `owns` is true goes to `hear`.
        emit: Is told what happens, in order.
        equivalence: Compares answers.
        checker: Checks algebra in steps; None leaves algebra unchecked.
        clock: Seconds; tests bring their own.
    """

    def __init__(
        self,
        plan: DeliberationPlan,
        engine: Runs,
        emit: Callable[[Happening], None],
        *,
        equivalence: Equivalence,
        checker: IdentityChecker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._emit = plan, emit
        self._equivalence, self._checker = equivalence, checker
        self._field, self._sender = Field(plan), Sender(plan, engine, clock)
        self._prompt_is_read = False
        self._refusal: RunRefused | None = None
        self.result: Concluded | None = None

    def begin(self) -> None:
        """Send the first attempt; the others of the wave follow when the prompt is read."""
        course = self._field.next()
        if self._plan.begun is not None:
            for step in course.take_up(self._plan.begun.thought):
                self._note(course, step)
        self._start(course)

    def owns(self, run: str) -> bool:
        """Whether an engine run belongs to this question, also one that was given up."""
        return self._sender.owns(run)

    def hear(self, message: EngineMessage) -> None:
        """Take in what the engine says; about runs that were given up nothing is heard."""
        course = self._field.in_run(getattr(message, "run", ""))
        if course is None or self.result is not None:
            return
        match message:
            case AttemptEnded():
                course.ended = message
            case RunEnded():
                self._finish(course)
            case RunRefused():
                self._refuse(course, message)
            case PhaseChanged(phase="answer") if not course.is_answering:
                self._end_thought(course, message)
            case _:
                self._tell(course, message)
                self._follow(course, message)

    def answer_now(self) -> None:
        """Close all open thoughts and answer from what is there; attempts that have not thought yet are given up."""
        if self.result is not None:
            return
        self._sender.hurried = True
        thinking = [each for each in self._field.open if each.thought or each.is_answering]
        for course in self._field.open:
            if course in thinking or not thinking:
                self._sender.hurry(course)
            else:
                self._drop(course)

    def cancel(self) -> None:
        """Stop everything; attempts that have ended still count."""
        if self.result is None:
            self._conclude(Ending.STOPPED)

    def _tell(self, course: Course, message: EngineMessage) -> None:
        """Pass on what the engine says, under the attempt's number."""
        if isinstance(message, Streamed):
            pieces = tuple(msgspec.structs.replace(each, attempt=course.number) for each in message.pieces)
            message = msgspec.structs.replace(message, pieces=pieces)
        self._emit(AttemptSaid(course.number, message))

    def _follow(self, course: Course, message: EngineMessage) -> None:
        match message:
            case Streamed(run=run, pieces=pieces):
                for piece in pieces:
                    if course.run == run:
                        self._take(course, piece)
            case PromptWasRead():
                self._prompt_is_read = True
                self._fill()

    def _end_thought(self, course: Course, message: PhaseChanged) -> None:
        """Check the last step; the answer begins unless that has to be repaired."""
        self._check(course, course.begin_answer(cut=message.thought_end != ThoughtEnd.MODEL))
        if course.run == message.run:
            self._tell(course, message)

    def _start(self, course: Course, *, replaces: int = 0) -> None:
        self._emit(AttemptBegan(course.number, course.strategy, course.plan.seed, replaces))
        self._sender.send(course, self._field.tokens_left)

    def _fill(self) -> None:
        """Begin attempts until the wave is full."""
        while self._prompt_is_read and len(self._field.open) < self._plan.width and self._may_start():
            self._start(self._field.next())

    def _may_start(self) -> bool:
        in_time = self._sender.may_begin or self._plan.attempt_thought_tokens == 0
        return self._field.waits and not self._sender.hurried and in_time and self._field.has_tokens

    def _take(self, course: Course, piece: Piece) -> None:
        if piece.channel == "thought":
            self._check(course, course.think(piece.text, len(piece.tokens)))
            self._watch_budget()
        else:
            course.write(piece.text)
        if course.degeneration is not None:
            self._cut(course, course.degeneration)

    def _watch_budget(self) -> None:
        """Close all thoughts when the shared budget is used up."""
        if self._field.tokens_left == 0 and not self._sender.hurried:
            self._sender.hurried = True
            for course in self._field.open:
                self._sender.hurry(course)

    def _check(self, course: Course, steps: list[ClosedStep]) -> None:
        for step in steps:
            number = self._note(course, step)
            if course.checks[-1].verdict is Verdict.FALSE and self._may_repair(course, step):
                self._repair(course, number, step)
                return

    def _note(self, course: Course, step: ClosedStep) -> int:
        """Check a step and tell what was found; returns its number."""
        check = check_step(step.text, self._checker, cut=step.cut)
        number = course.note(step, check)
        self._emit(StepChecked(course.number, number, step.start, step.end, check))
        return number

    def _may_repair(self, course: Course, step: ClosedStep) -> bool:
        if step.start < course.kept_length or self._sender.hurried:
            return False
        return course.repairs < self._plan.repairs and self._field.has_tokens

    def _repair(self, course: Course, number: int, step: ClosedStep) -> None:
        """Cut the thought at the start of its last step and write on from there; a beginning after it goes too."""
        claims = course.checks[-1].claims
        self._sender.give_up(course)
        course.cut_last_step()
        discarded = step.text.rstrip()
        self._emit(AttemptRepaired(course.number, course.repairs, number, len(course.thought), discarded, claims))
        self._sender.send(course, self._field.tokens_left)

    def _cut(self, course: Course, degeneration: Degeneration) -> None:
        """End a degenerate attempt; another takes its slot, or, when there were too many, it answers as it stands."""
        run = course.run
        self._sender.give_up(course)
        self._emit(AttemptCut(course.number, degeneration))
        if course.is_answering:
            course.ended = _cut_short(run, course.tokens)
            self._finish(course)
        elif self._field.can_refill and not self._sender.hurried:
            course.is_over = True
            self._start(self._field.replacement(course), replaces=course.number)
        else:
            course.begin_again()
            course.is_answering = True
            self._sender.send(course, self._field.tokens_left)

    def _finish(self, course: Course) -> None:
        """An attempt has ended by itself: replace it if it is empty, else count the votes; go on or conclude."""
        course.is_over, course.run = True, ""
        if not course.answer.strip() and self._field.can_refill and not self._sender.hurried:
            course.ended = None
            self._emit(AttemptCut(course.number, Degeneration.EMPTY))
            self._start(self._field.replacement(course), replaces=course.number)
            return
        if course.strategy is StrategyName.AT_ONCE:
            course.checks.append(check_step(course.answer, self._checker))  # it calculates there if anywhere
        self._emit_done(course)
        self._decide()

    def _emit_done(self, course: Course) -> None:
        ballot = course.ballot(self._plan.question)
        self._emit(
            AttemptDone(
                course.number,
                course.thought,
                course.answer,
                ballot.answer.text,
                ballot.answer.weak,
                course.steps_hold,
                course.repairs,
                course.tokens,
                course.ended,
            )
        )

    def _decide(self) -> None:
        tally = count_votes(self._field.ballots, self._equivalence)
        finished, planned = self._field.finished, self._plan.planned
        decision = decide([each.votes for each in tally.groups], finished=finished, planned=planned)
        self._emit(VotesCounted(tally, finished, planned, decision.overturned))
        if self._plan.every:
            self._fill()
            self._conclude_if_over()
        elif decision.early and not self._sender.hurried:
            self._conclude(Ending.AGREED)
        elif not tally.groups and TRIED_WITHOUT_VOTES <= finished < planned:
            self._conclude(Ending.NO_VOTES)
        else:
            self._fill()
            self._conclude_if_over()

    def _conclude_if_over(self) -> None:
        if not self._field.open and self.result is None:
            if self._field.finished == 0 and self._refusal is not None:
                self._conclude(Ending.FAILED)
            else:
                self._conclude(Ending.ASKED if self._sender.hurried else Ending.DONE)

    def _refuse(self, course: Course, refusal: RunRefused) -> None:
        """An attempt cannot be carried out; the others go on, and the failure is told if none of them ended."""
        course.is_over, course.run = True, ""
        self._refusal = self._refusal or refusal
        self._emit(AttemptDropped(course.number))
        self._conclude_if_over()

    def _drop(self, course: Course) -> None:
        """Give an attempt up; it has no vote, even if its last word has just arrived, for it is told as given up."""
        course.is_over, course.ended = True, None
        self._sender.give_up(course)
        self._emit(AttemptDropped(course.number))

    def _conclude(self, ending: Ending) -> None:
        for course in self._field.open:
            self._drop(course)
        ballots = self._field.ballots
        tally = count_votes(ballots, self._equivalence)
        chosen = choose(ballots, tally)
        refusal = self._refusal if ending is Ending.FAILED else None
        self.result = Concluded(
            chosen=chosen.attempt if chosen is not None else 0,
            ending=ending,
            finished=self._field.finished,
            planned=self._plan.planned,
            tally=tally,
            reason=refusal.reason if refusal else "",
            message=refusal.message if refusal else "",
            details=refusal.details if refusal else "",
        )
        self._emit(self.result)


def _cut_short(run: str, thought_tokens: int) -> AttemptEnded:
    """What the engine would have said about an attempt whose answer was cut in a loop; any other is surer."""
    return AttemptEnded(run, 1, StopReason.CUT, thought_tokens, 0, 0.0, 0.0, 0.0, -math.inf, 0.0)
