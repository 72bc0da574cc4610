"""Questions from the composer to the history, with the real assistant and the real store."""

from __future__ import annotations

import pytest

from models.answering.deliberator import run_of
from models.assistant import AskRequest, Assistant
from models.engine.messages import Message
from models.engine.protocol import FailureReason, LoadFailed, PromptWasRead, RunEnded, RunRefused
from models.events import (
    AnswerStarted,
    AttemptBegan,
    AttemptFinished,
    EngineState,
    EngineStatus,
    HistoryChanged,
    PromptRead,
    QuestionSaved,
    RunFailed,
    RunFinished,
    StepClosed,
    StopReason,
    TextStreamed,
    ThinkingStarted,
)
from models.history.records import Attempt, AttemptState, SearchScope
from models.settings import EngineSettings, SamplingSettings, Settings
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import MODEL_ID, Listening, ScriptedEngine, effort, ended, question


def kept(desk: Desk, saved: QuestionSaved, attempt: int = 1) -> Attempt:
    return desk.store.attempt(saved.attempt_ids[attempt - 1])


def test_a_question_is_answered_and_kept(ready: Desk) -> None:
    run = ready.assistant.ask(question("  What is 6 × 7?\n", seed=5, system_prompt="Be brief."))
    ready.engine.play(run, "Six sevens.", "It is 42.")
    finished = ready.heard.wait(RunFinished, run)
    assert (finished.chosen_attempt, finished.stop_reason) == (1, StopReason.FINISHED)

    order = [type(each) for each in ready.heard.events if getattr(each, "run", None) == run]
    assert order == [
        QuestionSaved, AttemptBegan, PromptRead, ThinkingStarted, TextStreamed, StepClosed, AnswerStarted,
        TextStreamed, AttemptFinished, RunFinished,
    ]  # fmt: skip
    saved = ready.heard.wait(QuestionSaved, run)
    assert saved.new_conversation
    (turn,) = ready.store.path(saved.conversation_id)
    assert turn.question.text == "What is 6 × 7?"
    attempt = kept(ready, saved)
    assert (attempt.thought, attempt.answer, attempt.final_answer) == ("Six sevens.", "It is 42.", "42")
    assert attempt.state is AttemptState.FINISHED
    assert (attempt.model_id, attempt.model_name) == (MODEL_ID, "SmolLM2 135M")
    assert (attempt.seed, attempt.effort, attempt.thought_budget) == (5, "standard", 64)
    assert attempt.system_prompt == "Be brief."
    assert [token.text for _, token in ready.store.token_confidences(attempt.id)] == list("Six sevens.It is 42.")
    assert [hit.attempt_id for hit in ready.store.search("sevens", [SearchScope.THOUGHTS])] == [attempt.id]
    assert ready.heard.wait(HistoryChanged).conversation_ids == (saved.conversation_id,)

    request = ready.engine.request(run)
    assert request.messages == (Message("system", "Be brief."), Message("user", "What is 6 × 7?"))
    assert [plan.seed for plan in request.attempts] == [5]


def test_what_is_announced_is_already_kept(ready: Desk) -> None:
    states: list[AttemptState] = []

    def look(event: object) -> None:
        if isinstance(event, AttemptFinished):
            states.append(ready.store.attempt(event.attempt_id).state)

    ready.assistant.subscribe(look)
    run = ready.assistant.ask(question())
    ready.engine.play(run, "", "Yes")
    ready.heard.wait(RunFinished, run)
    assert states == [AttemptState.FINISHED]


def test_a_question_waits_for_the_model(desk: Desk) -> None:
    desk.assistant.start()
    desk.engine.wait_until(lambda: desk.engine.started == 1)
    run = desk.assistant.ask(question())
    saved = desk.heard.wait(QuestionSaved, run)
    assert desk.engine.requests == []
    assert kept(desk, saved).state is AttemptState.STREAMING
    desk.engine.become_ready()
    desk.engine.play(run, "", "At last.")
    desk.heard.wait(RunFinished, run)
    assert kept(desk, saved).answer == "At last."


