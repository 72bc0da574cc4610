"""The transcript: turns below each other in a centred column, rendered as they come near the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.conversation.canvas import Canvas
from desktop.conversation.current_turn import CurrentTurn
from desktop.conversation.hit_places import HitPlaces
from desktop.conversation.live import LiveAnswer
from desktop.conversation.live_turns import LiveTurns
from desktop.conversation.navigation import Navigation
from desktop.conversation.newest_button import NewestButton
from desktop.conversation.open_panels import OpenPanels
from desktop.conversation.quiet_scroll_bar import QuietScrollBar
from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TurnColumn
from desktop.conversation.turn_requests import TurnRequests
from desktop.conversation.unfinished_edits import UnfinishedEdits
from desktop.rendering.context import RenderContext
from desktop.theme import Theme
from models.events import Channel, RunEvent, Token
from models.history.ratings.records import Mark, Preference, RemarkDraft
from models.history.records import Turn
from models.traces import Step

_FIRST_SECONDS = 0.06


class TranscriptView(QScrollArea):
    """The conversation: what of it is shown, while its parts say what can be done in it.

    See the signals of `requests` for what the shell does; it feeds the `LiveAnswer`s and calls `apply` after.
    """

    older_wanted = Signal()
    """The turns before the first one are to be brought (`prepend_turns`)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._context = RenderContext(theme, self)
        self._has_older = self._asked_older = False
        self._canvas = Canvas(theme)
        self._set_up()
        self._column = TurnColumn(theme, self, self._canvas)
        self._builder = TurnBuilder(self._column, self._make_widget, self)
        self.live_turns = LiveTurns(theme, self._column, self._builder, self)
        self.navigation = Navigation(self._column, self._builder)
        self.requests = TurnRequests(self.navigation, self)
        self.current_turn = CurrentTurn(self._column)
        self.open_panels = OpenPanels(self._column, self._builder, self)
        self.edits = UnfinishedEdits(self._column, self)
        self.hits = HitPlaces(self._column, self._builder)
        self.newest_button = NewestButton(theme, self)
        self.newest_button.clicked.connect(self.navigation.go_to_newest)
        self._column.scrolled_by_reader.connect(self._builder.start)
        self._column.laid_out.connect(self._on_laid_out)
        theme.changed.connect(self._on_theme)
        QTimer.singleShot(250, self._context, self._context.warm_up)

    @property
    def following(self) -> bool:
        """Whether the view follows the end of the conversation."""
        return self._column.following

    @property
    def busy(self) -> bool:
        """Whether something is still to be rendered or tidied up."""
        return self.live_turns.waiting or self._builder.busy or self._context.formulas.busy

    @property
    def rendered(self) -> bool:
        """Whether all near the view is rendered."""
        return not (self.live_turns.waiting or self._builder.building or self._context.formulas.busy)

    @property
    def turn_widgets(self) -> list[TurnWidget | None]:
        """The widgets of the turns, None for a placeholder."""
        return [slot.widget for slot in self._column.slots]

    @property
    def turn_count(self) -> int:
        """The number of turns."""
        return len(self._column.slots)

    def show_turns(
        self, turns: list[Turn], *, has_older: bool, live: Mapping[str, LiveAnswer], elsewhere: bool = False
    ) -> None:
        """Show a conversation, its end in view; `live` holds the running answers by answer id.

        With `elsewhere` the caller goes on to another place at once, so that nothing is rendered at the end first.
        """
        self.clear()
        self._has_older = has_older
        self._column.slots.extend(self._slot_of(turn, live) for turn in turns)
        self._column.lay_out()
        if not elsewhere:
            self._builder.fill_view(self.viewport().height(), _FIRST_SECONDS)
        self._builder.start()

    def prepend_turns(self, turns: list[Turn], *, has_older: bool) -> None:
        """Add older turns above; what is on the screen stays where it is."""
        self._has_older, self._asked_older = has_older, False
        self._column.slots[:0] = [self._slot_of(turn, {}) for turn in turns]
        self._column.lay_out()
        self._builder.start()

    def show_pending(self, live: LiveAnswer) -> None:
        """Append a turn for a question that was just sent, and go to the end."""
        slot = Slot(live.question, live=live)
        self._column.slots.append(slot)
        self.live_turns.add(slot)
        self._column.following = True
        self._shrink_ratings()
        self._builder.widget(slot)
        self._column.lay_out()

    def apply(self, event: RunEvent) -> None:
        """An event has been fed to its `LiveAnswer`: show it with the next flush."""
        self.live_turns.apply(event)

    def finish(self, turn: Turn) -> None:
        """Replace a live turn by the stored one; what is shown stays where it is."""
        self.live_turns.finish(turn)

    def clear(self) -> None:
        """Show nothing; runs that are shown go on elsewhere."""
        self.live_turns.clear()
        self._builder.stop()
        for slot in self._column.slots:
            self._builder.drop(slot)
        self._column.slots.clear()
        self._has_older = self._asked_older = False
        self._column.following = True
        self._column.lay_out()

    def show_confidence(self, answer_id: str, tokens: Sequence[tuple[Channel, Token]]) -> None:
        """Mark the doubtful tokens of an answer's thought."""
        for slot in self._column.slots:
            if slot.answer_id == answer_id and slot.widget is not None:
                slot.widget.panel.confidence.show(tokens)

    def show_steps(self, attempt_id: str, steps: Sequence[Step]) -> None:
        """Show the steps of an attempt; a place that was found in it is shown anew among them."""
        for widget in self._column.widgets:
            if widget.panel.show_attempt_steps(attempt_id, steps):
                self.hits.reveal_again(widget.panel.shown.attempt_id)
                break

    def show_judgement(
        self, attempt_id: str, marks: Sequence[Mark], preferences: Sequence[Preference], typed: RemarkDraft | None
    ) -> None:
        """Show what the reader said of an attempt, and the note on it that is being written."""
        for widget in self._column.widgets:
            widget.panel.show_judgement(attempt_id, marks, preferences, typed)

    def shut_down(self) -> None:
        """Stop timers and the background thread."""
        self.clear()
        self._context.close()

    def event(self, event: QEvent) -> bool:
        """On a screen of another scale formulas are drawn anew."""
        handled = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._on_theme()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what is looked at stays."""
        self._column.lay_out()
        self._builder.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T folds, Shift+T folds all, Ctrl+Enter asks for the answer now, Home and End go to the ends."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_T and not control:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.open_panels.fold_all if shifted else self.current_turn.toggle_panel)()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._ask_for_answer()
        elif event.key() == Qt.Key.Key_End:
            self.navigation.go_to_newest()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that runs."""
        self.shut_down()
        super().closeEvent(event)

    def _set_up(self) -> None:
        self.setWidget(self._canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar(self._theme))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(self._theme.line_height("answer") * 2)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Conversation"))

    def _slot_of(self, turn: Turn, live: Mapping[str, LiveAnswer]) -> Slot:
        slot = Slot(turn.question.text, turn)
        running = live.get(turn.answer.id) if turn.answer else None
        if running is not None and not running.phase.over:
            slot.live = running
            self.live_turns.add(slot)
        return slot

    def _make_widget(self, slot: Slot) -> TurnWidget:
        widget = TurnWidget(self._context, slot.question, self._canvas)
        widget.height_changed.connect(lambda: self._on_height_changed(slot))
        widget.walked.connect(lambda top, bottom: self.navigation.show(slot.y + top, slot.y + bottom))
        widget.edit_typed.connect(self.edits.keep)
        widget.panel_changed.connect(lambda state: self.open_panels.keep(slot, state))
        widget.panel_toggled.connect(lambda: self.open_panels.follow(slot))
        self.requests.join(widget, slot)
        widget.shrink_rating(slot is not self._column.slots[-1])
        if slot.turn is not None:
            widget.show_turn(slot.turn)
        if slot.live is not None:
            widget.show_live(slot.live)
        self.edits.go_on(slot, widget)
        return widget

    def _ask_for_answer(self) -> None:
        """The answer of the thought that is being written is asked for now."""
        run = self.live_turns.thinking_run
        if run:
            self.requests.answer_now_asked.emit(run)

    def _shrink_ratings(self) -> None:
        """Only the last answer has its whole rating bar."""
        for slot in self._column.slots:
            if slot.widget is not None:
                slot.widget.shrink_rating(slot is not self._column.slots[-1])
                slot.heights.clear()

    def _on_laid_out(self) -> None:
        bar, slots = self.verticalScrollBar(), self._column.slots
        # While the end is still being rendered its turns may be much higher than they are yet.
        unfinished = self._column.following and not all(each.complete for each in self._column.near(0.0))
        above = bar.value() < self.viewport().height() and not unfinished
        if above and self._has_older and not self._asked_older and slots:
            self._asked_older = True
            self.older_wanted.emit()
        self.newest_button.setVisible(not self._column.at_end and bool(slots))
        self.newest_button.settle(self.width(), self.viewport().height())
        self.newest_button.raise_()

    def _on_height_changed(self, slot: Slot) -> None:
        if slot.widget is not None:
            slot.heights.clear()
            if not self.open_panels.folding_all:
                self._column.lay_out()
            if slot.live is not None:
                self.live_turns.wake()

    def _on_theme(self) -> None:
        for slot in self._column.slots:
            slot.heights.clear()
            if slot.widget is not None:
                slot.widget.refresh()
        self._column.lay_out()
        self.viewport().update()
        self.newest_button.update()
