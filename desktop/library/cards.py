"""Makes the widgets among the rows that say what is wrong and what helps, and keeps them while they say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.library.failure_card import FailureCard
from desktop.library.help_card import HelpCard
from desktop.library.helps import helps_of
from desktop.library.rows import Act, Button, Row, RowKind
from desktop.library.state import LibraryState
from desktop.library.weighing import room_of
from desktop.theme import Theme
from models.catalog.chat_templates import NAMES
from models.catalog.failures import Fault
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel

translate = QCoreApplication.translate


class Cards(QObject):
    """`asked` carries a model and an act, `help_asked` the key of a row and an act.

    Args:
        theme: How they look.
        state: All that the page knows.
        is_own: Whether a model was downloaded here.
        parent: Owns it.
    """

    asked = Signal(object, object)
    help_asked = Signal(str, object)
    template_chosen = Signal(object, str)

    def __init__(
        self, theme: Theme, state: LibraryState, is_own: Callable[[FoundModel], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme, self._state, self._is_own = theme, state, is_own
        self._made: dict[str, tuple[object, QWidget]] = {}
        """By the keys of their rows, with what they say."""

    def widgets(self, rows: Sequence[Row]) -> dict[str, QWidget]:
        """Return the widgets of those rows that are cards, by their keys."""
        makers = {RowKind.CARD: self._failure, RowKind.HELP: self._help}
        cards = {row.key: makers[row.kind](row) for row in rows if row.kind in makers}
        self._made = {key: each for key, each in self._made.items() if key in cards}
        return cards

    def _help(self, row: Row) -> QWidget:
        kept = self._made.get(row.key)
        if kept is not None and kept[0] == row:
            return kept[1]
        card = HelpCard(self._theme, row)
        card.asked.connect(self.help_asked)
        self._made[row.key] = (row, card)
        return card

    def _failure(self, row: Row) -> QWidget:
        model = self._state.model(self._state.chosen)
        trouble = self._state.trouble(model) if model is not None else None
        assert model is not None and trouble is not None
        buttons = self._buttons(model)
        says = (trouble, tuple(buttons))
        kept = self._made.get(row.key)
        if kept is not None and kept[0] == says:
            return kept[1]
        templates = [(name, shown) for name, shown in NAMES.items() if trouble.fault is Fault.TEMPLATE]
        room = room_of(self._state.machine) if self._state.machine is not None else 0
        card = FailureCard(self._theme, trouble, buttons, room=room, templates=templates)
        card.asked.connect(lambda act: self.asked.emit(model, act))
        card.template_chosen.connect(lambda name: self.template_chosen.emit(model, name))
        self._made[row.key] = (says, card)
        return card

    def _buttons(self, model: FoundModel) -> list[Button]:
        trouble = self._state.trouble(model)
        buttons = helps_of(self._state, model, own=self._is_own(model))
        if trouble is not None and trouble.fault is not Fault.GONE:
            buttons.append(Button(Act.SHOW, translate("Models", "Show file"), "folder"))
        if model.owner is not Owner.BUNDLED:
            buttons.append(Button(Act.HIDE, translate("Models", "Hide from list")))
        return buttons
