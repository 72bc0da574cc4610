"""Votes, tabs and steps of a stored answer."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from desktop.conversation.answer_story import first_difference
from desktop.conversation.attempt_tabs import AttemptTab
from desktop.conversation.panel_words import answer_header
from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.step_rows import RowKind
from desktop.conversation.transcript import TranscriptView
from desktop.theme import Theme
from models.events import Channel, Token
from models.history.records import Answer, AttemptState, PanelState, Question, SearchHit, SearchScope, Turn
from models.traces import Deliberated, Ending, Fate, Step, VoteGroup
from tests.desktop.deliberated import DISSENTING, PLAIN, REPAIRED, WRONG, five_attempts, thought_of

ATTEMPTS, FOUND, STEPS = five_attempts("a1")


def turn_of(found: Deliberated | None = FOUND, *, count: int = 6, **told: Any) -> Turn:
    attempts = tuple(replace(each, **told) for each in ATTEMPTS[:count])
    answer = Answer("a1", "q1", 0.0, "a1-1", PanelState.AUTOMATIC, attempts, deliberated=found)
    return Turn(Question("q1", "c", None, "How many seats?", 0.0), answer)


@pytest.fixture
def bringing(view: TranscriptView) -> list[str]:
    """The attempts whose steps were asked for; they come at once."""
    asked: list[str] = []

    def bring(attempt_id: str) -> None:
        asked.append(attempt_id)
        view.show_steps(attempt_id, STEPS[attempt_id])

    view.requests.steps_wanted.connect(bring, Qt.ConnectionType.QueuedConnection)
    return asked


def panel_of(view: TranscriptView) -> ReasoningPanel:
    widget = view.turn_widgets[-1]
    assert widget is not None
    return widget.panel


def shown(view: TranscriptView, turn: Turn, qtbot: QtBot) -> ReasoningPanel:
    view.show_turns([turn], has_older=False, live={})
    qtbot.waitUntil(lambda: view.rendered)
    return panel_of(view)


def opened(view: TranscriptView, qtbot: QtBot, turn: Turn | None = None) -> ReasoningPanel:
    panel = shown(view, turn or turn_of(), qtbot)
    panel.toggle()
    qtbot.waitUntil(lambda: panel.content.shows_steps)
    return panel


def tab(panel: ReasoningPanel, number: int) -> AttemptTab:
    return next(each for each in panel.content.tabs.tabs if each.attempt.number == number)


def texts(panel: ReasoningPanel) -> list[str]:
    return [row.text for row in panel.content.steps.rows]


@pytest.mark.parametrize(
    ("found", "told", "words"),
    [
        (FOUND, {}, "Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree · 1 repaired"),
        (
            replace(FOUND, ending=Ending.AGREED, planned=16),
            {"thought_end": "budget"},
            "Thought for 14.2 s · 612 tokens · stopped at 5 of 16 · 4 agree · budget used up · 1 repaired",
        ),
        (
            replace(FOUND, ending=Ending.NO_VOTES, finished=2, groups=()),
            {},
            "Thought for 14.2 s · 612 tokens · 2 of 5 attempts · no vote · 1 repaired",
        ),
        (
            replace(FOUND, attempts=(), groups=(VoteGroup("42", (1, 2)), VoteGroup("41", (3, 5)))),
            {},
            "Thought for 14.2 s · 612 tokens · 5 attempts · 2 agree · split vote",
        ),
        (
            replace(FOUND, attempts=()),
            {"mean_logprob": -0.494},
            "Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree · unsure, 61 %",
        ),
        (
            replace(FOUND, attempts=(), ending=Ending.ASKED),
            {"thought_end": "asked", "thought_budget": 600},
            "Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree · budget used up",
        ),
        (
            replace(FOUND, attempts=(), ending=Ending.ASKED),
            {"thought_end": "asked"},
            "Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree · answered early",
        ),
        (replace(FOUND, attempts=()), {}, "Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree"),
    ],
)
def test_the_header_tells_how_it_was_found(
    view: TranscriptView, qtbot: QtBot, found: Deliberated, told: dict[str, Any], words: str
) -> None:
    assert shown(view, turn_of(found, **told), qtbot).header.content.spoken == words


@pytest.mark.usefixtures("bringing")
def test_a_single_attempt_tells_of_no_votes(view: TranscriptView, qtbot: QtBot) -> None:
    turn = turn_of(replace(FOUND, planned=1, finished=1, attempts=FOUND.attempts[:1], groups=()), count=1)
    panel = opened(view, qtbot, turn)
    assert panel.header.content.rest == "102 tokens"
    assert not panel.content.tabs.isVisible() and not panel.content.votes.isVisible()
    assert panel.content.fold_row.right == "4 of 5 equations hold, 1 was repaired"


def test_what_went_round_in_circles_was_not_stopped_by_the_reader(view: TranscriptView, qtbot: QtBot) -> None:
    told = {"answer": "", "state": AttemptState.STOPPED, "stop_reason": "cut"}
    panel = shown(view, turn_of(None, count=1, **told), qtbot)
    assert panel.header.content.spoken.endswith("tokens kept · went round in circles")
    widget = view.turn_widgets[-1]
    assert widget is not None and widget.outcome is not None
    assert "circles" in widget.outcome.outcome.title and panel.is_open


def test_words_of_the_reader_are_named(view: TranscriptView, qtbot: QtBot) -> None:
    turn = turn_of(None, count=1)
    assert turn.answer is not None
    panel = shown(view, replace(turn, answer=replace(turn.answer, continued_from_attempt_id="x")), qtbot)
    assert panel.header.content.rest.endswith(" · began with your words")


def test_votes_steps_and_the_repair_in_its_place(view: TranscriptView, qtbot: QtBot, bringing: list[str]) -> None:
    panel = opened(view, qtbot)
    assert bringing == ["a1-1"], "only what is seen is brought"
    assert panel.content.votes.words == ["42 · 4 of 5 · chosen", "41 · 1 of 5"]
    assert texts(panel)[3:5] == ["Add them up: 36 + 6 = 41.", "Add them up: 36 + 6 = 42."]
    assert [row.repaired for row in panel.content.steps.rows] == [False, False, False, False, True, False]
    assert panel.content.fold_row.right == "102 tokens, 3.0 s · 4 of 5 equations hold, 1 was repaired"
    assert tab(panel, 1).isChecked() and tab(panel, 4).attempt.fate is Fate.CUT
    assert tab(panel, 4).text() == "4 cut" and "circles" in tab(panel, 4).toolTip()
    assert panel.buttons.numbers.isVisible()


def test_only_an_open_panel_has_buttons_for_its_thought_and_the_keys_work_in_both(
    view: TranscriptView, qtbot: QtBot
) -> None:
    panel = shown(view, turn_of(None, count=1), qtbot)
    tools = (panel.buttons.copy, panel.buttons.edit_button, panel.buttons.confidence_button)
    assert not any(each.isVisible() for each in tools)
    panel.toggle()
    assert all(each.isVisible() for each in tools)
    panel.toggle()
    assert not any(each.isVisible() for each in tools)
    panel.editing.begin()
    assert panel.is_open and panel.editor is not None


def test_another_attempt_and_where_it_parts(view: TranscriptView, qtbot: QtBot, bringing: list[str]) -> None:
    panel = opened(view, qtbot)
    QTest.mouseClick(tab(panel, 3), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The hall has 41 seats." in texts(panel))
    assert bringing == ["a1-1", "a1-3"]
    assert panel.thought == DISSENTING[0] and tab(panel, 3).isChecked()
    assert panel.content.steps.difference == 3
    assert panel.buttons.copy.isVisible() and not panel.buttons.edit_button.isVisible()
    square = panel.buttons.numbers
    QTest.mouseClick(square, Qt.MouseButton.LeftButton, pos=QPoint(5, square.height() // 2))
    qtbot.waitUntil(lambda: panel.thought == REPAIRED[0])
    assert panel.content.steps.difference == 0 and panel.buttons.edit_button.isVisible()
    view.current_turn.show_attempt(9)
    assert panel.shown.number == 1
    view.current_turn.show_attempt(5)
    qtbot.waitUntil(lambda: texts(panel)[:-1] == [line.strip() for line in PLAIN[0].splitlines()])


def test_where_attempts_part() -> None:
    thought, steps = REPAIRED
    assert first_difference(thought, steps, thought.replace("\n", "  \n"), _spread(steps)) == 0
    assert first_difference(DISSENTING[0], DISSENTING[1], thought, steps) == 3
    assert first_difference(thought, steps, thought, steps[:2]) == 3
    assert first_difference(thought, steps[:2], thought, steps) == 0


def _spread(steps: list[Step]) -> list[Step]:
    """The steps of a thought with two more spaces at the end of each."""
    return [replace(step, start=step.start + 2 * n, end=step.end + 2 * n + 2) for n, step in enumerate(steps)]


def test_old_answers_show_their_thought_as_it_was_written(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(None, count=1), qtbot)
    panel.toggle()
    assert panel.body.isVisible() and panel.body.text() == REPAIRED[0]
    view.show_steps("a1-1", ())
    assert panel.body.isVisible() and not panel.content.shows_steps


def test_sixteen_attempts_wrap(view: TranscriptView, qtbot: QtBot) -> None:
    many = tuple(
        replace(ATTEMPTS[1], id=f"x{number}", number=number, final_answer="a rather long answer " * 4)
        for number in range(1, 17)
    )
    answer = Answer(
        "a1", "q1", 0.0, "x1", PanelState.AUTOMATIC, many, deliberated=Deliberated(Ending.DONE, 16, 16, chosen=1)
    )
    panel = shown(view, Turn(Question("q1", "c", None, "?", 0.0), answer), qtbot)
    panel.toggle()
    qtbot.waitUntil(panel.content.tabs.isVisible)
    tabs = panel.content.tabs
    assert all(tabs.rect().contains(each.geometry()) for each in tabs.tabs)
    assert len({each.y() for each in tabs.tabs}) > 1 and not panel.buttons.numbers.isVisible()
    assert "Alt+5" in tabs.tabs[4].toolTip() and "Alt" not in tabs.tabs[5].toolTip()


@pytest.mark.usefixtures("bringing")
def test_walking_the_steps(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(), qtbot)
    view.current_turn.walk(1)
    qtbot.waitUntil(lambda: panel.content.steps.current is not None)
    steps = panel.content.steps
    assert panel.is_open and steps.hasFocus()
    assert steps.accessibleDescription().startswith("Step 1. Three rows.")
    assert steps.accessibleDescription().endswith("nothing to check")
    for _ in range(3):
        view.current_turn.walk(1)
    assert (
        steps.accessibleDescription()
        == "Step 4. Add them up: 36 + 6 = 41. 36 + 6 = 41 does not hold. arithmetic says 42"
    )
    QTest.keyClick(steps, Qt.Key.Key_Down)
    assert steps.accessibleDescription() == "Step 4, written anew. Add them up: 36 + 6 = 42. 36 + 6 = 42 holds."
    assert steps.accessibleName() == "Steps of the thought"
    QTest.keyClick(steps, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Add them up: 36 + 6 = 42."
    for _ in range(9):
        view.current_turn.walk(-1)
    assert steps.current is steps.rows[0]


def test_a_step_that_is_walked_to_comes_into_view(view: TranscriptView, qtbot: QtBot) -> None:
    thought, steps = thought_of(*((f"Row {number} has a pair.", {}) for number in range(39)))
    view.requests.steps_wanted.connect(
        lambda attempt: view.show_steps(attempt, steps), Qt.ConnectionType.QueuedConnection
    )
    panel = opened(view, qtbot, turn_of(None, count=1, thought=thought))
    for by in (1, -1):
        for _ in range(40):
            view.current_turn.walk(by)
        row = panel.content.steps
        y = 38 * 28 if by > 0 else 0
        place = row.mapTo(view.viewport(), QPoint(0, y)).y()
        assert 0 <= place <= view.viewport().height() - 28


@pytest.mark.usefixtures("bringing")
def test_a_hit_shows_its_steps_and_the_others_on_demand(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(), qtbot)
    offset = DISSENTING[0].index("seats.")
    hit = SearchHit("c", "", SearchScope.THOUGHTS, "q1", "a1", "a1-3", offset, 5, "seats", 0, 0.0)
    view.hits.reveal(hit)
    assert panel.is_open and panel.shown.number == 3
    qtbot.waitUntil(lambda: panel.content.shows_steps and panel.content.others.isVisible())
    assert [row.number for row in panel.content.steps.rows] == [1, 3, 5]
    others = panel.content.others
    assert others.text() == "Show the other 2 steps"
    height = panel.height()
    QTest.mouseClick(others, Qt.MouseButton.LeftButton)
    assert len(texts(panel)) == 6 and not others.isVisible() and panel.height() > height


def in_answer(number: int, words: str) -> SearchHit:
    answer = ATTEMPTS[number - 1].answer
    return SearchHit(
        "c", "", SearchScope.ANSWERS, "q1", "a1", f"a1-{number}", answer.index(words), len(words), "", 0, 0.0
    )


def marked(panel: ReasoningPanel) -> list[tuple[RowKind, str]]:
    steps = panel.content.steps
    return [(row.kind, row.raw[start:end]) for row in steps.rows for start, end in steps.marks(row)]


@pytest.mark.usefixtures("bringing")
def test_a_hit_in_the_answer_of_another_attempt_opens_that_one(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(), qtbot)
    widget = view.turn_widgets[-1]
    assert widget is not None
    view.hits.reveal(in_answer(3, "seats"))
    assert panel.is_open and panel.shown.number == 3 and tab(panel, 3).isChecked()
    qtbot.waitUntil(lambda: panel.content.shows_steps)
    assert marked(panel) == [(RowKind.ANSWER, "seats")] and not panel.content.others.isVisible()
    assert texts(panel)[0].startswith("Three rows.") and texts(panel)[-1] == WRONG
    assert not panel.buttons.hits.isVisible(), "nothing was looked for in the thought"
    assert not any(each.extraSelections() for each in widget.answer.findChildren(QTextEdit))
    view.hits.reveal(in_answer(1, "rows"))
    assert panel.shown.number == 3 and not marked(panel)
    chosen = [mark.cursor.selectedText() for each in widget.answer.findChildren(QTextEdit)
              for mark in each.extraSelections()]  # fmt: skip
    assert chosen == ["rows"]


@pytest.mark.parametrize("thought", ["", "It was 41, I think."])
def test_the_answer_of_another_attempt_without_steps_is_there_too(
    view: TranscriptView, qtbot: QtBot, thought: str
) -> None:
    turn = turn_of(None)
    assert turn.answer is not None
    attempts = tuple(replace(each, thought=thought if each.number == 3 else each.thought) for each in ATTEMPTS)
    view.requests.steps_wanted.connect(lambda attempt: view.show_steps(attempt, ()), Qt.ConnectionType.QueuedConnection)
    panel = shown(view, replace(turn, answer=replace(turn.answer, attempts=attempts)), qtbot)
    view.hits.reveal(in_answer(3, "41 seats"))
    qtbot.waitUntil(lambda: marked(panel) == [(RowKind.ANSWER, "41 seats")])
    assert texts(panel) == ([thought] if thought else []) + [WRONG]


@pytest.mark.usefixtures("bringing")
def test_a_hit_far_down_a_long_answer_of_another_attempt_comes_into_view(view: TranscriptView, qtbot: QtBot) -> None:
    turn = turn_of()
    assert turn.answer is not None
    answer = "A line of the answer that goes on for a while.\n" * 300 + "the needle"
    attempts = tuple(replace(each, answer=answer if each.number == 3 else each.answer) for each in ATTEMPTS)
    panel = shown(view, replace(turn, answer=replace(turn.answer, attempts=attempts)), qtbot)
    view.hits.reveal(replace(in_answer(3, "seats"), offset=answer.index("needle"), length=6))
    qtbot.waitUntil(lambda: marked(panel) == [(RowKind.ANSWER, "needle")])
    steps = panel.content.steps
    box = steps.row_box(len(steps.rows) - 1)
    assert steps.viewport().rect().intersects(box)
    assert view.viewport().rect().intersects(box.translated(steps.viewport().mapTo(view.viewport(), QPoint(0, 0))))


@pytest.mark.usefixtures("bringing")
def test_the_look_changes_with_the_theme(view: TranscriptView, qtbot: QtBot, theme: Theme) -> None:
    panel = opened(view, qtbot)
    light = panel.grab().toImage()
    theme.set_choice("dark")
    qtbot.waitUntil(lambda: view.rendered)
    assert panel.grab().toImage() != light
    theme.set_text_scale(1.5)
    qtbot.waitUntil(lambda: view.rendered)
    steps = panel.content.steps
    assert steps.height() == sum(steps.row_box(place).height() for place in range(6)) > 6 * 28


@pytest.mark.usefixtures("bringing")
def test_the_answer_of_another_attempt_can_be_taken(view: TranscriptView, qtbot: QtBot) -> None:
    taken: list[tuple[str, str]] = []
    view.requests.attempt_taken.connect(lambda answer, attempt: taken.append((answer, attempt)))
    panel = opened(view, qtbot)
    assert not panel.content.take.isVisible()
    view.current_turn.show_attempt(3)
    qtbot.waitUntil(panel.content.take.isVisible)
    assert panel.content.steps.rows[-1].kind is RowKind.ANSWER and texts(panel)[-1] == WRONG
    panel.content.take.click()
    assert taken == [("a1", "a1-3")]
    turn = turn_of()
    assert turn.answer is not None
    view.finish(replace(turn, answer=replace(turn.answer, chosen_attempt_id="a1-3")))
    assert panel.shown.number == 3 and not panel.content.take.isVisible()
    assert panel.content.votes.words == ["41 · 1 of 5 · chosen", "42 · 4 of 5"]
    assert panel.header.content.rest.endswith("5 attempts · none agree")
    qtbot.waitUntil(lambda: view.rendered)
    widget = view.turn_widgets[-1]
    assert widget is not None and widget.answer.source == WRONG


def test_many_answers_are_counted_together(view: TranscriptView, qtbot: QtBot) -> None:
    groups = tuple(VoteGroup(str(number), (number,)) for number in range(1, 10))
    panel = shown(view, turn_of(replace(FOUND, groups=groups)), qtbot)
    panel.toggle()
    assert panel.content.votes.words[-1] == "and 4 more answers" and len(panel.content.votes.words) == 6


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_walking_doubtful_tokens(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(None, count=1), qtbot)
    words = re.findall(r"\s*\S+|\s+$", REPAIRED[0])
    tokens = [(Channel.THOUGHT, Token(word, math.log(0.3 if n in (1, 7) else 0.9))) for n, word in enumerate(words)]
    view.show_confidence("a1", tokens)
    view.current_turn.walk(1)
    assert panel.body.textCursor().selectedText() == words[1].strip()
    view.current_turn.walk(1)
    assert panel.body.textCursor().selectedText() == words[7].strip()
    assert panel.body.accessibleDescription().startswith(f"{words[7].strip()}   30 %")
    view.current_turn.walk(-1)
    assert panel.body.textCursor().selectedText() == words[1].strip()
    assert panel.content.fold_row.accessibleDescription()
    panel.confidence.toggle()
    assert not panel.confidence.shown and not panel.content.fold_row.accessibleDescription()


def test_a_folded_header_leaves_nothing_out() -> None:
    attempts, deliberated, _ = five_attempts("a1", mean_logprob=math.log(0.5), thought_end="budget")
    answer = Answer("a1", "q1", 0.0, attempts[0].id, PanelState.AUTOMATIC, attempts, deliberated=deliberated)
    tags = [tag.words for tag in answer_header(answer).tags]
    assert tags == ["budget used up", "1 repaired", "unsure, 50 %"]


def test_the_header_of_a_stopped_answer_tells_attempts_agreement_and_repairs() -> None:
    attempts, deliberated, _ = five_attempts("a1", answer="", state=AttemptState.STOPPED)
    answer = Answer("a1", "q1", 0.0, attempts[0].id, PanelState.AUTOMATIC, attempts, deliberated=deliberated)
    spoken = answer_header(answer).spoken
    assert "tokens kept · 5 attempts · 4 agree" in spoken
    assert "stopped by you" in spoken and "1 repaired" in spoken


@pytest.mark.parametrize(
    ("logprob", "said"), [(-0.01, "nothing under 80 %"), (None, "how sure the model was is not known")]
)
def test_where_nothing_is_doubted_that_is_said_and_nothing_unfolds(
    view: TranscriptView, qtbot: QtBot, logprob: float | None, said: str
) -> None:
    panel = shown(view, turn_of(None, count=1), qtbot)
    before = panel.header.content.rest
    tokens = [] if logprob is None else [(Channel.THOUGHT, Token(REPAIRED[0], logprob))]
    view.show_confidence("a1", tokens)
    assert not panel.is_open and not panel.confidence.shown
    assert panel.header.content.rest == f"{before} · {said}"
    panel.toggle()
    assert panel.header.content.rest == before


@pytest.mark.usefixtures("bringing")
def test_the_count_of_hits_goes_with_the_thought_and_with_folding(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(), qtbot)
    before = panel.header.content.rest
    offset = DISSENTING[0].index("seats.")
    hit = SearchHit("c", "", SearchScope.THOUGHTS, "q1", "a1", "a1-3", offset, 5, "seats", 0, 0.0)
    view.hits.reveal(hit)
    counted = panel.header.content.rest
    assert counted.endswith("hits") and panel.buttons.hits.isVisible()
    panel.toggle()
    assert panel.header.content.rest == before
    panel.toggle()
    assert panel.header.content.rest == counted
    panel.show_attempt(1)
    assert panel.header.content.rest == before and not panel.buttons.hits.isVisible()


@pytest.mark.usefixtures("bringing")
def test_no_other_attempt_is_shown_while_the_thought_is_being_changed(view: TranscriptView, qtbot: QtBot) -> None:
    panel = opened(view, qtbot)
    panel.editing.begin()
    chosen = panel.shown.number
    assert panel.editor is not None
    panel.show_attempt(3)
    view.hits.reveal(in_answer(3, "seats"))
    assert panel.shown.number == chosen and panel.content.take.isHidden()
    panel.editing.end()
    panel.show_attempt(3)
    assert panel.shown.number == 3


def test_tokens_of_another_text_tell_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    panel = shown(view, turn_of(None, count=1), qtbot)
    view.show_confidence("a1", [(Channel.THOUGHT, Token("Another thought.", -0.01))])
    assert panel.header.content.rest.endswith("how sure the model was is not known")
