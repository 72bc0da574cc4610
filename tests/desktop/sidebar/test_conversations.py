from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.sidebar.history_model import MOST_KEPT, SIGN_ROLE, HistoryModel, Sign
from desktop.sidebar.organiser import PAGE
from models.history.records import ConversationSummary
from models.history.store import Store
from tests.desktop.scripted_assistant import Hold, Script, answer
from tests.desktop.sidebar.conftest import DAY, Desktop, date, keep

Reopened = Callable[[Callable[[Store], object]], Desktop]


def titles(model: HistoryModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def wait_titles(desktop: Desktop, wanted: list[str]) -> None:
    desktop.wait(lambda: titles(desktop.window.sidebar.history) == wanted)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def three_days(store: Store) -> None:
    now = time.time()
    for name, days in (("newest", 0), ("second", 0), ("older", 60)):
        date(store, keep(store, name).conversation_id, now - days * DAY - (1 if name == "second" else 0))


def test_a_long_history_comes_in_pages_and_never_on_the_gui_thread(
    reopened: Reopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(store: Store) -> None:
        for number in range(3 * PAGE):
            date(store, keep(store, f"Question {number}").conversation_id, 1e9 + number)

    desktop = reopened(fill)
    readers: set[int] = set()
    read = Store.conversations

    def watched(store: Store, **named: object) -> object:
        readers.add(threading.get_ident())
        return read(store, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "conversations", watched)
    model, view = desktop.window.sidebar.history, desktop.window.sidebar.list
    assert model.listed == PAGE
    while model.listed < 3 * PAGE:
        view.scrollToBottom()
        QApplication.processEvents()
        desktop.settle()
    assert titles(model)[1] == f"Question {3 * PAGE - 1}" and titles(model)[-1] == "Question 0"
    assert readers and threading.get_ident() not in readers


def test_a_change_leaves_the_list_where_it_is(reopened: Reopened) -> None:
    def fill(store: Store) -> None:
        for number in range(PAGE):
            date(store, keep(store, f"Question {number}").conversation_id, 1e9 + number)

    desktop = reopened(fill)
    view = desktop.window.sidebar.list
    view.setFocus()
    view.choose_row(20)
    view.verticalScrollBar().setValue(300)
    kept = view.currentIndex().data()
    desktop.window.organiser.pin(desktop.store.conversations(limit=1)[0], pinned=True)
    desktop.wait(lambda: titles(desktop.window.sidebar.history)[0] == "Pinned")
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == 300
    assert view.currentIndex().data() == kept


def test_pinned_conversations_stand_at_the_top(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    model = desktop.window.sidebar.history
    month = titles(model)[-2]
    desktop.window.organiser.pin(desktop.store.conversations()[-1], pinned=True)
    wait_titles(desktop, ["Pinned", "older", "Today", "newest", "second"])
    desktop.window.organiser.pin(desktop.store.pinned()[0], pinned=False)
    wait_titles(desktop, ["Today", "newest", "second", month, "older"])


def test_the_keyboard_walks_past_headings_and_opens(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    view = desktop.window.sidebar.list
    view.setFocus()
    assert view.currentIndex().data() == "newest"
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "older"
    press(view, Qt.Key.Key_Return)
    desktop.wait(lambda: desktop.window.desk.summary is not None)
    assert desktop.window.desk.summary is not None and desktop.window.desk.summary.title == "older"
    view.setFocus()
    press(view, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert desktop.window.sidebar.search.field.hasFocus()


def test_f2_renames_in_place(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    view = desktop.window.sidebar.list
    view.setFocus()
    press(view, Qt.Key.Key_F2)
    field = view.findChild(QLineEdit)
    assert field is not None and field.selectedText() == "newest"
    QTest.keyClicks(field, "A better  title")
    desktop.window.organiser.pin(desktop.store.conversations()[-1], pinned=True)  # a change while a title is typed
    desktop.settle()
    desktop.bot.wait(150)
    assert view.findChild(QLineEdit) is field
    press(field, Qt.Key.Key_Return)
    wait_titles(desktop, ["Pinned", "older", "Today", "A better title", "second"])
    assert desktop.store.conversations()[0].title == "A better title"


def test_escape_leaves_a_title_as_it_was(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    view = desktop.window.sidebar.list
    view.setFocus()
    press(view, Qt.Key.Key_F2)
    field = view.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "something else")
    press(field, Qt.Key.Key_Escape)
    desktop.wait(lambda: not desktop.window.sidebar.renaming)
    desktop.settle()
    assert desktop.store.conversations()[0].title == "newest"


def test_delete_and_undo_reopens_what_was_open(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    view, window = desktop.window.sidebar.list, desktop.window
    view.setFocus()
    press(view, Qt.Key.Key_Return)
    desktop.wait(lambda: window.desk.summary is not None)
    opened = window.desk.conversation_id
    view.setFocus()
    press(view, Qt.Key.Key_Delete)
    desktop.wait(lambda: "newest" in desktop.page.notices.text("trash") and desktop.page.shows_welcome)
    desktop.wait(lambda: "newest" not in titles(window.sidebar.history))
    bar = desktop.page.notices
    undo = next(
        button for button in bar.findChildren(type(window.sidebar.trash_view.keep_button)) if button.text() == "Undo"
    )
    undo.click()
    desktop.wait(lambda: window.desk.conversation_id == opened and "newest" in titles(window.sidebar.history))
    assert bar.text("trash") == ""


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_key_opens_the_menu_of_the_row(reopened: Reopened) -> None:
    desktop = reopened(three_days)
    view = desktop.window.sidebar.list
    view.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view.viewport(), event)
    menu = desktop.window.findChild(QMenu)
    assert menu is not None and menu.isVisible()
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Pin", "Rename", "Archive", "Tags…", "Export…", "Move to the trash"]
    menu.actions()[0].trigger()
    menu.close()
    wait_titles(desktop, ["Pinned", "newest", "Today", "second", titles(desktop.window.sidebar.history)[-2], "older"])


def test_rows_tell_of_answers_being_written_and_waiting(desktop: Desktop) -> None:
    hold = Hold()
    scripts: dict[str, Script] = {"slow": [answer("It is"), hold, answer(" 4.")]}
    desktop.assistant.script = lambda question: scripts.get(question, [answer("Yes.")])
    desktop.ask("slow")
    assert hold.reached.wait(5)
    model = desktop.window.sidebar.history
    desktop.wait(lambda: model.rowCount() == 2)
    slow = desktop.window.desk.conversation_id or ""

    def sign() -> str:
        return str(model.index(model.row_of(slow)).data(SIGN_ROLE))

    desktop.wait(lambda: sign() == Sign.RUNNING)
    assert "being written" in str(model.index(model.row_of(slow)).data(Qt.ItemDataRole.AccessibleTextRole))
    desktop.window.desk.new_question()
    hold.gate.set()
    desktop.wait(lambda: sign() == Sign.UNREAD)
    desktop.window.desk.open(slow)
    desktop.wait(lambda: sign() == Sign.NONE)


def test_the_tool_tip_tells_the_whole_title_and_the_day(reopened: Reopened) -> None:
    long = "A very long question about many things that no sidebar of this world could hold"
    desktop = reopened(lambda store: keep(store, long))
    tip = str(desktop.window.sidebar.history.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.startswith(long[:60]) and "Today, " in tip


def test_a_long_list_forgets_its_end_when_rows_move_and_reads_it_again(qtbot: QtBot) -> None:  # noqa: ARG001
    model = HistoryModel()
    rows = [ConversationSummary(f"{n:05}", f"Question {n}", 0, 1.7e9 - n) for n in range(MOST_KEPT + 500)]
    model.show([], rows, more=False)
    moved = replace(rows[7], updated_at=1.8e9)
    model.take_changes({moved.id: moved}, needed=MOST_KEPT + 100)
    assert model.listed == MOST_KEPT + 101 and titles(model)[1] == "Question 7"
    asked: list[object] = []
    model.older_wanted.connect(asked.append)
    assert model.canFetchMore(model.index(-1))
    model.fetchMore(model.index(-1))
    last = rows[MOST_KEPT + 100]
    assert asked == [(last.updated_at, last.id)]
    model.append(rows[MOST_KEPT + 101 :], more=False)
    assert model.listed == len(rows) and len(set(titles(model))) == model.rowCount()
