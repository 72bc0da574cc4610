"""What the page of questions shows: opens conversations and follows the answers that are written in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.conversation.branch_pager import BranchPager
from desktop.conversation.live import LiveAnswer
from desktop.conversation.reading_place import ReadingPlace
from desktop.shell.asking import Asking
from desktop.shell.branch_words import branches_in_words
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.figures import Figures
from desktop.shell.moments import moment_words
from desktop.shell.notices import tell_on
from desktop.tasks import Tasks
from models.events import Channel, EngineState, EngineStatus, RunEvent, Token
from models.history.records import ConversationSummary, PanelState, SearchHit, Turn

if TYPE_CHECKING:
    from models.history.store import Store

NEWEST_TURNS = 30
"""How many turns are read when a conversation is opened, and each time the reader scrolls to the top."""

Found = tuple[ConversationSummary | None, list[Turn]]


class Desk(QObject):
    """The controller of the page."""

    left = Signal()
    """Another conversation is about to be shown."""
    opened = Signal(str)
    """The conversation that is shown now, "" for a new question."""
    named = Signal(str)
    """The new question on the screen is a conversation now."""
    grown = Signal()
    """There is more to read on the screen than before: an answer streams, or has ended."""
    running_changed = Signal(bool)
    """Whether an answer is being written on the screen."""

    def __init__(self, page: ConversationPage, asking: Asking, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation_id: str | None = None
        self.summary: ConversationSummary | None = None
        self.turns: list[Turn] = []
        """The stored turns that are shown; a question just sent joins them when it is answered."""
        self._page = page
        self._asking = asking
        self._tasks = tasks
        self._store: Store | None = None
        self._shown: list[LiveAnswer] = []
        self._opening = 0
        self._panels: dict[str, PanelState] = {}
        """How the reader left the panels of the open conversation's answers, by answer id."""
        self._figures = Figures(page.composer.gauge)
        asking.saved.connect(self._on_saved)
        asking.streamed.connect(self._on_streamed)
        asking.ended.connect(self._tell_running)
        asking.settled.connect(self._on_settled)
        page.transcript.older_wanted.connect(self._load_older)
        page.transcript.open_panels.changed.connect(self._keep_panel)
        requests = page.transcript.requests
        requests.branch_asked.connect(self._show_branch)
        requests.branches_wanted.connect(self._list_branches)
        requests.confidence_asked.connect(self._bring_confidence)
        requests.steps_wanted.connect(self._bring_steps)
        requests.attempt_taken.connect(self._take_attempt)
        self.show_summary(None)

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store

    def show_status(self, status: EngineStatus) -> None:
        """The engine's state has changed."""
        self._figures.show_status(status)
        ready = status.state is EngineState.READY and self.conversation_id is None and status.load_seconds > 0
        words = self.tr("Model ready after {0} s").format(f"{status.load_seconds:.1f}") if ready else ""
        self._page.header.show_status(words, "mark_ok" if words else "", "ok.mark")

    def new_question(self) -> None:
        """Show the page of a new question."""
        self._opening += 1
        self.left.emit()
        self.conversation_id, self.turns, self._shown = None, [], []
        self._page.show_welcome()
        self.show_summary(None)
        self._figures.show_turn(None)
        self._tell_running()
        self.opened.emit("")

    def reopen(self, conversation_id: str, place: ReadingPlace, otherwise: Callable[[], object]) -> None:
        """Show the conversation that was open when the window was left.

        `otherwise` is called when the page stays that of a new question: the conversation is gone or in the trash, or
        the user has begun to write, and that must not be taken off the screen.
        """
        store = self._store
        if store is None or not conversation_id or not self._untouched():
            otherwise()
            return
        number, wanted = self._opening, place.question_id

        def read() -> Found | None:
            summary = store.conversation(conversation_id)
            kept = summary is not None and summary.trashed_at is None
            return _read(store, conversation_id, "", wanted) if kept else None

        def show(found: Found | None) -> None:
            if number != self._opening:
                return
            if found is None or not self._untouched():
                otherwise()
            else:
                self._arrive_at(conversation_id, found, None, place)

        def fail(error: Exception) -> None:
            otherwise()
            self.tell(error)

        self._tasks.run(read, show, fail, owner=self)

    def open(
        self,
        conversation_id: str,
        *,
        hit: SearchHit | None = None,
        choose: str = "",
        place: ReadingPlace | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Show a conversation, with the branch of `hit` or of the turn `choose`, at a place of it; `then` go on."""
        store = self._store
        if store is None:
            return
        self._opening += 1
        if conversation_id != self.conversation_id:
            self.left.emit()
        number = self._opening
        branch = choose or (hit.answer_id or hit.question_id if hit is not None else "")
        wanted = hit.question_id if hit is not None else place.question_id if place is not None else ""

        def show(found: Found) -> None:
            if number == self._opening:
                self._arrive_at(conversation_id, found, hit, place)
                if then is not None:
                    then()

        self._tasks.run(lambda: _read(store, conversation_id, branch, wanted), show, self.tell, owner=self)

    def _untouched(self) -> bool:
        """Whether the window shows only the page of a new question, and nothing was typed there or sent."""
        return self.conversation_id is None and not self._shown and self._page.composer.is_empty

    def _arrive_at(self, conversation_id: str, found: Found, hit: SearchHit | None, place: ReadingPlace | None) -> None:
        wanted = hit.question_id if hit is not None else place.question_id if place is not None else ""
        last = found[1][-1].question.id if found[1] else ""
        self._show_conversation(conversation_id, found, elsewhere=wanted not in ("", last))
        self._arrive(hit, place)

    def _arrive(self, hit: SearchHit | None, place: ReadingPlace | None) -> None:
        if hit is not None:
            self._page.transcript.hits.reveal(hit)
        elif place is not None:
            self._page.transcript.navigation.go_to(place)

    def reveal(self, hit: SearchHit) -> None:
        """Show a place of the open conversation, reading older turns if it is in one of them."""
        shown = {turn.question.id for turn in self.turns} | {live.question_id for live in self._shown}
        if hit.question_id in shown:
            self._page.transcript.hits.reveal(hit)
        elif self.conversation_id is not None:
            self.open(self.conversation_id, hit=hit)

    def reload(self) -> None:
        """Read the conversation again (its path has changed)."""
        if self.conversation_id:
            self.open(self.conversation_id)

    def follow(self, live: LiveAnswer, *, after: list[Turn] | None = None) -> None:
        """Show an answer that has just been asked for, below the turns `after` (all that are shown when left out)."""
        self._opening += 1
        if after is not None:
            self._show_turns(after)
        self._page.show_transcript()
        self._page.transcript.show_pending(live)
        self._shown.append(live)
        self._tell_running()

    def take_up(self, live: LiveAnswer) -> None:
        """Show an answer that goes on where it stopped, in its place; the reader stays with it."""
        self._opening += 1
        transcript = self._page.transcript
        turn = self.turn_of(live.answer_id)
        place = transcript.navigation.place_of(turn.question.id) if turn is not None else ReadingPlace()
        stays = turn is not None and not (transcript.following and turn is self.turns[-1])
        self._shown.append(live)
        self._show_turns(self.turns, elsewhere=stays)
        if stays:
            transcript.navigation.go_to(place)
        self._tell_running()

    def running(self) -> list[LiveAnswer]:
        """Return the answers that are being written on the screen."""
        return [live for live in self._shown if not live.phase.over]

    def turn_of(self, answer_id: str) -> Turn | None:
        """Return the shown turn with this answer."""
        return next((turn for turn in self.turns if turn.answer is not None and turn.answer.id == answer_id), None)

    def last_answer_id(self) -> str | None:
        """Return the answer that a next question follows; None where there is none yet."""
        if self._shown and self._shown[-1].answer_id:
            return self._shown[-1].answer_id
        answer = self.turns[-1].answer if self.turns else None
        return answer.id if answer is not None else None

    def show_summary(self, summary: ConversationSummary | None) -> None:
        """Show the title of the open conversation."""
        self.summary = summary
        header = self._page.header
        if summary is None:
            header.show_page(self.tr("New question"), "", conversation=False)
        else:
            header.show_page(summary.title, moment_words(summary.updated_at), conversation=True, pinned=summary.pinned)

    def tell(self, error: Exception) -> None:
        """Show a failure that the user can mend; anything else is a mistake of ours."""
        tell_on(self._page.notices, error)

    def _show_conversation(self, conversation_id: str, found: Found, *, elsewhere: bool) -> None:
        changed = conversation_id != self.conversation_id
        if changed:
            self._panels.clear()
            self.left.emit()  # what was written while it was being read belongs to the other one
        summary, self.turns = found
        self.conversation_id = conversation_id
        self._shown = self._asking.live.of_conversation(conversation_id)
        self._page.show_transcript()
        self._show_turns(self.turns, elsewhere=elsewhere)
        self.show_summary(summary)
        self._page.header.show_status("")
        self._figures.show_turn(self.turns[-1] if self.turns else None)
        self._tell_running()
        if changed:
            self.opened.emit(conversation_id)

    def _show_turns(self, turns: list[Turn], *, elsewhere: bool = False) -> None:
        """Show stored turns, with what is being written now in its place or at the end."""
        self.turns = turns
        transcript = self._page.transcript
        running = self._asking.live.by_answer()
        turns = [self._as_left(turn) for turn in turns]
        transcript.show_turns(turns, has_older=self._has_older(), live=running, elsewhere=elsewhere)
        stored = {turn.answer.id for turn in turns if turn.answer is not None}
        for live in self._shown:
            if live.answer_id not in stored and not live.phase.over:
                transcript.show_pending(live)

    def _has_older(self) -> bool:
        return bool(self.turns) and self.turns[0].question.parent_id is not None

    def _load_older(self) -> None:
        store, conversation_id = self._store, self.conversation_id
        if store is None or conversation_id is None or not self._has_older():
            return
        leaf = self.turns[0].question.parent_id

        def show(older: list[Turn]) -> None:
            if self.turns and self.turns[0].question.parent_id == leaf:
                self.turns = older + self.turns
                self._page.transcript.prepend_turns(older, has_older=self._has_older())

        self._tasks.run(lambda: store.path(conversation_id, leaf=leaf, limit=NEWEST_TURNS), show, self.tell, owner=self)

    def _on_saved(self, live: LiveAnswer) -> None:
        """A question has its conversation now; when it began on this screen, the screen is that conversation's."""
        if live not in self._shown or self.conversation_id == (live.conversation_id or None):
            return
        self.conversation_id = live.conversation_id or None
        store = self._store
        if store is not None and live.conversation_id:
            self._tasks.run(lambda: store.conversation(live.conversation_id), self.show_summary, self.tell, owner=self)
        self._page.header.show_status("")
        self.named.emit(live.conversation_id)

    def _on_streamed(self, live: LiveAnswer, event: RunEvent) -> None:
        if live in self._shown:
            self._page.transcript.apply(event)
            self._figures.follow(live, event)
            self.grown.emit()

    def _on_settled(self, live: LiveAnswer, turn: Turn) -> None:
        if live not in self._shown:
            return
        self._shown.remove(live)
        self._replace_turn(turn)

    def _replace_turn(self, turn: Turn) -> None:
        known = [each for each in self.turns if each.question.id != turn.question.id]
        place = next((n for n, each in enumerate(self.turns) if each.question.id == turn.question.id), len(known))
        self.turns = [*known[:place], turn, *known[place:]]
        self._page.transcript.finish(self._as_left(turn))
        self._figures.show_turn(turn)
        self.grown.emit()

    def _take_attempt(self, answer_id: str, attempt_id: str) -> None:
        """The reader says which attempt's answer counts."""
        store = self._store
        if store is None:
            return

        def take() -> Turn:
            store.recording.choose_attempt(answer_id, attempt_id)
            return store.turn_of_answer(answer_id)

        def show(turn: Turn) -> None:
            if self.turn_of(answer_id) is not None:
                self._replace_turn(turn)

        self._tasks.run(take, show, self.tell, owner=self)

    def _show_branch(self, conversation_id: str, branch: str, place: ReadingPlace) -> None:
        """Show another branch of a turn, which stays in its place on the screen."""
        self.open(conversation_id, choose=branch, place=place)

    def _list_branches(self, conversation_id: str, pager: BranchPager) -> None:
        store = self._store
        if store is not None:
            read = partial(branches_in_words, store, conversation_id, pager.siblings)
            self._tasks.run(read, pager.offer, self.tell, owner=pager)

    def _keep_panel(self, answer_id: str, state: PanelState) -> None:
        store = self._store
        self._panels[answer_id] = state
        if store is not None and answer_id:
            self._tasks.run(lambda: store.set_panel(answer_id, state), failed=self.tell, owner=self)

    def _as_left(self, turn: Turn) -> Turn:
        """Return a turn with its panel as it was left: what was read from the history may be older."""
        state = self._panels.get(turn.answer.id) if turn.answer is not None else None
        return turn.with_panel(state) if state is not None else turn

    def _bring_steps(self, attempt_id: str) -> None:
        store, transcript = self._store, self._page.transcript
        show = partial(transcript.show_steps, attempt_id)

        def fail(error: Exception) -> None:
            show(())
            self.tell(error)

        if store is None:
            show(())
        else:
            self._tasks.run(lambda: store.steps(attempt_id), show, fail, owner=self)

    def _bring_confidence(self, answer_id: str, attempt_id: str) -> None:
        store, transcript = self._store, self._page.transcript
        if store is None:
            return

        def show(tokens: list[tuple[Channel, Token]]) -> None:
            transcript.show_confidence(answer_id, tokens)

        self._tasks.run(lambda: store.token_confidences(attempt_id), show, self.tell, owner=self)

    def _tell_running(self, _live: object = None) -> None:
        self.running_changed.emit(bool(self.running()))


def _read(store: Store, conversation_id: str, branch: str, wanted: str) -> Found:
    """Run on the database's lane: the newest turns of a branch, all of them if `wanted` is an older question."""
    if branch:
        store.set_active(conversation_id, branch)
    turns = store.path(conversation_id, limit=NEWEST_TURNS)
    if wanted and not any(turn.question.id == wanted for turn in turns):
        turns = store.path(conversation_id)
    return store.conversation(conversation_id), turns
