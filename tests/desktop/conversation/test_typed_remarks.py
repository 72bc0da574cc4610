"""Comments, reasons and notes that are being typed: a crash takes none away, and what is saved or given up is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_field import RatingField
from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.turn import TurnWidget
from models.errors import InputError
from models.history.ratings.records import Mark, NewRating, Rating, RatingVerdict, RemarkDraft, RemarkKind
from models.history.records import Saved
from models.history.store import Store
from models.traces import Step
from tests.desktop.deliberated import keep_five
from tests.desktop.scripted_assistant import answer, thought
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

Start = Callable[..., Desktop]
ACCEPTED, REJECTED, _ = RatingVerdict
REASON, COMMENT, NOTE = RemarkKind
THOUGHT = "Rows of 12.\nSo 36 in all.\n"
KINDS = pytest.mark.parametrize("kind", [REASON, COMMENT])


def asked(desktop: Desktop) -> RatingBar:
    desktop.assistant.script = lambda _q: [thought(THOUGHT), answer("36 seats.")]
    desktop.ask("How many seats?")
    desktop.wait_answered()
    bar = bar_of(desktop)
    steps = [Step(1, 0, 12), Step(2, 12, len(THOUGHT))]
    desktop.store.recording.finish_attempt(desktop.store.attempt(bar.attempt_id), steps=steps)
    bar.press(ACCEPTED)
    desktop.settle()
    return bar


def turn_of(desktop: Desktop) -> TurnWidget:
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    return widget


def bar_of(desktop: Desktop) -> RatingBar:
    bar = turn_of(desktop).rating
    assert bar is not None
    return bar


def write(bar: RatingBar, kind: RemarkKind, text: str) -> RatingField:
    (bar.reasons.other if kind is REASON else bar.reasons.comment).click()
    QTest.keyClicks(bar.reasons.field, text)
    return bar.reasons.field


def typed(store: Store) -> list[RemarkDraft]:
    return list(store.ratings.remarks.drafts().values())


def rating_of(desktop: Desktop, bar: RatingBar) -> Rating:
    desktop.settle()
    return desktop.store.ratings.of_attempts([bar.attempt_id])[bar.attempt_id]


def crash(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the window can neither keep nor save anything more of what is typed in it."""
    desktop.look_away()
    monkeypatch.setattr(desktop.window, "keep_typed", lambda: None)


def opened_again(start_desktop: Start) -> Desktop:
    again = start_desktop()
    again.window.desk.open(again.store.conversations()[0].id)
    again.settle()
    return again


def open_steps(desktop: Desktop) -> ReasoningPanel:
    panel = turn_of(desktop).panel
    if not panel.is_open:
        panel.toggle()
    desktop.wait(lambda: panel.content.shows_steps)
    desktop.settle()
    return panel


def note_field(panel: ReasoningPanel) -> RatingField:
    return panel.content.steps.judging.field


def write_note(panel: ReasoningPanel, step: int, text: str) -> RatingField:
    panel.content.steps.setFocus()
    panel.content.steps.go_to_step(step)
    assert panel.judging.write_note()
    QTest.keyClicks(note_field(panel), text)
    return note_field(panel)


def notes_of(desktop: Desktop, attempt_id: str) -> list[Mark]:
    desktop.settle()
    return [each for each in desktop.store.ratings.marks.of_attempt(attempt_id) if each.mark is None]


@KINDS
def test_what_is_typed_about_a_rating_survives_a_crash(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch, kind: RemarkKind
) -> None:
    desktop = start_desktop()
    write(asked(desktop), kind, "Tell Ad")
    desktop.wait(lambda: typed(desktop.store) == [RemarkDraft(kind, "Tell Ad")])
    crash(desktop, monkeypatch)
    again = opened_again(start_desktop)
    bar = bar_of(again)
    field = bar.reasons.field
    assert field.isVisible() and field.text() == "Tell Ad" and not field.hasFocus()
    assert not rating_of(again, bar).comment and not rating_of(again, bar).reasons
    QTest.keyClicks(field, "a")
    QTest.keyClick(field, Qt.Key.Key_Return)
    rating = rating_of(again, bar)
    assert (*rating.reasons, rating.comment) == (("Tell Ada", "") if kind is REASON else ("Tell Ada",))
    assert typed(again.store) == [] and field.isHidden()


