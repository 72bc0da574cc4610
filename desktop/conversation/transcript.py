"""The transcript: turns below each other in a centred column, rendered as they come near the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop.conversation.canvas import Canvas
from desktop.conversation.hit_places import holds, mark_hit
from desktop.conversation.live import LiveAnswer
from desktop.conversation.newest_button import NewestButton
from desktop.conversation.quiet_scroll_bar import QuietScrollBar
from desktop.conversation.reading_place import ReadingPlace
from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TOP, TurnColumn
from desktop.rendering.context import RenderContext
from desktop.theme import Theme
from models.events import Channel, RunEvent, Token
from models.history.ratings.records import Mark, Preference, RatingVerdict, RemarkDraft, StepMark
from models.history.records import PanelState, SearchHit, Turn
from models.traces import Step

_FLUSH_SECONDS = 0.005
_FIRST_SECONDS = 0.06


class TranscriptView(QScrollArea):
    """The conversation. See the signals for what the shell does; it feeds the `LiveAnswer`s and calls `apply` after."""

    continue_asked = Signal(str)
    answer_from_asked = Signal(str)
    """Answer from the thought as it is."""
    discard_asked = Signal(str)
    """Take the answer out of the conversation."""
    regenerate_asked = Signal(str)
    think_again_asked = Signal(str)
    confidence_asked = Signal(str, str)
    """The answer and attempt of which it is asked how sure the model was of each token (`show_confidence`)."""
    steps_wanted = Signal(str)
    """The attempt whose steps are to be brought (`show_steps`)."""
    attempt_taken = Signal(str, str)
    """An answer, and which of its attempts is to count, as the reader says."""
    judged = Signal(object)
    """What the reader says of a step or an attempt (`desktop.conversation.step_marks`)."""
    judgement_wanted = Signal(str)
    """The attempt of which it is to be brought what the reader said (`show_judgement`)."""
    thought_edited = Signal(str, str)
    """The answer whose thought was changed, and the thought to go on from; `forget_edit` when that is done."""
    edit_typed = Signal(str, str)
    """An attempt, and its thought as the reader has changed it so far; "" where nothing is changed any more."""
    edit_asked = Signal(str, str)
    branch_asked = Signal(str, str, object)
    """A conversation, the branch to show, and the `ReadingPlace` that its turn has on the screen."""
    branches_wanted = Signal(str, object)
    """A conversation, and the `BranchPager` that is to list its branches."""
    answer_now_asked = Signal(str)
    panel_changed = Signal(str, object)
    rating_made = Signal(object)
    """A `RatingBar` that is to be filled."""
    older_wanted = Signal()
    link_activated = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._context = RenderContext(theme, self)
        self._live: dict[str, Slot] = {}
        self._has_older = self._asked_older = False
        self._hit: SearchHit | None = None
        self._folding_all = False
        self._edits: dict[str, str] = {}
        """Thoughts that are being changed, by attempt; they are shown so wherever their answer is shown anew."""
        canvas = Canvas(theme)
        self._canvas = canvas
        self._set_up(canvas)
        self._column = TurnColumn(theme, self, canvas)
        self._builder = TurnBuilder(self._column, self._make_widget, self)
        self.newest_button = NewestButton(theme, self)
        self.newest_button.clicked.connect(self.go_to_newest)
        self._flush_timer = QTimer(self)
        self._flush_timer.setInterval(theme.milliseconds("stream_flush") or 33)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.timeout.connect(self._flush)
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
        return self._flush_timer.isActive() or self._builder.busy or self._context.formulas.busy

    @property
    def rendered(self) -> bool:
        """Whether all near the view is rendered."""
        return not (self._flush_timer.isActive() or self._builder.building or self._context.formulas.busy)

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
        self._live[live.run] = slot
        self._column.following = True
        self._shrink_ratings()
        self._builder.widget(slot)
        self._column.lay_out()

    def apply(self, event: RunEvent) -> None:
        """An event has been fed to its `LiveAnswer`: show it with the next flush."""
        if event.run in self._live and not self._flush_timer.isActive():
            self._flush_timer.start()

    def finish(self, turn: Turn) -> None:
        """Replace a live turn by the stored one; what is shown stays where it is."""
        answer_id = turn.answer.id if turn.answer else ""
        for slot in self._column.slots:
            if slot.question_id == turn.question.id or (answer_id and slot.answer_id == answer_id):
                self._finish_slot(slot, turn)
                break

    def reveal(self, hit: SearchHit) -> None:
        """Open and mark the place of a search hit, in the upper third of the view."""
        slot = next((each for each in self._column.slots if holds(each, hit)), None)
        if slot is None:
            return
        widget = self._render(slot)
        self.clear_hits()
        self._hit = hit
        self._column.following = False
        self._column.lay_out()
        y = mark_hit(widget, hit)
        self._column.place(slot)
        self._column.lay_out()
        self._column.scroll_to(slot.y + y - self.viewport().height() // 3)
        self._builder.start()

    def clear_hits(self) -> None:
        """Remove the marks of places that were found."""
        self._hit = None
        for widget in self.turn_widgets:
            if widget is not None:
                widget.clear_hits()

    def top_question_id(self) -> str:
        """Return the question of the turn at the upper edge of the view, "" without one."""
        slot = self._column.slot_at_top()
        return slot.question_id if slot is not None else ""

    def place(self) -> ReadingPlace:
        """Return what is being read."""
        slot = None if self._column.following else self._column.slot_at_top()
        if slot is None:
            return ReadingPlace()
        return ReadingPlace(question_id=slot.question_id, offset=self.verticalScrollBar().value() - slot.y)

    def place_of(self, question_id: str) -> ReadingPlace:
        """Return where the turn of a question stands on the screen, so that `go_to` puts it there again."""
        slot = next((each for each in self._column.slots if each.question_id == question_id), None)
        if slot is None or not question_id:
            return ReadingPlace()
        return ReadingPlace(question_id=question_id, offset=self.verticalScrollBar().value() - slot.y)

    def go_to(self, place: ReadingPlace) -> None:
        """Bring back what was being read; a turn that is not here leaves the end in view."""
        slot = next((each for each in self._column.slots if each.question_id == place.question_id), None)
        if slot is None or not place.question_id:
            return
        self._render(slot)
        self._column.following = False
        self._column.place(slot)
        self._column.lay_out()
        self._column.scroll_to(slot.y + place.offset)
        self._column.hold(slot)
        self._builder.start()

    def clear(self) -> None:
        """Show nothing; runs that are shown go on elsewhere."""
        self._flush_timer.stop()
        self._builder.stop()
        for slot in self._column.slots:
            self._builder.drop(slot)
        self._column.slots.clear()
        self._live.clear()
        self._has_older = self._asked_older = False
        self._column.following = True
        self._column.lay_out()

    def go_to_newest(self) -> None:
        """Scroll to the end and follow it."""
        self._column.following = True
        self._column.lay_out()
        self._builder.start()

    def toggle_panel(self) -> None:
        """Fold or unfold the panel that has the focus, is live, or is the last in view."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.toggle()

    def toggle_newest(self) -> None:
        """Fold or unfold the panel of the last turn, wherever the reader is."""
        if self._column.slots:
            widget = self._builder.widget(self._column.slots[-1])
            self._column.lay_out()
            widget.panel.toggle()

    def rate(self, verdict: RatingVerdict) -> None:
        """Press the button of a verdict under the answer that is read."""
        widget = self._current_widget()
        if widget is not None and widget.rating is not None and not widget.rating.isHidden():
            widget.rating.press(verdict)

    def focus_rating(self, question_id: str) -> None:
        """Give the focus to the rating of the answer to a question, so that the keys act on it."""
        slot = next((each for each in self._column.slots if each.question_id == question_id), None)
        rating = slot.widget.rating if slot is not None and slot.widget is not None else None
        (rating.buttons[RatingVerdict.ACCEPTED] if rating is not None else self).setFocus()

    def fold_all(self) -> None:
        """Fold every open panel; when all are folded, unfold those in view."""
        shown = [widget for widget in self.turn_widgets if widget is not None]
        opened = [widget for widget in shown if widget.panel.is_open]
        far = [slot for slot in self._column.slots if slot.widget is None and slot.opens]
        for slot in far:
            slot.heights.clear()
            self._keep_panel(slot, PanelState.FOLDED)
        anchor = self._column.first_in_view()
        self._folding_all = True
        for widget in opened or ([] if far else shown):
            widget.panel.toggle()
        self._folding_all = False
        self._stay_at(anchor)

    def step_branch(self, by: int) -> None:
        """Show the branch before (-1) or after (1) the one of the turn that is read, where it has several."""
        widget = self._current_widget()
        if widget is not None:
            widget.step_branch(by)

    def toggle_confidence(self) -> None:
        """Mark what the model doubted in the thought that is read, or end that."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.toggle_confidence()

    def show_confidence(self, answer_id: str, tokens: Sequence[tuple[Channel, Token]]) -> None:
        """Mark the doubtful tokens of an answer's thought."""
        for slot in self._column.slots:
            if slot.answer_id == answer_id and slot.widget is not None:
                slot.widget.panel.show_confidence(tokens)

    def show_steps(self, attempt_id: str, steps: Sequence[Step]) -> None:
        """Show the steps of an attempt; a place that was found in it is shown anew among them."""
        for widget in self.turn_widgets:
            if widget is not None and widget.panel.show_attempt_steps(attempt_id, steps):
                if self._hit is not None and self._hit.attempt_id == widget.panel.shown_attempt_id:
                    self.reveal(self._hit)
                break

    def show_judgement(
        self, attempt_id: str, marks: Sequence[Mark], preferences: Sequence[Preference], typed: RemarkDraft | None
    ) -> None:
        """Show what the reader said of an attempt, and the note on it that is being written."""
        for widget in self.turn_widgets:
            if widget is not None:
                widget.panel.show_judgement(attempt_id, marks, preferences, typed)

    def mark_step(self, mark: StepMark) -> None:
        """Mark the step that is looked at; where none is, go to one."""
        widget = self._current_widget()
        if widget is not None and not widget.panel.judging.mark(mark):
            widget.panel.walk_back()

    def write_note(self) -> None:
        """Write a note on the selected text, or on the step that is looked at; where there is none, go to one."""
        widget = self._current_widget()
        if widget is not None and not widget.panel.judging.write_note():
            widget.panel.walk_back()

    def walk(self, by: int) -> None:
        """Go to the step after (1) or before (-1) the one that is read."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.walk(by)

    def show_attempt(self, number: int) -> None:
        """Show the attempt with this number of the answer that is read."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.show_attempt(number)

    def edit_thought(self) -> None:
        """Let the reader change the thought that is read."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.edit()

    def take_edits(self, edits: Mapping[str, str]) -> None:
        """Take the thoughts that were being changed when the window was left, by attempt."""
        self._edits = {**edits, **self._edits}

    def forget_edit(self, attempt_id: str) -> None:
        """The changed thought of an attempt is thought on from: it is shown as it was written, wherever it is shown."""
        self._keep_edit(attempt_id, "")
        for widget in self.turn_widgets:
            if widget is not None and widget.panel.shown_attempt_id == attempt_id:
                widget.panel.end_editing()

    def forget_edits(self) -> None:
        """No thought is being changed any more; what is kept of them stays where it is kept."""
        self._edits.clear()

    def button_words(self) -> list[str]:
        """Return what the buttons of the turn that is read can do now; `press` does it."""
        widget = self._current_widget()
        return [button.accessibleName() for button in widget.buttons()] if widget is not None else []

    def press(self, words: str) -> None:
        """Press the button of the turn that is read which `button_words` calls so, if it is still there."""
        widget = self._current_widget()
        for button in widget.buttons() if widget is not None else ():
            if button.accessibleName() == words:
                button.click()
                return

    def copy_answer(self) -> None:
        """Put the answer that is read on the clipboard."""
        widget = self._current_widget()
        if widget is not None and widget.footer is not None:
            widget.footer.copy_button.click()

    def answer_now(self) -> None:
        """Ask for the answer of the thought that is being written."""
        for run, slot in self._live.items():
            if slot.widget is not None and slot.widget.panel.thinking:
                self.answer_now_asked.emit(run)
                return

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
            (self.fold_all if shifted else self.toggle_panel)()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.answer_now()
        elif event.key() == Qt.Key.Key_End:
            self.go_to_newest()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that runs."""
        self.shut_down()
        super().closeEvent(event)

    def _set_up(self, canvas: Canvas) -> None:
        self.setWidget(canvas)
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
            self._live[running.run] = slot
        return slot

    def _make_widget(self, slot: Slot) -> TurnWidget:
        widget = TurnWidget(self._context, slot.question, self._canvas)
        widget.height_changed.connect(lambda: self._on_height_changed(slot))
        widget.continue_asked.connect(lambda: self.continue_asked.emit(slot.answer_id))
        widget.answer_from_asked.connect(lambda: self.answer_from_asked.emit(slot.answer_id))
        widget.discard_asked.connect(lambda: self.discard_asked.emit(slot.answer_id))
        widget.regenerate_asked.connect(lambda: self.regenerate_asked.emit(slot.answer_id))
        widget.think_again_asked.connect(lambda: self.think_again_asked.emit(slot.answer_id))
        widget.confidence_asked.connect(lambda attempt: self.confidence_asked.emit(slot.answer_id, attempt))
        widget.steps_wanted.connect(self.steps_wanted)
        widget.attempt_taken.connect(lambda attempt: self.attempt_taken.emit(slot.answer_id, attempt))
        widget.walked.connect(lambda top, bottom: self._show_place(slot.y + top, slot.y + bottom))
        widget.judged.connect(self.judged)
        widget.judgement_wanted.connect(self.judgement_wanted)
        widget.thought_edited.connect(lambda thought: self.thought_edited.emit(slot.answer_id, thought))
        widget.edit_typed.connect(self._keep_edit)
        widget.edit_asked.connect(lambda: self.edit_asked.emit(slot.question_id, slot.question))
        widget.branch_asked.connect(lambda branch: self._ask_for_branch(slot, branch))
        widget.branches_wanted.connect(lambda pager: self.branches_wanted.emit(slot.conversation_id, pager))
        widget.answer_now_asked.connect(lambda: self._ask_answer_now(slot))
        widget.panel_changed.connect(lambda state: self._keep_panel(slot, state))
        widget.panel_toggled.connect(lambda: self._on_panel_toggled(slot))
        widget.rating_made.connect(self.rating_made)
        widget.link_activated.connect(self.link_activated)
        widget.shrink_rating(slot is not self._column.slots[-1])
        if slot.turn is not None:
            widget.show_turn(slot.turn)
        if slot.live is not None:
            widget.show_live(slot.live)
        elif slot.turn is not None and slot.turn.answer is not None:
            text = self._edits.get(slot.turn.answer.chosen.id, "")
            if text:
                widget.panel.go_on_editing(text)
        return widget

    def _keep_edit(self, attempt_id: str, text: str) -> None:
        if text:
            self._edits[attempt_id] = text
        else:
            self._edits.pop(attempt_id, None)
        self.edit_typed.emit(attempt_id, text)

    def _render(self, slot: Slot) -> TurnWidget:
        """Render a turn at once; a running answer, or a panel that folds, goes on in its own time."""
        widget = self._builder.widget(slot)
        while not widget.work(1.0) and slot.live is None and not widget.panel.animating:
            pass
        return widget

    def _shrink_ratings(self) -> None:
        """Only the last answer has its whole rating bar."""
        for slot in self._column.slots:
            if slot.widget is not None:
                slot.widget.shrink_rating(slot is not self._column.slots[-1])
                slot.heights.clear()

    def _show_place(self, top: int, bottom: int) -> None:
        """Scroll as little as brings a place of the canvas into view."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if top - TOP < bar.value() or bottom + TOP > bar.value() + height:
            self._column.following = False
            self._column.scroll_to(min(max(bar.value(), bottom + TOP - height), top - TOP))
            self._builder.start()

    def _ask_for_branch(self, slot: Slot, branch: str) -> None:
        """Another question's turn will stand where this one does."""
        place = self.place_of(slot.question_id)
        of_question = slot.turn is not None and branch in slot.turn.question.siblings
        self.branch_asked.emit(slot.conversation_id, branch, place.at(branch) if of_question else place)

    def _ask_answer_now(self, slot: Slot) -> None:
        if slot.live is not None:
            self.answer_now_asked.emit(slot.live.run)

    def _finish_slot(self, slot: Slot, turn: Turn) -> None:
        if slot.live is not None:
            self._live.pop(slot.live.run, None)
            if slot.widget is not None:
                slot.widget.show_live(slot.live)  # its end may not have been shown yet
        slot.turn, slot.live = turn, None
        slot.heights.clear()
        if slot.widget is not None:
            slot.widget.show_turn(turn)
            slot.complete = slot.widget.work(_FLUSH_SECONDS)
            self._column.lay_out()
            self._builder.start()

    def _flush(self) -> None:
        """Show what has been streamed since the last flush; what does not fit into the time comes with the next."""
        again = moved = False
        for slot in self._live.values():
            if slot.widget is not None and slot.live is not None:
                moved = slot.widget.show_live(slot.live) or moved
                again = not slot.widget.work(_FLUSH_SECONDS) or again
                slot.widget.drop_far()
        if moved or again:
            self._column.lay_out()
        if again:
            self._flush_timer.start()

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
            if not self._folding_all:
                self._column.lay_out()
            if slot.live is not None and not self._flush_timer.isActive():
                self._flush_timer.start()

    def _keep_panel(self, slot: Slot, state: PanelState) -> None:
        """A placeholder's turn, too, knows how its panel was left."""
        if slot.turn is not None:
            slot.turn = slot.turn.with_panel(state)
        if slot.answer_id:
            self.panel_changed.emit(slot.answer_id, state)

    def _on_panel_toggled(self, slot: Slot) -> None:
        """The reader folded or unfolded: the panel's header stays in place, or comes into view."""
        widget = slot.widget
        if widget is None or self._folding_all:
            return
        self._column.following = False
        self._column.lay_out(anchor=widget.panel)
        top = self._column.y_of(widget.panel)
        if top < self.verticalScrollBar().value():
            self._column.scroll_to(top - TOP)
        self._column.following = self._column.at_end
        self._builder.start()

    def _stay_at(self, part: QWidget | None) -> None:
        """What is above and below has another height: this part stays where it is, or comes into view."""
        self._column.following = False
        self._column.lay_out(anchor=part)
        if part is not None and self._column.y_of(part) + part.height() <= self.verticalScrollBar().value():
            self._column.scroll_to(self._column.y_of(part) - TOP)
        self._column.following = self._column.at_end
        self._builder.start()

    def _current_widget(self) -> TurnWidget | None:
        focus = QApplication.focusWidget()
        shown = [(slot, slot.widget) for slot in self._column.slots if slot.widget is not None]
        for _, widget in shown:
            if focus is not None and widget.isAncestorOf(focus):
                return widget
        live = next((widget for slot, widget in shown if slot.live is not None), None)
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        last = next((widget for slot, widget in reversed(shown) if slot.y < bottom), None)
        return live or last

    def _on_theme(self) -> None:
        for slot in self._column.slots:
            slot.heights.clear()
            if slot.widget is not None:
                slot.widget.refresh()
        self._column.lay_out()
        self.viewport().update()
        self.newest_button.update()
