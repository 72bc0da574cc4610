"""From the composer to the assistant: sends, stops, edits, and keeps the unsent text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.composer.effort_choice import EffortChoice, choice_of_answer
from desktop.conversation.live import LiveAnswer
from desktop.shell.asking import Asking
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.shell.drafts import Drafts
from desktop.tasks import Tasks
from models.answering.ask_request import AskRequest
from models.events import EngineState, EngineStatus
from models.history.records import Turn

if TYPE_CHECKING:
    from models.history.store import Store


class Sending(QObject):
    """The controller of the composer."""

    def __init__(
        self, page: ConversationPage, desk: Desk, asking: Asking, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._composer = page.composer
        self._transcript = page.transcript
        self._desk = desk
        self._asking = asking
        self._drafts = Drafts(page.composer, desk, tasks, self)
        self.status = EngineStatus(EngineState.STARTING)
        self._edited: Turn | None = None
        self._thought_on: dict[str, str] = {}
        """The attempt whose thought the reader changed, by the run that thinks on from it, until that is saved."""
        self._place = ""
        """The conversation whose next question is in the composer, "" for a new one."""
        self._waits_for_history = False
        page.composer.sent.connect(self.send)
        page.composer.stop_pressed.connect(self.stop)
        page.composer.answer_now_pressed.connect(self.answer_now)
        page.composer.edit_last_pressed.connect(self.edit_last)
        page.composer.draft_changed.connect(self._keep)
        requests = page.transcript.requests
        requests.edit_asked.connect(self._edit_question)
        requests.answer_now_asked.connect(asking.answer_now)
        requests.regenerate_asked.connect(self.regenerate)
        requests.continue_asked.connect(self.continue_answer)
        requests.answer_from_asked.connect(self.answer_from)
        requests.think_again_asked.connect(self.think_again)
        requests.thought_edited.connect(self._think_on_edited)
        page.welcome.example_chosen.connect(self._take_example)
        desk.left.connect(page.composer.flush_draft)
        desk.opened.connect(self._on_opened)
        desk.named.connect(self._on_named)
        self._drafts.edit_found.connect(self._take_up_edit)
        desk.running_changed.connect(self._on_running)
        asking.saved.connect(self._on_saved)
        asking.ended.connect(self._on_ended)
        self._efforts: dict[str, EffortChoice] = {}
        page.composer.effort.changed.connect(self._keep_effort)

    def connect_store(self, store: Store | None) -> None:
        """The history is open: send what waited. The unsent text comes with `bring_draft`, or with its conversation."""
        self._drafts.connect_store(store)
        if self._waits_for_history:
            self._waits_for_history = False
            self._drafts.bring()  # sending drops what is kept
            self.send(self._composer.text())
        self._show_standing()

    def take_over(self, other: Sending) -> None:
        """Take the text of another window's composer, and send it with the history where that one would have."""
        self._composer.set_text(other._composer.text())
        self._waits_for_history = other._waits_for_history
        self._show_standing()

    def bring_draft(self) -> None:
        """Bring the unsent text back, no conversation being open; what was typed before there was a history is kept."""
        typed = self._composer.text()
        self._drafts.bring()
        if typed:
            self._drafts.keep(typed)

    def show_status(self, status: EngineStatus) -> None:
        """The engine's state has changed."""
        self.status = status
        self._show_standing()

    def send(self, text: str) -> None:
        """Send a question, or say what it waits for; the text stays in the composer until it is sent."""
        if not self._asking.connected:
            self._waits_for_history = True
            self._show_standing()
        elif self.status.state in (EngineState.FAILED, EngineState.NO_MODEL):
            self._composer.show_notice(self.tr("No model is loaded, so the question waits here. Choose a model first."))
        else:
            self._ask(text)

    def stop(self) -> bool:
        """Stop what is being written on the screen; False when there is nothing to stop."""
        if self._waits_for_history:
            self._waits_for_history = False
            self._show_standing()
            return True
        running = self._desk.running()
        if running:
            self._composer.show_stopping()
        for live in running:
            self._asking.stop(live.run)
        return bool(running)

    def answer_now(self) -> None:
        """Let the answer on the screen end its thinking."""
        for live in self._desk.running():
            self._asking.answer_now(live.run)

    def regenerate(self, answer_id: str) -> None:
        """Answer a question again, as another branch."""
        turn = self._desk.turn_of(answer_id)
        if turn is not None and self._may_ask():
            self._follow_instead(turn, self._asking.regenerate(turn, self._composer.effort.effort()))

    def think_again(self, answer_id: str) -> None:
        """Answer a question again, this time with a thought."""
        turn = self._desk.turn_of(answer_id)
        if turn is not None and self._may_ask():
            self._follow_instead(turn, self._asking.regenerate(turn, self._composer.effort.thinking_effort()))

    def think_on(self, answer_id: str, thought: str) -> LiveAnswer | None:
        """Think on from a changed thought, as another branch; returns None where nothing can be asked."""
        turn = self._desk.turn_of(answer_id)
        if turn is None or not self._may_ask():
            return None
        live = self._asking.edit_thought(turn, thought)
        self._follow_instead(turn, live)
        return live

    def continue_answer(self, answer_id: str) -> None:
        """Take up an answer where it stopped."""
        turn = self._desk.turn_of(answer_id)
        if turn is not None and self._may_ask():
            self._desk.take_up(self._asking.continue_answer(turn))

    def answer_from(self, answer_id: str) -> None:
        """Let the model answer from a thought as it is."""
        turn = self._desk.turn_of(answer_id)
        if turn is not None and self._may_ask():
            self._desk.take_up(self._asking.continue_answer(turn, close_thought=True))

    def edit_last(self) -> None:
        """Take the last question into the composer; sending it makes another branch."""
        if self._desk.turns:
            self._edit(self._desk.turns[-1])

    def edit_unanswered(self) -> None:
        """Take the last question into the composer if it has no answer."""
        if self._desk.turns and self._desk.turns[-1].answer is None:
            self._edit(self._desk.turns[-1])

    def cancel_editing(self) -> bool:
        """Give up editing an earlier question; False when none was edited."""
        if self._edited is None:
            return False
        self._end_editing()
        return True

    def _ask(self, text: str) -> None:
        edited, turns = self._edited, self._desk.turns
        parent = edited.question.parent_id if edited is not None else self._desk.last_answer_id()
        request = AskRequest(
            question=text,
            effort=self._composer.effort.effort(),
            conversation_id=self._desk.conversation_id,
            parent_id=parent,
        )
        places = {turn.question.id: place for place, turn in enumerate(turns)}
        place = places.get(edited.question.id) if edited is not None else None
        live = self._asking.ask(request)
        if edited is not None:
            self._end_editing()
        else:
            self._composer.set_text("")
            self._drafts.keep("")
        self._desk.follow(live, after=turns[:place] if place is not None else None)

    def _think_on_edited(self, answer_id: str, thought: str) -> None:
        """The reader's change is kept until the branch that it becomes is in the history."""
        turn = self._desk.turn_of(answer_id)
        live = self.think_on(answer_id, thought)
        if live is not None and turn is not None and turn.answer is not None:
            self._thought_on[live.run] = turn.answer.chosen.id

    def _follow_instead(self, turn: Turn, live: LiveAnswer) -> None:
        """Show another answer to a question in the place of the one that is shown."""
        self._desk.follow(live, after=self._desk.turns[: self._desk.turns.index(turn)])

    def _may_ask(self) -> bool:
        if self._desk.running():
            self._composer.show_notice(self.tr("The answer is still being written. Stop it first."))
            return False
        return self._asking.connected

    def _edit_question(self, question_id: str, _text: str) -> None:
        turn = next((turn for turn in self._desk.turns if turn.question.id == question_id), None)
        if turn is not None:
            self._edit(turn)

    def _edit(self, turn: Turn) -> None:
        if self._desk.running():
            self._composer.show_notice(self.tr("The answer is still being written. Stop it before you edit."))
            return
        self._composer.flush_draft()
        self._take_up_edit(turn, turn.question.text)
        self._drafts.bring_edit(turn, lambda text: self._go_on_editing(turn, text))
        self._composer.focus()

    def _take_up_edit(self, turn: Turn, text: str) -> None:
        self._edited = turn
        self._composer.set_text(text)
        self._show_standing()

    def _go_on_editing(self, turn: Turn, text: str) -> None:
        """The question was being changed before: that is gone on with, unless it is changed anew."""
        if text and self._edited is turn and self._composer.text() == turn.question.text:
            self._composer.set_text(text)

    def _end_editing(self) -> None:
        """The next question, which waited, comes back into the composer."""
        if self._edited is not None:
            self._drafts.keep_edit(self._edited, "")
        self._edited = None
        self._composer.set_text("")
        self._show_standing()
        self._drafts.bring()

    def _take_example(self, text: str) -> None:
        self._composer.put_below(text)
        self._composer.focus()

    def _show_standing(self) -> None:
        """Show what the composer is doing beside writing a new question."""
        words = ""
        if self._edited is not None:
            words = self.tr(
                "You are editing an earlier question. Sending makes another branch; the old one stays. Esc ends."
            )
        elif self._waits_for_history:
            words = self.tr("Your question is sent as soon as the history is open.")
        elif self._desk.running() and self.status.state in (EngineState.LOADING, EngineState.STARTING):
            words = self.tr("The model is loading; your question is answered as soon as it is ready.")
        self._composer.show_standing_notice(words)

    def _on_running(self, running: bool) -> None:
        self._composer.set_running(running)
        self._show_standing()

    def _on_saved(self, live: LiveAnswer) -> None:
        changed = self._thought_on.pop(live.run, None)
        if changed is not None:
            self._transcript.edits.forget(changed)

    def _on_ended(self, live: LiveAnswer) -> None:
        """A question that failed before it was saved goes back into the composer; one asked again is in the history."""
        failure = live.failure
        self._thought_on.pop(live.run, None)
        if failure is None or live.answer_id:
            return
        if not live.siblings and not self._composer.text():
            self._composer.set_text(live.question)
            self._keep(live.question)
        self._composer.show_notice(failure.message)

    def _on_opened(self, conversation_id: str) -> None:
        """What was typed before is kept with the conversation that was left."""
        self._take_effort(conversation_id)
        if not self._drafts.kept or (conversation_id == self._place and self._edited is None):
            return
        self._place = conversation_id
        self._edited = None
        self._composer.set_text("")
        self._show_standing()
        self._drafts.bring_all()

    def _keep(self, text: str) -> None:
        if self._edited is None:
            self._drafts.keep(text)
        else:
            self._drafts.keep_edit(self._edited, text)

    def _keep_effort(self, _name: str) -> None:
        self._efforts[self._desk.conversation_id or ""] = self._composer.effort.choice

    def _take_effort(self, conversation_id: str) -> None:
        """Each conversation goes on with its own effort: the one last chosen, otherwise that of its last answer."""
        bar, turns = self._composer.effort, self._desk.turns
        answer = turns[-1].answer if turns else None
        last = choice_of_answer(answer) if answer is not None else None
        bar.take_choice(self._efforts.get(conversation_id) or last or bar.usual_choice())

    def _on_named(self, conversation_id: str) -> None:
        """What was typed after sending, and the effort, belong to the conversation that has come into being."""
        self._efforts[conversation_id] = self._composer.effort.choice
        self._efforts.pop("", None)
        self._place = conversation_id
        self._drafts.move()
