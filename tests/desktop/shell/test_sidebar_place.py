from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.desktop.scripted_assistant import answer
from tests.desktop.shell.conftest import Desktop


def test_a_narrow_window_slides_the_sidebar_over_the_page(desktop: Desktop) -> None:
    window = desktop.window
    window.resize(960, 640)
    assert window.sidebar.isHidden()
    page = window.page.geometry()
    window.sidebar_place.toggle()
    assert window.sidebar.isVisible() and window.page.geometry() == page
    assert window.sidebar.geometry().getRect() == (0, 0, window.sidebar.width(), window.height())
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.sidebar.isHidden()


def test_a_press_beside_it_ends_it(desktop: Desktop) -> None:
    window = desktop.window
    window.resize(960, 640)
    desktop.composer.focus()
    window.sidebar_place.toggle()
    window.sidebar.search.field.setFocus()
    beside = window.childAt(QPoint(700, 300))
    assert beside is not None
    QTest.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert window.sidebar.isHidden() and desktop.composer.input.hasFocus()


def test_choosing_a_conversation_ends_it(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [answer("Yes")]
    desktop.ask("A question")
    desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id
    desktop.window.desk.new_question()
    desktop.window.resize(960, 640)
    desktop.window.sidebar_place.toggle()
    desktop.window.sidebar.conversation_chosen.emit(conversation)
    desktop.wait(lambda: desktop.window.desk.conversation_id == conversation)
    assert desktop.window.sidebar.isHidden()


def test_a_wide_window_takes_it_back_beside_the_page(desktop: Desktop) -> None:
    window = desktop.window
    window.resize(960, 640)
    window.sidebar_place.toggle()
    window.resize(1440, 900)
    assert window.sidebar.isVisible() and not window.sidebar_place.floats
    desktop.wait(lambda: window.page.mapTo(window, QPoint(0, 0)).x() == window.sidebar.width())
    window.sidebar_place.toggle()
    assert window.sidebar.isHidden() and window.sidebar_place.wanted is False
    window.resize(960, 640)
    window.resize(1440, 900)
    assert window.sidebar.isHidden()


def test_the_search_key_brings_it(desktop: Desktop) -> None:
    desktop.window.resize(960, 640)
    QTest.keyClick(desktop.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desktop.window.sidebar.isVisible()
    assert desktop.window.sidebar.search.field.hasFocus()
