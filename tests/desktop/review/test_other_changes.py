"""The queue when answers come and go elsewhere: the trash, an import, a backup that is restored."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt

from desktop.review.draft_keeper import AFTER_MILLISECONDS
from desktop.review.waiting_count import WaitingCount
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import Saved
from models.history.review.records import CorrectionText
from tests.desktop.review.conftest import Review, add_answer

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def queued(review: Review) -> list[str]:
    return [each.question for each in review.desk.page.queue.model.items]


def trash(review: Review, saved: Saved) -> None:
    summary = review.store.conversation(saved.conversation_id)
    assert summary is not None
    review.desktop.window.organiser.trash(summary)
    review.settle()


def waiting(review: Review) -> WaitingCount:
    """What counts the answers for the sidebar."""
    found = review.desktop.window.further.waiting
    assert found is not None
    return found


def test_what_is_put_into_the_trash_leaves_the_queue_and_comes_back(review: Review) -> None:
    first, second = (add_answer(review.store, f"What is {number} + 7?") for number in (1, 2))
    counts: list[str] = []
    waiting(review).changed.connect(counts.append)
    review.open()
    assert queued(review) == ["What is 2 + 7?", "What is 1 + 7?"]
    trash(review, first)
    assert queued(review) == ["What is 2 + 7?"] and review.question == "What is 2 + 7?" and counts[-1] == "1"
    trash(review, second)
    assert review.desk.item is None and review.desk.page.empty.isVisible() and counts[-1] == ""
    review.desktop.window.organiser.undo_trash(second.conversation_id)
    review.settle()
    assert queued(review) == ["What is 2 + 7?"] and review.question == "What is 2 + 7?" and counts[-1] == "1"
    summary = review.store.conversations(trashed=True)[0]
    review.desktop.window.sidebar.trash_view.restore_asked.emit(summary)
    review.settle()
    assert queued(review) == ["What is 2 + 7?", "What is 1 + 7?"] and review.question == "What is 2 + 7?"


def test_what_is_imported_is_in_the_queue(review: Review) -> None:
    add_answer(review.store, "What is 1 + 7?")
    review.open()
    review.desktop.window.show_settings()
    counts: list[str] = []
    waiting(review).changed.connect(counts.append)
    add_answer(review.store, "What is 2 + 7?")
    review.desktop.window.settings.files.imported.emit()
    review.settle()
    assert counts == ["2"]
    review.open()
    assert queued(review) == ["What is 2 + 7?", "What is 1 + 7?"] and review.question == "What is 1 + 7?"


def test_a_restored_history_is_reviewed_from_its_own_queue(review: Review) -> None:
    section = review.desktop.window.settings.page.backups
    add_answer(review.store, "What is 1 + 7?")
    section.backup_button.click()
    review.desktop.wait(lambda: len(section.restore_buttons) == 1)
    review.settle()
    add_answer(review.store, "What is 2 + 7?")
    review.open()
    review.press(KEY.Key_A)
    review.press(KEY.Key_Return)
    review.settle()
    review.press(KEY.Key_C)
    review.write("of the history before")
    review.settle()
    review.desktop.window.show_settings()
    section.restore_buttons[0].click()
    review.desktop.wait(lambda: len(section.restore_buttons) == 2)
    review.settle()
    assert not review.desktop.window.ratings.can_undo
    review.open()
    assert queued(review) == ["What is 1 + 7?"] and review.question == "What is 1 + 7?"
    assert review.desk.page.queue.accessibleName() == "0 of 1 reviewed today, 1 left"
    assert review.desk.page.inspector.texts[0] == ""
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    assert queued(review) == ["What is 1 + 7?"] and review.store.ratings.count() == 0


def test_all_words_about_an_empty_queue_can_be_read(review: Review) -> None:
    answered = add_answer(review.store, "What is 1 + 7?")
    review.store.ratings.rate(NewRating(answered.attempt_ids[0], RatingVerdict.ACCEPTED))
    review.open()
    more = review.desk.page.empty._more
    assert more.isVisible() and more.text() == "You have reviewed one answer today."
    assert more.height() >= more.heightForWidth(more.width()) > 0
    assert more.fontMetrics().horizontalAdvance(more.text()) <= more.width(), "one line where there is room"


def test_what_is_typed_before_a_backup_is_restored_stays_in_the_history_before(review: Review) -> None:
    saved = add_answer(review.store, "What is 1 + 7?")
    backup = review.store.backups.make()
    review.open()
    review.press(KEY.Key_C)
    review.write("9")
    section = review.desktop.window.settings.page.backups
    review.desktop.application.tasks.run(lambda: time.sleep(2 * AFTER_MILLISECONDS / 1000))  # as a large one takes long
    review.desktop.window.settings.backups.restore(backup)
    review.settle()
    assert review.store.review_notes.drafts() == {}
    section.undo_button.click()
    review.settle()
    assert review.store.review_notes.drafts() == {saved.attempt_ids[0]: CorrectionText("9")}
