"""Finds words in the open conversation, also in turns that are not on the screen yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.conversation.find_places import find_places, with_running
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.tasks import Tasks
from models.history.records import SearchHit

if TYPE_CHECKING:
    from models.history.store import Store


_AGAIN_MILLISECONDS = 1_000
"""How long a conversation that grows waits until it is searched again."""


def _same_place(one: SearchHit, other: SearchHit) -> bool:
    return (one.scope, one.question_id, one.attempt_id, one.offset) == (
        other.scope,
        other.question_id,
        other.attempt_id,
        other.offset,
    )


class Finding(QObject):
    """The controller of the find bar."""

    def __init__(self, page: ConversationPage, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._desk, self._tasks = page, desk, tasks
        self._bar = page.find_bar
        self._store: Store | None = None
        self._places: list[SearchHit] = []
        self._at = 0
        self._number = 0
        self._bar.searched.connect(self._search)
        self._bar.stepped.connect(self.step)
        self._bar.left.connect(self.leave)
        desk.left.connect(self._close)
        desk.grown.connect(self._on_grown)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MILLISECONDS)
        self._again.timeout.connect(self._search_again)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    def open(self) -> None:
        """Show the bar; the words of the last time are looked for again."""
        self._bar.open()
        self._search(self._bar.field.text())

    def follow(self, hit: SearchHit) -> None:
        """Offer the other places of a hit of the search in its conversation; the focus stays where it is."""
        store, conversation_id = self._store, self._desk.conversation_id
        words = hit.snippet[hit.snippet_offset : hit.snippet_offset + hit.length]
        if store is None or conversation_id is None:
            return
        self._number += 1
        number = self._number

        def show(places: list[SearchHit]) -> None:
            at = next((number for number, each in enumerate(places) if _same_place(each, hit)), None)
            if number == self._number and at is not None and len(places) > 1:
                self._places, self._at = places, at
                self._bar.show_words(words)
                self._bar.show_count(at + 1, len(places))

        self._tasks.run(lambda: find_places(store.path(conversation_id), words), show, self._desk.tell, owner=self)

    def leave(self) -> bool:
        """Close the bar and return to the conversation; False when it is not open."""
        if self._bar.isHidden():
            return False
        self._close()
        self._page.transcript.setFocus()
        return True

    def step(self, direction: int) -> None:
        """Go to the next place (1) or the one before (-1), round the ends."""
        if self._places:
            self._show((self._at + direction) % len(self._places))

    def _close(self) -> None:
        if not self._bar.isHidden():
            self._number += 1
            self._places, self._at = [], 0
            self._again.stop()
            self._bar.end()
            self._page.transcript.hits.clear()

    def _on_grown(self) -> None:
        if not self._bar.isHidden() and not self._again.isActive():
            self._again.start()

    def _search_again(self) -> None:
        """Count what has come since; the reader stays where he is."""
        words = self._bar.field.text()

        def show(places: list[SearchHit]) -> None:
            if self._places:
                here = self._places[self._at]
                self._at = next((n for n, each in enumerate(places) if _same_place(each, here)), 0)
            self._places = places
            self._bar.show_count(self._at + 1 if places else 0, len(places), aloud=False)

        self._look_for(words, show)

    def _search(self, words: str) -> None:
        self._look_for(words, self._take)

    def _look_for(self, words: str, take: Callable[[list[SearchHit]], None]) -> None:
        """Hand over where the words stand, in what is streaming, too; an answer that comes too late is dropped."""
        store, conversation_id = self._store, self._desk.conversation_id
        self._number += 1
        number = self._number
        if store is None or conversation_id is None:
            return

        def show(places: list[SearchHit]) -> None:
            if number == self._number:
                take(places)

        running = [live.as_turn() for live in self._desk.running() if live.answer_id]

        def find() -> list[SearchHit]:
            return find_places(with_running(store.path(conversation_id), running), words)

        self._tasks.run(find, show, self._desk.tell, owner=self)

    def _take(self, places: list[SearchHit]) -> None:
        """Show the first place at or below what is being read."""
        self._places = places
        if not places:
            self._at = 0
            self._page.transcript.hits.clear()
            self._bar.show_count(0, 0)
            return
        order = {turn.question.id: number for number, turn in enumerate(self._desk.turns)}
        for live in self._desk.running():
            order.setdefault(live.question_id, len(order))
        top = order.get(self._page.transcript.navigation.top_question_id(), 0)
        below = (number for number, hit in enumerate(places) if order.get(hit.question_id, -1) >= top)
        self._show(next(below, 0))

    def _show(self, place: int) -> None:
        self._at = place
        self._bar.show_count(place + 1, len(self._places))
        self._desk.reveal(self._places[place])
