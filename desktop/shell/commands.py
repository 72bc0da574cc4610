"""The commands of the palette that have no keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.keyboard.palette import Entry
from desktop.language.languages import CHOICES
from desktop.settings.keeper import SettingsKeeper
from desktop.sidebar.organiser import Organiser
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from desktop.window import Window

translate = QCoreApplication.translate


def commands_without_keys(window: Window, keeper: SettingsKeeper) -> Iterator[Entry]:
    """Yield those that apply now: of the answer that is read, the open conversation, then of the whole window."""
    if window.page.transcript.isVisible():
        turn = window.page.transcript.current_turn
        for words in turn.button_words():
            yield Entry(words, "", partial(turn.press, words))
    if window.desk.summary is not None:
        yield from _of_conversation(window.organiser, window.desk.summary)
    if window.keeps_history:
        yield Entry(translate("Commands", "Show the trash"), "", window.show_trash)
    yield Entry(translate("Commands", "Open a model file"), "", window.model_desk.choose_file)
    yield Entry(translate("Commands", "Show the data folder"), "", window.show_folder)
    yield from _of_appearance(keeper)


def _of_conversation(organiser: Organiser, summary: ConversationSummary) -> Iterator[Entry]:
    pinned, labelling = summary.pinned, organiser.labelling
    pin = translate("Commands", "Unpin the conversation") if pinned else translate("Commands", "Pin the conversation")
    yield Entry(pin, "", lambda: organiser.pin(summary, pinned=not pinned))
    out = translate("Commands", "Take the conversation out of the archive")
    archive = out if summary.archived else translate("Commands", "Archive the conversation")
    yield Entry(archive, "", lambda: labelling.archive(summary, archived=not summary.archived))
    yield Entry(translate("Commands", "Tags of the conversation"), "", lambda: labelling.ask_for_tags(summary))
    trash = translate("Commands", "Move the conversation to the trash")
    yield Entry(trash, "", lambda: organiser.trash(summary))


def _of_appearance(keeper: SettingsKeeper) -> Iterator[Entry]:
    themes = {
        "system": translate("Commands", "Theme: as the system"),
        "light": translate("Commands", "Theme: light"),
        "dark": translate("Commands", "Theme: dark"),
    }
    for name, words in themes.items():
        if name != keeper.current.theme:
            yield Entry(words, "", partial(keeper.change, theme=name))
    for each in CHOICES:
        if each.value != keeper.current.language:
            words = translate("Commands", "Language: {0}").format(each.name)
            yield Entry(words, "", partial(keeper.change, language=each.value))
