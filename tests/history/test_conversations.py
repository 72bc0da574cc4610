from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from models.errors import InputError
from models.events import Alternative, Channel, Token
from models.history import trash
from models.history.failures import NotInHistory
from models.history.records import Attempt, AttemptState, NewAttempt, PanelState, Saved
from models.history.sqlite import Database
from models.history.store import Store, open_store
from models.history.writing import title_from
from models.paths import DataFolder
from tests.history.conftest import Ask


def add(store: Store, question: str, **changes: object) -> Saved:
    values: dict[str, object] = {
        "conversation_id": None,
        "parent_id": None,
        "system_prompt": "",
        "effort": "quick",
        "attempts": [NewAttempt()],
    }
    return store.recording.add_question(question=question, **(values | changes))  # type: ignore[arg-type]


def test_every_field_of_an_attempt_comes_back(store: Store, data_folder: DataFolder) -> None:
    new = NewAttempt("backwards", "hash", "SmolLM2", "adapter-3", 256, json.dumps({"temperature": 0.6}), 7, 3)
    saved = add(store, "Why?", system_prompt="Be kind.", effort="deep", attempts=[NewAttempt(), new])
    begun = store.path(saved.conversation_id)[0].answer
    assert begun is not None
    assert [each.number for each in begun.attempts] == [1, 2]
    assert begun.chosen_attempt_id == saved.attempt_ids[0] == begun.chosen.id
    assert begun.attempts[1].state is AttemptState.STREAMING
    full = replace(
        begun.attempts[1],
        thought="So \ud800 it is\0 🧠",
        answer="42",
        final_answer="42",
        state=AttemptState.STOPPED,
        stop_reason="stopped",
        thought_end="budget",
        error="none",
        error_reason="killed",
        error_details="signal 9",
        thought_started_at=1.5,
        thought_ended_at=2.5,
        answer_started_at=2.5,
        answer_ended_at=4.0,
        prompt_tokens=9,
        cached_tokens=8,
        dropped_turns=7,
        thought_tokens=6,
        answer_tokens=5,
        time_to_first_token=0.25,
        tokens_per_second=31.5,
        mean_logprob=-0.75,
    )
    assert all(getattr(full, field.name) != field.default for field in fields(Attempt)), (
        "every field is put to the test"
    )
    store.recording.finish_attempt(full)
    store.close()
    with open_store(data_folder) as again:
        assert again.attempt(full.id) == replace(full, thought="So \ufffd it is\0 🧠")


def test_progress_is_kept_and_can_be_continued(store: Store) -> None:
    saved = add(store, "Why?")
    attempt = store.attempt(saved.attempt_ids[0])
    for text in ("Be", "Because", "Because of it."):
        store.recording.save_progress(replace(attempt, thought=text))
        assert store.attempt(attempt.id).thought == text
    store.recording.finish_attempt(replace(attempt, thought="Because of it.", state=AttemptState.STOPPED))
    store.recording.save_progress(replace(attempt, thought="Because of it. Also", answer="Yes"))
    assert store.attempt(attempt.id).state is AttemptState.STREAMING
    store.recording.finish_attempt(
        replace(attempt, thought="Because of it. Also", answer="Yes.", state=AttemptState.FINISHED)
    )
    assert store.attempt(attempt.id).answer == "Yes."
    assert store.check(repair=False).healthy


def test_token_confidences_come_back(store: Store) -> None:
    saved = add(store, "Why?")
    tokens = [
        (Channel.THOUGHT, Token("Hm", -0.125, (Alternative("Oh", 0.25), Alternative("", 0.125)))),
        (Channel.THOUGHT, Token("", -1e9)),
        (Channel.ANSWER, Token(" 4", 0.0, (Alternative("四", 0.001),))),
    ]
    attempt = replace(store.attempt(saved.attempt_ids[0]), state=AttemptState.FINISHED)
    store.recording.finish_attempt(attempt, tokens)
    kept = store.token_confidences(attempt.id)
    assert kept[0] == tokens[0] and kept[2] == tokens[2]
    assert kept[1][1].logprob <= -1e6
    store.recording.finish_attempt(attempt)
    assert store.token_confidences(attempt.id) == kept
    assert store.token_confidences("unknown") == []


