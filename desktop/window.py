"""The main window: sidebar, pages, and the keys that work everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop.bridge import AssistantBridge
from desktop.conversation.mark_keeper import MarkKeeper
from desktop.conversation.rating_field import RatingField
from desktop.conversation.rating_keeper import RatingKeeper
from desktop.keyboard.keyboard import is_text_input
from desktop.learning.rating_places import LearningPlaces, learned_from_since
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.announcer import Announcer
from desktop.shell.asking import Asking
from desktop.shell.commands import commands_without_keys
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.shell.discarding import Discarding
from desktop.shell.dropping import Dropping
from desktop.shell.finding import Finding
from desktop.shell.further_pages import FurtherPages
from desktop.shell.model_desk import ModelDesk
from desktop.shell.notices import Notices, tell_on
from desktop.shell.open_conversation import OpenConversation
from desktop.shell.pages import Pages
from desktop.shell.rating_notices import RatingNotices
from desktop.shell.reading_keys import bind_reading
from desktop.shell.sending import Sending
from desktop.shell.sidebar_place import SidebarPlace
from desktop.shell.state_watch import StateWatch
from desktop.shell.thought_edits import ThoughtEdits
from desktop.shell.troubles import Troubles
from desktop.shell.upkeep import Upkeep
from desktop.shell.window_keys import WindowKeys
from desktop.shell.window_state import WindowState, encode_geometry
from desktop.sidebar.organiser import Organiser
from desktop.sidebar.sidebar import Sidebar
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.events import EngineStatus, HistoryChanged
from models.history.records import SearchHit
from models.paths import DataFolder
from models.settings import Settings

if TYPE_CHECKING:
    from desktop.learning.place import LearningPlace
    from desktop.library.place import LibraryPlace
    from desktop.review.place import ReviewPlace
    from desktop.settings.place import SettingsPlace
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner

SMALLEST = (960, 640)
USUAL = (1440, 900)


class Window(QMainWindow):
    """Everything on the screen; it opens before history and model are there, which come with `connect_assistant`."""

    moved_on = Signal(object)
    """Another conversation is shown, or the window or what is read has moved (`WindowState`)."""
    erase_asked = Signal()
    """Everything is to be deleted."""
    opening_asked = Signal()
    """A backup was restored while no history was open; it can be opened."""
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
        self._arrived = False
        """Whether the window has left the place where it stood the last time, or has come to it again."""
        self.setWindowTitle("Rationale")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.sidebar = Sidebar(theme)
        self.notices = Notices(theme)
        self.page = ConversationPage(theme, self.notices)
        self.pages = Pages(self.page, self.sidebar.navigation)
        self.asking = asking
        self.desk = Desk(self.page, self.asking, tasks, self)
        self.sending = Sending(self.page, self.desk, self.asking, tasks, self)
        self.thought_edits = ThoughtEdits(self.page.transcript, self.desk, tasks, self)
        self.discarding = Discarding(self.page, self.desk, self.sending, tasks, self)
        self._places = LearningPlaces(lambda: keeper.current.learn_after_ratings)
        self.ratings = RatingKeeper(
            tasks, self._tell, self, places=self._places, used_since=learned_from_since
        )  # fmt: skip
        self.page.transcript.requests.rating_made.connect(self.ratings.take)
        self.rating_notices = RatingNotices(self.ratings, self.notices, lambda: self.further.shows("review"), self)
        self.marks = MarkKeeper(self.page.transcript, self.ratings, self)
        self.finding = Finding(self.page, self.desk, tasks, self)
        self.organiser = Organiser(self.sidebar, self.notices, tasks, self)
        self.organiser.watch(asking)
        self.ratings.conversation_changed.connect(lambda rated: self.organiser.refresh(HistoryChanged((rated,))))
        self.open_conversation = OpenConversation(self.page, self.desk, self.organiser, tasks, self)
        self.upkeep = Upkeep(keeper, self.organiser, tasks, self._tell, self)
        self.model_desk = ModelDesk(self.sidebar.model_chip, self.notices, keeper, self)
        self.dropping = Dropping(self.page.composer, self.notices, tasks, self.model_desk.load, self)
        self.troubles = Troubles(self.notices, bridge, keeper, self)
        self._lay_out()
        self.announcer = Announcer(self, asking)
        for teller in (self.notices.told, self.page.composer.told, self.page.find_bar.told, self.sidebar.hit_view.told):
            teller.connect(self.announcer.say)
        self.keys = WindowKeys(theme, tasks, self, self._open)
        self.keys.offer_more(lambda: commands_without_keys(self, keeper))
        self.further = FurtherPages(self, theme, keeper, folder, tasks, bridge)
        self._watch = StateWatch(self, self.page.transcript.verticalScrollBar())
        self._watch.settled.connect(self._tell_state)
        self._connect(bridge)
        self._bind_keys()
        bind_reading(self.keys.keyboard, self.page, self.desk, self.sending, self.finding)
        self._take_settings(keeper.current)
        self.page.composer.focus()

    @property
    def settings(self) -> SettingsPlace:
        """The page of settings with its desks."""
        return self.further.settings

    @property
    def review(self) -> ReviewPlace | None:
        """The page of the answers that wait for a rating, None while no history is open."""
        return self.further.review

    @property
    def learning(self) -> LearningPlace | None:
        """The page of learning, None while no history is open."""
        return self.further.learning

    @property
    def library(self) -> LibraryPlace | None:
        """The page of models, None before the assistant is there."""
        return self.further.library

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
        self.open_conversation.connect_store(store)
        self.model_desk.connect_assistant(assistant, model)
        self.thought_edits.connect_store(store)
        self.sending.connect_store(store)
        self.finding.connect_store(store)
        self.upkeep.connect_store(store)
        self.discarding.connect_store(store)
        self.keys.connect_store(store)
        self.further.connect_assistant(assistant, store, learner)
        self.desk.reopen(self._left.conversation_id, self._left.place, otherwise=self._stay)

    def take_up(self, state: WindowState) -> None:
        """Stand where the window was left; its conversation is opened with the history."""
        self._left = state
        if state.geometry_bytes:
            self.restoreGeometry(state.geometry_bytes)
        self.sidebar_place.wanted = state.sidebar
        self.sidebar_place.settle()
        if state.settings_shown:
            self.show_settings()
            self.settings.page.show_language()

    def take_over(self, other: Window) -> None:
        """Show what another window shows and no history keeps: its bars, and what is typed while there is none."""
        self.notices.take_over(other.notices)
        self.troubles.take_over(other.troubles)
        if other._store is None:
            self.sending.take_over(other.sending)

    def state(self) -> WindowState:
        """Return how the window stands now."""
        opened = self._arrived
        return WindowState(
            geometry=encode_geometry(bytes(self.saveGeometry().data())),
            sidebar=self.sidebar_place.wanted,
            conversation_id=(self.desk.conversation_id or "") if opened else self._left.conversation_id,
            place=self.page.transcript.navigation.place() if opened else self._left.place,
            settings_shown=self.further.stands_on_settings,
        )

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state everywhere."""
        self.announcer.take_status(status)
        self.model_desk.show_status(status)
        self.desk.show_status(status)
        self.sending.show_status(status)
        self.pages.show_status(status)
        self.further.show_status(status)

    def show_settings(self) -> None:
        """Open the settings page."""
        self.pages.open(self.settings)

    def show_backups(self) -> None:
        """Open the settings where backups are restored."""
        self.show_settings()
        self.settings.page.show_backups()

    def show_learning(self) -> None:
        """Open the page of learning."""
        if (learning := self.learning) is not None:
            self.pages.open(learning)

    def show_review(self) -> None:
        """Open the page of answers that wait for a rating."""
        if (review := self.review) is not None:
            self.pages.open(review)

    def show_models(self) -> None:
        """Open the page of models; before there is one, a file can be chosen."""
        if (library := self.library) is None:
            self.model_desk.choose_file()
        else:
            self.pages.open(library)

    def come_to_front(self) -> None:
        """Be seen, because the program was started again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_questions(self) -> None:
        """Return to the page of questions."""
        self.pages.open_first()
        self.page.composer.focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed."""
        self.keep_typed()
        self.further.end(closing=True)
        self._watch.stop()
        self.closing.emit(self.state())
        self._places.close()
        self.page.transcript.shut_down()
        super().closeEvent(event)

    def is_answering(self) -> bool:
        """Whether an answer is being written, on the screen or elsewhere."""
        return bool(self.desk.running()) or len(self.asking.live) > 0

    def keep_typed(self) -> None:
        """Write what was typed and is not written yet: questions, words about ratings, corrections, thoughts."""
        self.page.composer.flush_draft()
        for field in self.findChildren(RatingField):
            field.leave()
        self.ratings.remarks.flush()
        self.further.keep_typed()
        self.thought_edits.flush()

    def dissolve(self) -> None:
        """Go, because another window stands in this one's place: nothing is to be kept any more."""
        self._watch.stop()
        self.further.end(closing=False)
        self.page.transcript.shut_down()
        self.hide()
        self.deleteLater()

    def _lay_out(self) -> None:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        shown = QVBoxLayout()
        shown.setSpacing(0)
        shown.addWidget(self.notices)
        shown.addWidget(self.pages, 1)
        row.addLayout(shown, 1)
        self.setCentralWidget(frame)
        self.sidebar_place = SidebarPlace(frame, row, self.sidebar)
        self.pages.follow(self.sidebar_place)

    def _connect(self, bridge: AssistantBridge) -> None:
        bridge.engine_status.connect(self.show_status)
        bridge.history_changed.connect(self.organiser.refresh)
        self._keeper.changed.connect(self._take_settings)
        self.sidebar.new_asked.connect(self._new_question)
        self.sidebar.fold_asked.connect(self.sidebar_place.toggle)
        self.sidebar.settings_asked.connect(self.show_settings)
        self.sidebar.conversation_chosen.connect(self._open)
        self.sidebar.hit_chosen.connect(lambda hit: self._open(hit.conversation_id, hit))
        self.desk.opened.connect(self.organiser.mark)
        self.desk.named.connect(self.organiser.mark)
        self.desk.opened.connect(self._arrive)
        self.desk.named.connect(self._arrive)
        self.sidebar_place.moved.connect(self._watch.look)
        self.model_desk.models_asked.connect(self.show_models)
        header = self.page.header
        self.sidebar_place.moved.connect(lambda shown: header.unfold_button.setVisible(not shown))
        header.unfold_asked.connect(self.sidebar_place.toggle)
        header.find_asked.connect(self.finding.open)
        self.page.welcome.folder_asked.connect(self.show_folder)
        self.page.welcome.settings_asked.connect(self._show_privacy)
        self.page.transcript.requests.link_activated.connect(self.troubles.ask_to_open)

    def _bind_keys(self) -> None:
        bind = self.keys.keyboard.bind
        bind("new_question", self._new_question)
        bind("search", self._focus_search)
        bind("questions", self.show_questions)
        bind("sidebar", self.sidebar_place.toggle)
        bind("settings", self.show_settings)
        bind("leave", self._leave)
        bind("export", self.open_conversation.export, offered=lambda: self.open_conversation.stored)
        bind("export_all", self._export_all, offered=lambda: self._store is not None)
        bind("undo_rating", self.rating_notices.undo, offered=lambda: self.ratings.can_undo)

    def _tell(self, error: Exception) -> None:
        """Tell of an error above the page."""
        tell_on(self.notices, error)

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
        if not self.pages.shows_first and not is_text_input(focus):
            self.show_questions()
        elif self.sidebar.leave_place():
            self.page.composer.focus()
        elif focus is not None:
            focus.clearFocus() if self.page.shows_welcome else self.page.transcript.setFocus()

    def _export_all(self) -> None:
        """The page of settings shows how far it is."""
        self.show_settings()
        self.settings.files.ask_to_export()

    def take_other_history(self) -> None:
        """The whole history is another one."""
        self.desk.new_question()
        self.page.transcript.edits.forget_all()
        self.thought_edits.connect_store(self._store)
        self.ratings.connect_store(self._store)
        self.organiser.reload()
        self.further.history_replaced()

    def _stay(self) -> None:
        """No conversation is opened again."""
        self._arrived = self._store is not None
        self.sending.bring_draft()

    def _arrive(self, _conversation_id: str) -> None:
        self._arrived = self._store is not None
        self._tell_state()

    def _tell_state(self) -> None:
        self.moved_on.emit(self.state())

    @property
    def keeps_history(self) -> bool:
        """Whether the history is open."""
        return self._store is not None

    def show_trash(self) -> None:
        """Open the trash in the sidebar."""
        if self.sidebar.isHidden():
            self.sidebar_place.toggle()
        self.sidebar.show_trash()

    def _show_privacy(self) -> None:
        self.show_settings()
        self.settings.page.show_privacy()

    def show_folder(self) -> None:
        """Open the data folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))
