"""The rating bar in the real window on a real history: what it shows is what is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_correction import CorrectionFields
from desktop.conversation.turn import TurnWidget
from desktop.sidebar.history_model import SIGN_ROLE, Sign
from models.errors import InputError
from models.history.failures import StoreBusy
from models.history.learning.records import RoundState
from models.history.ratings.records import NewRating, Rating, RatingVerdict
from models.learning.rounds.plan import RoundPlan
from models.settings import Settings
from tests.desktop.scripted_assistant import Hold, answer, thought
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

ACCEPTED, REJECTED, CORRECTED = RatingVerdict


def asked(desktop: Desktop, question: str = "How many seats?", says: str = "42 seats.") -> RatingBar:
    desktop.assistant.script = lambda _q: [thought("3 * 12 = 36. 36 + 6 = 42."), answer(says)]
    desktop.ask(question)
    desktop.wait_answered()
    return bar_of(desktop, -1)


def bar_of(desktop: Desktop, place: int) -> RatingBar:
    widget = desktop.page.transcript.turn_widgets[place]
    assert widget is not None and widget.rating is not None
    return widget.rating


def bar_fields(bar: RatingBar) -> CorrectionFields:
    assert bar.fields is not None
    return bar.fields


def corrects(bar: RatingBar) -> bool:
    return bar.fields is not None


def has_bar(widget: TurnWidget) -> bool:
    return widget.rating is not None


def kept(desktop: Desktop, bar: RatingBar) -> Rating | None:
    desktop.settle()
    return desktop.store.ratings.of_attempts([bar.attempt_id]).get(bar.attempt_id)


def type_key(desktop: Desktop, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, key, modifier)
    desktop.settle()


def test_a_letter_rates_and_the_same_letter_takes_it_back(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is ACCEPTED
    assert bar.buttons[ACCEPTED].isChecked() and bar.buttons[ACCEPTED].accessibleName() == "Accepted"
    assert bar.place_button.accessibleName() == "In training set: yes: will train · 1 of 40"
    type_key(desktop, Qt.Key.Key_R)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is REJECTED and not bar.buttons[ACCEPTED].isChecked()
    type_key(desktop, Qt.Key.Key_R)
    assert kept(desktop, bar) is None and not bar.buttons[REJECTED].isChecked()


def test_ctrl_z_undoes_one_after_another_but_not_while_typing(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    type_key(desktop, Qt.Key.Key_R)
    desktop.composer.focus()
    QTest.keyClick(desktop.window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is REJECTED
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is ACCEPTED and bar.buttons[ACCEPTED].isChecked()
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(desktop, bar) is None and not desktop.window.ratings.can_undo


def test_what_a_round_has_started_with_is_not_undone_any_more(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    assert kept(desktop, bar) is not None
    desktop.store.rounds.begin(model_id="m", model_name="M", plan="{}", adapter_before="", items=[])
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is ACCEPTED and not desktop.window.ratings.can_undo
    assert "has started with these ratings" in desktop.page.notices.text("undone")
    type_key(desktop, Qt.Key.Key_R)
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is ACCEPTED, "what was rated since can be undone"


def test_a_round_of_practice_leaves_ratings_to_be_undone(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    plan = RoundPlan(sources=("practice:addition",), seed=1, model_path="m.gguf").as_json()
    desktop.store.rounds.begin(model_id="m", model_name="M", plan=plan, adapter_before="", items=[])
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(desktop, bar) is None


def test_an_earlier_round_that_used_the_ratings_counts_behind_one_of_practice(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    for source in ("accepted", "practice:addition"):
        plan = RoundPlan(sources=(source,), seed=1, model_path="m.gguf").as_json()
        begun = desktop.store.rounds.begin(model_id="m", model_name="M", plan=plan, adapter_before="", items=[])
        desktop.store.rounds.end(begun.id, RoundState.STOPPED, seconds=0.0)
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(desktop, bar) is not None and not desktop.window.ratings.can_undo


def test_an_undo_that_failed_can_be_tried_again(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    type_key(desktop, Qt.Key.Key_R)

    def refuse(_rating_id: str) -> Rating:
        raise StoreBusy("The history is in use by another program.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.ratings, "restore", refuse)
        type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is REJECTED
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is ACCEPTED, "the failed one is undone, not the one before it"


def test_an_undo_of_what_is_gone_gives_way_to_the_one_before(desktop: Desktop) -> None:
    first = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    desktop.window.desk.new_question()
    asked(desktop)
    type_key(desktop, Qt.Key.Key_R)
    gone = desktop.window.desk.conversation_id or ""
    desktop.store.trash.put(gone)
    desktop.store.trash.delete_for_good(gone)
    for _ in range(2):
        type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desktop.store.ratings.of_attempts([first.attempt_id]) == {}


def test_what_is_undone_in_another_conversation_is_told(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    attempt, conversation = bar.attempt_id, desktop.window.desk.conversation_id or ""
    history = desktop.window.sidebar.history
    desktop.wait(lambda: history.index(history.row_of(conversation)).data(SIGN_ROLE) == Sign.ACCEPTED)
    desktop.window.desk.new_question()
    desktop.settle()
    desktop.window.page.composer.clearFocus()
    desktop.window.ratings.undo()
    desktop.settle()
    assert desktop.store.ratings.of_attempts([attempt]) == {}
    assert "another conversation" in desktop.page.notices.text("undone")


def test_reasons_and_a_note_are_kept_and_nothing_moves(desktop: Desktop) -> None:
    bar = asked(desktop)
    height, before = bar.height(), bar.buttons[REJECTED].geometry()
    type_key(desktop, Qt.Key.Key_A)
    for chip in bar.reasons.chips[:2]:
        chip.click()
    desktop.settle()
    bar.reasons.other.click()
    QTest.keyClicks(bar.reasons.field, "Neat")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Return)
    desktop.settle()
    bar.reasons.comment.click()
    QTest.keyClicks(bar.reasons.field, "Show this to Ada.")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Return)
    rating = kept(desktop, bar)
    assert rating is not None
    assert (rating.reasons, rating.comment) == (("Right result", "Clear steps", "Neat"), "Show this to Ada.")
    assert [each.text() for each in bar.reasons.chips if each.isChecked()] == ["Right result", "Clear steps", "Neat"]
    assert bar.buttons[REJECTED].geometry() == before
    type_key(desktop, Qt.Key.Key_R)
    rating = kept(desktop, bar)
    assert rating is not None and rating.reasons == () and rating.comment == "Show this to Ada."
    type_key(desktop, Qt.Key.Key_R)
    assert bar.height() == height


def test_escape_gives_up_a_reason(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    bar.reasons.other.click()
    QTest.keyClicks(bar.reasons.field, "Neat")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Escape)
    rating = kept(desktop, bar)
    assert rating is not None and rating.reasons == () and bar.reasons.field.isHidden()


@pytest.mark.parametrize("chip", ["other", "comment"])
def test_what_is_being_written_is_kept_when_the_window_closes(
    desktop: Desktop, start_desktop: Callable[..., Desktop], chip: str
) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    getattr(bar.reasons, chip).click()
    QTest.keyClicks(bar.reasons.field, "Half a sent")
    desktop.look_away()
    assert bar.reasons.field.is_open
    attempt, again = bar.attempt_id, start_desktop()  # the first window is closed at once
    rating = again.store.ratings.of_attempts([attempt])[attempt]
    assert (*rating.reasons, rating.comment) == (("Half a sent", "") if chip == "other" else ("Half a sent",))


def test_a_correction_is_written_in_place(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_C)
    assert bar_fields(bar).answer_field.hasFocus()
    QTest.keyClick(bar_fields(bar).answer_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept(desktop, bar) is None  # nothing was written
    QTest.keyClicks(bar_fields(bar).answer_field, "43")
    bar_fields(bar).thought_field.setPlainText("36 + 7 = 43")
    QTest.keyClick(bar_fields(bar).answer_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and (rating.right_answer, rating.right_thought) == ("43", "36 + 7 = 43")
    assert not corrects(bar) and bar.buttons[CORRECTED].isChecked()
    assert bar.row.right_button.text() == "43" and bar.row.right_button.isVisible()
    bar.row.right_button.click()
    assert bar_fields(bar).answer_field.toPlainText() == "43"


def test_what_is_typed_of_a_correction_survives_leaving_the_conversation(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_C)
    QTest.keyClicks(bar_fields(bar).answer_field, "43 of cour")
    conversation = desktop.window.desk.conversation_id or ""
    desktop.window.desk.new_question()
    desktop.settle()
    desktop.window.desk.open(conversation)
    desktop.settle()
    bar = bar_of(desktop, -1)
    assert bar_fields(bar).answer_field.toPlainText() == "43 of cour"
    QTest.keyClick(bar_fields(bar).answer_field, Qt.Key.Key_Escape)
    assert not corrects(bar)
    type_key(desktop, Qt.Key.Key_C)
    assert bar_fields(bar).answer_field.toPlainText() == "43 of cour"


def test_what_could_not_be_saved_is_told_and_not_shown(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)

    def refuse(_new: NewRating) -> Rating:
        raise InputError("The disk is full; make room.")

    monkeypatch.setattr(desktop.store.ratings, "rate", refuse)
    type_key(desktop, Qt.Key.Key_R)
    assert bar.buttons[ACCEPTED].isChecked() and not bar.buttons[REJECTED].isChecked()
    assert not bar.buttons[REJECTED].busy
    assert "disk is full" in desktop.page.notices.text("history")
    type_key(desktop, Qt.Key.Key_C)
    QTest.keyClicks(bar_fields(bar).answer_field, "43")
    bar_fields(bar).save()
    desktop.settle()
    assert bar_fields(bar).answer_field.toPlainText() == "43"
    assert bar_fields(bar).save_button.isEnabled()
    bar.reasons.other.click()
    QTest.keyClicks(bar.reasons.field, "Neat")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Return)
    desktop.settle()
    assert bar.reasons.field.isVisible() and bar.reasons.field.text() == "Neat"


def test_a_rating_can_be_left_out_of_training(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    bar.place_button.click()
    rating = kept(desktop, bar)
    assert rating is not None and not rating.included
    assert bar.place_button.text() == "In training set: left out"
    type_key(desktop, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rating = kept(desktop, bar)
    assert rating is not None and rating.included
    type_key(desktop, Qt.Key.Key_R)
    assert bar.place_button.accessibleName() == "In training set: no: rejected: not learned, only kept for export"
    bar.place_button.click()
    rating = kept(desktop, bar)
    assert rating is not None and rating.verdict is REJECTED and not rating.included
    assert bar.place_button.text() == "In training set: left out"


def test_the_bar_shrinks_when_the_next_question_is_sent(desktop: Desktop) -> None:
    first = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    first.reasons.chips[0].click()
    desktop.settle()
    tall = first.height()
    desktop.composer.set_text("And with 20 rows?")
    desktop.composer.submit()
    assert first.small and first.height() < tall  # at once, before anything is streamed
    desktop.wait_answered()
    small, accepted = first.height(), first.buttons[ACCEPTED].geometry()
    assert not first.buttons[REJECTED].isVisible() and not first.reasons.isVisible()
    first.buttons[ACCEPTED].setFocus()
    assert first.buttons[REJECTED].isVisible() and first.more_button.isVisible()
    assert (first.height(), first.buttons[ACCEPTED].geometry()) == (small, accepted)
    desktop.composer.focus()
    assert not first.buttons[REJECTED].isVisible()
    place = QPointF(60, 10)
    QApplication.sendEvent(first, QEnterEvent(place, place, QPointF(first.mapToGlobal(place.toPoint()))))
    assert first.buttons[REJECTED].isVisible()
    assert (first.height(), first.buttons[ACCEPTED].geometry()) == (small, accepted)
    first.buttons[ACCEPTED].setFocus()
    first.more_button.click()
    assert first.reasons.isVisible() and first.reasons.chips[0].isChecked()


def test_ratings_of_one_question_that_contradict_are_shown_at_both(desktop: Desktop) -> None:
    first = asked(desktop, says="**42** seats")
    type_key(desktop, Qt.Key.Key_A)
    second = asked(desktop, says="43 seats")
    type_key(desktop, Qt.Key.Key_A)
    assert second.state.contradiction == "You rated another answer to this question as right: 42 seats"
    assert first.state.contradiction == "You rated another answer to this question as right: 43 seats"
    type_key(desktop, Qt.Key.Key_R)
    assert first.state.contradiction == second.state.contradiction == ""


@pytest.mark.parametrize(("wanted", "words"), [(7, "will train · 1 of 7"), (0, "will train")])
def test_the_place_counts_towards_the_users_own_number_of_ratings(
    start_desktop: Callable[..., Desktop], wanted: int, words: str
) -> None:
    desktop = start_desktop(Settings(learn_after_ratings=wanted))
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    assert bar.place_button.accessibleName() == f"In training set: yes: {words}"
    asked(desktop, says="43 seats")
    type_key(desktop, Qt.Key.Key_A)
    assert bar.place_button.accessibleName() == "In training set: no: contradicts another rating of yours"


def test_an_answer_that_is_right_here_and_wrong_there_is_shown_at_both(desktop: Desktop) -> None:
    first = asked(desktop, says="**42** seats")
    type_key(desktop, Qt.Key.Key_A)
    second = asked(desktop, says="42 seats.")
    type_key(desktop, Qt.Key.Key_R)
    assert first.state.contradiction == "You rejected the same answer to this question elsewhere"
    assert second.state.contradiction == "You rated the same answer to this question as right elsewhere"
    asked(desktop, says="43 seats.")
    type_key(desktop, Qt.Key.Key_A)
    assert first.state.contradiction == "You rated 2 other answers to this question otherwise"


def test_what_goes_into_the_trash_counts_and_contradicts_no_more(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop(Settings(learn_after_ratings=7))
    asked(desktop, says="43 seats")
    type_key(desktop, Qt.Key.Key_A)
    other = desktop.store.conversations()[0]
    desktop.window._new_question()
    rows = asked(desktop, "How many rows?", says="7 rows")
    type_key(desktop, Qt.Key.Key_A)
    seats = asked(desktop, says="**42** seats")
    type_key(desktop, Qt.Key.Key_A)

    def shown() -> tuple[bool, str]:
        desktop.settle()
        return bool(seats.state.contradiction), rows.place_button.accessibleName().rpartition(": ")[2]

    assert shown() == (True, "will train · 3 of 7")
    desktop.window.organiser.trash(other)
    assert shown() == (False, "will train · 2 of 7")
    desktop.window.organiser.undo_trash(other.id)
    assert shown() == (True, "will train · 3 of 7")


def test_a_rating_is_there_when_the_window_is_opened_again(
    desktop: Desktop, start_desktop: Callable[..., Desktop]
) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    attempt = bar.attempt_id
    again = start_desktop()
    again.window.desk.open(again.store.conversations()[0].id)
    again.settle()
    bar = bar_of(again, -1)
    assert bar.attempt_id == attempt and bar.buttons[ACCEPTED].isChecked()


def test_a_small_bar_stays_one_row_with_the_largest_text(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop(Settings(text_scale=2.0))
    first = asked(desktop)
    type_key(desktop, Qt.Key.Key_R)
    asked(desktop, "And now?")
    height = first.height()
    first.buttons[REJECTED].setFocus()
    assert first.buttons[CORRECTED].isVisible() and first.height() == height == first.row.height()
    assert all(first.row.rect().contains(each.geometry()) for each in first.buttons.values())


def test_an_answer_being_written_has_no_bar(desktop: Desktop) -> None:
    hold = Hold()
    desktop.assistant.script = lambda _q: [answer("42"), hold, answer(" seats.")]
    desktop.ask("How many seats?")
    desktop.wait(hold.reached.is_set)
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None and not has_bar(widget)
    type_key(desktop, Qt.Key.Key_A)  # nothing to rate yet
    hold.gate.set()
    desktop.wait_answered()
    assert has_bar(widget) and desktop.store.ratings.count() == 0


def test_a_rating_of_an_answer_that_went_on_says_so(desktop: Desktop) -> None:
    bar = asked(desktop)
    type_key(desktop, Qt.Key.Key_A)
    attempt = desktop.store.attempt(bar.attempt_id)
    desktop.store.recording.finish_attempt(replace(attempt, answer="42 seats. Or 43."))
    desktop.window.ratings.refresh()
    desktop.settle()
    assert "rate it again" in bar.state.contradiction and bar.accessibleDescription() == bar.state.contradiction
    type_key(desktop, Qt.Key.Key_A)
    type_key(desktop, Qt.Key.Key_A)
    assert bar.buttons[ACCEPTED].isChecked() and bar.state.contradiction == ""