def test_waiting_questions_fail_with_the_model_in_plain_words(desk: Desk) -> None:
    desk.assistant.start()
    runs = [desk.assistant.ask(question(f"Number {number}?")) for number in range(2)]
    saved = [desk.heard.wait(QuestionSaved, run) for run in runs]
    message = "The computer ran out of memory; choose a smaller context or a smaller model."
    desk.engine.say(LoadFailed("/m", FailureReason.MEMORY, message, "bad_alloc"))
    for run, each in zip(runs, saved, strict=True):
        failed = desk.heard.wait(RunFailed, run)
        assert (failed.reason, failed.message, failed.details) == ("memory", message, "bad_alloc")
        assert failed.can_continue
        attempt = kept(desk, each)
        assert (attempt.state, attempt.error) == (AttemptState.FAILED, message)
    assert desk.assistant.status.state is EngineState.FAILED and desk.assistant.status.message == message
    assert desk.engine.requests == []


def test_without_any_model_the_answer_comes_at_once(desk: Desk) -> None:
    run = desk.assistant.ask(question())
    failed = desk.heard.wait(RunFailed, run)
    assert failed.reason == FailureReason.NO_MODEL and "choose a model" in failed.message


def test_a_missing_model_file_leaves_the_model_in_use(ready: Desk) -> None:
    ready.assistant.load_model("/no/such/model.gguf")
    ready.heard.wait_until(lambda: "/no/such/model.gguf" in ready.assistant.status.message)
    assert ready.assistant.status.state is EngineState.READY
    assert ready.assistant.status.model_name == "SmolLM2 135M"
    run = ready.assistant.ask(question())
    ready.engine.play(run, "", "Still here.")
    ready.heard.wait(RunFinished, run)


def test_a_missing_model_file_is_told_once_with_its_reason(desk: Desk) -> None:
    desk.assistant.start("/no/such/model.gguf")
    run = desk.assistant.ask(question())
    failed = desk.heard.wait(RunFailed, run)
    assert "/no/such/model.gguf" in failed.message
    (status,) = desk.heard.of(EngineStatus)
    assert (status.state, status.message, status.reason) == (EngineState.FAILED, failed.message, FailureReason.FILE)
    desk.assistant.load_model("bundled")
    desk.engine.become_ready()
    run = desk.assistant.ask(question())
    desk.engine.play(run, "", "Yes")
    desk.heard.wait(RunFinished, run)


@pytest.mark.parametrize(("text", "words"), [("", "empty"), (" \n\t", "empty"), ("x" * 1_000_000, "400,000")])
def test_a_question_that_cannot_be_asked_is_told_and_not_kept(ready: Desk, text: str, words: str) -> None:
    run = ready.assistant.ask(question(text))
    failed = ready.heard.wait(RunFailed, run)
    assert words in failed.message and failed.reason == FailureReason.REQUEST and not failed.can_continue
    assert ready.store.conversations() == [] and ready.engine.requests == []
    next_run = ready.assistant.ask(question())
    ready.engine.play(next_run, "", "Yes")
    ready.heard.wait(RunFinished, next_run)


def test_an_impossible_seed_is_told(ready: Desk) -> None:
    failed = ready.heard.wait(RunFailed, ready.assistant.ask(question(seed=2**70)))
    assert "seed" in failed.message
    assert ready.store.conversations() == []


def test_broken_text_from_the_clipboard_is_asked_all_the_same(ready: Desk) -> None:
    run = ready.assistant.ask(question("What is \ud83d?"))
    ready.engine.play(run, "", "Half a pair.")
    ready.heard.wait(RunFinished, run)
    (turn,) = ready.store.path(ready.heard.wait(QuestionSaved, run).conversation_id)
    assert turn.question.text == "What is \ufffd?"


