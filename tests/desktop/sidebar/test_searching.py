from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.shell.parts import TextButton
from desktop.sidebar.hit_delegate import around_match
from desktop.sidebar.search_box import SearchBox
from desktop.theme import Theme
from models.history.records import SearchHit, SearchScope
from models.history.store import Store
from tests.desktop.sidebar.conftest import DAY, Desktop, date, keep

Reopened = Callable[[Callable[[Store], object]], Desktop]


def search(desktop: Desktop, typed: str) -> None:
    desktop.window.sidebar.search.field.setText(typed)
    desktop.bot.wait(150)
    desktop.settle()


def test_at_least_one_place_is_searched(theme: Theme) -> None:
    box = SearchBox(theme)
    for button in (each for each in box.findChildren(QPushButton) if each.isCheckable()):
        if button.isChecked():
            button.click()
    assert len(box.scopes()) == 1
    box.deleteLater()


def test_typing_searches_once_after_a_moment(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    real = Store.search

    def watched(store: Store, query: str, *given: object, **named: object) -> object:
        searched.append(query)
        return real(store, query, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "search", watched)
    QTest.keyClicks(desktop.window.sidebar.search.field, "train")
    desktop.wait(lambda: bool(searched))
    desktop.settle()
    assert searched[-1] == "train" and len(searched) < 5


def test_an_empty_result_offers_the_other_places(reopened: Reopened) -> None:
    desktop = reopened(lambda store: keep(store, "A question", thought="Think of a zebra."))
    view = desktop.window.sidebar.hit_view
    search(desktop, "zebra")
    words = view._message.text()
    assert "zebra" in words and "questions" in words and "answers" in words and "thoughts" not in words
    offers = [button for button in view.findChildren(TextButton) if button.isVisible()]
    assert [button.text() for button in offers] == ["Search thoughts, too"]
    offers[0].click()
    desktop.wait(lambda: view.hits.rowCount() == 1)
    assert desktop.window.sidebar.search.scopes() == frozenset(SearchScope)


def test_a_hit_in_a_thought_opens_its_branch_unfolded_there(reopened: Reopened) -> None:
    def fill(store: Store) -> None:
        first = keep(store, "How much?", thought="Perhaps a quagga.", answer="First answer.")
        keep(store, "How much?", thought="Something else.", answer="Second answer.", again=first)
        for number in range(4):
            keep(store, f"Filler {number}")

    desktop = reopened(fill)
    sidebar = desktop.window.sidebar
    sidebar.search.set_scopes(frozenset(SearchScope))
    search(desktop, "quagga")
    assert sidebar.hits.rowCount() == 1
    QTest.keyClick(sidebar.search.field, Qt.Key.Key_Return)
    desktop.wait(lambda: desktop.page.transcript.turn_count == 1 and desktop.application.tasks.idle)
    widget = desktop.page.transcript.turn_widgets[0]
    assert widget is not None and widget.panel.is_open
    answers = desktop.window.desk.turns[0].answer
    assert answers is not None and answers.chosen.answer == "First answer."


def test_leaving_the_search_returns_to_the_same_place_in_the_list(reopened: Reopened) -> None:
    def fill(store: Store) -> None:
        for number in range(50):
            date(store, keep(store, f"Question {number}").conversation_id, 1.7e9 - number * DAY)

    desktop = reopened(fill)
    sidebar = desktop.window.sidebar
    sidebar.list.verticalScrollBar().setValue(240)
    search(desktop, "question")
    assert sidebar.hit_view.list.isVisible() and not sidebar.list.isVisible()
    sidebar.search.field.setFocus()
    QTest.keyClick(sidebar.search.field, Qt.Key.Key_Escape)
    desktop.wait(sidebar.list.isVisible)
    QApplication.processEvents()
    assert sidebar.list.verticalScrollBar().value() == 240
    assert sidebar.search.field.text() == ""


def test_down_walks_into_the_hits_and_up_back(reopened: Reopened) -> None:
    desktop = reopened(lambda store: [keep(store, "An apple"), keep(store, "Another apple")])
    sidebar = desktop.window.sidebar
    search(desktop, "apple")
    sidebar.search.field.setFocus()
    QTest.keyClick(sidebar.search.field, Qt.Key.Key_Down)
    assert sidebar.hit_view.list.hasFocus() and sidebar.hit_view.list.currentIndex().row() == 0
    QTest.keyClick(sidebar.hit_view.list, Qt.Key.Key_Up)
    assert sidebar.search.field.hasFocus()


@pytest.mark.parametrize(
    ("text", "word"), [("x " * 30 + "needle" + " y" * 30, "needle"), ("水槽は何分で満水" * 12, "満水")]
)
@pytest.mark.parametrize("room", [60.0, 216.0])
def test_the_match_is_in_view_however_little_room_there_is(theme: Theme, text: str, word: str, room: float) -> None:
    offset = text.index(word)
    start = max(offset - 24, 0)
    hit = SearchHit(
        "c", "t", SearchScope.ANSWERS, "q", "a", "x", offset, len(word), text[start : start + 80], offset - start, 0
    )
    metrics = QFontMetricsF(theme.font("meta"))
    before, match, after = around_match(hit, metrics, room)
    assert match == word
    assert metrics.horizontalAdvance(before + match + after) <= room + 2
    assert before
