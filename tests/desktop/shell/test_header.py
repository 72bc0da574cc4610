from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.desktop.shell.conftest import Desktop


def asked(desktop: Desktop) -> str:
    desktop.ask("What is the average speed?")
    desktop.wait_answered()
    desktop.settle()
    return desktop.window.desk.conversation_id or ""


def test_the_title_is_typed_in_its_place(desktop: Desktop) -> None:
    conversation = asked(desktop)
    header = desktop.page.header
    desktop.wait(lambda: desktop.window.desk.summary is not None)
    header.edit_title()
    assert header.title_field.isVisible()
    header.title_field.setText("  Trains   and times ")
    QTest.keyClick(header.title_field, Qt.Key.Key_Return)
    assert header.title_field.isHidden()
    desktop.wait(lambda: getattr(desktop.window.desk.summary, "title", "") == "Trains and times")
    found = desktop.store.conversation(conversation)
    assert found is not None and found.title == "Trains and times"


def test_escape_keeps_the_title_and_stops_nothing(desktop: Desktop) -> None:
    conversation = asked(desktop)
    header = desktop.page.header
    desktop.wait(lambda: desktop.window.desk.summary is not None)
    header.edit_title()
    header.title_field.setText("Other")
    QTest.keyClick(header.title_field, Qt.Key.Key_Escape)
    desktop.settle()
    found = desktop.store.conversation(conversation)
    assert header.title_field.isHidden()
    assert found is not None and found.title.startswith("What is the average")


def test_a_new_question_has_no_title_to_edit(desktop: Desktop) -> None:
    desktop.page.header.edit_title()
    assert desktop.page.header.title_field.isHidden()


def test_the_header_opens_the_find_bar(desktop: Desktop) -> None:
    asked(desktop)
    desktop.page.header.find_button.click()
    assert desktop.page.find_bar.isVisible()
    desktop.window.finding.leave()


@pytest.mark.qt_log_ignore("does not support")
def test_branches_are_listed_with_their_first_words(desktop: Desktop) -> None:
    asked(desktop)
    turn = desktop.window.desk.turns[-1]
    assert turn.answer is not None
    desktop.page.transcript.requests.regenerate_asked.emit(turn.answer.id)
    desktop.wait_answered()
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    pager = widget.panel.buttons.pager
    assert pager is not None and pager.words == "Branch 2 of 2"
    pager.list_wanted.emit(pager)
    desktop.wait(lambda: bool(pager.findChildren(QMenu)))
    [menu] = pager.findChildren(QMenu)
    first, second = menu.actions()
    assert first.text().startswith("You asked: *What is the average speed?*") and "Today" in first.text()
    assert second.isChecked()
    first.trigger()
    menu.close()
    assert turn.answer is not None
    first_id = turn.answer.id

    def shows_first() -> bool:
        answer = desktop.window.desk.turns[-1].answer
        return answer is not None and answer.id == first_id

    desktop.wait(shows_first)


def test_the_conversation_is_exported_from_its_header(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    header = desktop.page.header
    assert header.export_button.isHidden()
    asked(desktop)
    desktop.wait(lambda: desktop.window.desk.summary is not None)
    exported: list[object] = []
    monkeypatch.setattr(desktop.window.organiser, "export", exported.append)
    header.export_button.click()
    assert exported == [desktop.window.desk.summary]
