"""What the keys of the window do, and the palette that offers the same and the conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.keyboard.key_map import Key, key_words
from desktop.keyboard.keyboard import Keyboard
from desktop.keyboard.keys_page import KeysPage
from desktop.keyboard.overlay import Overlay
from desktop.keyboard.palette import Entry, Palette
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.history.records import ConversationSummary

if TYPE_CHECKING:
    from models.history.store import Store

MOST_CONVERSATIONS = 1000
"""How many titles the palette knows; older ones are found by the search."""


class WindowKeys(QObject):
    """Keys, palette and page of keys of one window."""

    def __init__(self, theme: Theme, tasks: Tasks, window: QWidget, open_conversation: Callable[[str], object]) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._open_conversation = open_conversation
        self._store: Store | None = None
        self._more: Callable[[], Iterable[Entry]] = tuple
        self.palette = Palette(theme, window)
        self.page = KeysPage(theme, window)
        self._overlays: list[Overlay] = [self.palette, self.page]
        self.keyboard = Keyboard(window, lambda: any(each.is_open for each in self._overlays))
        self.palette.run.connect(lambda entry: entry.act())
        self.keyboard.bind("palette", self.show_palette)
        self.keyboard.bind("keys", self.show_keys)

    def add_overlay(self, overlay: Overlay) -> None:
        """Something else lies over the page at times: the keys of the page are not heard then, and Esc leaves it."""
        self._overlays.append(overlay)

    def offer_more(self, more: Callable[[], Iterable[Entry]]) -> None:
        """Let the palette offer these, too: what can be done and has no keys."""
        self._more = more

    def connect_store(self, store: Store | None) -> None:
        """The history is open: its conversations are offered too."""
        self._store = store

    def leave(self) -> bool:
        """Close what lies over the page; False when nothing does."""
        for overlay in self._overlays:
            if overlay.is_open:
                overlay.leave()
                return True
        return False

    def show_palette(self) -> None:
        """Open the palette, or close it."""
        if self.palette.is_open:
            self.palette.leave()
            return
        self.leave()
        commands = [each for each in self.keyboard.commands() if _in_palette(each.key)]
        entries = [Entry(key_words(each.key.id), each.key.shown, each.act) for each in commands]
        self.palette.offer([*entries, *self._more()])
        store = self._store
        if store is not None:
            self._tasks.run(lambda: _conversations(store), self._add, lambda _error: None, owner=self)

    def show_keys(self) -> None:
        """Open the page of keys, or close it."""
        if self.page.is_open:
            self.page.leave()
            return
        keys = list(self.keyboard.shown_keys())
        self.leave()
        self.page.show_keys(keys)

    def _add(self, found: Sequence[ConversationSummary]) -> None:
        """The titles have been read."""
        if self.palette.is_open:
            self.palette.add(self._entry(each) for each in found)

    def _entry(self, summary: ConversationSummary) -> Entry:
        return Entry(summary.title, self.tr("conversation"), lambda: self._open_conversation(summary.id))


def _in_palette(key: Key) -> bool:
    """Not what ends the palette itself, and of what is part of writing or scrolling only what is a command."""
    return key.id not in ("palette", "leave") and (not key.typed or key.id in ("stop", "edit_last", "newest"))


def _conversations(store: Store) -> list[ConversationSummary]:
    """Run on the database's lane."""
    return [*store.pinned(), *(each for each in store.conversations(limit=MOST_CONVERSATIONS) if not each.pinned)]
