from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop.sidebar.history_model import HistoryModel
from desktop.sidebar.sections import sections
from desktop.style_sheet import style_sheet
from desktop.theme import Theme
from models.history.records import ConversationSummary
from tests.desktop.shell.conftest import Desktop

HEAVY = ("torch", "llama_cpp", "transformers", "huggingface_hub", "sympy", "markdown", "sqlite_utils")


def _summary(name: str, day: int, *, pinned: bool = False) -> ConversationSummary:
    moment = datetime(2026, 11, day, 12).timestamp()  # noqa: DTZ001 - the sidebar shows local days
    return ConversationSummary(name, name, moment, moment, pinned=pinned)


def test_light_and_dark_are_switched_live(theme: Theme) -> None:
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    light = theme.color("bg.canvas").name()
    theme.set_choice("dark")
    assert heard == [True]
    assert theme.color("bg.canvas").name() != light
    assert theme.color("bg.canvas").name() in style_sheet(theme)


def test_the_bundled_fonts_are_used(desktop: Desktop) -> None:
    from PySide6.QtGui import QFontInfo

    theme = desktop.application.theme
    assert QFontInfo(theme.font("answer")).family() == "Inter"
    assert QFontInfo(theme.font("code")).family() == "JetBrains Mono"


def test_text_size_multiplies_every_font(theme: Theme) -> None:
    before = theme.font("answer").pixelSize(), theme.line_height("answer")
    theme.set_text_scale(2.0)
    assert (theme.font("answer").pixelSize(), theme.line_height("answer")) == (before[0] * 2, before[1] * 2)


def test_every_icon_of_the_map_exists(theme: Theme) -> None:
    for name in theme.icon_names():
        assert not theme.icon(name).pixmap(16, 16).isNull(), name


def test_conversations_stand_under_their_days() -> None:
    today = date(2026, 11, 23)
    recent = [_summary("a", 23), _summary("b", 22), _summary("c", 18), _summary("p", 18), _summary("d", 2)]
    rows = list(sections([_summary("p", 18, pinned=True)], recent, today))
    words = [row if isinstance(row, str) else row.id for row in rows]
    assert words == ["Pinned", "p", "Today", "a", "Yesterday", "b", "Last week", "c", "November 2026", "d"]


def test_older_conversations_are_asked_for_once(qtbot: QtBot) -> None:  # noqa: ARG001 - models need the application
    model = HistoryModel(today=lambda: date(2026, 11, 23))
    model.show([], [_summary("a", 23)], more=True)
    asked: list[object] = []
    model.older_wanted.connect(asked.append)
    root = model.index(-1)
    model.fetchMore(root)
    assert not model.canFetchMore(root)
    assert asked == [(_summary("a", 23).updated_at, "a")]
    model.append([_summary("b", 20)], more=False)
    assert model.rowCount() == 4 and not model.canFetchMore(root)


@pytest.mark.parametrize("width", [960, 1440])
def test_the_window_fits_its_smallest_size(desktop: Desktop, width: int) -> None:
    desktop.window.resize(width, 640)
    assert desktop.window.width() == width
    assert desktop.window.sidebar.isVisible() == (width == 1440)
    stop = desktop.composer.stop_button
    assert desktop.composer.rect().contains(stop.geometry())


def test_every_button_has_a_name(desktop: Desktop) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    desktop.window.show_settings()
    buttons = desktop.window.findChildren(QAbstractButton)
    nameless = [button for button in buttons if not (button.accessibleName() or button.text())]
    assert all(isinstance(button.parent(), QLineEdit) for button in nameless)  # the clear button that Qt draws inside


def test_the_window_imports_nothing_heavy() -> None:
    words = f"import sys, desktop.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]"