def test_the_next_question_comes_with_the_conversation(ready: Desk) -> None:
    first = ready.assistant.ask(question("One?"))
    ready.engine.play(first, "thinking", "1")
    ready.heard.wait(RunFinished, first)
    saved = ready.heard.wait(QuestionSaved, first)
    second = ready.assistant.ask(
        question("Two?", conversation_id=saved.conversation_id, parent_id=saved.answer_id, keep_thoughts=True)
    )
    request = ready.engine.request(second)
    assert request.messages == (Message("user", "One?"), Message("assistant", "1", "thinking"), Message("user", "Two?"))
    assert request.keep_thoughts
    ready.engine.play(second, "", "2")
    ready.heard.wait(RunFinished, second)
    assert not ready.heard.wait(QuestionSaved, second).new_conversation
    assert [turn.question.text for turn in ready.store.path(saved.conversation_id)] == ["One?", "Two?"]


def test_several_attempts_are_kept_and_the_finished_one_counts(ready: Desk) -> None:
    run = ready.assistant.ask(AskRequest("Which?", effort(attempts=2), seed=10))
    first = ready.engine.request(run)
    ready.engine.say(PromptWasRead(first.run, 20, 5, 0, 2048, 0.5))
    second = ready.engine.request(f"{run}/2")
    assert [(plan.number, plan.seed) for each in (first, second) for plan in each.attempts] == [(1, 10), (2, 11)]
    ready.engine.stream(first.run, "first", attempt=1)
    ready.engine.stream(second.run, "second", attempt=2)
    ready.engine.say(RunRefused(first.run, FailureReason.PROMPT_TOO_LONG, "It does not fit."))
    ready.engine.say(ended(second.run, attempt=2, answer=6), RunEnded(second.run))
    assert ready.heard.wait(RunFinished, run).chosen_attempt == 2
    turn = ready.store.turn_of_answer(ready.heard.wait(QuestionSaved, run).answer_id)
    assert turn.answer is not None
    assert [each.answer for each in turn.answer.attempts] == ["first", "second"]
    assert turn.answer.chosen.answer == "second"


def test_two_questions_at_once_are_kept_apart(ready: Desk) -> None:
    first, second = (ready.assistant.ask(question(text)) for text in ("One?", "Two?"))
    for run in (first, second):
        ready.engine.request(run)
        ready.engine.answer(run, f"to {run[-4:]} ")
    ready.engine.stream(first, "first")
    ready.engine.finish(second)
    ready.heard.wait(RunFinished, second)
    assert ready.assistant.status.state is EngineState.BUSY
    ready.engine.finish(first)
    ready.heard.wait(RunFinished, first)
    ready.heard.wait_until(lambda: ready.assistant.status.state is EngineState.READY)
    answers = [kept(ready, ready.heard.wait(QuestionSaved, run)).answer for run in (first, second)]
    assert answers == [f"to {first[-4:]} first", f"to {second[-4:]} "]


def test_a_refused_question_says_why_and_whether_it_can_be_continued(ready: Desk) -> None:
    for reason, can_continue in ((FailureReason.PROMPT_TOO_LONG, False), (FailureReason.ADAPTER, True)):
        run = ready.assistant.ask(question())
        ready.engine.request(run)
        ready.engine.say(RunRefused(run, reason, "It is so; do this.", "details"))
        failed = ready.heard.wait(RunFailed, run)
        assert (failed.reason, failed.message, failed.details) == (reason, "It is so; do this.", "details")
        assert failed.can_continue is can_continue


def test_what_is_not_to_be_kept_leaves_no_trace(ready: Desk) -> None:
    secret = "an unmistakable secret"
    run = ready.assistant.ask(question(f"Keep {secret}?", save=False, system_prompt=secret))
    ready.engine.play(run, f"thinking of {secret}", f"answering {secret}")
    finished = ready.heard.wait(AttemptFinished, run)
    ready.heard.wait(RunFinished, run)
    assert finished.answer == f"answering {secret}"
    saved = ready.heard.wait(QuestionSaved, run)
    assert (saved.conversation_id, saved.question_id, saved.answer_id) == ("", "", "")
    assert ready.store.conversations() == [] and ready.heard.of(HistoryChanged) == []
    ready.assistant.close()
    ready.store.close()
    files = [each for each in ready.folder.root.rglob("*") if each.is_file()]
    assert files and all(secret.encode() not in each.read_bytes() for each in files)


