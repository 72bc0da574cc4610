from __future__ import annotations

from typing import TypeVar

import pytest

from models.engine.messages import Message
from models.engine.protocol import (
    AnyEngineMessage,
    FailureReason,
    PhaseChanged,
    PromptWasRead,
    RunEnded,
    RunRefused,
    Streamed,
)
from models.engine.supervisor import Notice
from models.reasoning.degeneration import Degeneration
from models.reasoning.deliberation.deliberation import Deliberation
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
from models.reasoning.equivalence import Equivalence
from models.reasoning.strategies import StrategyName
from models.traces import Ending, Verdict
from tests.answering.scripted_engine import ScriptedEngine, ended, piece

H = TypeVar("H", bound=Happening)


class Table:
    """A deliberation between a scripted engine and a list of what happened."""

    def __init__(self, *, attempts: int = 5, question: str = "How many?", **more: object) -> None:
        settings: dict[str, object] = {
            "thought_tokens": 10_000,
            "attempt_thought_tokens": 1_000,
            "width": 3,
            "seed": 50,
        }
        self.time = 0.0
        self.happened: list[Happening] = []
        self.engine = ScriptedEngine()
        self.deliberation = Deliberation(
            DeliberationPlan(run="q", question=question, messages=(Message("user", question),), attempts=attempts,
                             **{**settings, **more}),  # type: ignore[arg-type]
            self.engine,
            self.happened.append,
            equivalence=Equivalence(),
            clock=lambda: self.time,
        )  # fmt: skip
        self.engine.start(self._hear)
        self.deliberation.begin()

    def _hear(self, notice: Notice) -> None:
        assert not isinstance(notice, str)
        self.deliberation.hear(notice)  # type: ignore[arg-type]

    def of(self, kind: type[H]) -> list[H]:
        return [each for each in self.happened if isinstance(each, kind)]

    def run_of(self, attempt: int) -> str:
        """The engine run in which an attempt was sent last."""
        return next(each.run for each in reversed(self.engine.requests) if each.attempts[0].number == attempt)

    @property
    def begun(self) -> list[int]:
        return [each.attempt for each in self.of(AttemptBegan)]

    def say(self, message: AnyEngineMessage) -> None:
        self.engine.say(message)

    def read(self, attempt: int = 1) -> None:
        run = self.run_of(attempt)
        self.say(PromptWasRead(run, 20, 0, 0, 2048, 0.1))
        self.say(PhaseChanged(run, 1, "thought", "", 64, 0.1))

    def think(self, attempt: int, text: str) -> None:
        self.say(Streamed(self.run_of(attempt), (piece("thought", text),), 1.0))

    def write(self, attempt: int, text: str) -> None:
        run = self.run_of(attempt)
        self.say(PhaseChanged(run, 1, "answer", "model", 64, 1.0))
        if text:
            self.say(Streamed(run, (piece("answer", text),), 1.0))

    def end(self, attempt: int, *, mean: float = -0.5) -> None:
        run = self.run_of(attempt)
        self.say(ended(run, mean=mean))
        self.say(RunEnded(run))

    def answer(self, attempt: int, answer: str, *, thought: str = "Let me see.", mean: float = -0.5) -> None:
        """Play a whole attempt."""
        self.think(attempt, thought)
        self.write(attempt, f"Answer: {answer}" if answer else "Well, I do not know.")
        self.end(attempt, mean=mean)

    @property
    def result(self) -> Concluded:
        assert self.deliberation.result is not None
        return self.deliberation.result


def test_the_first_attempt_goes_ahead_until_the_prompt_is_read() -> None:
    table = Table()
    assert table.begun == [1]
    table.read()
    assert table.begun == [1, 2, 3]
    assert len({each.run for each in table.engine.requests}) == 3


def test_freed_slots_are_refilled_until_the_lead_is_safe() -> None:
    table = Table(attempts=16)
    table.read()
    for attempt in (1, 2):
        table.answer(attempt, "42")
    assert table.deliberation.result is None
    assert len(table.begun) == 5
    table.answer(3, "42")
    assert table.result.ending is Ending.AGREED
    assert table.result.statement == "stopped at 3 of 16"
    assert table.result.votes == {"42": 3}
    assert set(table.engine.cancelled) == {table.run_of(4), table.run_of(5)}
    assert [each.attempt for each in table.of(AttemptDropped)] == [4, 5]


def test_a_lead_that_cannot_be_overturned_ends_it() -> None:
    table = Table(attempts=5)
    table.read()
    for attempt in (1, 2, 3):
        table.answer(attempt, "42")
    assert table.result.statement == "stopped at 3 of 5"


