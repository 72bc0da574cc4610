"""Finding words in the open conversation, with the keys and in turns that are not on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation.find_places import find_places
from models.history.records import AttemptState, NewAttempt, SearchScope
from models.history.store import Store
from tests.desktop.scripted_assistant import Hold, answer, thought
from tests.desktop.shell.conftest import Desktop


def fill(store: Store, turns: int) -> str:
    """A conversation; the word stands in the third question, and in the last thought (once) and answer (twice)."""
    conversation, parent = None, None
    for number in range(1, turns + 1):
        saved = store.recording.add_question(
            question="Where is the heron?" if number == 3 else f"Question {number}?",
            conversation_id=conversation, parent_id=parent, system_prompt="", effort="quick", attempts=[NewAttempt()],
        )  # fmt: skip
        thought_of_it, answer_to_it = "Hm.", "No bird here. " * 30
        if number == turns:
            thought_of_it, answer_to_it = "Is it a Heron?", "Yes: **heron**, and HERON.\n\n" + "More words.\n\n" * 40
        attempt = replace(
            store.attempt(saved.attempt_ids[0]),
            thought=thought_of_it,
            answer=answer_to_it,
            state=AttemptState.FINISHED,
        )
        store.recording.finish_attempt(attempt)
        conversation, parent = saved.conversation_id, saved.answer_id
    assert conversation is not None
    return conversation


@pytest.fixture
def long_one(desktop: Desktop) -> Desktop:
    conversation = fill(desktop.store, 50)
    desktop.window.desk.open(conversation)
    desktop.wait(lambda: desktop.window.desk.conversation_id == conversation and not desktop.page.transcript.busy)
    return desktop


def find(desktop: Desktop, words: str) -> None:
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = desktop.page.find_bar.field
    assert field.hasFocus()
    field.clear()
    QTest.keyClicks(field, words)


def count(desktop: Desktop) -> str:
    return desktop.page.find_bar.field.accessibleDescription()


def test_places_are_walked_through_the_whole_conversation(long_one: Desktop) -> None:
    desktop = long_one
    desktop.page.transcript.setFocus()
    find(desktop, "heron")
    desktop.wait(lambda: count(desktop) == "2 of 4")
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None and widget.panel.is_open
    assert len(desktop.window.desk.turns) == 30

    field = desktop.page.find_bar.field
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert count(desktop) == "3 of 4"
    QTest.keyClick(field, Qt.Key.Key_F3)
    assert count(desktop) == "4 of 4"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert count(desktop) == "1 of 4"
    desktop.wait(lambda: len(desktop.window.desk.turns) == 50)
    desktop.wait(
        lambda: (
            desktop.page.transcript.navigation.top_question_id()
            in {turn.question.id for turn in desktop.window.desk.turns[:4]}
        )
    )
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert count(desktop) == "4 of 4"


def test_a_hit_of_the_search_offers_its_other_places(long_one: Desktop) -> None:
    desktop = long_one
    conversation = desktop.window.desk.conversation_id
    hit = next(each for each in desktop.store.search("heron", [SearchScope.THOUGHTS]))
    desktop.window.desk.new_question()
    desktop.window.sidebar.hit_chosen.emit(hit)
    desktop.wait(lambda: desktop.window.desk.conversation_id == conversation and not desktop.page.find_bar.isHidden())
    assert count(desktop) == "2 of 4"
    assert not desktop.page.find_bar.field.hasFocus()
    assert desktop.page.find_bar.field.text().casefold() == "heron"
    desktop.window.finding.step(1)
    assert count(desktop) == "3 of 4"
    desktop.window._leave()
    assert desktop.page.find_bar.isHidden()


def test_a_hit_that_is_the_only_place_needs_no_bar(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    desktop.assistant.script = lambda _q: [answer("Only a pelican here.")]
    desktop.ask("What bird?")
    desktop.wait_answered()
    (hit,) = desktop.store.search("pelican", [SearchScope.ANSWERS])
    desktop.window.sidebar.hit_chosen.emit(hit)
    desktop.settle()
    assert desktop.page.find_bar.isHidden()


def test_what_is_not_there_is_said(long_one: Desktop) -> None:
    find(long_one, "pelican")
    long_one.wait(lambda: count(long_one) == "Not found")
    QTest.keyClick(long_one.page.find_bar.field, Qt.Key.Key_Return)
    assert count(long_one) == "Not found"


def test_escape_closes_and_returns_to_the_conversation(long_one: Desktop) -> None:
    find(long_one, "heron")
    long_one.wait(lambda: count(long_one) != "")
    QTest.keyClick(long_one.page.find_bar.field, Qt.Key.Key_Escape)
    assert long_one.page.find_bar.isHidden()
    assert long_one.page.transcript.hasFocus()
    widget = long_one.page.transcript.turn_widgets[-1]
    assert widget is not None
    find(long_one, "heron")
    long_one.window.desk.new_question()
    assert long_one.page.find_bar.isHidden()


def test_nothing_is_found_on_the_page_of_a_new_question(desktop: Desktop) -> None:
    desktop.window.finding.open()
    desktop.settle()
    assert count(desktop) == ""


def test_places_come_in_the_order_of_reading(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    desktop.assistant.script = lambda _q: [thought("a+b in the thought"), answer("A+B, then a+b")]
    desktop.ask("What is a+b?")
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    hits = find_places([turn], "a+b")
    assert [hit.scope for hit in hits] == [
        SearchScope.QUESTIONS, SearchScope.THOUGHTS, SearchScope.ANSWERS, SearchScope.ANSWERS,
    ]  # fmt: skip
    assert [(hit.offset, hit.length) for hit in hits] == [(8, 3), (0, 3), (0, 3), (10, 3)]
    assert find_places([turn], "  ") == []


def test_what_streams_and_what_has_ended_is_counted_too(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    hold, end = Hold(), Hold()
    desktop.assistant.script = lambda _q: [answer("A heron, "), hold, answer("another heron, "), end, answer("heron.")]
    desktop.ask("What bird?")
    desktop.wait(hold.reached.is_set)
    desktop.wait(lambda: bool(desktop.window.desk.conversation_id))
    desktop.page.transcript.setFocus()
    find(desktop, "heron")
    desktop.wait(lambda: count(desktop) == "1 of 1")
    hold.gate.set()
    desktop.wait(lambda: count(desktop) == "1 of 2")
    end.gate.set()
    desktop.wait_answered()
    desktop.wait(lambda: count(desktop) == "1 of 3")


def test_what_is_found_after_nothing_was_found_begins_at_the_first_place(long_one: Desktop) -> None:
    finding = long_one.window.finding
    find(long_one, "heron")
    long_one.wait(lambda: count(long_one).endswith(" of 4"))
    places = list(finding._places)
    finding._show(len(places) - 1)
    find(long_one, "pelican")
    long_one.wait(lambda: count(long_one) == "Not found")
    long_one.page.find_bar.field.setText("heron")
    long_one.page.find_bar._timer.stop()  # the pause after the last key has not passed, however slow the machine is
    for _ in range(2):  # as the conversation grows while the words are being typed
        finding._search_again()
        long_one.settle()
        assert count(long_one) == f"1 of {len(places)}"
    long_one.page.find_bar._timer.stop()
