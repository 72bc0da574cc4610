"""Between the field for the token and the system's keyring, which may take its time or ask the user."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.library.token_part import TokenPart
from desktop.tasks import Tasks
from models.catalog.download.tokens import TokenState, keep_token, token_state


class TokenDesk(QObject):
    """Opens and closes the field; `changed` when it did."""

    changed = Signal()

    def __init__(self, part: TokenPart, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._part, self._tasks = part, tasks
        part.keep_asked.connect(lambda token: self._work(lambda: keep_token(token)))
        part.forget_asked.connect(lambda: self._work(lambda: keep_token(None)))
        part.close_asked.connect(self.close)
        part.hide()

    def toggle(self) -> None:
        """Open the field, or close it."""
        (self.open if self._part.isHidden() else self.close)()

    def open(self) -> None:
        """Show where a token is kept, with the field for one."""
        self._part.show()
        self.changed.emit()
        self._work(lambda: True, then=self._part.focus_first)

    def close(self) -> None:
        """Show the field no more; nothing typed is kept."""
        self._part.field.clear()
        self._part.hide()
        self.changed.emit()

    def _work(self, work: Callable[[], bool], then: Callable[[], None] = lambda: None) -> None:
        def aside() -> tuple[bool, TokenState]:
            return work(), token_state()

        def show(found: tuple[bool, TokenState]) -> None:
            worked, state = found
            self._part.show_state(state, refused=not worked)
            self.changed.emit()
            then()

        self._tasks.run_aside(aside, show, owner=self)
