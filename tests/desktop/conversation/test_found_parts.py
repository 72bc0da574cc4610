"""A place that was found is marked and in view in every kind of part of an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from desktop.conversation.answer_view import AnswerView
from desktop.conversation.transcript import TranscriptView
from desktop.rendering.code_view import CodeView
from desktop.rendering.formula_view import FormulaView
from desktop.rendering.long_text import LongTextView
from desktop.rendering.table_view import TableView
from models.history.records import SearchHit, SearchScope, Turn

BEFORE = "Some words before it.\n\n"
AFTER = "\n\n" + "Words after it.\n\n" * 60


def shown(view: TranscriptView, turn: Turn, qtbot: QtBot) -> AnswerView:
    view.show_turns([turn], has_older=False, live={})
    qtbot.waitUntil(lambda: not view.busy, timeout=10_000)
    [widget] = view.turn_widgets
    assert widget is not None
    return widget.answer


def reveal(view: TranscriptView, turn: Turn, words: str, number: int = 0) -> None:
    assert turn.answer is not None
    source, offset = turn.answer.chosen.answer, -1
    for _ in range(number + 1):
        offset = source.index(words, offset + 1)
    view.hits.reveal(SearchHit("c", "t", SearchScope.ANSWERS, "q1", "a1", "t1", offset, len(words), "", 0, 0.0))


def marked(view: QTextEdit) -> list[tuple[str, int]]:
    """What is marked in a text, and in which of its lines."""
    return [
        (each.cursor.selectedText(), each.cursor.document().findBlock(each.cursor.selectionStart()).blockNumber())
        for each in view.extraSelections()
    ]


def in_view(view: TranscriptView, text: QTextEdit) -> bool:
    [mark] = text.extraSelections()
    y = text.viewport().mapTo(view.viewport(), text.cursorRect(mark.cursor).center()).y()
    return 0 <= y < view.viewport().height() and text.viewport().rect().contains(text.cursorRect(mark.cursor).center())


@pytest.mark.parametrize(("lines", "at"), [(350, 300), (2_000, 1_500)])
def test_a_line_of_code(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot, lines: int, at: int
) -> None:
    code = "".join(f"value_{n} = heron\n" if n in (2, at) else f"value_{n} = {n}\n" for n in range(lines))
    turn = make_turn(1, answer=f"{BEFORE}```heron\n{code}```{AFTER}")
    answer = shown(view, turn, qtbot)
    reveal(view, turn, "heron", 2)
    [part] = [each for each in answer.stack.parts if isinstance(each, CodeView)]
    [text] = part.findChildren(QTextEdit)
    assert marked(text) == [("heron", at)]
    assert in_view(view, text)
    view.hits.clear()
    assert marked(text) == []


def test_a_cell_of_a_table(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    rows = "".join(f"| {n} | {'heron' if n in (3, 190) else n} |\n" for n in range(200))
    turn = make_turn(1, answer=f"{BEFORE}| heron | b |\n|---|---|\n{rows}{AFTER}")
    answer = shown(view, turn, qtbot)

    def cell() -> tuple[int, int] | None:
        [part] = [each for each in answer.stack.parts if isinstance(each, TableView)]
        return part.marked

    for number, place in enumerate([(-1, 0), (3, 1), (190, 1)]):
        reveal(view, turn, "heron", number)
        assert cell() == place
    view.hits.clear()
    assert cell() is None


def test_a_formula(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    turn = make_turn(1, answer=f"{BEFORE}$$heron = 1$${AFTER}")
    answer = shown(view, turn, qtbot)
    reveal(view, turn, "heron")
    [part] = [each for each in answer.stack.parts if isinstance(each, FormulaView)]
    assert part.marked
    view.hits.clear()
    assert not part.marked


def test_words_after_and_inside_a_formula_in_a_line(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    turn = make_turn(1, answer="Let 🧠 $heron = 1$ be the heron.")
    answer = shown(view, turn, qtbot)
    qtbot.waitUntil(lambda: not answer.stack.parts[0].waiting, timeout=20_000)
    [part] = answer.stack.parts
    assert isinstance(part, QTextEdit)
    reveal(view, turn, "heron", 0)
    assert [words for words, _ in marked(part)] == ["\ufffc"]
    reveal(view, turn, "heron", 1)
    assert [words for words, _ in marked(part)] == ["heron"]


def test_a_part_that_is_too_long_to_be_laid_out(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    turn = make_turn(1, answer=f"{BEFORE}{'word ' * 20_000}heron {'word ' * 20_000}")
    answer = shown(view, turn, qtbot)
    reveal(view, turn, "heron")
    [text] = [each for each in answer.findChildren(LongTextView) if each.marked_text]
    assert text.marked_text == "heron"
    y = text.viewport().mapTo(view.viewport(), QPoint(0, 0)).y() + text.position_rect(100_000).y()
    assert -text.layouts.line_height <= y < view.viewport().height()


@pytest.mark.parametrize("size", [20, 5_000])
def test_the_text_as_written(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot, size: int) -> None:
    turn = make_turn(1, answer="| a | b |\n|---|---|\n" + "**word**\r\n\r\n" * size + "heron" + AFTER)
    answer = shown(view, turn, qtbot)
    answer.toggle_raw()
    reveal(view, turn, "heron")
    raw = answer.raw
    assert raw is not None
    if isinstance(raw, LongTextView):
        assert raw.marked_text == "heron"
        assert raw.isVisible()
    else:
        assert [words for words, _ in marked(raw)] == ["heron"]
        assert in_view(view, raw)
    view.hits.clear()
    assert not (raw.marked_text if isinstance(raw, LongTextView) else marked(raw))


def test_the_header_of_a_thought_tells_its_hits_and_walks_through_them(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    thought = "A heron.\n" + "Other words.\n" * 20 + "The Heron again.\n"
    shown(view, make_turn(1, thought=thought), qtbot)
    [widget] = view.turn_widgets
    assert widget is not None
    panel, pager = widget.panel, widget.panel.buttons.hits
    before = panel.header.content.rest
    view.hits.reveal(SearchHit("c", "t", SearchScope.THOUGHTS, "q1", "a1", "t1", 2, 5, "", 0, 0.0))
    assert panel.header.content.rest == "2 hits" and pager.isVisible() and pager.words == "1 of 2"
    pager.stepped.emit(1)
    assert pager.words == "2 of 2"
    assert [words for words, _ in marked(panel.body)] == ["Heron"]
    assert in_view(view, panel.body)
    pager.stepped.emit(1)
    assert pager.words == "2 of 2"
    view.hits.clear()
    assert panel.header.content.rest == before and not pager.isVisible()