def test_all_planned_attempts_run_when_they_disagree() -> None:
    table = Table(attempts=4)
    table.read()
    for attempt, answer in enumerate(("1", "2", "1", "2"), 1):
        table.answer(attempt, answer, mean=-0.1 if answer == "2" else -0.5)
    assert table.result.ending is Ending.DONE and table.result.statement == ""
    assert table.result.votes == {"2": 2, "1": 2}
    assert table.result.chosen in (2, 4)


def test_votes_are_told_after_each_attempt() -> None:
    table = Table(attempts=3)
    table.read()
    table.answer(1, "0.5")
    table.answer(2, "1/2")
    assert [each.tally.counts for each in table.of(VotesCounted)] == [{"0.5": 1}, {"0.5": 2}]
    assert [each.overturned for each in table.of(VotesCounted)] == [pytest.approx(1 / 6), 0.0]


def test_a_false_step_is_cut_and_written_anew() -> None:
    table = Table(attempts=1)
    table.read()
    first = table.run_of(1)
    table.think(1, "There are 12 and 24.\nSo 12 + 24 = 37.\n")
    repaired = table.of(AttemptRepaired)
    assert [(each.repair, each.step, each.discarded) for each in repaired] == [(1, 2, "So 12 + 24 = 37.")]
    assert repaired[0].claims[-1].right_value == "36"
    assert first in table.engine.cancelled
    plan = table.engine.requests[-1].attempts[0]
    assert plan.thought_prefix == "There are 12 and 24.\n" and plan.answer_prefix is None
    assert plan.seed != table.engine.requests[0].attempts[0].seed
    table.think(1, "So 12 + 24 = 36.\n")
    table.write(1, "Answer: 36")
    table.end(1)
    done = table.of(AttemptDone)[0]
    assert done.thought == "There are 12 and 24.\nSo 12 + 24 = 36.\n"
    assert done.steps_hold is True and done.repairs == 1
    assert done.thought_tokens == len("There are 12 and 24.\nSo 12 + 24 = 37.\nSo 12 + 24 = 36.\n")


@pytest.mark.parametrize(("thought_end", "repairs"), [("model", 1), ("budget", 0), ("time", 0), ("asked", 0)])
def test_what_a_budget_cuts_off_is_not_called_false(thought_end: str, repairs: int) -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, "There are 12 and 24.\nSo 12 + 24 = 3")
    table.say(PhaseChanged(table.run_of(1), 1, "answer", thought_end, 64, 1.0))
    assert len(table.of(AttemptRepaired)) == repairs
    last = table.of(StepChecked)[-1].check
    assert last.verdict is (Verdict.FALSE if repairs else Verdict.NOTHING)
    assert [each.text for each in last.claims] == ["12 + 24 = 3"]


def test_what_the_given_up_run_says_later_is_not_heard() -> None:
    table = Table(attempts=1)
    table.read()
    first = table.run_of(1)
    table.say(Streamed(first, (piece("thought", "1 + 1 = 3.\n"), piece("thought", "And more of it.\n")), 1.0))
    table.say(Streamed(first, (piece("thought", "Late words.\n"),), 1.0))
    table.say(ended(first))
    table.say(RunEnded(first))
    assert table.deliberation.result is None
    table.answer(1, "2", thought="1 + 1 = 2.\n")
    assert table.of(AttemptDone)[0].thought == "1 + 1 = 2.\n"


def test_repairs_have_an_end_and_the_false_step_stays_marked() -> None:
    table = Table(attempts=1)
    table.read()
    for _ in range(4):
        table.think(1, "1 + 1 = 3.\n")
    assert [each.repair for each in table.of(AttemptRepaired)] == [1, 2, 3]
    table.write(1, "Answer: 3")
    table.end(1)
    done = table.of(AttemptDone)[0]
    assert done.thought == "1 + 1 = 3.\n" and done.steps_hold is False
    assert [each.check.verdict for each in table.of(StepChecked)] == [Verdict.FALSE] * 4


def test_the_last_step_is_checked_when_the_thought_closes() -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, "So 2 + 2 = 5")
    assert not table.of(StepChecked)
    table.write(1, "Answer: 5")
    assert len(table.of(AttemptRepaired)) == 1


def test_steps_that_hold_win_a_tie() -> None:
    table = Table(attempts=2, repairs=0)
    table.read()
    table.answer(1, "5", thought="2 + 2 = 5.\n", mean=-0.01)
    table.answer(2, "4", thought="2 + 2 = 4.\n", mean=-2.0)
    assert table.result.chosen == 2


def test_a_loop_is_cut_and_its_slot_refilled() -> None:
    table = Table(attempts=2)
    table.read()
    loop = table.run_of(1)
    table.think(1, "I must think again. " * 40)
    assert table.of(AttemptCut) == [AttemptCut(1, Degeneration.LOOP)]
    assert loop in table.engine.cancelled
    assert table.of(AttemptBegan)[-1] == AttemptBegan(3, StrategyName.DIRECT, 52, replaces=1)
    table.answer(2, "4")
    table.answer(3, "4")
    assert table.result.votes == {"4": 2} and table.result.finished == 2


