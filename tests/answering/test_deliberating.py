"""Several attempts at one question: what is told, what is kept, and that nothing is lost when it ends early."""

from __future__ import annotations

from models.assistant import AskRequest
from models.engine.protocol import FailureReason, PhaseChanged, PromptWasRead, RunEnded, RunRefused
from models.events import (
    AnswerStarted,
    AttemptBegan,
    AttemptFinished,
    QuestionSaved,
    RunFailed,
    RunFinished,
    StepClosed,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtCut,
    VotesCounted,
)
from models.history.records import Answer, AttemptState
from models.reasoning.effort import Effort, EffortName
from models.traces import Ending, Fate, Verdict
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import ended

SEATS = "How many seats are in 3 rows of 12?"


def asked(desk: Desk, attempts: int = 3, **more: object) -> str:
    effort = Effort(EffortName.OWN, attempts, 6000, 128, 60.0)
    return desk.assistant.ask(AskRequest(SEATS, effort, seed=1, **more))  # type: ignore[arg-type]


def read(desk: Desk, run: str) -> None:
    """The first attempt's prompt is read, so that the others begin."""
    desk.engine.request(f"{run}/1")
    desk.engine.say(PromptWasRead(f"{run}/1", 20, 5, 0, 2048, 0.5))


def think(desk: Desk, run: str, attempt: int, thought: str) -> None:
    desk.engine.request(run)
    desk.engine.say(PhaseChanged(run, attempt, "thought", "", 300, 0.5))
    desk.engine.stream(run, thought, "thought", attempt=attempt)


def answer(desk: Desk, run: str, attempt: int, text: str) -> None:
    desk.engine.say(PhaseChanged(run, attempt, "answer", "model", 300, 1.5))
    desk.engine.stream(run, text, attempt=attempt)
    desk.engine.say(ended(run, attempt=attempt, thought=3, answer=len(text)), RunEnded(run))


def kept(desk: Desk, run: str) -> Answer:
    turn = desk.store.turn_of_answer(desk.heard.wait(QuestionSaved, run).answer_id)
    assert turn.answer is not None
    return turn.answer


def test_attempts_vote_and_all_of_them_are_kept(ready: Desk) -> None:
    run = asked(ready)
    read(ready, run)
    for number, (thought, text) in enumerate(
        [("Rows: 3 × 12 = 36.", "Answer: 36"), ("3 + 12 = 15, I think.", "Answer: 15"), ("12 + 12 + 12", "Answer: 36")],
        1,
    ):
        think(ready, f"{run}/{number}", number, thought)
        answer(ready, f"{run}/{number}", number, text)
    finished = ready.heard.wait(RunFinished, run)
    assert (finished.chosen_attempt, finished.stop_reason) == (1, StopReason.FINISHED)
    found = finished.deliberated
    assert found is not None and (found.ending, found.finished, found.planned) == (Ending.DONE, 3, 3)
    assert [(each.answer, each.attempts) for each in found.groups] == [("36", (1, 3)), ("15", (2,))]
    assert [(each.number, each.fate, each.equations, each.holding) for each in found.attempts] == [
        (1, Fate.DONE, 1, 1), (2, Fate.DONE, 1, 1), (3, Fate.DONE, 0, 0),
    ]  # fmt: skip
    assert [each.attempt for each in ready.heard.of(AttemptBegan, run)] == [1, 2, 3]
    assert {each.planned for each in ready.heard.of(AttemptBegan, run)} == {3}
    assert [each.finished for each in ready.heard.of(VotesCounted, run)] == [1, 2, 3]
    stored = kept(ready, run)
    assert stored.deliberated == found and stored.chosen.number == 1
    assert [each.answer for each in stored.attempts] == ["Answer: 36", "Answer: 15", "Answer: 36"]
    assert {each.state for each in stored.attempts} == {AttemptState.FINISHED}
    assert len({each.strategy for each in stored.attempts}) > 1
    assert {each.model_name for each in stored.attempts} == {"SmolLM2 135M"}
    (step,) = ready.store.steps(stored.attempts[0].id)
    assert step.verdict is Verdict.HOLDS and stored.attempts[0].thought[step.start : step.end] == "Rows: 3 × 12 = 36."