@KINDS
def test_what_was_given_up_is_gone(desktop: Desktop, kind: RemarkKind) -> None:
    bar = asked(desktop)
    field = write(bar, kind, "Tell Ad")
    desktop.wait(lambda: typed(desktop.store) != [])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    desktop.settle()
    assert typed(desktop.store) == [] and desktop.window.ratings.remarks.of(bar.attempt_id, kind) is None
    write(bar, kind, "Tell Ad")
    desktop.wait(lambda: typed(desktop.store) != [])
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Return)
    desktop.settle()
    assert typed(desktop.store) == []


def test_what_is_typed_without_a_pause_is_written_all_the_same(desktop: Desktop) -> None:
    field = write(asked(desktop), COMMENT, "")
    for _ in range(40):
        QTest.keyClicks(field, "a")
        desktop.bot.wait(50)
        if typed(desktop.store):
            break
    assert 0 < len(typed(desktop.store)[0].text) < 40


def test_what_was_brought_back_and_not_looked_at_stays_typed(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = start_desktop()
    write(asked(desktop), COMMENT, "Half a sent")
    desktop.wait(lambda: typed(desktop.store) != [])
    crash(desktop, monkeypatch)
    again = opened_again(start_desktop)
    assert bar_of(again).reasons.field.isVisible()
    third = opened_again(start_desktop)  # the second window is closed as usual
    assert bar_of(third).reasons.field.text() == "Half a sent"
    assert rating_of(third, bar_of(third)).comment == "" and len(typed(third.store)) == 1


def test_it_is_shown_under_an_earlier_answer_too_and_the_bar_shrinks_when_it_is_saved(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = start_desktop()
    bar = asked(desktop)
    desktop.ask("And now?")
    desktop.wait_answered()
    bar.expand()
    write(bar, COMMENT, "Tell Ad")
    desktop.wait(lambda: typed(desktop.store) != [])
    crash(desktop, monkeypatch)
    again = opened_again(start_desktop)
    widget = again.page.transcript.turn_widgets[0]
    assert widget is not None and widget.rating is not None
    small = widget.rating
    assert small.small and small.reasons.field.isVisible() and small.reasons.field.text() == "Tell Ad"
    tall = small.height()
    small.reasons.field.setFocus()
    QTest.keyClick(small.reasons.field, Qt.Key.Key_Return)
    assert rating_of(again, small).comment == "Tell Ad"
    assert not small.reasons.isVisible() and small.height() < tall


def test_taking_the_rating_back_while_a_comment_is_typed_does_not_lose_it(desktop: Desktop) -> None:
    bar = asked(desktop)
    field = write(bar, COMMENT, "Tell Ada")
    bar.press(ACCEPTED)  # takes it back
    desktop.settle()
    assert field.isHidden()
    bar.press(REJECTED)
    desktop.settle()
    assert field.isVisible() and field.text() == "Tell Ada"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    rating = rating_of(desktop, bar)
    assert (rating.verdict, rating.comment) == (REJECTED, "Tell Ada")


@KINDS
def test_what_could_not_be_saved_is_still_typed_after_a_crash(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch, kind: RemarkKind
) -> None:
    desktop = start_desktop()
    bar = asked(desktop)

    def refuse(_new: NewRating) -> Rating:
        raise InputError("The disk is full; make room.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.ratings, "rate", refuse)
        field = write(bar, kind, "Tell Ada")
        QTest.keyClick(field, Qt.Key.Key_Return)
        desktop.settle()
    assert field.isVisible() and field.text() == "Tell Ada" and typed(desktop.store) == [RemarkDraft(kind, "Tell Ada")]
    crash(desktop, monkeypatch)
    assert bar_of(opened_again(start_desktop)).reasons.field.text() == "Tell Ada"


def test_what_could_not_be_written_is_written_with_the_next_key(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = asked(desktop)

    def refuse(_attempt_id: str, _draft: RemarkDraft) -> None:
        raise InputError("The history is in use by another program.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.ratings.remarks, "keep", refuse)
        write(bar, COMMENT, "Tell")
        desktop.wait(lambda: "in use" in desktop.page.notices.text("history"))
    assert typed(desktop.store) == []
    desktop.window.keep_typed()
    assert rating_of(desktop, bar).comment == "Tell"


def test_a_note_that_is_typed_survives_a_crash_and_is_kept_at_its_place(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = start_desktop()
    asked(desktop)
    write_note(open_steps(desktop), 2, "Why 3")
    draft = RemarkDraft(NOTE, "Why 3", 12, len(THOUGHT))
    desktop.wait(lambda: typed(desktop.store) == [draft])
    crash(desktop, monkeypatch)
    again = opened_again(start_desktop)
    panel = open_steps(again)
    field, steps = note_field(panel), panel.content.steps
    assert field.isVisible() and field.text() == "Why 3" and not field.hasFocus()
    assert abs(field.y() - steps.row_box(1).bottom()) <= steps.row_box(1).height()
    attempt = panel.shown.attempt_id
    assert notes_of(again, attempt) == []
    QTest.keyClicks(field, "6?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    (note,) = notes_of(again, attempt)
    assert (note.start, note.end, note.note) == (draft.start, draft.end, "Why 36?")
    assert typed(again.store) == [] and field.isHidden()


def test_a_note_that_was_given_up_is_gone(desktop: Desktop) -> None:
    asked(desktop)
    field = write_note(open_steps(desktop), 2, "Why 3")
    desktop.wait(lambda: typed(desktop.store) != [])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    desktop.settle()
    assert typed(desktop.store) == [] and notes_of(desktop, bar_of(desktop).attempt_id) == []


def test_another_note_does_not_take_the_place_of_the_one_that_is_typed(desktop: Desktop) -> None:
    bar = asked(desktop)
    panel = open_steps(desktop)
    write_note(panel, 2, "Why 36?")
    steps = panel.content.steps
    QTest.mouseMove(steps.viewport(), steps.row_box(0).center())
    desktop.wait(lambda: steps.lit == 0)
    assert note_field(panel).hasFocus()  # the menu of a row, too, leaves the keyboard there
    steps.judging.write_note()
    QTest.keyClicks(note_field(panel), "Which rows?")
    QTest.keyClick(note_field(panel), Qt.Key.Key_Return)
    assert [(each.start, each.note) for each in notes_of(desktop, bar.attempt_id)] == [
        (0, "Which rows?"), (12, "Why 36?"),
    ]  # fmt: skip
    assert typed(desktop.store) == []


def test_a_note_that_could_not_be_saved_comes_back(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = asked(desktop)
    panel = open_steps(desktop)

    def refuse(*_what: object) -> list[Mark]:
        raise InputError("The disk is full; make room.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.ratings.marks, "note", refuse)
        field = write_note(panel, 2, "Why 36?")
        QTest.keyClick(field, Qt.Key.Key_Return)
        desktop.settle()
    assert field.isVisible() and field.text() == "Why 36?" and len(typed(desktop.store)) == 1
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [each.note for each in notes_of(desktop, bar.attempt_id)] == ["Why 36?"] and typed(desktop.store) == []


def test_a_note_belongs_to_the_attempt_that_it_was_begun_on(desktop: Desktop) -> None:
    first = asked(desktop).attempt_id
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    home = Saved(turn.question.conversation_id, turn.question.id, turn.answer.id, (first,), False)
    keep_five(desktop.store, home)
    desktop.window.desk.open(home.conversation_id)
    desktop.settle()
    panel = open_steps(desktop)
    field = write_note(panel, 2, "Why 36?")
    desktop.page.transcript.current_turn.show_attempt(3)
    desktop.settle()
    other = panel.shown.attempt_id
    if field.is_open:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert other != first and notes_of(desktop, other) == []
    assert [each.note for each in notes_of(desktop, first)] == ["Why 36?"]
