"""The keys, pressed on the real window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.keyboard.key_map import KEYS, key_words
from desktop.keyboard.overlay import Overlay
from tests.desktop.scripted_assistant import Hold, answer, thought
from tests.desktop.shell.conftest import Desktop

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def is_open(part: Overlay | ReasoningPanel) -> bool:
    return part.is_open


def press(desktop: Desktop, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a keyboard does."""
    window = desktop.window
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def answered(desktop: Desktop, question: str = "What is 6 × 7?") -> None:
    desktop.assistant.script = lambda _q: [thought("Six sevens. "), answer("42")]
    desktop.ask(question)
    desktop.wait_answered()
    desktop.wait(lambda: not desktop.page.transcript.busy)


def test_single_letters_fold_while_nothing_is_written(desktop: Desktop) -> None:
    answered(desktop)
    (turn,) = desktop.page.transcript.turn_widgets
    assert turn is not None
    desktop.composer.focus()
    press(desktop, Qt.Key.Key_T)
    assert desktop.composer.text() == "t" and not is_open(turn.panel)
    press(desktop, Qt.Key.Key_Escape)
    press(desktop, Qt.Key.Key_T)
    assert desktop.composer.text() == "t" and is_open(turn.panel)
    press(desktop, Qt.Key.Key_T, SHIFT)
    assert not is_open(turn.panel)
    desktop.composer.focus()
    press(desktop, Qt.Key.Key_T, CONTROL)
    assert is_open(turn.panel)


def test_letters_are_written_into_every_input(desktop: Desktop) -> None:
    answered(desktop)
    desktop.window.sidebar.search.field.setFocus()
    press(desktop, Qt.Key.Key_T)
    press(desktop, Qt.Key.Key_Question)
    assert desktop.window.sidebar.search.field.text() == "t?"
    assert not is_open(desktop.window.keys.page)


def test_the_answer_is_copied(desktop: Desktop) -> None:
    answered(desktop)
    press(desktop, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QApplication.clipboard().text() == "42"


def test_branches_are_walked(desktop: Desktop) -> None:
    answered(desktop)
    first = desktop.window.desk.turns[-1].answer
    assert first is not None
    desktop.window.sending.regenerate(first.id)
    desktop.wait_answered()
    second = desktop.window.desk.turns[-1].answer
    assert second is not None and second.id != first.id
    press(desktop, Qt.Key.Key_Left, ALT)
    desktop.wait(lambda: _answer(desktop) == first.id)
    press(desktop, Qt.Key.Key_Right, ALT)
    desktop.wait(lambda: _answer(desktop) == second.id)


def _answer(desktop: Desktop) -> str:
    found = desktop.window.desk.turns[-1].answer
    return found.id if found is not None else ""


def test_examples_go_into_the_composer(desktop: Desktop) -> None:
    for number, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)):
        desktop.composer.set_text("")
        press(desktop, key, ALT)
        assert desktop.composer.text() == desktop.page.welcome.examples[number].question
    assert desktop.composer.input.hasFocus()


def test_the_page_of_keys_lists_the_keys_of_the_page(desktop: Desktop) -> None:
    press(desktop, Qt.Key.Key_Escape)
    press(desktop, Qt.Key.Key_Question)
    page = desktop.window.keys.page
    assert is_open(page)
    welcome = page.area.accessibleDescription()
    assert f"{key_words('example_1')}: Alt+1" in welcome
    assert key_words("fold") not in welcome and key_words("find") not in welcome
    press(desktop, Qt.Key.Key_Escape)
    assert not is_open(page)
    answered(desktop)
    desktop.window.keys.show_keys()
    reading = page.area.accessibleDescription()
    assert f"{key_words('fold')}: T" in reading and key_words("example_1") not in reading
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not is_open(page)


def test_every_key_of_the_map_does_something(desktop: Desktop) -> None:
    for open_page in (desktop.window.show_review, desktop.window.show_learning, desktop.window.show_models):
        open_page()
    assert desktop.window.keys.keyboard.bound == {key.id for key in KEYS}