def test_a_false_step_is_taken_back_and_what_it_was_stays_visible(ready: Desk) -> None:
    run = asked(ready, attempts=1)
    think(ready, f"{run}/1", 1, "Three rows. So 3 × 12 = 38. Then")
    ready.engine.request(f"{run}/2")
    think(ready, f"{run}/2", 1, "So 3 × 12 = 36.\n")
    answer(ready, f"{run}/2", 1, "Answer: 36")
    ready.heard.wait(RunFinished, run)
    cut = ready.heard.wait(ThoughtCut, run)
    assert (cut.attempt, cut.step, cut.cut_at, cut.discarded.text) == (1, 2, 12, "So 3 × 12 = 38.")
    assert cut.discarded.claims[0].right_value == "36"
    assert [each.budget for each in ready.heard.of(ThinkingStarted, run)] == [6000]
    done = ready.heard.wait(AttemptFinished, run)
    assert (done.thought, done.answer) == ("Three rows. So 3 × 12 = 36.\n", "Answer: 36")
    attempt = kept(ready, run).chosen
    assert attempt.thought == done.thought
    first, second = ready.store.steps(attempt.id)
    assert (first.verdict, second.verdict) == (Verdict.NOTHING, Verdict.HOLDS)
    assert [each.text for each in second.discarded] == ["So 3 × 12 = 38."]
    tokens = "".join(token.text for _, token in ready.store.token_confidences(attempt.id))
    assert tokens == attempt.thought + attempt.answer
    found = kept(ready, run).deliberated
    assert found is not None and (found.attempts[0].repairs, found.attempts[0].holding) == (1, 1)


def test_a_last_step_that_is_false_is_repaired_before_the_answer_begins(ready: Desk) -> None:
    run = asked(ready, attempts=1)
    think(ready, f"{run}/1", 1, "3 × 12 = 38")
    ready.engine.say(PhaseChanged(f"{run}/1", 1, "answer", "model", 300, 1.5))
    ready.engine.request(f"{run}/2")
    assert ready.heard.of(AnswerStarted, run) == []
    think(ready, f"{run}/2", 1, "3 × 12 = 36")
    answer(ready, f"{run}/2", 1, "36")
    assert ready.heard.wait(AttemptFinished, run).thought == "3 × 12 = 36"


def test_stopping_keeps_what_every_attempt_has_written(ready: Desk) -> None:
    run = asked(ready)
    read(ready, run)
    think(ready, f"{run}/1", 1, "One way")
    think(ready, f"{run}/2", 2, "Another way")
    ready.heard.wait(TextStreamed, run, count=2)
    ready.assistant.stop(run)
    finished = ready.heard.wait(RunFinished, run)
    assert finished.stop_reason is StopReason.STOPPED
    assert finished.deliberated is not None and finished.deliberated.ending is Ending.STOPPED
    ready.engine.wait_until(lambda: len(ready.engine.cancelled) == 3)
    stored = kept(ready, run)
    assert [(each.thought, each.state) for each in stored.attempts] == [
        ("One way", AttemptState.STOPPED), ("Another way", AttemptState.STOPPED), ("", AttemptState.STOPPED),
    ]  # fmt: skip
    again = ready.assistant.continue_answer(stored.id)
    assert ready.engine.request(again).attempts[0].thought_prefix == "One way"


