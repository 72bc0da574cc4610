"""The states of the window that are photographed: how each comes about, and what must be seen in it.

A state's function brings the window there and then yields what must hold, as (what, whether it does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from desktop.sidebar.history_model import SIGN_ROLE, Sign
from models.events import Channel, EngineState, EngineStatus, StoreTrouble
from models.history.records import AttemptState, SearchScope
from tests.desktop.pictures import samples
from tests.desktop.pictures.samples import ANSWER, QUESTION, THOUGHT
from tests.desktop.pictures.stage import Stage
from tests.desktop.scripted_assistant import Say, answer, thought

Seen = Iterator[tuple[str, bool]]


@dataclass(frozen=True)
class State:
    """A picture of the sheet. `fill` puts into the history what the window finds when it opens."""

    name: str
    bring_about: Callable[[Stage], Seen]
    size: tuple[int, int] = (1440, 900)
    text_scale: float = 1.0
    filled: bool = True


STATES: list[State] = []


def state(
    name: str, *, size: tuple[int, int] = (1440, 900), text_scale: float = 1.0, filled: bool = True
) -> Callable[[Callable[[Stage], Seen]], Callable[[Stage], Seen]]:
    """Put a function among the states."""

    def register(bring_about: Callable[[Stage], Seen]) -> Callable[[Stage], Seen]:
        STATES.append(State(name, bring_about, size, text_scale, filled))
        return bring_about

    return register


def shows(parent: QWidget, *texts: str) -> bool:
    """Whether labels with these words are visible."""
    said = [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]
    return all(any(text in each for each in said) for text in texts)


@state("first start", filled=False)
def _first_start(stage: Stage) -> Seen:
    yield "the welcome page", stage.desktop.page.shows_welcome
    yield "three examples", sum(each.isVisible() for each in stage.desktop.page.welcome.examples) == 3
    yield "an empty list", stage.window.sidebar._message.isVisible()


@state("typing")
def _typing(stage: Stage) -> Seen:
    stage.desktop.composer.set_text("What if there were 20 rows instead?\nAnd what if\n\nevery row had 3 more?")
    yield "what was typed", "20 rows" in stage.desktop.composer.text()
    stage.rest()
    yield "a field that has grown", stage.desktop.composer.height() > 120


@state("live thinking")
def _live_thinking(stage: Stage) -> Seen:
    stage.ask(QUESTION, thought(THOUGHT[:300]))
    stage.clock.go_on(3.0)
    stage.wait(lambda: "3." in stage.turn.panel.header.content.spoken)
    yield "a panel that thinks", stage.turn.panel.thinking
    yield "opened by itself", stage.turn.panel.is_open
    yield "Stop can be pressed", stage.desktop.composer.stop_button.isEnabled()


@state("live answer")
def _live_answer(stage: Stage) -> Seen:
    stage.ask(QUESTION, thought(THOUGHT), answer(ANSWER[:330]))
    stage.rest()
    yield "a panel that no longer thinks", not stage.turn.panel.thinking
    yield "folded by itself", not stage.turn.panel.is_open
    yield "the answer", "42 seats" in stage.turn.answer.source


@state("finished, folded")
def _folded(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    yield "a folded panel", not stage.turn.panel.is_open
    yield "how long it thought", "14.2" in stage.turn.panel.header.content.spoken


@state("finished, unfolded")
def _unfolded(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.turn.panel.toggle()
    stage.rest()
    yield "an unfolded panel", stage.turn.panel.is_open
    yield "the whole thought", stage.turn.panel.body.isVisible()
    yield "it stays open", stage.turn.panel.height() > 120


@state("stopped while thinking")
def _stopped(stage: Stage) -> Seen:
    told: dict[str, Any] = {
        "thought": THOUGHT[:150],
        "answer": "",
        "state": AttemptState.STOPPED,
        "stop_reason": "stopped",
    }
    times: dict[str, Any] = {"thought_ended_at": 102.1, "answer_started_at": None, "answer_ended_at": None}
    stage.open(samples.seats(stage.store, thought_tokens=88, answer_tokens=0, **told, **times).conversation_id)
    yield "how it ended", "2.1" in stage.turn.panel.header.content.spoken
    yield "a way to continue", _has_button(stage.turn)


@state("failed")
def _failed(stage: Stage) -> Seen:
    error = "The model ended unexpectedly. What it wrote is kept; continue the answer to take it up again."
    told: dict[str, Any] = {
        "answer": "The hall has",
        "answer_tokens": 3,
        "state": AttemptState.FAILED,
        "stop_reason": "failed",
    }
    stage.open(samples.seats(stage.store, error=error, **told).conversation_id)
    yield "a way to continue", _has_button(stage.turn)
    yield "the words that came", "The hall has" in stage.turn.answer.source


@state("budget used up")
def _budget(stage: Stage) -> Seen:
    told: dict[str, Any] = {"thought_tokens": 1024, "thought_end": "budget", "thought_ended_at": 124.0}
    stage.open(samples.seats(stage.store, **told).conversation_id)
    yield "why the thought ended", bool(stage.turn.panel.header.content.tags)


@state("no thinking")
def _no_thinking(stage: Stage) -> Seen:
    told: dict[str, Any] = {"thought": "", "thought_tokens": 0, "thought_started_at": None, "thought_ended_at": None}
    saved = samples.seats(stage.store, effort="off", thought_budget=0, thought_end="", **told)
    stage.open(saved.conversation_id)
    yield "that nothing was thought", "14.2" not in stage.turn.panel.header.content.spoken
    yield "no open panel", not stage.turn.panel.is_open


@state("branch of an edited thought")
def _branch(stage: Stage) -> Seen:
    first = samples.seats(stage.store)
    told: dict[str, Any] = {
        "thought": THOUGHT.replace("3·12 = 36", "12·3 = 36"),
        "continued_from": first.attempt_ids[0],
    }
    samples.keep(stage.store, QUESTION, again=first, **told)
    stage.open(first.conversation_id)
    pager = stage.turn.pager
    yield "a pager at the second of two", pager is not None and pager.isVisible() and pager.words.count("2") == 2


@state("found by search")
def _found(stage: Stage) -> Seen:
    samples.seats(stage.store)
    sidebar = stage.window.sidebar
    sidebar.search.set_scopes(frozenset(SearchScope))
    _search(stage, "listing")
    QTest.keyClick(sidebar.search.field, Qt.Key.Key_Return)
    stage.wait(lambda: stage.desktop.page.transcript.turn_count > 0)
    stage.rest()
    yield "an unfolded panel", stage.turn.panel.is_open
    yield "the hits beside it", sidebar.hit_view.list.isVisible()


@state("find in conversation")
def _find(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.window.finding.open()
    bar = stage.desktop.page.find_bar
    bar.field.setText("seats")
    stage.wait(lambda: shows(bar, "1"))
    stage.rest()
    yield "the bar with its count", bar.isVisible() and shows(bar, "1")


@state("editing a thought")
def _editing(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.turn.panel.toggle()
    stage.rest()
    stage.turn.panel.editing.begin()
    stage.rest()
    editor = stage.turn.panel.editor
    yield "a field with the thought", editor is not None and editor.isVisible()


@state("token confidence")
def _confidence(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.turn.panel.toggle()
    stage.rest()
    stage.turn.panel.confidence.toggle()
    stage.rest()
    yield "doubtful tokens", len(stage.turn.panel.confidence.shown) > 3


@state("search results")
def _results(stage: Stage) -> Seen:
    samples.seats(stage.store)
    stage.window.sidebar.search.set_scopes(frozenset(SearchScope))
    _search(stage, "seats")
    hits = stage.window.sidebar.hit_view
    yield "hits in all places", hits.list.isVisible() and hits.hits.rowCount() >= 3


@state("empty search")
def _empty_search(stage: Stage) -> Seen:
    _search(stage, "zebra")
    hits = stage.window.sidebar.hit_view
    yield "what was searched for", hits._message.isVisible() and "zebra" in hits._message.text()
    yield "the other place", _has_button(hits)


@state("sidebar menu")
def _menu(stage: Stage) -> Seen:
    sidebar = stage.window.sidebar
    index = sidebar.history.index(5)
    place = sidebar.list.visualRect(index).center() + QPoint(20, 0)
    sidebar.list.menu_asked.emit(index, sidebar.list.viewport().mapToGlobal(place))
    menus = [part for part in stage.parts() if isinstance(part, QMenu)]
    yield "a menu", len(menus) == 1 and len(menus[0].actions()) >= 3


@state("renaming")
def _renaming(stage: Stage) -> Seen:
    sidebar = stage.window.sidebar
    sidebar.list.setFocus()
    sidebar.list.choose_row(5)
    QTest.keyClick(sidebar.list, Qt.Key.Key_F2)
    QApplication.processEvents()
    field = sidebar.list.findChild(QLineEdit)
    yield "a field in the row", field is not None and field.isVisible() and bool(field.text())


@state("moved to the trash")
def _trashed(stage: Stage) -> Seen:
    stage.window.organiser.trash(stage.store.conversations()[1])
    stage.wait(lambda: bool(stage.desktop.page.notices.text("trash")))
    stage.wait(stage.window.sidebar.trash_button.isVisible)
    yield "a notice with Undo", _has_button(stage.desktop.page.notices)


@state("trash")
def _trash(stage: Stage) -> Seen:
    for summary in stage.store.conversations()[:4]:
        stage.window.organiser.trash(summary)
    stage.desktop.settle()
    stage.desktop.page.notices.end("trash")
    sidebar = stage.window.sidebar
    sidebar.show_trash()
    stage.wait(lambda: sidebar.trash_view.chosen() is not None)
    sidebar.trash_view.ask_to_delete()
    stage.rest()
    yield "what is in the trash", sidebar.trash_view.trash.rowCount() > 3
    yield "the question before it is gone", sidebar.trash_view.keep_button.isVisible()


@state("model loading")
def _loading(stage: Stage) -> Seen:
    status = EngineStatus(EngineState.LOADING, model_name="Qwen2.5 7B Instruct", quantization="Q4_K_M", progress=0.42)
    stage.desktop.assistant.emit(status)
    stage.wait(lambda: "42" in stage.window.sidebar.model_chip._state.text())
    yield "how much is loaded", shows(stage.window.sidebar, "42", "Q4_K_M")


@state("model failed")
def _model_failed(stage: Stage) -> Seen:
    message = "The model needs 9.1 GB of memory and 3.2 GB are free; choose a smaller model."
    details = "llama_model_load: failed to allocate buffer of size 9771050598"
    name = "Mistral-Small-24B-Instruct-2501-abliterated"
    failed = EngineStatus(EngineState.FAILED, name, quantization="Q6_K", message=message, details=details)
    stage.desktop.assistant.emit(failed)
    stage.wait(lambda: bool(stage.desktop.page.notices.text("engine")))
    stage.rest()
    yield "why, and what to do", _has_button(stage.desktop.page.notices)
    yield "the quantization in full", shows(stage.window.sidebar, "Q6_K")


@state("history cannot be written")
def _store_trouble(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    message = "The disk is full, so the history cannot be written; free some space."
    stage.desktop.assistant.emit(StoreTrouble(message, "database or disk is full"))
    stage.wait(lambda: bool(stage.desktop.page.notices.text("store")))
    stage.rest()
    yield "a bar under the header", stage.desktop.page.notices.isVisible()


@state("settings")
def _settings(stage: Stage) -> Seen:
    stage.window.show_settings()
    yield "the settings page", stage.window.settings.page.isVisible()


@state("commands")
def _commands(stage: Stage) -> Seen:
    stage.window.keys.show_palette()
    stage.desktop.settle()
    yield "the palette", stage.window.keys.palette.is_open


@state("keys of the page")
def _keys(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.window.keys.show_keys()
    stage.desktop.settle()
    yield "the page of keys", stage.window.keys.page.is_open


@state("narrow", size=(960, 640))
def _narrow(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    yield "no sidebar", not stage.window.sidebar.isVisible()
    yield "a way to show it", stage.desktop.page.header.unfold_button.isVisible()


@state("narrow with sidebar", size=(960, 640))
def _narrow_sidebar(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.window.sidebar_place.toggle()
    QApplication.processEvents()
    yield "the sidebar over the page", stage.window.sidebar.isVisible() and stage.window.sidebar_place.floats


@state("text at 200 %", text_scale=2.0)
def _large(stage: Stage) -> Seen:
    stage.open(samples.seats(stage.store).conversation_id)
    stage.turn.panel.toggle()
    stage.rest()
    yield "an unfolded panel", stage.turn.panel.is_open


@state("text at 200 %, first start", text_scale=2.0, filled=False)
def _large_first(stage: Stage) -> Seen:
    yield "the welcome page", stage.desktop.page.shows_welcome


@state("long Chinese conversation")
def _chinese(stage: Stage) -> Seen:
    told: dict[str, Any] = {"thought": samples.CHINESE_THOUGHT, "answer": samples.CHINESE_ANSWER}
    saved = samples.keep(stage.store, samples.CHINESE_QUESTION, **told)
    for _ in range(4):
        saved = samples.keep(
            stage.store, "如果出水管改为八分钟放空，结果会怎样？请一步一步说明。", parent=saved, **told
        )
    stage.open(saved.conversation_id)
    stage.turn.panel.toggle()
    stage.rest()
    yield "five turns", stage.desktop.page.transcript.turn_count == 5
    yield "an unfolded panel", stage.turn.panel.is_open


@state("answers elsewhere")
def _elsewhere(stage: Stage) -> Seen:
    stage.ask("Which primes are below 50?", Say(Channel.THOUGHT, "Let me count them."))
    running = stage.window.desk.conversation_id or ""
    stage.open(samples.seats(stage.store).conversation_id)
    model = stage.window.sidebar.history
    stage.wait(lambda: model.row_of(running) > 0)
    sign = model.index(model.row_of(running)).data(SIGN_ROLE)
    yield "the sign of a running answer", sign == Sign.RUNNING


def _has_button(parent: QWidget) -> bool:
    """Whether there is a visible button with words."""
    return any(button.isVisible() and button.text() for button in parent.findChildren(QAbstractButton))


def _search(stage: Stage, typed: str) -> None:
    field = stage.window.sidebar.search.field
    field.setFocus()
    field.setText(typed)
    stage.wait(lambda: not stage.window.sidebar.search._timer.isActive())
    stage.desktop.settle()
