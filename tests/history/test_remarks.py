"""Comments, reasons and notes that are being typed outlive the program until they are saved, and never longer."""

from __future__ import annotations

import pytest

from models.errors import InputError
from models.history.ratings.records import NewRating, RatingVerdict, RemarkDraft, RemarkKind
from models.history.store import Store, open_store
from tests.history.conftest import Ask

ACCEPTED, CORRECTED = RatingVerdict.ACCEPTED, RatingVerdict.CORRECTED
REASON, COMMENT, NOTE = RemarkKind


def texts(store: Store) -> list[str]:
    return sorted(each.text for each in store.ratings.remarks.drafts().values())


def test_what_is_typed_is_there_after_the_history_was_closed(store: Store, ask: Ask) -> None:
    attempt = ask().attempt_ids[0]
    for draft in (RemarkDraft(COMMENT, "Tell"), RemarkDraft(COMMENT, "Tell A"), RemarkDraft(NOTE, "Why?", 4, 7)):
        store.ratings.remarks.keep(attempt, draft)
    store.close()
    with open_store(store.folder) as again:
        assert again.ratings.remarks.drafts() == {
            (attempt, COMMENT): RemarkDraft(COMMENT, "Tell A"), (attempt, NOTE): RemarkDraft(NOTE, "Why?", 4, 7),
        }  # fmt: skip
        again.ratings.remarks.keep(attempt, RemarkDraft(COMMENT, " "))
        assert texts(again) == ["Why?"]


def test_a_rating_forgets_what_it_says_and_nothing_else(store: Store, ask: Ask) -> None:
    attempt, other = (ask().attempt_ids[0] for _ in range(2))
    for each in (attempt, other):
        store.ratings.remarks.keep(each, RemarkDraft(COMMENT, " Tell Ada "))
        store.ratings.remarks.keep(each, RemarkDraft(REASON, "Neat"))
    store.ratings.rate(NewRating(attempt, ACCEPTED, comment="Tell Bob", reasons=("Clear",)))
    assert texts(store) == [" Tell Ada ", " Tell Ada ", "Neat", "Neat"]
    store.ratings.rate(NewRating(attempt, ACCEPTED, comment="Tell Ada", reasons=("Clear", "Neat")))
    assert {attempt_id for attempt_id, _ in store.ratings.remarks.drafts()} == {other}
    store.ratings.remarks.keep(attempt, RemarkDraft(COMMENT, "Tell Ada"))
    store.ratings.rate(NewRating(attempt, ACCEPTED, comment="Tell Ada", reasons=("Clear", "Neat")))
    assert len(texts(store)) == 2, "the same rating again says it, too"


def test_a_rating_that_is_refused_forgets_nothing(store: Store, ask: Ask) -> None:
    attempt = ask().attempt_ids[0]
    store.ratings.remarks.keep(attempt, RemarkDraft(COMMENT, "Tell Ada"))
    with pytest.raises(InputError, match="right answer"):
        store.ratings.rate(NewRating(attempt, CORRECTED, comment="Tell Ada"))
    assert texts(store) == ["Tell Ada"]


def test_a_note_forgets_its_draft_and_a_refused_one_does_not(store: Store, ask: Ask) -> None:
    attempt = ask(thought="Two and two.").attempt_ids[0]
    store.ratings.remarks.keep(attempt, RemarkDraft(NOTE, "Why?", 4, 7))
    with pytest.raises(InputError, match="not part of this thought"):
        store.ratings.marks.note(attempt, 4, 70, "Why?")
    assert texts(store) == ["Why?"]
    store.ratings.marks.note(attempt, 4, 7, "Why?")
    assert texts(store) == []


def test_it_goes_with_its_conversation(store: Store, ask: Ask) -> None:
    saved = ask()
    store.ratings.remarks.keep(saved.attempt_ids[0], RemarkDraft(COMMENT, "a secret"))
    store.ratings.remarks.keep("of nothing", RemarkDraft(COMMENT, "a secret"))
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    assert texts(store) == []


def test_half_a_character_is_kept_as_what_stands_for_it(store: Store, ask: Ask) -> None:
    store.ratings.remarks.keep(ask().attempt_ids[0], RemarkDraft(COMMENT, "see \ud800"))
    assert texts(store) == ["see \ufffd"]