def test_stopping_after_a_vote_keeps_its_answer(ready: Desk) -> None:
    run = asked(ready)
    read(ready, run)
    think(ready, f"{run}/2", 2, "Rows of twelve.")
    answer(ready, f"{run}/2", 2, "Answer: 36")
    ready.heard.wait(VotesCounted, run)
    assert kept(ready, run).chosen.number == 2, "a crash from here on would keep it"
    ready.assistant.stop(run)
    finished = ready.heard.wait(RunFinished, run)
    assert (finished.chosen_attempt, finished.stop_reason) == (2, StopReason.FINISHED)
    assert kept(ready, run).chosen.answer == "Answer: 36"


def test_the_engines_death_fails_the_question_only_if_nothing_was_answered(ready: Desk) -> None:
    run = asked(ready, attempts=2)
    read(ready, run)
    think(ready, f"{run}/1", 1, "Some words")
    ready.engine.request(f"{run}/2")
    ready.engine.die(f"{run}/1", f"{run}/2")
    failed = ready.heard.wait(RunFailed, run)
    assert failed.can_continue and failed.reason == FailureReason.CRASHED
    assert {each.state for each in kept(ready, run).attempts} == {AttemptState.FAILED}
    assert kept(ready, run).attempts[0].thought == "Some words"

    ready.engine.become_ready()
    run = asked(ready, attempts=2)
    read(ready, run)
    think(ready, f"{run}/1", 1, "Rows.")
    answer(ready, f"{run}/1", 1, "Answer: 36")
    ready.engine.request(f"{run}/2")
    ready.engine.say(RunRefused(f"{run}/2", FailureReason.CRASHED, "It crashed."))
    finished = ready.heard.wait(RunFinished, run)
    assert finished.chosen_attempt == 1
    assert [each.stop_reason for each in kept(ready, run).attempts] == ["finished", "dropped"]


def test_an_attempt_that_goes_round_in_circles_gives_its_place_to_another(ready: Desk) -> None:
    run = asked(ready, attempts=1)
    think(ready, f"{run}/1", 1, "and then we add one more row of seats again, " * 40)
    ready.engine.request(f"{run}/2")
    think(ready, f"{run}/2", 2, "Rows of twelve.")
    answer(ready, f"{run}/2", 2, "Answer: 36")
    assert ready.heard.wait(RunFinished, run).chosen_attempt == 2
    assert [each.replaces for each in ready.heard.of(AttemptBegan, run)] == [0, 1]
    stored = kept(ready, run)
    assert [each.stop_reason for each in stored.attempts] == ["cut", "finished"] and stored.chosen.number == 2
    assert stored.deliberated is not None
    assert [each.fate for each in stored.deliberated.attempts] == [Fate.CUT, Fate.DONE]


def test_the_users_own_words_are_checked_but_never_taken_back(ready: Desk) -> None:
    run = asked(ready, attempts=1)
    think(ready, f"{run}/1", 1, "Rows.")
    answer(ready, f"{run}/1", 1, "36")
    ready.heard.wait(RunFinished, run)
    edited = ready.assistant.edit_thought(kept(ready, run).id, "3 × 12 = 38.\nSo ")
    think(ready, f"{edited}/1", 1, "it is 38.\n")
    answer(ready, f"{edited}/1", 1, "38")
    ready.heard.wait(RunFinished, edited)
    assert ready.heard.of(ThoughtCut, edited) == []
    assert [each.step.verdict for each in ready.heard.of(StepClosed, edited)] == [Verdict.FALSE, Verdict.NOTHING]
    assert kept(ready, edited).chosen.thought == "3 × 12 = 38.\nSo it is 38.\n"


def test_attempts_of_an_unsaved_question_leave_no_trace(ready: Desk) -> None:
    run = asked(ready, attempts=2, save=False)
    read(ready, run)
    for number in (1, 2):
        think(ready, f"{run}/{number}", number, "Rows.")
        answer(ready, f"{run}/{number}", number, "Answer: 36")
    ready.heard.wait(RunFinished, run)
    assert ready.store.conversations() == []