def test_the_palette_runs_a_command(desktop: Desktop) -> None:
    desktop.composer.focus()
    press(desktop, Qt.Key.Key_P, CONTROL | SHIFT)
    palette = desktop.window.keys.palette
    assert is_open(palette) and palette.field.hasFocus()
    QTest.keyClicks(palette.field, "settin")
    assert palette.words()[0] == key_words("settings")
    press(desktop, Qt.Key.Key_Return)
    assert not is_open(palette) and desktop.window.settings.page.isVisible()


def test_the_palette_has_what_has_no_keys(desktop: Desktop) -> None:
    palette = desktop.window.keys.palette
    desktop.window.keys.show_palette()
    everywhere = {"Show the trash", "Open a model file", "Show the data folder", "Theme: dark", "Language: 简体中文"}
    assert everywhere <= set(palette.words()) and "Copy thought" not in palette.words()
    desktop.window.keys.leave()

    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("Hm. "), hold, answer("Yes")]
    desktop.ask("Slowly")
    desktop.wait(hold.reached.is_set)
    desktop.settle()
    desktop.window.keys.show_palette()
    QTest.keyClicks(palette.field, key_words("stop"))
    assert palette.words()[0] == key_words("stop")
    press(desktop, Qt.Key.Key_Return)
    desktop.wait_answered()
    desktop.wait(lambda: desktop.window.desk.summary is not None and not desktop.page.transcript.busy)

    palette.leave()
    desktop.window.keys.show_palette()
    offered = {key_words("edit_last"), key_words("newest"), "Copy thought", "Continue", "Answer from this", "Discard"}
    offered |= {"Ask again", "Figures", "As written", "Pin the conversation", "Archive the conversation"}
    offered |= {"Tags of the conversation", "Move the conversation to the trash"}
    assert offered <= {entry.words for entry in palette._entries}

    QTest.keyClicks(palette.field, "pin the conv")
    press(desktop, Qt.Key.Key_Return)
    desktop.wait(lambda: desktop.window.desk.summary is not None and desktop.window.desk.summary.pinned)
    desktop.window.keys.show_palette()
    QTest.keyClicks(palette.field, "discard")
    press(desktop, Qt.Key.Key_Return)
    desktop.wait(lambda: desktop.composer.text() == "Slowly")
    desktop.window.keys.show_palette()
    QTest.keyClicks(palette.field, "theme dark")
    press(desktop, Qt.Key.Key_Return)
    assert desktop.application.keeper.current.theme == "dark"


def test_the_palette_opens_a_conversation_by_its_title(desktop: Desktop) -> None:
    answered(desktop, "How many days from 3 March to 19 June?")
    wanted = desktop.window.desk.conversation_id
    desktop.window.desk.new_question()
    answered(desktop, "Is 391 prime?")
    desktop.window.keys.show_palette()
    desktop.settle()
    palette = desktop.window.keys.palette
    QTest.keyClicks(palette.field, "dys mrch")
    assert palette.words()[0].startswith("How many days")
    press(desktop, Qt.Key.Key_Return)
    desktop.wait(lambda: desktop.window.desk.conversation_id == wanted)


def test_the_palette_offers_only_what_applies(desktop: Desktop) -> None:
    palette = desktop.window.keys.palette
    desktop.window.keys.show_palette()
    assert key_words("answer_now") not in palette.words() and key_words("fold_newest") not in palette.words()
    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("Hm. "), hold, answer("Yes")]
    desktop.ask("Slowly")
    desktop.wait(hold.reached.is_set)
    desktop.settle()
    desktop.window.keys.leave()
    desktop.window.keys.show_palette()
    assert key_words("answer_now") in palette.words()
    hold.gate.set()
    desktop.wait_answered()