def test_an_empty_answer_is_replaced() -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, "Hm.")
    table.write(1, " \n")
    table.end(1)
    assert table.of(AttemptCut) == [AttemptCut(1, Degeneration.EMPTY)]
    table.answer(2, "7")
    assert table.result.chosen == 2


def test_when_all_degenerate_one_answers_as_it_stands() -> None:
    table = Table(attempts=2, width=1)
    table.read()
    for attempt in (1, 3, 4):
        table.think(attempt, "I must think again. " * 40)
    plan = table.engine.requests[-1].attempts[0]
    assert plan.number == 4 and plan.answer_prefix == ""
    table.write(4, "Answer: 8")
    table.end(4)
    table.answer(2, "8")
    assert table.result.votes == {"8": 2}


def test_empty_answers_have_an_end() -> None:
    table = Table(attempts=1)
    table.read()
    for attempt in (1, 2):
        table.write(attempt, "")
        table.end(attempt)
    assert table.result.chosen == 2 and table.result.votes == {}


def test_an_answer_in_a_loop_ends_there() -> None:
    table = Table(attempts=1)
    table.read()
    table.write(1, "Answer: 42\n" + "And so it is. " * 60)
    assert table.of(AttemptCut) == [AttemptCut(1, Degeneration.LOOP)]
    assert table.result.votes == {"42": 1}


def test_the_shared_budget_closes_all_thoughts() -> None:
    table = Table(attempts=5, thought_tokens=100)
    table.read()
    table.think(1, "x" * 50)
    assert not table.engine.hurried
    table.think(2, "y" * 50)
    assert set(table.engine.hurried) == {table.run_of(each) for each in (1, 2, 3)}
    for attempt in (1, 2, 3):
        table.write(attempt, "Answer: 4")
        table.end(attempt)
    assert table.begun == [1, 2, 3]
    assert table.result.votes == {"4": 3}


def test_each_attempt_gets_what_is_left() -> None:
    table = Table(attempts=3, thought_tokens=600, attempt_thought_tokens=500, seconds=30.0)
    table.time = 10.0
    table.think(1, "x" * 200)
    table.read()
    budgets = [each.budget for each in table.engine.requests]
    assert [each.thought_tokens for each in budgets] == [500, 400, 400]
    assert [each.thinking_seconds for each in budgets] == [30.0, 20.0, 20.0]


def test_when_the_time_is_up_no_attempt_begins() -> None:
    table = Table(attempts=9, seconds=30.0)
    table.read()
    table.time = 31.0
    table.answer(1, "1")
    assert table.begun == [1, 2, 3]


def test_without_thinking_attempts_answer_at_once() -> None:
    table = Table(attempts=3, attempt_thought_tokens=0, thought_tokens=0)
    table.read()
    assert {each.budget.thought_tokens for each in table.engine.requests} == {0}
    for attempt in (1, 2):
        table.write(attempt, "Answer: 9")
        table.end(attempt)
    assert table.result.votes == {"9": 2}


def test_answer_now_closes_thoughts_and_gives_up_what_has_not_thought() -> None:
    table = Table(attempts=9)
    table.read()
    table.think(1, "Some words.")
    table.deliberation.answer_now()
    assert table.engine.hurried == [table.run_of(1)]
    assert [each.attempt for each in table.of(AttemptDropped)] == [2, 3]
    table.write(1, "Answer: 3")
    table.end(1)
    assert table.result.ending is Ending.ASKED and table.result.chosen == 1
    assert table.begun == [1, 2, 3]


def test_answer_now_before_anything_was_thought_keeps_all_that_run() -> None:
    table = Table(attempts=9)
    table.deliberation.answer_now()
    assert table.engine.hurried == [table.run_of(1)] and not table.of(AttemptDropped)
    table.write(1, "Answer: 3")
    table.end(1)
    assert table.result.votes == {"3": 1}


def test_after_answer_now_nothing_is_repaired() -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, "So 2 + 2 = 5")
    table.deliberation.answer_now()
    table.write(1, "Answer: 5")
    table.end(1)
    assert not table.of(AttemptRepaired) and table.of(AttemptDone)[0].steps_hold is False


