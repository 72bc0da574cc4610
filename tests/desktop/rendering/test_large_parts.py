"""Tables and code that are larger than usual, and their frames with large text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.notice import Notice
from desktop.rendering.block_stack import BlockStack
from desktop.rendering.code_view import CodeText, CodeView
from desktop.rendering.context import RenderContext
from desktop.rendering.plain_view import PlainView
from desktop.rendering.table_view import TableView
from desktop.theme import Theme


@pytest.fixture
def stack(context: RenderContext, qtbot: QtBot) -> BlockStack:
    stack = BlockStack(context)
    qtbot.addWidget(stack)
    stack.resize(688, 400)
    stack.show()
    return stack


def rendered(stack: BlockStack, text: str) -> None:
    stack.append(text)
    stack.end()
    while not stack.work(1.0):
        QApplication.processEvents()
    stack.place(688)


@pytest.mark.parametrize("columns", [64, 65, 2_000])
def test_a_table_with_more_columns_than_fit_is_shown_as_it_was_written(stack: BlockStack, columns: int) -> None:
    head = "|" + "".join(f"h{n}|" for n in range(columns))
    row = "|" + "".join(f"c{n}|" for n in range(columns))
    rendered(stack, f"{head}\n|{'-|' * columns}\n{row}\n")
    [part] = stack.parts
    assert isinstance(part, TableView if columns == 64 else PlainView)
    assert f"c{columns - 1}" in part.shown_text and f"h{columns - 1}" in part.shown_text
    if isinstance(part, PlainView):
        assert row in part.shown_text


def test_a_cell_that_is_cut_off_says_so(stack: BlockStack) -> None:
    rendered(stack, f"| a | b |\n|---|---|\n| {'word ' * 500} | 1 |\n| {'w' * 2_000} | 2 |\n")
    [part] = stack.parts
    assert isinstance(part, TableView)
    _, long, whole = part.shown_text.splitlines()
    long, whole = long.split("\t")[0], whole.split("\t")[0]
    assert long.endswith("word…") and len(long) <= 2_001
    assert whole == "w" * 2_000


def test_long_lines_of_code_are_copied_as_they_were_written(stack: BlockStack) -> None:
    lines = ["short", "x" * 5_000, "🧠" + "y" * 2_500, "end"]
    rendered(stack, "```\n" + "\n".join(lines) + "\n```\n")
    [text] = stack.findChildren(CodeText)
    text.selectAll()
    text.copy()
    assert QApplication.clipboard().text().splitlines() == lines
    cursor = QTextCursor(text.document())
    cursor.setPosition(len("short\n") + 1_000)
    cursor.setPosition(len("short\n") + 3_001, QTextCursor.MoveMode.KeepAnchor)
    assert text.selected_text(cursor) == "x" * 2_000


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_frames_grow_with_the_text(stack: BlockStack, theme: Theme, scale: float) -> None:
    theme.set_text_scale(scale)
    rendered(stack, "```\nfirst line\n```\n\n" + "word " * 40_000)
    code, plain = stack.parts
    assert isinstance(code, CodeView) and isinstance(plain, PlainView)
    [text] = code.findChildren(CodeText)
    assert code.copy_button.geometry().bottom() < text.y()
    assert plain.copy_button.geometry().bottom() < plain.text_view.y()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_notice_wraps(theme: Theme, qtbot: QtBot, scale: float) -> None:
    theme.set_text_scale(scale)
    notice = Notice(theme)
    qtbot.addWidget(notice)
    notice.show_text("The 12 oldest turns left the prompt: the context is full. They stay in the history.")
    line = theme.line_height("meta")
    assert notice.place(1_600) < 1.5 * line
    assert notice.place(320) > 1.5 * line