def test_the_palette_gives_the_focus_back(desktop: Desktop) -> None:
    desktop.composer.focus()
    desktop.window.keys.show_palette()
    press(desktop, Qt.Key.Key_Down)
    assert desktop.window.keys.palette.list.currentIndex().row() == 1
    press(desktop, Qt.Key.Key_Escape)
    assert desktop.composer.input.hasFocus()
    desktop.window.keys.show_palette()
    QTest.keyClicks(desktop.window.keys.palette.field, "qqqqzzzz")
    assert desktop.window.keys.palette.words() == []
    press(desktop, Qt.Key.Key_Return)
    assert is_open(desktop.window.keys.palette)
    press(desktop, Qt.Key.Key_P, CONTROL | SHIFT)
    assert not is_open(desktop.window.keys.palette)


def test_escape_goes_to_the_first_that_applies(desktop: Desktop) -> None:
    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("Hm. "), hold, answer("Yes")]
    desktop.ask("Slowly")
    desktop.wait(hold.reached.is_set)
    desktop.settle()
    desktop.window.keys.show_palette()
    press(desktop, Qt.Key.Key_Escape)
    assert not is_open(desktop.window.keys.palette) and desktop.window.desk.running()
    press(desktop, Qt.Key.Key_Escape)
    desktop.wait_answered()
    assert desktop.composer.input.hasFocus()
    press(desktop, Qt.Key.Key_Escape)
    assert not desktop.composer.input.hasFocus()


def test_keys_do_nothing_behind_the_page_of_keys(desktop: Desktop) -> None:
    answered(desktop)
    (turn,) = desktop.page.transcript.turn_widgets
    assert turn is not None
    desktop.window.keys.show_keys()
    press(desktop, Qt.Key.Key_T)
    assert not is_open(turn.panel)


def test_the_end_of_an_answer_is_told_once_and_politely(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, object]] = []
    update = QAccessible.updateAccessibility

    def hear(event: object) -> None:
        if type(event).__name__ == "QAccessibleAnnouncementEvent":
            told.append((event.message(), event.politeness()))  # type: ignore[attr-defined]
        update(event)  # type: ignore[arg-type]

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    answered(desktop)
    assert told == [("Answer ready", QAccessible.AnnouncementPoliteness.Polite)]


def test_everything_that_takes_the_focus_has_a_name(desktop: Desktop) -> None:
    answered(desktop)
    window = desktop.window
    for show in (window.show_questions, window.show_settings):
        show()
        seen = [part for part in window.findChildren(QWidget) if part.isVisible() and _takes_tab(part)]
        nameless = [type(part).__name__ for part in seen if not _spoken(part)]
        assert nameless == []
        assert len(seen) > 5


def _takes_tab(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isEnabled() and part.focusProxy() is None


def _spoken(part: QWidget) -> str:
    interface: Any = QAccessible.queryAccessibleInterface(part)
    return str(interface.text(QAccessible.Text.Name))


def test_the_focus_is_seen_on_every_part(desktop: Desktop) -> None:
    window = desktop.window
    pages: list[Callable[[], object]] = [lambda: None, lambda: answered(desktop), window.show_settings]
    for show in pages:
        show()
        desktop.bot.wait(20)
        unseen = []
        for part in window.findChildren(QWidget):
            region: Any = part.visibleRegion()
            if part.isVisible() and region.boundingRect() == part.rect() and _takes_tab(part):
                _forget_focus()
                before = _picture(part)
                part.setFocus(Qt.FocusReason.TabFocusReason)
                if part.hasFocus() and _picture(part) == before:
                    unseen.append(f"{type(part).__name__} {part.accessibleName()}")
        assert unseen == []


def _forget_focus() -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()


def _picture(part: QWidget) -> QImage:
    """Return how a part looks in its window: a frame around it may be what shows the focus."""
    around = QRect(part.mapTo(part.window(), QPoint(0, 0)), part.size()).adjusted(-12, -12, 12, 12)
    window: Any = part.window()
    picture: QImage = window.grab(around).toImage()
    return picture