def test_another_attempt_than_the_first_is_taken_up_under_its_own_number(ready: Desk) -> None:
    run = asked(ready)
    read(ready, run)
    think(ready, f"{run}/1", 1, "One way")
    think(ready, f"{run}/2", 2, "Another way")
    ready.heard.wait(TextStreamed, run, count=2)
    ready.assistant.stop(run)
    ready.heard.wait(RunFinished, run)
    ready.engine.wait_until(lambda: len(ready.engine.cancelled) == 3)
    stored = kept(ready, run)
    ready.store.recording.choose_attempt(stored.id, stored.attempts[1].id)
    again = ready.assistant.continue_answer(stored.id)
    assert ready.engine.request(again).attempts[0].thought_prefix == "Another way"
    think(ready, f"{again}/1", 2, " goes on.")
    answer(ready, f"{again}/1", 2, "36")
    finished = ready.heard.wait(RunFinished, again)
    assert (finished.chosen_attempt, finished.stop_reason) == (2, StopReason.FINISHED)
    turn = ready.store.turn_of_answer(stored.id)
    assert turn.answer is not None
    assert [(each.number, each.thought, each.answer) for each in turn.answer.attempts] == [
        (1, "One way", ""), (2, "Another way goes on.", "36"), (3, "", ""),
    ]  # fmt: skip


def test_an_attempt_that_had_not_begun_to_think_is_taken_up_alone(ready: Desk) -> None:
    run = asked(ready)
    read(ready, run)
    think(ready, f"{run}/1", 1, "One way")
    ready.heard.wait(TextStreamed, run)
    ready.assistant.stop(run)
    ready.heard.wait(RunFinished, run)
    stored = kept(ready, run)
    ready.store.recording.choose_attempt(stored.id, stored.attempts[2].id)
    again = ready.assistant.continue_answer(stored.id)
    ready.engine.request(f"{again}/1")
    think(ready, f"{again}/1", 3, "Rows of twelve.")
    answer(ready, f"{again}/1", 3, "36")
    assert ready.heard.wait(RunFinished, again).chosen_attempt == 3
    turn = ready.store.turn_of_answer(stored.id)
    assert turn.answer is not None and [each.number for each in turn.answer.attempts] == [1, 2, 3]


def test_a_model_that_does_not_think_by_itself_also_answers_at_once(desk: Desk) -> None:
    desk.assistant.start()
    desk.engine.wait_until(lambda: desk.engine.started > 0)
    desk.engine.become_ready(natively=False)
    run = asked(desk)
    read(desk, run)
    sent = [desk.engine.request(f"{run}/{number}").attempts[0].answer_prefix for number in (1, 2, 3)]
    assert sent == [None, "", None]
    answer(desk, f"{run}/2", 2, "Answer: 36")
    for number in (1, 3):
        think(desk, f"{run}/{number}", number, "3 × 12 = 36.")
        answer(desk, f"{run}/{number}", number, "Answer: 36")
    desk.heard.wait(RunFinished, run)
    at_once = kept(desk, run).attempts[1]
    assert (at_once.strategy, at_once.thought, at_once.final_answer) == ("at_once", "", "36")


def test_without_thinking_and_with_an_adapter_no_attempt_differs(desk: Desk) -> None:
    desk.assistant.start()
    desk.engine.wait_until(lambda: desk.engine.started > 0)
    desk.engine.become_ready(natively=False)
    off = Effort(EffortName.OWN, 2, 0, 128, 60.0, every=True)
    runs = [desk.assistant.ask(AskRequest(SEATS, off, seed=1)), asked(desk, 2, adapter="/adapters/v1.gguf")]
    for run in runs:
        read(desk, run)
        assert [desk.engine.request(f"{run}/{number}").attempts[0].answer_prefix for number in (1, 2)] == [None, None]
        for number in (1, 2):
            answer(desk, f"{run}/{number}", number, "Answer: 36")
        desk.heard.wait(RunFinished, run)
