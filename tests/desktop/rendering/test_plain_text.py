"""Plain text: long texts stay quick and whole, hits are found where they are."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.rendering.plain_text import PlainTextView
from desktop.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PlainTextView:
    view = PlainTextView(theme, role="thought", color="text.secondary")
    qtbot.addWidget(view)
    view.resize(600, 112)
    return view


def test_text_in_pieces_is_the_text(view: PlainTextView) -> None:
    for piece in ("first ", "line\nsec", "ond\x00", "", "\nthird"):
        view.append_text(piece)
    assert view.text() == "first line\nsecond\nthird"
    assert view.toPlainText() == view.text()


def test_a_huge_paragraph_is_broken_only_in_the_picture(view: PlainTextView) -> None:
    text = "some words in one line " * 500 + "x" * 5_000
    for at in range(0, len(text), 37):
        view.append_text(text[at : at + 37])
    assert view.document().blockCount() > 8
    assert view.text() == text
    view.selectAll()
    assert view.selected_text() == text
    assert view.createMimeDataFromSelection().text() == text


def test_the_breaks_do_not_depend_on_the_pieces(view: PlainTextView, qtbot: QtBot, theme: Theme) -> None:
    text = "some words in one line " * 300
    whole = PlainTextView(theme, role="thought", color="text.secondary")
    qtbot.addWidget(whole)
    whole.set_text(text)
    for at in range(0, len(text), 11):
        view.append_text(text[at : at + 11])
    assert view.toPlainText() == whole.toPlainText()


@pytest.mark.parametrize("before", ["plain ", "😀 emoji ", "c\x00ontrol ", "long words " * 400])
def test_a_hit_is_marked_where_it_is(view: PlainTextView, before: str) -> None:
    view.set_text(before + "needle after")
    view.show_hit(len(before), len("needle"))
    marks = view.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["needle"]
    view.clear_hit()
    assert view.extraSelections() == []


def test_half_a_million_characters_come_in_slices_and_scroll_inside(view: PlainTextView, qtbot: QtBot) -> None:
    text = ("a line of a long thought that goes on\n" * 14_000)[:500_000]
    view.set_text(text)
    assert len(view.toPlainText()) < len(text)
    assert view.place(600) <= 600
    qtbot.waitUntil(lambda: len(view.toPlainText()) >= len(text) - 1, timeout=10_000)
    assert view.text() == text


def test_a_short_text_is_as_high_as_its_lines(view: PlainTextView, theme: Theme) -> None:
    view.set_text("one\ntwo\nthree")
    assert view.place(600) == 3 * theme.line_height("thought")


def test_a_live_text_keeps_its_height(view: PlainTextView) -> None:
    view.fixed_height = 100
    heights = set()
    for _ in range(50):
        view.append_text("another line\n")
        heights.add(view.place(600))
    assert heights == {100}