def test_branches_of_a_conversation(store: Store, ask: Ask) -> None:
    first = ask("Question 1")
    second = ask("Question 2", parent=first)
    third = ask("Question 3", parent=second)
    other = ask("Question 2, edited", parent=first)
    assert [turn.question.text for turn in store.path(first.conversation_id)] == ["Question 1", "Question 2, edited"]
    old = store.path(first.conversation_id, leaf=third.answer_id)
    assert [turn.question.text for turn in old] == ["Question 1", "Question 2", "Question 3"]
    assert old[1].question.siblings == (second.question_id, other.question_id)
    assert store.set_active(first.conversation_id, second.question_id) == third.answer_id
    assert store.path(first.conversation_id) == old
    again = ask(again=second)
    assert again.question_id == second.question_id and not again.new_conversation
    turn = store.turn_of_answer(again.answer_id)
    assert turn.question.text == "Question 2" and turn.answer is not None
    assert turn.answer.siblings == (second.answer_id, again.answer_id)
    assert store.path(first.conversation_id)[-1] == turn
    assert store.set_active(first.conversation_id, first.answer_id) == again.answer_id


def test_a_first_question_can_be_edited_too(store: Store, ask: Ask) -> None:
    first = ask("Question 1")
    edited = add(store, "Question 1, edited", conversation_id=first.conversation_id)
    assert not edited.new_conversation and edited.conversation_id == first.conversation_id
    turn = store.path(first.conversation_id)[0]
    assert turn.question.parent_id is None
    assert turn.question.siblings == (first.question_id, edited.question_id)
    assert len(store.conversations()) == 1


def test_long_conversations_are_read_from_their_end_in_few_queries(store: Store, ask: Ask) -> None:
    saved = None
    ids = []
    for number in range(60):
        saved = ask(f"Question {number}", parent=saved)
        ids.append(saved.answer_id)
    assert saved is not None
    whole = store.path(saved.conversation_id)
    assert [turn.question.text for turn in whole] == [f"Question {number}" for number in range(60)]
    assert store.path(saved.conversation_id, limit=7) == whole[-7:]
    assert store.path(saved.conversation_id, limit=100) == whole
    assert store.path(saved.conversation_id, limit=0) == []
    assert store.path(saved.conversation_id, leaf=ids[20], limit=3) == whole[18:21]
    question = whole[20].question.id
    open_ended = store.path(saved.conversation_id, leaf=question, limit=3)
    assert [turn.question.id for turn in open_ended] == [turn.question.id for turn in whole[18:21]]
    assert open_ended[-1].answer is None
    assert store.path_length(saved.conversation_id) == 60
    assert store.path_length(saved.conversation_id, leaf=ids[20]) == 21
    asked: list[str] = []
    with store._connections.plain() as db:
        db.conn.set_trace_callback(asked.append)
        store.path(saved.conversation_id)
        db.conn.set_trace_callback(None)
    assert sum("SELECT" in statement for statement in asked) < 10


def test_attempts_are_chosen_and_panels_kept(store: Store, ask: Ask) -> None:
    saved = ask(attempts=3)
    store.recording.choose_attempt(saved.answer_id, saved.attempt_ids[2])
    store.set_panel(saved.answer_id, PanelState.OPEN)
    answer = store.turn_of_answer(saved.answer_id).answer
    assert answer is not None
    assert answer.chosen.id == saved.attempt_ids[2] and answer.panel is PanelState.OPEN
    other = ask("Something else")
    with pytest.raises(NotInHistory):
        store.recording.choose_attempt(saved.answer_id, other.attempt_ids[0])


def test_what_does_not_belong_is_refused_and_leaves_nothing(store: Store, ask: Ask) -> None:
    first, second = ask("One"), ask("Two")
    before = store.conversations()
    for changes in (
        {"conversation_id": "f" * 32},
        {"conversation_id": first.conversation_id, "parent_id": second.answer_id},
        {"conversation_id": first.conversation_id, "parent_id": first.question_id},
        {"conversation_id": None, "parent_id": first.answer_id},
        {"conversation_id": first.conversation_id, "answer_to": second.question_id},
        {"answer_to": "f" * 32},
    ):
        with pytest.raises(NotInHistory, match="no longer in the history"):
            add(store, "Lost", **changes)
    for question, attempts in (("", [NewAttempt()]), (" \n", [NewAttempt()]), ("Why?", [])):
        with pytest.raises(InputError):
            add(store, question, attempts=attempts)
    for call in (
        store.path,
        store.trash.put,
        store.trash.restore,
        store.trash.delete_for_good,
        store.turn_of_answer,
        store.attempt,
    ):
        with pytest.raises(NotInHistory):
            call("f" * 32)
    assert store.conversation("f" * 32) is None
    assert store.conversations() == before
    assert store.check(repair=False).healthy


def test_lists_are_paged_newest_first(store: Store, ask: Ask) -> None:
    saved = [ask(f"Question {number}") for number in range(7)]
    newest_first = [each.conversation_id for each in reversed(saved)]
    store.trash.put(newest_first.pop(3))
    store.labels.pin(newest_first[2], True)
    seen: list[str] = []
    before = None
    while page := store.conversations(limit=2, before=before):
        seen += [each.id for each in page]
        before = page[-1].updated_at, page[-1].id
    assert seen == newest_first
    assert [each.id for each in store.pinned()] == [newest_first[2]]
    ask("And now?", parent=saved[0])
    assert store.conversations(limit=1)[0].id == saved[0].conversation_id


