"""What the reader says of the attempts in a reasoning panel: marks and notes on steps, and which attempt is better."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.conversation.shown_thought import ShownThought
from desktop.conversation.step_marks import NoteAsked, NoteTyped, PairAsked, PreferAsked
from desktop.conversation.thought_body import ThoughtBody
from models.history.ratings.records import Mark, Preference, RemarkDraft, StepMark


class PanelJudging(QObject):
    """`asked` carries one of the requests of `step_marks`; `show` says what is saved."""

    asked = Signal(object)
    wanted = Signal(str)
    """The attempt of which it is to be brought what is saved."""

    def __init__(self, body: ThoughtBody, shown: ShownThought) -> None:
        super().__init__(body)
        self._body, self._shown = body, shown
        self._said: dict[str, tuple[Sequence[Mark], Sequence[Preference]]] = {}
        self._typed: dict[str, RemarkDraft] = {}
        """The notes that are being written, by attempt."""
        body.steps.judging.asked.connect(self._ask)
        body.prefer.clicked.connect(self._prefer)
        body.pair.clicked.connect(self._toggle_pair)

    def show(
        self, attempt_id: str, marks: Sequence[Mark], preferences: Sequence[Preference], typed: RemarkDraft | None
    ) -> None:
        """Take what is saved of an attempt, and the note on it that is being written."""
        self._said[attempt_id] = (marks, preferences)
        self._remember(attempt_id, typed)
        if attempt_id == self._shown.attempt_id:
            self.fill(over=True)

    def fill(self, *, over: bool) -> None:
        """Show what is said of the attempt that is shown; more can be said once it is `over` and that is known."""
        if over and self._shown.attempt_id and self._shown.attempt_id not in self._said:
            self.wanted.emit(self._shown.attempt_id)
        marks, _ = self._said.get(self._shown.attempt_id, ((), ()))
        steps = self._body.steps
        steps.judging.about(self._shown.attempt_id)
        steps.show_marks(marks, judgeable=self._shown.attempt_id in self._said)
        if self._body.shows_steps:
            steps.judging.take_draft(self._typed.get(self._shown.attempt_id))
        self._fill_preference()

    def mark(self, mark: StepMark) -> bool:
        """Mark the step that is looked at; False where there is none."""
        return self._body.steps.judging.mark(mark)

    def write_note(self) -> bool:
        """Let a note be written; False where there is nothing to write it on."""
        return self._body.steps.judging.write_note()

    def _ask(self, asked: object) -> None:
        if isinstance(asked, NoteTyped):
            self._remember(asked.attempt_id, asked.draft)
        elif isinstance(asked, NoteAsked):
            self._remember(asked.attempt_id, None)
        self.asked.emit(asked)

    def _remember(self, attempt_id: str, typed: RemarkDraft | None) -> None:
        self._typed.pop(attempt_id, None)
        if typed is not None and typed.text.strip():
            self._typed[attempt_id] = typed

    def _fill_preference(self) -> None:
        story, button = self._shown.story, self._body.prefer
        known = self._shown.attempt_id in self._said
        if story is None or self._shown.shows_chosen or not known or self._body.take.isHidden():
            button.hide()
            self._body.pair.hide()
            return
        preference = self._preference()
        preferred = preference is not None
        chosen = str(story.chosen)
        words = (
            self.tr("Preferred to attempt {number}").format(number=chosen)
            if preferred
            else self.tr("Prefer this one to attempt {number}").format(number=chosen)
        )
        button.setText(words)
        button.setAccessibleName(words)
        button.set_on(preferred)
        tip = self.tr("Press to take it back")
        tell = self.tr("This attempt is better than the chosen one; kept for export as a preference pair")
        button.setToolTip(tip if preferred else tell)
        button.show()
        self._body.pair.show_pair(preference.included if preference is not None else None)

    def _preference(self) -> Preference | None:
        """The preference of the attempt that is shown to the one that counts."""
        _, preferences = self._said.get(self._shown.attempt_id, ((), ()))
        mine = (self._shown.attempt_id, self._chosen_id())
        return next((each for each in preferences if (each.preferred_attempt_id, each.other_attempt_id) == mine), None)

    def _chosen_id(self) -> str:
        story = self._shown.story
        return story.numbered(story.chosen).attempt_id if story is not None else ""

    def _toggle_pair(self) -> None:
        self.asked.emit(PairAsked(self._shown.attempt_id, self._chosen_id(), not self._body.pair.included))

    def _prefer(self) -> None:
        found = self._preference()
        self.asked.emit(PreferAsked(self._shown.attempt_id, self._chosen_id(), found.id if found is not None else ""))