def test_an_unkept_question_can_follow_a_kept_conversation(ready: Desk) -> None:
    first = ready.assistant.ask(question("One?"))
    ready.engine.play(first, "", "1")
    ready.heard.wait(RunFinished, first)
    saved = ready.heard.wait(QuestionSaved, first)
    second = ready.assistant.ask(
        question("Two?", save=False, conversation_id=saved.conversation_id, parent_id=saved.answer_id)
    )
    assert [each.content for each in ready.engine.request(second).messages] == ["One?", "1", "Two?"]
    ready.engine.say(RunRefused(second, FailureReason.MEMORY, "Full; close something."))
    assert not ready.heard.wait(RunFailed, second).can_continue
    assert len(ready.store.path(saved.conversation_id)) == 1


def test_an_assistant_without_a_history_answers(data_folder: object) -> None:
    engine = ScriptedEngine()
    assistant = Assistant(data_folder, settings=Settings(), store=None, engine=engine)  # type: ignore[arg-type]
    try:
        heard = Listening(assistant)
        assistant.start()
        engine.become_ready()
        run = assistant.ask(question())
        engine.play(run, "", "Yes")
        assert heard.wait(AttemptFinished, run).answer == "Yes"
        heard.wait(RunFinished, run)
    finally:
        assistant.close()


def test_the_settings_shape_a_question_that_leaves_them_open(ready: Desk) -> None:
    sampling = SamplingSettings(temperature=0.0, top_k=3)
    ready.assistant.apply_settings(Settings(system_prompt="Always rhyme.", sampling=sampling, keep_thoughts=True))
    request = ready.engine.request(ready.assistant.ask(question("Hi")))
    assert request.messages[0] == Message("system", "Always rhyme.")
    assert (request.sampling.temperature, request.sampling.top_k, request.keep_thoughts) == (0.0, 3, True)
    own = ready.engine.request(ready.assistant.ask(question("Hi", system_prompt="", keep_thoughts=False)))
    assert own.messages == (Message("user", "Hi"),) and not own.keep_thoughts
    assert len(ready.engine.loads) == 1


def test_other_engine_settings_load_the_model_again(ready: Desk) -> None:
    ready.assistant.apply_settings(Settings(engine=EngineSettings(context_size=512, gpu_layers=0, threads=1)))
    ready.engine.wait_until(lambda: len(ready.engine.loads) == 2)
    load = ready.engine.loads[1]
    assert (load.context_size, load.gpu_layers, load.threads) == (512, 0, 1)
    assert ready.engine.started == 1


def test_a_better_model_in_the_settings_is_loaded_after_a_failed_start(desk: Desk) -> None:
    desk.assistant.start("/no/such/model.gguf")
    desk.heard.wait(EngineStatus)
    desk.assistant.apply_settings(Settings(model="BUNDLED"))
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 1)
    assert desk.engine.loads[0].path.endswith(".gguf")


def test_who_has_unsubscribed_hears_nothing_more(ready: Desk) -> None:
    other = Listening(ready.assistant)
    first = ready.assistant.ask(question())
    ready.engine.play(first, "", "Yes")
    ready.heard.wait(RunFinished, first)
    assert other.of(RunFinished, first)
    other.unsubscribe()
    other.unsubscribe()
    second = ready.assistant.ask(question())
    ready.engine.play(second, "", "Yes")
    ready.heard.wait(RunFinished, second)
    assert other.of(QuestionSaved, second) == []


def test_answer_now_reaches_the_engine(ready: Desk) -> None:
    run = ready.assistant.ask(question())
    ready.engine.request(run)
    ready.assistant.answer_now(run)
    ready.engine.wait_until(lambda: [run_of(each) for each in ready.engine.hurried] == [run])
