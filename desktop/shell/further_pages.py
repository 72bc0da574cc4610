"""The pages beside the questions: each is made when it is first needed, so that the window stands and opens sooner.

What must be known without them (how many answers wait, how far a round is) has its own small observers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.conversation.reading_place import ReadingPlace
from desktop.keyboard.key_map import key_named
from desktop.shell.notices import tell_on
from desktop.shell.pages import Place
from models.events import EngineStatus
from models.history.review.records import ReviewItem

if TYPE_CHECKING:
    from desktop.bridge import AssistantBridge
    from desktop.learning.place import LearningPlace
    from desktop.learning.watch import LearningWatch
    from desktop.library.place import LibraryPlace
    from desktop.review.draft_keeper import DraftKeeper
    from desktop.review.place import ReviewPlace
    from desktop.review.waiting_count import WaitingCount
    from desktop.settings.keeper import SettingsKeeper
    from desktop.settings.place import SettingsPlace
    from desktop.tasks import Tasks
    from desktop.theme import Theme
    from desktop.window import Window
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner
    from models.paths import DataFolder


class FurtherPages(QObject):
    """Makes the pages of one window and joins them to the rest of it."""

    def __init__(
        self, window: Window, theme: Theme, keeper: SettingsKeeper, folder: DataFolder, tasks: Tasks,
        bridge: AssistantBridge,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._theme, self._keeper, self._folder = window, theme, keeper, folder
        self._tasks, self._bridge = tasks, bridge
        self._tell = partial(tell_on, window.notices)
        self._assistant: Assistant | None = None
        self._store: Store | None = None
        self._learner: Learner | None = None
        self._settings: SettingsPlace | None = None
        self._review: ReviewPlace | None = None
        self._learning: LearningPlace | None = None
        self._library: LibraryPlace | None = None
        self.waiting: WaitingCount | None = None
        self._drafts: DraftKeeper | None = None
        self._watch: LearningWatch | None = None

    def connect_assistant(self, assistant: Assistant, store: Store | None, learner: Learner | None) -> None:
        """The history is open: the pages that need it can be led to."""
        self._assistant, self._store, self._learner = assistant, store, learner
        if self._settings is not None:
            self._connect_settings(self._settings)
        if store is not None:
            self._lead_to_review(store)
        if store is not None and learner is not None:
            self._lead_to_learning(store, learner)
        self._lead_to("models", self.tr("Models"), self._window.show_models)
        self._window.model_desk.template_asked.connect(self._show_template_choice)

    @property
    def settings(self) -> SettingsPlace:
        """The page of settings."""
        if self._settings is None:
            from desktop.settings.place import SettingsPlace

            made = SettingsPlace(self._theme, self._keeper, self._folder, self._tasks, self)
            self._settings = made
            self._window.pages.add(made)
            self._join_settings(made)
            if self._assistant is not None:
                self._connect_settings(made)
        return self._settings

    @property
    def review(self) -> ReviewPlace | None:
        """The page of the answers that wait for a rating; None while no history is open."""
        if self._review is None and self._store is not None and self._drafts is not None and self.waiting is not None:
            from desktop.review.place import ReviewPlace

            window = self._window
            made = ReviewPlace(
                self._theme, self._store, window.ratings, self._drafts, self.waiting, self._tasks, window.notices, self
            )
            self._review = made
            window.pages.add(made)
            made.bind_keys(window.keys.keyboard)
            made.desk.open_asked.connect(self._open_reviewed)
            made.desk.think_on_asked.connect(self._open_reviewed)
        return self._review

    @property
    def learning(self) -> LearningPlace | None:
        """The page of learning; None while no history is open."""
        assistant, store, learner, watch = self._assistant, self._store, self._learner, self._watch
        if self._learning is None and assistant and store and learner and watch:
            from desktop.learning.place import LearningPlace

            window = self._window
            made = LearningPlace(
                self._theme, self._keeper, watch, learner, store, self._tasks, window.desk.tell, self
            )  # fmt: skip
            self._learning = made
            window.pages.add(made)
            window.keys.keyboard.bind("pause_learning", made.desk.toggle_pause, within=made.page)
            effort = window.page.composer.effort.effort
            made.add_comparing(assistant, self._folder, self._bridge, window.keys, effort, self._asked, window)
        return self._learning

    @property
    def library(self) -> LibraryPlace | None:
        """The page of models; None before the assistant is there."""
        if self._library is None and self._assistant is not None:
            from desktop.library.place import LibraryPlace

            window = self._window
            made = LibraryPlace(
                self._theme, self._assistant, self._folder, self._keeper, self._tasks, window.model_desk.load_listed,
                self,
            )  # fmt: skip
            self._library = made
            window.pages.add(made)
            made.bind_keys(window.keys.keyboard)
        return self._library

    def shows(self, place: str) -> bool:
        """Whether a page is on the screen, by the name of its row ("" for the settings)."""
        made: list[Place | None] = [self._settings, self._review, self._learning, self._library]
        return any(each is not None and each.name == place and each.page.isVisible() for each in made)

    @property
    def stands_on_settings(self) -> bool:
        """Whether the settings are the page that the window stands on, shown or not."""
        return self._settings is not None and self._window.pages.currentWidget() is self._settings.page

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be loaded."""
        if self._watch is not None:
            self._watch.show_status(status)

    def history_changed(self, *_what: object) -> None:
        """Answers came or went, and with them ratings, which others count with or contradict."""
        self._window.ratings.refresh()
        if self._watch is not None:
            self._watch.refresh()
        if self._review is not None:
            self._review.desk.refresh()
        elif self.waiting is not None:
            self.waiting.count()

    def history_replaced(self) -> None:
        """The whole history is another one."""
        if self._drafts is not None:
            self._drafts.read()
        if self._review is not None:
            self._review.desk.begin_anew()
        elif self.waiting is not None:
            self.waiting.count()
        if self._watch is not None:
            self._watch.refresh()

    def keep_typed(self) -> None:
        """Write what was typed of corrections and is not written yet."""
        if self._drafts is not None:
            self._drafts.flush()

    def end(self, *, closing: bool) -> None:
        """Another window stands in this one's place, or (`closing`) it closes."""
        self._window.pages.end(closing=closing)
        self.keep_typed()
        if self._watch is not None:
            self._watch.leave()

    def _lead_to_review(self, store: Store) -> None:
        from desktop.review.draft_keeper import DraftKeeper
        from desktop.review.waiting_count import WaitingCount

        window = self._window
        self._drafts = DraftKeeper(window.ratings, store, self._tasks, self._tell, self)
        self.waiting = WaitingCount(store, self._tasks, self._tell, self)
        self.waiting.changed.connect(self._lead_to("review", self.tr("Review"), window.show_review))
        window.ratings.changed.connect(self._on_rated)
        window.asking.settled.connect(self._on_answered)
        window.organiser.removed.connect(self.history_changed)
        window.organiser.restored.connect(self.history_changed)
        self.waiting.count()

    def _lead_to_learning(self, store: Store, learner: Learner) -> None:
        from desktop.learning.watch import LearningWatch

        window = self._window
        self._watch = watch = LearningWatch(learner, store, self._tasks, window.desk.tell, self)
        watch.share_changed.connect(self._lead_to("learning", self.tr("Learning"), window.show_learning))
        watch.rated_changed.connect(window.sidebar.learning_meter.show_share)
        watch.round_ended.connect(window.ratings.refresh)
        window.sidebar.learning_meter.clicked.connect(window.show_learning)
        window.ratings.changed.connect(watch.rated)
        window.keys.keyboard.bind("compare_adapter", self._compare, offered=lambda: watch.has_adapters)
        for used in (window.page.composer.draft_changed, window.asking.saved, window.asking.ended):
            used.connect(watch.idle_watch.used)

    def _lead_to(self, name: str, words: str, show: Callable[[], object]) -> Callable[[str], None]:
        """Add the row and the key of a page; returns what shows a few words in the row."""
        window = self._window
        row = window.sidebar.navigation.add(name, name, words, key_named(name).shown, show)
        window.keys.keyboard.bind(name, show)
        return row.show_count

    def _join_settings(self, made: SettingsPlace) -> None:
        window, page = self._window, made.page
        page.privacy.erase_asked.connect(window.erase_asked)
        page.privacy.trash_asked.connect(window.show_trash)
        page.closed.connect(window.show_questions)
        page.folder_asked.connect(window.show_folder)
        page.model_asked.connect(window.show_models)
        made.history_changed.connect(window.organiser.reload)
        made.history_changed.connect(self.history_changed)
        made.backups.begins.connect(window.keep_typed)
        made.history_replaced.connect(window.take_other_history)
        made.backups.opening_asked.connect(window.opening_asked)
        made.backups.emptying_asked.connect(window.organiser.empty_old_trash)

    def _connect_settings(self, made: SettingsPlace) -> None:
        made.files.connect_store(self._store)
        made.backups.connect_store(self._store, self._window.is_answering, self._learner)

    def _on_rated(self, _attempt_id: str) -> None:
        if self._review is None and self.waiting is not None:
            self.waiting.count()

    def _on_answered(self, *_what: object) -> None:
        if self._review is not None:
            self._review.desk.count()
        elif self.waiting is not None:
            self.waiting.count()

    def _open_reviewed(self, item: ReviewItem, thought: str = "") -> None:
        """Show an answer in its conversation, and let the model think on from `thought`."""
        window = self._window
        window.show_questions()
        think = (lambda: window.sending.think_on(item.answer_id, thought)) if thought else None
        place = ReadingPlace(question_id=item.question_id)
        window.desk.open(item.conversation_id, choose=item.answer_id, place=place, then=think)

    def _compare(self) -> None:
        if self.learning is not None:
            self.learning.compare()

    def _asked(self) -> str:
        """The newest question of the conversation that is open, "" without one."""
        desk = self._window.desk
        answer_id = desk.last_answer_id()
        turn = desk.turn_of(answer_id) if answer_id else None
        return turn.question.text if turn is not None else ""

    def _show_template_choice(self) -> None:
        self._window.show_models()
        if self.library is not None:
            self.library.desk.show_template_choice()
