"""What a reader without a mouse can do in answers: open links, scroll what scrolls inside itself, select and copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.focus_ring import FocusRing
from desktop.rendering.code_view import CodeText
from desktop.rendering.long_text import LongTextView
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.prose import ProseView
from models.history.records import PanelState, Turn


def opened(view: TranscriptView, turn: Turn, qtbot: QtBot) -> TurnWidget:
    view.show_turns([turn], has_older=False, live={})
    qtbot.waitUntil(lambda: not view.busy, timeout=10_000)
    [widget] = view.turn_widgets
    assert widget is not None
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return widget


def tab_to(kind: type[QWidget]) -> QWidget | None:
    """Press Tab until a part of this kind has the focus, at most once round."""
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if isinstance(focus, kind):
            return focus
    return None


def test_a_link_is_reached_and_opened(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    followed: list[str] = []
    view.requests.link_activated.connect(followed.append)
    opened(view, make_turn(1, answer="See [one](https://one.example/) and [two](https://two.example/)."), qtbot)
    text = tab_to(ProseView)
    assert text is not None
    ring = text.findChild(FocusRing)
    assert ring is not None and ring.isVisible()
    QTest.keyClick(text, Qt.Key.Key_Return)
    QTest.keyClick(text, Qt.Key.Key_Tab)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert followed == ["https://one.example/", "https://two.example/"]


def test_text_without_links_is_passed_over(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    opened(view, make_turn(1, answer="Nothing to do here.\n\n```\nshort\n```\n"), qtbot)
    assert tab_to(QTextEdit) is None


def test_wide_code_scrolls_sideways(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    widget = opened(view, make_turn(1, answer=f"```\n{'wide ' * 100}\n```\n"), qtbot)
    text = tab_to(CodeText)
    assert isinstance(text, CodeText)
    for _ in range(5):
        QTest.keyClick(text, Qt.Key.Key_Right)
    assert text.horizontalScrollBar().value() > 0
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().strip() == ("wide " * 100).strip()
    QTest.keyClick(text, Qt.Key.Key_T)
    assert widget.panel.is_open


def test_long_code_scrolls_and_short_code_leaves_that_to_the_page(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    opened(view, make_turn(1, answer="```\n" + "line\n" * 1_000 + "```\n"), qtbot)
    text = tab_to(CodeText)
    assert isinstance(text, CodeText)
    QTest.keyClick(text, Qt.Key.Key_PageDown)
    assert text.verticalScrollBar().value() > 0
    opened(view, make_turn(1, answer="[a](https://a.example)\n\n" + "Words.\n\n" * 200), qtbot)
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: not view.busy, timeout=10_000)
    prose = tab_to(ProseView)
    assert prose is not None
    before = view.verticalScrollBar().value()
    QTest.keyClick(prose, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > before


def test_a_long_thought_and_a_long_part_scroll(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    thought = "A thought that goes on. " * 2_000
    opened(view, make_turn(1, thought=thought, answer="word " * 40_000, panel=PanelState.OPEN), qtbot)
    for kind in (PlainTextView, LongTextView):
        text = tab_to(kind)
        assert isinstance(text, PlainTextView | LongTextView)
        QTest.keyClick(text, Qt.Key.Key_PageDown)
        assert text.verticalScrollBar().value() > 0
