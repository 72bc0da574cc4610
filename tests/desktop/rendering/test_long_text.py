"""Plain text of any length: quick to take, painted where it is looked at, whole when copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rendering.long_text import LongTextView
from desktop.rendering.text_chunks import TextChunks, characters_of_utf16, utf16_units
from desktop.theme import Theme

MEGABYTES = "some words in one line " * 220_000


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> LongTextView:
    view = LongTextView(theme, role="answer", color="text.primary")
    qtbot.addWidget(view)
    view.resize(600, 112)
    view.show()
    return view


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "a\nb\n\nc\n",
        "word " * 5_000,
        "x" * 50_000,
        "\n" * 20_000,
        "line of text\n" * 4_000,
        "e\u0301" * 9_000,
    ],
)
@pytest.mark.parametrize("size", [7, 1_000, 10**9])
def test_chunks_joined_are_the_text(text: str, size: int) -> None:
    chunks = TextChunks()
    for at in range(0, len(text), size):
        chunks.append(text[at : at + size])
    assert chunks.text() == text and chunks.size == len(text)
    assert "".join(chunks.pieces) == text
    assert max(map(len, chunks.pieces), default=0) <= 1_300
    for start in range(0, len(text), max(len(text) // 7, 1)):
        assert chunks.text(start, start + 50) == text[start : start + 50]
        assert chunks.starts[chunks.at(start)] <= start


def test_places_are_counted_as_qt_counts() -> None:
    text = "a😀b"
    assert [utf16_units(text, n) for n in range(4)] == [0, 1, 3, 4]
    assert [characters_of_utf16(text, n) for n in (0, 1, 3, 4)] == [0, 1, 2, 3]


def test_megabytes_scroll_inside_and_copy_whole(view: LongTextView) -> None:
    view.set_text(MEGABYTES)
    assert view.place(600) == 560
    bar = view.verticalScrollBar()
    assert bar.maximum() > 100_000
    for share in range(0, 101, 10):
        bar.setValue(bar.maximum() * share // 100)
        QApplication.processEvents()
        assert view.visible()
    assert view.visible()[-1] == len(view.chunks.pieces) - 1
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == MEGABYTES


def test_something_is_painted_in_every_place(view: LongTextView) -> None:
    view.set_text("HHHHHHHH\n" * 30_000)
    view.place(600)
    bar = view.verticalScrollBar()
    for value in (0, bar.maximum() // 3, bar.maximum()):
        bar.setValue(value)
        image = view.grab().toImage()
        colours = {image.pixelColor(x, y).lightness() < 128 for x in range(0, 60, 1) for y in range(0, 100, 3)}
        assert colours == {True, False}


def test_short_text_is_as_high_as_its_lines(view: LongTextView, theme: Theme) -> None:
    view.set_text("one\ntwo\nthree")
    assert view.place(600) == 3 * theme.line_height("answer")
    view.append_text("\nfour")
    assert view.place(600) == 4 * theme.line_height("answer")
    view.set_text("word " * 400)
    assert view.place(300) > view.place(600)


def test_growing_text_does_not_move_what_is_read(view: LongTextView) -> None:
    view.set_text("a line of text, not very long\n" * 2_000)
    view.place(600)
    view.verticalScrollBar().setValue(5_000)
    before = [view.layouts.tops[index] - view.verticalScrollBar().value() for index in view.visible()]
    for _ in range(50):
        view.append_text("more text " * 40)
        QApplication.processEvents()
    assert [view.layouts.tops[index] - view.verticalScrollBar().value() for index in view.visible()] == before


def test_a_wrong_estimate_above_is_corrected_in_place(view: LongTextView) -> None:
    view.set_text("iiiiiiiiii " * 30_000)  # much narrower than the average character
    view.place(600)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    seen = view.visible()[-1]
    y = view.layouts.tops[seen] - bar.value()
    for _ in range(60):
        bar.setValue(bar.value() - 40)
        moved = view.layouts.tops[seen] - bar.value()
        assert moved == y + 40
        y = moved


def test_the_mouse_selects(view: LongTextView) -> None:
    view.set_text("first line\nsecond line\nthird line")
    view.place(600)
    height = view.layouts.line_height
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, height + 4))
    assert view.selected_text() == "second"
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(0, 4))
    QTest.mouseMove(view.viewport(), QPoint(500, height + 4))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(500, height + 4))
    view.selection.select(0, view.selection.span[1])
    assert view.selected_text().startswith("first line\n")
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.selected_text()) > len("first line\n")


def test_a_hit_is_marked_and_in_view(view: LongTextView) -> None:
    text = "filler words " * 20_000 + "the needle" + " and more" * 5_000
    view.set_text(text)
    view.place(600)
    y = view.show_hit(text.index("needle"), 6)
    assert view.marked_text == "needle"
    assert 0 <= y < view.height()
    view.clear_hit()
    assert view.marked_text == ""


def test_another_theme_keeps_the_text(view: LongTextView, theme: Theme) -> None:
    view.set_text("text " * 10_000)
    view.place(600)
    theme.set_choice("dark")
    theme.set_text_scale(1.5)
    view.apply_theme()
    view.place(600)
    assert view.text() == "text " * 10_000
    assert view.layouts.line_height == theme.line_height("answer")


def test_a_screen_reader_gets_the_text_in_view(view: LongTextView) -> None:
    view.set_text("".join(f"line {number}\n" for number in range(9_000)))
    view.place(600)
    assert view.text_in_view().startswith("line 0\n")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert "line 8999\n" in view.text_in_view() and "line 0\n" not in view.text_in_view()
    QAccessible.setActive(True)
    try:
        view.verticalScrollBar().setValue(0)
        assert view.accessibleDescription().startswith("line 0\n")
    finally:
        QAccessible.setActive(False)
