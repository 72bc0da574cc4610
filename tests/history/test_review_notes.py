"""What lies on the reviewer's desk outlives the program: unsaved corrections, and where reviewing was left."""

from __future__ import annotations

from models.history.review.records import CorrectionText, ReviewFilter, ReviewPlace, ReviewReason
from models.history.store import Store, open_store
from tests.history.conftest import Ask


def test_an_unsaved_correction_is_there_after_the_history_was_closed(store: Store, ask: Ask) -> None:
    attempt = ask("What is 2 + 2?").attempt_ids[0]
    store.review_notes.keep_draft(attempt, CorrectionText("4", "2 + 2 = 4"))
    store.review_notes.keep_draft(attempt, CorrectionText("four", "2 + 2 = 4"))
    store.close()
    with open_store(store.folder) as again:
        assert again.review_notes.drafts() == {attempt: CorrectionText("four", "2 + 2 = 4")}
        again.review_notes.keep_draft(attempt, CorrectionText(" ", ""))
        assert again.review_notes.drafts() == {}


def test_an_unsaved_correction_goes_with_its_conversation(store: Store, ask: Ask) -> None:
    saved = ask("What is 2 + 2?")
    store.review_notes.keep_draft(saved.attempt_ids[0], CorrectionText("4"))
    store.review_notes.keep_draft("of nothing", CorrectionText("4"))
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    assert store.review_notes.drafts() == {}


def test_where_reviewing_was_left_is_kept_and_a_damaged_note_of_it_is_its_beginning(store: Store) -> None:
    assert store.review_notes.place() == ReviewPlace()
    place = ReviewPlace(
        attempt_id="a", narrowed=ReviewFilter(reason=ReviewReason.SPLIT_VOTES, tag="algebra", since=3.0)
    )
    store.review_notes.keep_place(place)
    assert store.review_notes.place() == place
    with store._connections.writing() as db:
        db.conn.execute("UPDATE review_places SET place = '[1, 2]'")
    assert store.review_notes.place() == ReviewPlace()