def test_titles(store: Store, ask: Ask) -> None:
    saved = ask("  What\n is   this? ")
    assert store.conversations()[0].title == "What is this?"
    store.labels.rename(saved.conversation_id, " My \n title ")
    assert store.conversations()[0].title == "My title"
    with pytest.raises(InputError, match="title"):
        store.labels.rename(saved.conversation_id, " \n")
    long = title_from("word " * 1000)
    assert len(long) <= 80 and long.endswith("word…")
    assert title_from("x" * 1_000_000) == "x" * 79 + "…"


def test_trash_restore_and_delete_for_good(store: Store, ask: Ask) -> None:
    kept, gone = ask("Kept apple"), ask("Forgotten apple", "banana thought", "cherry answer", attempts=2)
    gone = replace(gone)
    ask("More apple", parent=gone)
    store.drafts.keep(gone.conversation_id, "half a")
    store.trash.put(gone.conversation_id)
    assert [each.id for each in store.conversations()] == [kept.conversation_id]
    trashed = store.conversations(trashed=True)
    assert [each.id for each in trashed] == [gone.conversation_id] and trashed[0].trashed_at is not None
    store.trash.restore(gone.conversation_id)
    assert len(store.conversations()) == 2 and not store.conversations(trashed=True)
    store.trash.delete_for_good(gone.conversation_id)
    assert store.conversation(gone.conversation_id) is None
    with store._connections.reading() as db:
        left = {table.name: table.count for table in db.tables if table.count and "_words" not in table.name}
    of_days = {"turn_days", "attempt_days"}
    assert left.keys() <= {"conversations", "turns", "attempts", "recipes", "programs", "_sqlite_migrations", *of_days}
    assert (left["conversations"], left["turns"], left["attempts"]) == (1, 2, 1)
    assert store.check(repair=False).healthy
    file = store.folder.database.read_bytes() + store.folder.database.with_name("history.db-wal").read_bytes()
    for word in (b"Forgotten", b"forgotten", b"banana", b"cherry", b"half a"):
        assert word not in file


def test_late_words_of_a_deleted_conversation_are_refused(store: Store, ask: Ask) -> None:
    saved = ask()
    attempt = store.attempt(saved.attempt_ids[0])
    store.trash.delete_for_good(saved.conversation_id)
    with pytest.raises(NotInHistory, match="deleted for good"):
        store.recording.save_progress(replace(attempt, state=AttemptState.STREAMING))
    with pytest.raises(NotInHistory):
        store.recording.finish_attempt(attempt, [(Channel.ANSWER, Token("x", -1.0))])


def test_drafts(store: Store, ask: Ask) -> None:
    saved = ask()
    store.drafts.keep(None, "A new question")
    store.drafts.keep(saved.conversation_id, "A \ud800 following one")
    assert store.drafts.text(None) == "A new question"
    assert store.drafts.text(saved.conversation_id) == "A \ufffd following one"
    store.drafts.keep(None, "")
    assert store.drafts.text(None) == "" and store.drafts.text("unknown") == ""


def test_emptying_the_trash_deletes_only_what_is_in_it(store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.history.trash._DELETED_AT_ONCE", 2)
    kept = ask("Kept apple")
    for number in range(5):
        store.trash.put(ask(f"Forgotten {number}", "zucchini").conversation_id)
    assert store.trash.count() == 5
    assert store.trash.empty() == 5
    assert (store.trash.count(), store.trash.empty()) == (0, 0)
    assert [each.id for each in store.conversations()] == [kept.conversation_id]
    assert store.check(repair=False).healthy
    file = store.folder.database.read_bytes() + store.folder.database.with_name("history.db-wal").read_bytes()
    assert b"zucchini" not in file and b"Forgotten" not in file


def test_what_is_done_while_the_trash_is_emptied_stands(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Emptying a full trash takes a while; the user agreed to what was in it then."""
    first, second, later = (ask(f"Question {number}").conversation_id for number in range(3))
    for each in (first, second):
        store.trash.put(each)
    delete = trash._delete

    def meanwhile(db: Database, conversation_id: str) -> None:
        delete(db, conversation_id)
        db.execute("UPDATE conversations SET trashed_at = NULL")
        db.execute("UPDATE conversations SET trashed_at = 1 WHERE id = ?", (later,))

    monkeypatch.setattr(trash, "_DELETED_AT_ONCE", 1)
    monkeypatch.setattr(trash, "_delete", meanwhile)
    assert store.trash.empty() == 1
    assert {each.id for each in store.conversations()} < {first, second}
    assert [each.id for each in store.conversations(trashed=True)] == [later]