def test_what_is_given_up_between_its_last_word_and_its_end_has_no_vote() -> None:
    """The engine says that an attempt ended, and a moment later that its run is over; in between the lead is safe."""
    table = Table(attempts=3)
    table.read()
    table.answer(1, "5")
    table.think(3, "I see.")
    table.write(3, "Answer: 5")
    table.say(ended(table.run_of(3), mean=-0.01))
    table.answer(2, "5")
    assert table.result.ending is Ending.AGREED and table.result.finished == 2
    assert [each.attempt for each in table.of(AttemptDropped)] == [3]
    assert table.result.chosen in (1, 2)


def test_cancelling_keeps_the_votes_that_are_there() -> None:
    table = Table(attempts=9)
    table.read()
    table.answer(1, "3")
    running = [table.run_of(each) for each in (2, 3, 4)]
    table.deliberation.cancel()
    assert table.engine.cancelled == running
    assert table.result.ending is Ending.STOPPED and table.result.votes == {"3": 1} and table.result.chosen == 1
    table.deliberation.cancel()
    table.deliberation.answer_now()
    assert len(table.of(Concluded)) == 1


def test_cancelled_in_the_middle_of_a_repair_it_ends_once() -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, "1 + 1 = 3.\n")
    table.deliberation.cancel()
    assert len(table.engine.cancelled) == 2
    assert table.result.chosen == 0 and table.result.votes == {}


def test_the_engines_failure_is_told_when_nothing_ended() -> None:
    table = Table(attempts=5)
    table.read()
    for attempt in (1, 2, 3):
        table.say(RunRefused(table.run_of(attempt), FailureReason.CRASHED, "The engine stopped.", "signal"))
    assert table.result.ending is Ending.FAILED
    assert (table.result.reason, table.result.message, table.result.details) == (
        "crashed",
        "The engine stopped.",
        "signal",
    )


def test_what_ended_before_a_failure_counts() -> None:
    table = Table(attempts=3)
    table.read()
    table.answer(1, "3")
    for attempt in (2, 3):
        table.say(RunRefused(table.run_of(attempt), FailureReason.CRASHED, "The engine stopped."))
    assert table.result.ending is Ending.DONE and table.result.chosen == 1


def test_a_question_for_a_text_gets_one_attempt() -> None:
    table = Table(attempts=16, question="Explain why the sky is blue.")
    table.read()
    assert table.begun == [1]
    table.answer(1, "")
    assert table.result.ending is Ending.DONE and table.result.chosen == 1 and table.result.votes == {}


def test_answers_that_cannot_be_compared_end_it_early() -> None:
    table = Table(attempts=16, question="What do cats like?")
    table.read()
    table.answer(1, "")
    assert table.deliberation.result is None
    table.answer(2, "", mean=-0.1)
    assert table.result.ending is Ending.NO_VOTES and table.result.chosen == 2


def test_what_the_engine_says_is_passed_on_under_the_attempts_number() -> None:
    table = Table(attempts=3)
    table.read()
    table.think(3, "Hello.")
    said = table.of(AttemptSaid)[-1]
    assert said.attempt == 3 and isinstance(said.message, Streamed) and said.message.pieces[0].attempt == 3


def test_it_knows_its_runs() -> None:
    table = Table()
    assert table.deliberation.owns(table.run_of(1))
    assert not table.deliberation.owns("another/1") and not table.deliberation.owns("q")


@pytest.mark.parametrize("text", ["", "\n\n", "=" * 50, "1 + = 3\n" * 3])
def test_odd_thoughts_do_no_harm(text: str) -> None:
    table = Table(attempts=1)
    table.read()
    table.think(1, text)
    table.answer(1, "3")
    assert table.result.votes == {"3": 1}


def test_where_thinking_is_imposed_every_second_attempt_answers_at_once() -> None:
    table = Table(attempts=4, width=4, imposed=True)
    table.read()
    requests = {each.attempts[0].number: each for each in table.engine.requests}
    assert [requests[each].attempts[0].answer_prefix for each in (1, 2, 3, 4)] == [None, "", None, ""]
    assert [each.strategy for each in table.of(AttemptBegan)][1] is StrategyName.AT_ONCE
    table.say(Streamed(table.run_of(2), (piece("answer", "Answer: 42"),), 1.0))
    table.end(2)
    done = next(each for each in table.of(AttemptDone) if each.attempt == 2)
    assert (done.thought, done.final_answer, done.thought_tokens) == ("", "42", 0)


def test_false_arithmetic_in_an_answer_at_once_loses_ties() -> None:
    table = Table(attempts=2, width=2, imposed=True)
    table.read()
    table.say(Streamed(table.run_of(2), (piece("answer", "17 + 25 = 32. Answer: 32"),), 1.0))
    table.end(2, mean=-0.1)
    table.answer(1, "42", thought="Let me see.", mean=-0.9)
    done = next(each for each in table.of(AttemptDone) if each.attempt == 2)
    assert done.steps_hold is False
    assert table.result.chosen == 1, "one vote each"
