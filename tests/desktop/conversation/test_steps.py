"""The view of steps: rows, chips, long thoughts, and text as no one would write it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.row_text import RowText
from desktop.conversation.row_words import remark, spoken
from desktop.conversation.step_rows import LONGEST_ROW, RowKind, all_rows
from desktop.conversation.step_view import StepView
from desktop.theme import Theme
from models.traces import CheckedClaim, DiscardedStep, Step, Verdict
from tests.desktop.deliberated import REPAIRED, thought_of


@pytest.fixture
def steps(qtbot: QtBot, theme: Theme) -> Iterator[StepView]:
    view = StepView(theme)
    qtbot.addWidget(view)
    view.show()
    yield view
    view.hide()


def many(count: int) -> tuple[str, list[Step]]:
    return thought_of(*((f"Row {number} has a pair, so 3·2 = 6.", {"3·2 = 6": ""}) for number in range(count)))


def false(text: str, claim: str, right: str = "42") -> CheckedClaim:
    start = text.index(claim)
    return CheckedClaim(start, start + len(claim), claim, Verdict.FALSE, right)


def test_all_text_is_in_the_rows_also_what_belongs_to_no_step() -> None:
    thought = "Before. One. between Two. after"
    rows = all_rows(thought, [Step(1, 8, 13), Step(2, 21, 26)])
    assert [(row.number, row.text) for row in rows] == [
        (0, "Before."), (1, "One."), (0, "between"), (2, "Two."), (3, "after")
    ]  # fmt: skip
    assert "".join(row.raw for row in rows) == thought


@pytest.mark.parametrize("length", [LONGEST_ROW, 20_000, 100_003])
def test_a_long_step_goes_on_in_further_rows(length: int) -> None:
    thought = ("x" * 2_500 + " ") * (length // 2_501) + "y" * (length % 2_501)
    claim = CheckedClaim(
        LONGEST_ROW - 20, LONGEST_ROW + 40, thought[LONGEST_ROW - 20 : LONGEST_ROW + 40], Verdict.HOLDS
    )
    rows = all_rows(thought, [Step(1, 0, len(thought), Verdict.HOLDS, (claim,) if length > LONGEST_ROW else ())])
    assert "".join(row.raw for row in rows) == thought
    assert [row.first for row in rows] == [True] + [False] * (len(rows) - 1)
    for row in rows:
        for each in row.claims:
            assert row.raw[each.start : each.end] == each.text, "an equation is never parted"


def test_equations_do_not_break_and_places_are_kept() -> None:
    (row,) = all_rows("So 36 + 6 (x) - 1 = 42, fine.", [Step(1, 0, 29, Verdict.HOLDS, (
        CheckedClaim(3, 22, "36 + 6 (x) - 1 = 42", Verdict.HOLDS),))])  # fmt: skip
    text = RowText(row)
    (chip,) = text.chips
    assert chip.holds and " " not in text.text[chip.start : chip.end]
    shown = text.text[chip.start : chip.end].replace("\u2060", "").replace("\u00a0", " ").strip()
    assert shown == "36 + 6 (x) - 1 = 42"
    assert text.text[text.place_of(24) :].startswith("fine")
    assert text.place_of(0) == 0 and text.place_of(999) == len(text.text)


def test_a_row_says_its_number_text_and_verdict() -> None:
    rows = all_rows(*REPAIRED)
    assert remark(rows[3], 0) == "arithmetic says 42" and remark(rows[4], 0) == ""
    assert remark(rows[2], 3) == "first difference"
    assert spoken(rows[0]) == f"Step 1. {rows[0].text} nothing to check"
    text = "1 = 2"
    unknown = all_rows(text, [Step(1, 0, 5, Verdict.FALSE, (false(text, text, right=""),))])[0]
    assert remark(unknown, 0) == ""
    assert spoken(unknown) == "Step 1. 1 = 2 1 = 2 does not hold."
    endless = all_rows(text, [Step(1, 0, 5, Verdict.FALSE, (false(text, text, right="9" * 5_000),))])[0]
    assert len(remark(endless, 0)) < 60


def test_thousands_of_steps_lay_out_only_what_is_seen(steps: StepView) -> None:
    thought, found = many(3_000)
    steps.show_thought(thought, found)
    assert steps.place(720) < 700
    steps.grab()
    assert len(steps._layouts._layouts) < 100
    steps.verticalScrollBar().setValue(steps.verticalScrollBar().maximum())
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, steps.viewport().height() - 20))
    assert steps.current is not None and steps.current.number == 3_000
    steps.copy_step()
    assert QApplication.clipboard().text() == "Row 2999 has a pair, so 3·2 = 6."
    assert len(steps._layouts._layouts) < 200


def test_a_live_thought_adds_rows_and_takes_back_only_what_was_cut(steps: StepView) -> None:
    thought, found = many(200)
    steps.fixed_height = 142
    steps.place(720)
    for count in range(0, 201, 10):
        steps.show_live(thought[: found[count - 1].end if count else 0] + "and on", found[:count])
        assert [row.number for row in steps.rows] == list(range(1, count + 2))
        assert steps.follows_end
    kept = steps.rows[100]
    tried = DiscardedStep("wrong 1 = 2", (false("wrong 1 = 2", "1 = 2"),))
    steps.show_live(thought[: found[149].end], found[:150], (tried,))
    assert [row.number for row in steps.rows[-2:]] == [150, 151] and steps.rows[-1].kind is RowKind.DISCARDED
    assert steps.rows[100] is kept
    steps.verticalScrollBar().setValue(40)
    steps.show_live(thought[: found[150].end], found[:151])
    assert steps.verticalScrollBar().value() == 40, "a reader elsewhere is left alone"
    steps.show_live("Another.", [], anew=True)
    assert [row.text for row in steps.rows] == ["Another."]


def test_the_place_of_a_step_that_is_gone_to_is_told_as_it_is_then(steps: StepView) -> None:
    wide, narrow = "WWWWWWW " * 40, "iiiii " * 60
    steps.show_thought(*thought_of(*((f"Row {number} {narrow if number % 2 else wide}", {}) for number in range(200))))
    steps.place(720)
    told: list[tuple[int, int]] = []
    steps.walked.connect(lambda top, bottom: told.append((top, bottom)))
    for number in (30, 150, 60, 120, 10):
        steps.go_to_step(number)
        box = steps.row_box(number - 1)
        assert told[-1] == (box.top(), box.bottom() + 1) and steps.viewport().rect().contains(box)


def test_pointing_at_a_step_without_an_equation_says_so(steps: StepView) -> None:
    steps.show_thought(*REPAIRED)
    steps.place(720)
    before = steps.grab().toImage()
    QTest.mouseMove(steps.viewport(), QPoint(300, 10))
    lit = steps.grab().toImage()
    assert lit != before
    QTest.mouseMove(steps.viewport(), QPoint(300, 200))
    assert steps.grab().toImage() != lit


ODD = {
    "control characters": "a\x00b\x1b[31m 1 = 2 \x7f\u2028c",
    "surrogates": "x\ud800 1 = 2 \U0001f600 end",
    "right to left": "שלום 1 = 2 עולם\u202e",
    "many lines": "a\n\n\nb 1 = 2\n\n c",
    "emoji": "👩‍👩‍👧‍👦 1 = 2 🇨🇭",
    "blank": " \n\t 1 = 2 \n ",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_painted_and_copied(steps: StepView, name: str) -> None:
    thought = ODD[name]
    found = [Step(1, 0, len(thought), Verdict.FALSE, (false(thought, "1 = 2"),))]
    steps.show_thought(thought, found)
    steps.place(400)
    steps.grab()
    steps.walk(1)
    steps.copy_step()
    assert QApplication.clipboard().text().replace("\ufffd", "") == thought.strip().replace("\ud800", "")
    assert steps.show_hit(thought.index("1 ="), 3) == 0
    steps.grab()


DAMAGED = {
    "beyond the thought": [Step(1, 5, 900, Verdict.FALSE, (CheckedClaim(0, 999, "x", Verdict.FALSE),))],
    "empty": [Step(1, 3, 3), Step(2, 3, 3, Verdict.HOLDS, (CheckedClaim(0, 0, "", Verdict.HOLDS),))],
    "overlapping": [Step(1, 0, 8), Step(2, 4, 12)],
    "backwards": [Step(2, 6, 12), Step(1, 0, 6)],
    "claims that overlap": [Step(1, 0, 12, Verdict.FALSE, (
        CheckedClaim(0, 6, "abc de", Verdict.FALSE), CheckedClaim(3, 9, " defgh", Verdict.HOLDS)))],
    "negative": [Step(1, -4, 6, Verdict.HOLDS, (CheckedClaim(-3, 2, "x", Verdict.HOLDS),))],
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_steps_do_no_harm(steps: StepView, name: str) -> None:
    steps.show_thought("abc def ghi.", DAMAGED[name])
    steps.place(400)
    steps.grab()
    steps.walk(1)
    assert steps.place(400) > 0


def test_text_is_selected_across_rows_as_it_was_written(steps: StepView) -> None:
    steps.show_thought(*REPAIRED)
    steps.place(720)
    steps.grab()
    height = steps.row_box(0).height()
    viewport = steps.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(32, height // 2))
    drag(viewport, QPoint(700, height + height // 2))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(700, height + height // 2))
    steps.grab()
    QTest.keyClick(steps, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "\n".join(row.text for row in steps.rows[:2])
    QTest.keyClick(steps, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(steps, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "\n".join(row.text for row in steps.rows)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(60, 2 * height + 10))
    QTest.keyClick(steps, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == steps.rows[2].text


def drag(viewport: QWidget, to: QPoint) -> None:
    """Move with the left button down, which `QTest.mouseMove` cannot."""
    place = QPointF(to)
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, QPointF(viewport.mapToGlobal(to)), none, button, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def test_each_character_is_found_where_it_is_shown() -> None:
    (row,) = all_rows("So 36 + 6 = 42, fine.", [Step(1, 0, 21, Verdict.HOLDS, (
        CheckedClaim(3, 14, "36 + 6 = 42", Verdict.HOLDS),))])  # fmt: skip
    text = RowText(row)
    outside = [*range(3), *range(15, 21)]
    assert [text.character_at(text.place_of(place)) for place in outside] == outside
    assert text.character_at(0) == 0 and text.character_at(999) == 21
