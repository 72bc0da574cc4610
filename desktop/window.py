"""The main window: sidebar, pages, and the keys that work everywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from desktop.bridge import AssistantBridge
from desktop.conversation.mark_keeper import MarkKeeper
from desktop.conversation.rating_keeper import RatingKeeper
from desktop.keyboard.key_map import key_named
from desktop.keyboard.keyboard import is_text_input
from desktop.learning.rating_places import learning_place_of
from desktop.review.walk import ReviewWalk
from desktop.settings.backup_desk import BackupDesk
from desktop.settings.file_desk import FileDesk
from desktop.settings.keeper import SettingsKeeper
from desktop.settings.page import SettingsPage
from desktop.shell.announcer import Announcer
from desktop.shell.asking import Asking
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.shell.discarding import Discarding
from desktop.shell.dropping import Dropping
from desktop.shell.finding import Finding
from desktop.shell.model_desk import ModelDesk
from desktop.shell.sending import Sending
from desktop.shell.sidebar_place import SidebarPlace
from desktop.shell.troubles import Troubles
from desktop.shell.window_keys import WindowKeys
from desktop.shell.window_state import WindowState, encode_geometry
from desktop.sidebar.organiser import Organiser
from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.belongings import sizes
from models.events import EngineStatus, HistoryChanged
from models.history.ratings.records import RatingVerdict, StepMark
from models.history.records import ConversationSummary, SearchHit
from models.paths import DataFolder
from models.settings import Settings

if TYPE_CHECKING:
    from desktop.learning.desk import LearningDesk
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner

SMALLEST = (960, 640)
USUAL = (1440, 900)


class Window(QMainWindow):
    """Everything on the screen; it opens before history and model are there, which come with `connect_assistant`."""

    moved_on = Signal(object)
    """Another conversation is shown (`WindowState`)."""
    erase_asked = Signal()
    """Everything is to be deleted."""
    closing = Signal(object)
    """The window closes, as it stood (`WindowState`)."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        bridge: AssistantBridge,
        keeper: SettingsKeeper,
        asking: Asking,
        folder: DataFolder,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._tasks = tasks
        self._folder = folder
        self._keeper = keeper
        self._assistant: Assistant | None = None
        self._store: Store | None = None
        self._left = WindowState()
        self.learning: LearningDesk | None = None
        self.setWindowTitle("Rationale")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.sidebar = Sidebar(theme)
        self.page = ConversationPage(theme)
        self.settings_page = SettingsPage(theme, keeper, folder)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self.asking = asking
        self.desk = Desk(self.page, self.asking, tasks, self)
        self.sending = Sending(self.page, self.desk, self.asking, tasks, self)
        self.discarding = Discarding(self.page, self.desk, self.sending, tasks, self)
        self.ratings = RatingKeeper(tasks, self.desk.tell, self, place_of=learning_place_of)
        self.page.transcript.rating_made.connect(self.ratings.take)
        self.ratings.undone_elsewhere.connect(self._tell_undone)
        self.review = ReviewWalk(self.page, self.desk, tasks, self)
        self.marks = MarkKeeper(self.page.transcript, self.ratings, self)
        self.finding = Finding(self.page, self.desk, tasks, self)
        self.organiser = Organiser(self.sidebar, self.page.notices, tasks, self)
        self.organiser.watch(asking)
        self.ratings.conversation_changed.connect(lambda rated: self.organiser.refresh(HistoryChanged((rated,))))
        self.model_desk = ModelDesk(self.sidebar.model_chip, self.page.notices, keeper, self)
        self.dropping = Dropping(self.page.composer, self.page.notices, tasks, self.model_desk.load, self)
        self.files = FileDesk(self.settings_page.files, tasks)
        self.files.imported.connect(self.organiser.reload)
        self.backups = BackupDesk(self.settings_page.backups, keeper, folder, tasks)
        self.backups.trash_emptied.connect(self.organiser.reload)
        self.backups.replaced.connect(self._on_replaced)
        self.troubles = Troubles(self.page.notices, bridge, keeper, self)
        self._lay_out()
        self.announcer = Announcer(self, asking)
        self.keys = WindowKeys(theme, tasks, self, self._open)
        self._connect(bridge)
        self._bind_keys()
        self._take_settings(keeper.current)
        self.page.composer.focus()

    def connect_assistant(
        self, assistant: Assistant, store: Store | None, model: str | None = None, learner: Learner | None = None
    ) -> None:
        """The history is open (`store`; None when nothing is kept) and questions can be asked."""
        self._assistant, self._store = assistant, store
        self.asking.connect_assistant(assistant, store)
        self.page.composer.effort.expect_with(assistant.expected_seconds)
        self.ratings.connect_store(store)
        self.desk.connect_store(store)
        self.organiser.connect_store(store)
        self.model_desk.connect_assistant(assistant, model)
        self.sending.connect_store(store)
        self.finding.connect_store(store)
        self.files.connect_store(store)
        self.backups.connect_store(store, lambda: bool(self.desk.running()) or len(self.asking.live) > 0)
        self.discarding.connect_store(store)
        self._add_review(store)
        self.keys.connect_store(store)
        if learner is not None and store is not None:
            self._add_learning(learner, store)
        self.desk.reopen(self._left.conversation_id, self._left.place)

    def take_up(self, state: WindowState) -> None:
        """Stand where the window was left; its conversation is opened with the history."""
        self._left = state
        if state.geometry_bytes:
            self.restoreGeometry(state.geometry_bytes)
        self.sidebar_place.wanted = state.sidebar
        self.sidebar_place.settle()
        if state.settings_shown:
            self.show_settings()
            self.settings_page.show_language()

    def state(self) -> WindowState:
        """Return how the window stands now."""
        opened = self._store is not None
        return WindowState(
            geometry=encode_geometry(bytes(self.saveGeometry().data())),
            sidebar=self.sidebar_place.wanted,
            conversation_id=(self.desk.conversation_id or "") if opened else self._left.conversation_id,
            place=self.page.transcript.place() if opened else self._left.place,
            settings_shown=self._pages.currentWidget() is self.settings_page,
        )

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state everywhere."""
        self.model_desk.show_status(status)
        self.desk.show_status(status)
        self.sending.show_status(status)
        if self.learning is not None:
            self.learning.show_status(status)

    def show_settings(self) -> None:
        """Open the settings page."""
        self._leave_page()
        self.settings_page.privacy.forget_question()
        show_sizes = self.settings_page.privacy.show_sizes
        self._tasks.run_aside(lambda: sizes(self._folder), show_sizes, owner=self)
        self._pages.setCurrentWidget(self.settings_page)
        self.settings_page.done_button.setFocus()

    def show_learning(self) -> None:
        """Open the page of learning."""
        if self.learning is not None:
            self._leave_page()
            self.learning.refresh()
            self._pages.setCurrentWidget(self.learning.page)
            self.sidebar.navigation.mark("learning")
            self.learning.page.setFocus()

    def show_review(self) -> None:
        """Bring the next answer that waits for a rating."""
        self.show_questions()
        self.review.show_next()

    def come_to_front(self) -> None:
        """Be seen, because the program was started again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_questions(self) -> None:
        """Return to the page of questions."""
        self._leave_page()
        self._pages.setCurrentWidget(self.page)
        self.page.composer.focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed."""
        self.page.composer.flush_draft()
        self.settings_page.keep_typing()
        self.files.cancel()
        self.closing.emit(self.state())
        self.page.transcript.shut_down()
        super().closeEvent(event)

    def dissolve(self) -> None:
        """Go, because another window stands in this one's place: nothing is to be kept any more."""
        if self.learning is not None:
            self.learning.leave()
        self.page.transcript.shut_down()
        self.hide()
        self.deleteLater()

    def _leave_page(self) -> None:
        """What every change of the page begins with."""
        self.sidebar_place.leave()
        self.settings_page.keep_typing()
        self.sidebar.navigation.mark("")

    def _add_review(self, store: Store | None) -> None:
        """Add the row of the answers that wait for a rating."""
        if store is not None:
            row = self.sidebar.navigation.add(
                "review", "review", self.tr("Review"), key_named("review").shown, self.show_review
            )
            self.review.count_changed.connect(row.show_count)
            self.asking.settled.connect(self.review.refresh)
            self.ratings.changed.connect(self.review.refresh)
            self.keys.keyboard.bind("review", self.show_review)
        self.review.connect_store(store)

    def _add_learning(self, learner: Learner, store: Store) -> None:
        """Add the page of learning; only now, so that the window stands sooner."""
        from desktop.learning.desk import LearningDesk
        from desktop.learning.page import LearningPage

        page = LearningPage(self._theme, self._keeper)
        self._pages.addWidget(page)
        page.header.unfold_button.setVisible(self.sidebar.isHidden())
        page.header.unfold_asked.connect(self.sidebar_place.toggle)
        self.learning = LearningDesk(page, learner, store, self._tasks, self.desk.tell, self)
        row = self.sidebar.navigation.add(
            "learning", "learning", self.tr("Learning"), key_named("learning").shown, self.show_learning
        )
        self.learning.share_changed.connect(row.show_count)
        self.learning.round_ended.connect(self.ratings.refresh)
        self.ratings.changed.connect(self.learning.rated)
        self.keys.keyboard.bind("learning", self.show_learning)
        self.keys.keyboard.bind("pause_learning", self.learning.toggle_pause, within=page)

    def _lay_out(self) -> None:
        for page in (self.page, self.settings_page):
            self._pages.addWidget(page)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._pages, 1)
        self.setCentralWidget(frame)
        self.sidebar_place = SidebarPlace(frame, row, self.sidebar)

    def _connect(self, bridge: AssistantBridge) -> None:
        bridge.engine_status.connect(self.show_status)
        bridge.history_changed.connect(self.organiser.refresh)
        self._keeper.changed.connect(self._take_settings)
        self.sidebar_place.moved.connect(self._on_sidebar)
        self.sidebar.new_asked.connect(self._new_question)
        self.sidebar.fold_asked.connect(self.sidebar_place.toggle)
        self.sidebar.settings_asked.connect(self.show_settings)
        self.sidebar.conversation_chosen.connect(self._open)
        self.sidebar.hit_chosen.connect(lambda hit: self._open(hit.conversation_id, hit))
        self.desk.opened.connect(self.organiser.mark)
        self.desk.named.connect(self.organiser.mark)
        self.desk.opened.connect(self._tell_state)
        self.desk.named.connect(self._tell_state)
        self.organiser.changed.connect(self._on_conversation_changed)
        self.organiser.removed.connect(self._on_conversation_removed)
        self.model_desk.settings_asked.connect(self.show_settings)
        header = self.page.header
        header.unfold_asked.connect(self.sidebar_place.toggle)
        header.pin_asked.connect(self._pin_open)
        header.menu_asked.connect(self._show_menu)
        header.find_asked.connect(self.finding.open)
        header.renamed.connect(lambda title: self.organiser.keep_title(self.desk.conversation_id or "", title))
        self.settings_page.header.unfold_asked.connect(self.sidebar_place.toggle)
        self.page.welcome.folder_asked.connect(self._show_folder)
        self.page.welcome.settings_asked.connect(self._show_privacy)
        self.settings_page.privacy.erase_asked.connect(self.erase_asked)
        self.settings_page.privacy.trash_asked.connect(self._show_trash)
        self.page.transcript.link_activated.connect(self.troubles.ask_to_open)
        self.settings_page.closed.connect(self.show_questions)
        self.settings_page.folder_asked.connect(self._show_folder)
        self.settings_page.model_asked.connect(self.model_desk.choose_file)

    def _bind_keys(self) -> None:
        bind, transcript, composer = self.keys.keyboard.bind, self.page.transcript, self.page.composer
        reads = self._reads
        bind("new_question", self._new_question)
        bind("search", self._focus_search)
        bind("questions", self.show_questions)
        bind("sidebar", self.sidebar_place.toggle)
        bind("settings", self.show_settings)
        bind("leave", self._leave)
        bind("fold_newest", transcript.toggle_panel, offered=reads)
        bind("send", composer.submit, within=composer)
        bind("new_line", composer.focus, within=composer)
        bind("next_effort", composer.effort.choose_next, within=composer)
        bind("edit_last", self.sending.edit_last, within=transcript)
        bind("answer_now", self.sending.answer_now, within=transcript, offered=lambda: bool(self.desk.running()))
        bind("stop", self.sending.stop, within=transcript)
        bind("fold", transcript.toggle_panel, within=transcript)
        bind("fold_all", transcript.fold_all, within=transcript)
        bind("previous_branch", lambda: transcript.step_branch(-1), within=transcript)
        bind("next_branch", lambda: transcript.step_branch(1), within=transcript)
        bind("edit_thought", transcript.edit_thought, within=transcript)
        bind("confidence", transcript.toggle_confidence, within=transcript)
        bind("next_step", lambda: transcript.walk(1), within=transcript)
        bind("previous_step", lambda: transcript.walk(-1), within=transcript)
        for number in range(1, 6):
            bind(f"attempt_{number}", partial(transcript.show_attempt, number), within=transcript)
        bind("accept", lambda: transcript.rate(RatingVerdict.ACCEPTED), within=transcript)
        bind("reject", lambda: transcript.rate(RatingVerdict.REJECTED), within=transcript)
        bind("correct", lambda: transcript.rate(RatingVerdict.CORRECTED), within=transcript)
        for mark in StepMark:
            bind(f"step_{mark.value}", partial(transcript.mark_step, mark), within=transcript)
        bind("step_note", transcript.write_note, within=transcript)
        bind("undo_rating", self._undo_rating, offered=lambda: self.ratings.can_undo)
        bind("find", self.finding.open, within=self.page, offered=reads)
        bind("rename", self.page.header.edit_title, within=self.page, offered=reads)
        bind("find_next", lambda: self.finding.step(1), within=self.page.find_bar)
        bind("find_previous", lambda: self.finding.step(-1), within=self.page.find_bar)
        bind("copy_answer", transcript.copy_answer, within=transcript)
        bind("oldest", transcript.setFocus, within=transcript)
        bind("newest", transcript.go_to_newest, within=transcript)
        for number, example in enumerate(self.page.welcome.examples, start=1):
            bind(f"example_{number}", example.click, within=self.page.welcome)

    def _reads(self) -> bool:
        return not self.page.shows_welcome

    def _tell_undone(self) -> None:
        words = self.tr("The last rating or mark was taken back; its answer is in another conversation.")
        self.page.notices.show_notice("undone", words, milliseconds=8_000)

    def _undo_rating(self) -> None:
        """Outside text inputs, where Ctrl+Z undoes what was typed."""
        if not is_text_input(QApplication.focusWidget()):
            self.ratings.undo()

    def _take_settings(self, settings: Settings) -> None:
        self._theme.set_choice(settings.theme)
        self._theme.set_text_scale(settings.text_scale)
        self._theme.set_reduced_motion(settings.reduce_motion)
        self.page.composer.effort.take_settings(settings)
        if self._assistant is not None:
            self._assistant.apply_settings(settings)

    def _new_question(self) -> None:
        self.show_questions()
        self.desk.new_question()

    def _open(self, conversation_id: str, hit: SearchHit | None = None) -> None:
        self.show_questions()
        then = (lambda: self.finding.follow(hit)) if hit is not None else None
        self.desk.open(conversation_id, hit=hit, then=then)

    def _focus_search(self) -> None:
        if self.sidebar.isHidden():
            self.sidebar_place.toggle()
        self.sidebar.search.field.setFocus()
        self.sidebar.search.field.selectAll()

    def _leave(self) -> None:
        """Go to the first that applies: what lies over the page, running answer, edited question, settings, input."""
        if (
            self.keys.leave()
            or self.finding.leave()
            or self.sidebar_place.leave()
            or self.sending.stop()
            or self.sending.cancel_editing()
        ):
            return
        focus = QApplication.focusWidget()
        if self._pages.currentWidget() is not self.page and not is_text_input(focus):
            self.show_questions()
        elif self.sidebar.leave_place():
            self.page.composer.focus()
        elif focus is not None:
            self.page.transcript.setFocus() if self._reads() else focus.clearFocus()

    def _on_sidebar(self, shown: bool) -> None:
        self.page.header.unfold_button.setVisible(not shown)
        self.settings_page.header.unfold_button.setVisible(not shown)
        if self.learning is not None:
            self.learning.page.header.unfold_button.setVisible(not shown)

    def _pin_open(self) -> None:
        if self.desk.summary is not None:
            self.organiser.pin(self.desk.summary, pinned=not self.desk.summary.pinned)

    def _show_menu(self, place: QPoint) -> None:
        if self.desk.summary is not None:
            self.organiser.show_menu(self.desk.summary, place)

    def _on_conversation_changed(self, conversation_id: str) -> None:
        store = self._store
        if store is not None and conversation_id == self.desk.conversation_id:
            self._tasks.run(lambda: store.conversation(conversation_id), self._show_summary, self.desk.tell, owner=self)

    def _show_summary(self, summary: ConversationSummary | None) -> None:
        if summary is not None and summary.id == self.desk.conversation_id:
            self.desk.show_summary(summary)

    def _on_conversation_removed(self, conversation_id: str) -> None:
        if conversation_id == self.desk.conversation_id:
            self.desk.new_question()

    def _on_replaced(self) -> None:
        """The whole history is another one."""
        self.desk.new_question()
        self.organiser.reload()

    def _tell_state(self, _conversation_id: str) -> None:
        self.moved_on.emit(self.state())

    def _show_trash(self) -> None:
        if self.sidebar.isHidden():
            self.sidebar_place.toggle()
        self.sidebar.show_trash()

    def _show_privacy(self) -> None:
        self.show_settings()
        self.settings_page.show_privacy()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))
