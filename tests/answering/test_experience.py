"""The user's accepted answers become worked examples for similar questions, and say which strategies are worth it."""

from __future__ import annotations

from dataclasses import replace

from models.answering.experience import experience_with
from models.assistant import AskRequest
from models.engine.protocol import PromptWasRead
from models.events import QuestionSaved
from models.history.records import AttemptState, NewAttempt
from models.history.store import Store
from models.reasoning.effort import Effort, EffortName
from models.reasoning.strategies import Record, StrategyName, WorkedExample
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import question


def rated(store: Store, text: str, answers: dict[str, str], verdict: str = "accepted", **more: str) -> str:
    """A rated answer: one attempt for each strategy, the first of them rated; returns its conversation."""
    saved = store.recording.add_question(
        question=text, conversation_id=None, parent_id=None, system_prompt="", effort="standard",
        attempts=[NewAttempt(strategy=strategy) for strategy in answers],
    )  # fmt: skip
    for attempt_id, final_answer in zip(saved.attempt_ids, answers.values(), strict=True):
        attempt = replace(store.attempt(attempt_id), thought=f"Thinking of {text}", answer=f"It is {final_answer}.",
                          final_answer=final_answer, state=AttemptState.FINISHED)  # fmt: skip
        store.recording.finish_attempt(attempt)
    with store._connections.writing() as db:
        conversation = saved.conversation_id
        db.execute("INSERT INTO snapshots VALUES (?, ?, 1.0, '{}')", (f"s{conversation}", conversation))
        values = {"right_answer": "", "right_thought": "", "training": "included", "undone_at": None} | more
        db.execute(
            "INSERT INTO ratings (id, conversation_id, attempt_id, snapshot_id, verdict, right_answer, right_thought,"
            " training, created_at, undone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1.0, ?)",
            (f"r{conversation}", conversation, saved.attempt_ids[0], f"s{conversation}", verdict,
             values["right_answer"], values["right_thought"], values["training"], values["undone_at"]),
        )  # fmt: skip
    return conversation


def examples(store: Store, text: str) -> list[WorkedExample]:
    return list(experience_with(store, text).examples)


def test_the_nearest_accepted_answers_come_first(store: Store) -> None:
    rated(store, "How many seats have 4 rows of 9?", {"direct": "36"})
    rated(store, "How many seats have 4 rows of 9 in the large hall?", {"direct": "36"})
    rated(store, "Who wrote Faust?", {"direct": "Goethe"})
    found = examples(store, "How many seats have 7 rows of 8?")
    assert [each.question for each in found] == [
        "How many seats have 4 rows of 9?", "How many seats have 4 rows of 9 in the large hall?",
    ]  # fmt: skip
    assert (found[0].rationale, found[0].answer) == ("Thinking of How many seats have 4 rows of 9?", "36")


def test_only_what_may_be_shown_is_shown(store: Store) -> None:
    rated(store, "How  many SEATS have 7 rows of 8?", {"direct": "56"})
    rated(store, "How many seats have 1 rows of 8?", {"direct": "8"}, "rejected")
    rated(store, "How many seats have 2 rows of 8?", {"direct": "16"}, training="left_out")
    rated(store, "How many seats have 3 rows of 8?", {"direct": "24"}, undone_at="2.0")
    store.trash.put(rated(store, "How many seats have 4 rows of 8?", {"direct": "32"}))
    assert examples(store, "How many seats have 7 rows of 8?") == []
    rated(
        store,
        "How many seats have 5 rows of 8?",
        {"direct": "41"},
        "corrected",
        right_answer="40",
        right_thought="5 × 8",
    )
    assert examples(store, "How many seats have 7 rows of 8?") == [
        WorkedExample("How many seats have 5 rows of 8?", "5 × 8", "40")
    ]
    held = experience_with(store, "How many seats have 7 rows of 8?", lambda text: "5 rows" in text)
    assert held.examples == () and held.records is None


def test_strategies_are_counted_where_several_were_tried(store: Store) -> None:
    rated(store, "How many seats have 4 rows of 9?", {"direct": "36", "backwards": "13", "step_by_step": "36"})
    rated(store, "How many seats have 5 rows of 9?", {"direct": "45", "backwards": "45"})
    rated(store, "How many seats have 6 rows of 9?", {"estimate": "54"})
    assert experience_with(store, "How many seats have 7 rows of 8?").records == {
        StrategyName.DIRECT: Record(2, 2),
        StrategyName.BACKWARDS: Record(1, 2),
        StrategyName.STEP_BY_STEP: Record(1, 1),
    }


def test_chinese_questions_are_alike_too(store: Store) -> None:
    rated(store, "三排座位每排九个，一共有多少座位？", {"direct": "27"})
    assert [each.answer for each in examples(store, "四排座位每排八个，一共有多少座位？")] == ["27"]
    assert examples(store, "?!") == [] and experience_with(None, "How many?").examples == ()


def test_an_attempt_by_analogy_reads_the_example(ready: Desk) -> None:
    rated(ready.store, "How many seats have 4 rows of 9?", {"direct": "36"})
    run = ready.assistant.ask(AskRequest("How many seats have 7 rows of 8?", Effort(EffortName.OWN, 5, 6000, 64, 60.0)))
    ready.engine.request(f"{run}/1")
    ready.engine.say(PromptWasRead(f"{run}/1", 20, 5, 0, 2048, 0.5))
    requests = [ready.engine.request(f"{run}/{number}") for number in range(2, 6)]
    texts = [each.attempts[0].instruction for each in requests]
    assert sum("Question: How many seats have 4 rows of 9?" in each for each in texts) == 1
    ready.heard.wait(QuestionSaved, run)
    ready.assistant.stop(run)


def test_one_attempt_thinks_for_itself(ready: Desk) -> None:
    rated(ready.store, "How many seats have 4 rows of 9?", {"direct": "36"})
    run = ready.assistant.ask(question("How many seats have 7 rows of 8?"))
    assert ready.engine.request(run).attempts[0].instruction == ""
