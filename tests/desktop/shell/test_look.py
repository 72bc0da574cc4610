from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.fonts import east_asian_families
from desktop.shell.parts import TextLabel
from desktop.sidebar.history_model import HistoryModel
from desktop.sidebar.sections import sections
from desktop.style_sheet import style_sheet
from desktop.theme import Theme
from models.history.records import ConversationSummary
from models.settings import Settings
from tests.desktop.shell.conftest import Desktop

ROUNDING = 2
"""Pixels by which a layout may differ from what a text asks for."""
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


def test_a_colour_that_is_handed_out_is_the_callers_own(theme: Theme) -> None:
    before = theme.color("bg.canvas").name()
    theme.color("bg.canvas").setAlpha(1)
    theme.color("bg.canvas").setRed(7)
    assert theme.color("bg.canvas").name() == before and theme.color("bg.canvas").alpha() == 255


def test_the_system_is_followed_live(theme: Theme) -> None:
    system = QGuiApplication.styleHints().colorSchemeChanged  # offscreen there is no system that could change
    theme.set_choice("system")
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    system.emit(Qt.ColorScheme.Dark)
    system.emit(Qt.ColorScheme.Light)
    assert heard == [True, False]
    theme.set_choice("dark")
    system.emit(Qt.ColorScheme.Light)
    assert theme.dark


def test_a_window_that_is_gone_follows_the_system_no_longer(start_desktop: Callable[..., Desktop]) -> None:
    gone = start_desktop(Settings(theme="system")).application.theme
    start_desktop()
    heard: list[bool] = []
    gone.changed.connect(lambda: heard.append(gone.dark))
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert heard == []


@pytest.mark.parametrize(
    ("locale", "first"),
    [("zh_CN", "SC"), ("zh_TW", "TC"), ("ja_JP", "JP"), ("ko_KR", "KR"), ("en_GB", "SC"), ("de_DE", "SC")],
)
def test_han_characters_have_the_readers_forms(locale: str, first: str) -> None:
    assert east_asian_families(QLocale(locale))[0] == f"Noto Sans CJK {first}"


def test_every_font_falls_back_to_han_characters(theme: Theme) -> None:
    for role in ("answer", "code", "ui"):
        families = theme.font(role).families()
        assert families[0] in ("Inter", "JetBrains Mono")
        assert {"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"} < set(families)


def test_digits_are_equally_wide(desktop: Desktop) -> None:
    theme = desktop.application.theme
    for role in ("figure", "title", "ui", "meta", "label", "step_number"):
        metrics = QFontMetricsF(theme.font(role))
        assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1, role


@pytest.mark.parametrize("size", [(960, 640), (1440, 900)])
def test_nothing_is_cut_at_twice_the_text_size(start_desktop: Callable[..., Desktop], size: tuple[int, int]) -> None:
    desktop = start_desktop(Settings(text_scale=2.0))
    window = desktop.window
    window.resize(*size)
    desktop.bot.wait(100)
    assert (window.width(), window.height()) == size
    assert cut_off(window) == []
    window.show_settings()
    desktop.settle()
    assert cut_off(window) == []


def test_text_size_changes_live(desktop: Desktop) -> None:
    window = desktop.window
    before = window.page.header.height(), window.page.header.unfold_button.width()
    desktop.application.keeper.change(text_scale=2.0)
    desktop.bot.wait(100)
    assert window.page.header.height() > before[0] and window.page.header.unfold_button.width() > before[1]
    assert cut_off(window.page) == []
    desktop.application.keeper.change(text_scale=1.0)
    assert (window.page.header.height(), window.page.header.unfold_button.width()) == before


def cut_off(window: QWidget) -> list[str]:
    """Return the words of labels, buttons and fields that have less room than they need."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, QLabel | QAbstractButton | QComboBox) or not _words(part):
            continue
        high = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.fontMetrics().height()
        wide = part.fontMetrics().horizontalAdvance(_words(part)) if not part.hasHeightForWidth() else 0
        if part.height() < high - ROUNDING or part.width() < wide - ROUNDING:
            found.append(f"{type(part).__name__} {_words(part)!r} {part.width()}×{part.height()} < {wide}×{high}")
    return found


def _words(part: QLabel | QAbstractButton | QComboBox) -> str:
    return part.currentText() if isinstance(part, QComboBox) else part.text()


def test_pictures_are_sharp_on_a_fine_screen(tmp_path: Path) -> None:
    """The scale of a screen is fixed when the process starts."""
    script = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; a = QApplication([])\n"
        "from desktop.app import Application; from models.paths import open_data_folder\n"
        "from models.settings import Settings\n"
        "parts = Application(open_data_folder(Path(sys.argv[1])), Settings()); parts.window.show()\n"
        "picture = parts.window.grab(); button = parts.window.sidebar.settings_button\n"
        "icon = button.icon().pixmap(button.iconSize(), parts.window.devicePixelRatio())\n"
        "print(picture.devicePixelRatio(), picture.width(), icon.width(), button.iconSize().width())\n"
        "parts.window.close(); parts.close()"
    )
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True, text=True, env=environment
    )
    assert ended.stdout.split() == ["2.0", "2880", "32", "16"]


def test_the_first_start_says_what_is_true(desktop: Desktop) -> None:
    labels = [label.accessibleName() or label.text() for label in desktop.page.welcome.findChildren(QLabel)]
    assert "Your ratings teach it." in labels
    assert any("leave an answer out of training" in each for each in labels)
    assert any("After 40 of them" in each for each in labels)
    privacy = [label.text() for label in desktop.window.settings.page.privacy.findChildren(QLabel)]
    assert any("except model searches and downloads that you start" in each for each in privacy)
    meter = desktop.window.sidebar.learning_meter
    meter.show_share(0, 40)
    assert meter.isVisible() and meter.text() == "Learning: 0 of 40 rated"


def test_the_usual_effort_is_chosen_in_the_settings(desktop: Desktop) -> None:
    field = desktop.window.settings.page._effort
    assert field.currentText() == "Standard"
    field.activated.emit(field.findData("deep"))
    assert desktop.application.keeper.current.effort == "deep"
    assert desktop.composer.effort.choice.name == "deep" and field.currentText() == "Deep"


def test_figures_stand_in_columns_and_hyphens_of_words_are_narrow(theme: Theme) -> None:
    def widths(font: QFont) -> list[float]:
        return [QFontMetricsF(font).horizontalAdvance(each) for each in "-18"]

    hyphen, one, eight = widths(theme.font("meta"))
    assert one == eight, "a number that changes does not move what stands after it"
    narrow = widths(theme.font("answer"))[0] / theme.font("answer").pixelSize()
    assert narrow < 0.5 < hyphen / theme.font("meta").pixelSize()
    label = TextLabel(theme, "Held-out", font="meta")
    assert widths(label.font())[0] < hyphen
    label.setText("Held-out: 300")
    assert widths(label.font()) == [hyphen, one, eight]
    label.setText("Held-out")
    theme.set_text_scale(1.2)
    assert widths(label.font())[0] < 1.2 * hyphen
