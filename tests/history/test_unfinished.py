"""Questions and thoughts that were changed and not sent outlive the program, and go with what they belong to."""

from __future__ import annotations

from models.history.store import Store, open_store
from tests.history.conftest import Ask


def test_what_was_changed_is_there_after_the_history_was_closed(store: Store, ask: Ask) -> None:
    saved = ask("What is 2 + 2?")
    store.unfinished.keep_question(saved.question_id, "What is 2 + 3")
    store.unfinished.keep_question(saved.question_id, "What is 2 + 3?")
    store.unfinished.keep_thought(saved.attempt_ids[0], "5 \ud800")
    store.close()
    with open_store(store.folder) as again:
        assert again.unfinished.newest_question(saved.conversation_id) == (saved.question_id, "What is 2 + 3?")
        assert again.unfinished.question(saved.question_id) == "What is 2 + 3?"
        assert list(again.unfinished.thoughts()) == [saved.attempt_ids[0]]
        again.unfinished.keep_question(saved.question_id, "")
        again.unfinished.keep_thought(saved.attempt_ids[0], "")
        assert again.unfinished.newest_question(saved.conversation_id) is None
        assert again.unfinished.question(saved.question_id) == "" and again.unfinished.thoughts() == {}


def test_it_goes_with_its_conversation(store: Store, ask: Ask) -> None:
    saved = ask("What is 2 + 2?")
    store.unfinished.keep_question(saved.question_id, "a secret")
    store.unfinished.keep_thought(saved.attempt_ids[0], "a secret")
    store.unfinished.keep_thought("of nothing", "a secret")
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    assert store.unfinished.question(saved.question_id) == "" and store.unfinished.thoughts() == {}
