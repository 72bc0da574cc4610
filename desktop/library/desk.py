"""Between the Models page and its models: shows their rows, follows what is chosen, and loads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.library.cards import Cards
from desktop.library.details_desk import DetailsDesk
from desktop.library.download_desk import DownloadDesk
from desktop.library.download_rows import download_rows
from desktop.library.helping import Helping
from desktop.library.looking_desk import LookingDesk
from desktop.library.machine import ThisMachine
from desktop.library.model_rows import found_note, model_rows
from desktop.library.page import ModelsPage
from desktop.library.places_desk import PlacesDesk
from desktop.library.problems import problem_of
from desktop.library.putting_away import PuttingAway
from desktop.library.rows import Act
from desktop.library.state import LibraryState, key_of, reference_of
from desktop.library.token_desk import TokenDesk
from desktop.library.tuning_watch import TuningWatch
from desktop.library.weighing_desk import WeighingDesk
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.catalog.found.records import FoundModel
from models.events import EngineStatus
from models.paths import DataFolder
from models.settings import Settings

if TYPE_CHECKING:
    from models.assistant import Assistant


class LibraryDesk(QObject):
    """The controller of one window's Models page. `load` loads a model by what settings call it."""

    def __init__(
        self, page: ModelsPage, assistant: Assistant, folder: DataFolder, keeper: SettingsKeeper, tasks: Tasks,
        load: Callable[[str], None], tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._load = load
        self.state = state = LibraryState(keeper.current, assistant.status)
        failed = problem_of(assistant.status)
        state.failed.update([failed] if failed is not None else [])
        self.downloads = DownloadDesk(state, folder.models, keeper, tasks, self)
        self.cards = Cards(page.theme, state, lambda model: self.downloads.can_get_rest(model.path), self)
        self.token = TokenDesk(page.token, tasks, self)
        self.places = PlacesDesk(page, keeper, self)
        self.looking = LookingDesk(state, folder, keeper, tasks, self)
        self.weighing = WeighingDesk(state, assistant, folder.tuned, tasks, tell, self)
        self.tuning = TuningWatch(page.inspector.tuning, assistant, state, keeper, tasks, tell, self)
        self.details = DetailsDesk(page, state, assistant, keeper, self.weighing, self.tuning, self)
        self.putting_away = PuttingAway(state, folder.models, self.places, assistant.tuning, tasks, tell, self)
        self.helping = Helping(page, state, self.downloads, self.details, self.token, self._load_model, self)
        keeper.changed.connect(self._take_settings)
        self._connect_page()
        self._connect_desks()
        self._show()

    def _connect_page(self) -> None:
        page = self.page
        page.list.chosen.connect(self._choose)
        page.list.asked.connect(self._act)
        page.list.details_asked.connect(page.focus_details)
        page.load_asked.connect(self.load_chosen)
        page.look_asked.connect(self.look)
        page.token_asked.connect(self.token.toggle)
        page.inspector.away_asked.connect(self.putting_away.put_away)
        page.search.asked.connect(self.downloads.search)
        page.search.cleared.connect(self.downloads.clear_search)
        self.cards.asked.connect(self.helping.help)
        self.cards.help_asked.connect(self.downloads.act)
        self.cards.template_chosen.connect(self.helping.ask_as)

    def _connect_desks(self) -> None:
        self.downloads.changed.connect(self._show)
        self.downloads.arrived.connect(self._on_arrived)
        self.downloads.deleted.connect(self._look_again)
        self.downloads.token_asked.connect(self.helping.open_token)
        self.token.changed.connect(self._show)
        self.places.changed.connect(self._look_again)
        self.places.file_added.connect(self._on_file_added)
        self.looking.changed.connect(self._show)
        self.looking.counted.connect(lambda: self.page.found.show_note(found_note(self.state)))
        self.looking.found.connect(self._on_found)
        self.weighing.read.connect(self._on_machine)
        self.weighing.placed.connect(self.details.show)
        self.weighing.weighed.connect(self._show_all)
        self.tuning.ended.connect(self.weighing.weigh)
        self.helping.hide_asked.connect(self.putting_away.hide)
        self.helping.look_asked.connect(self.look)
        self.putting_away.hidden.connect(self._on_hidden)
        self.putting_away.stayed.connect(self._look_again)

    def show(self) -> None:
        """The page is opened: what is known is shown at once, and brought up to date."""
        if self.state.overview is None and not self.state.looking:
            self.look()
        else:
            self.weighing.look()

    def leave(self) -> None:
        """Nothing is looked for or downloaded any more."""
        self.looking.leave()
        self.downloads.leave()
        self.tuning.leave()

    @property
    def busy(self) -> bool:
        """Whether models are being looked for or weighed."""
        return self.state.looking or self.state.machine is None

    def look(self) -> None:
        """Look for models, and at the machine."""
        if not self.looking.running:
            self.looking.look()
            self.weighing.look()

    def show_status(self, status: EngineStatus) -> None:
        """Another model is in use, is being loaded, or could not be."""
        before, self.state.status = self.state.status, status
        found = problem_of(status)
        if found is not None and found != problem_of(before):
            path, problem = found
            self.state.failed[path] = problem
            self._choose_path(path)
        if status.model_path != before.model_path:
            self.state.failed.pop(status.model_path, None)
            self.weighing.weigh()
        self._show_all()

    def load_chosen(self) -> None:
        """Load the model whose details are shown."""
        model = self.state.model(self.state.chosen)
        if model is not None and model.file is not None:
            self._load_model(model)

    def show_template_choice(self) -> None:
        """Bring the field into view where it is chosen how the model in use is asked."""
        self.details.show_template_choice()
        self._choose_path(self.state.status.model_path)
        self.details.show()

    def cancel_chosen(self) -> None:
        """Cancel the download where the keyboard is."""
        self.downloads.act(self.page.list.current_key, Act.CANCEL)

    def _on_found(self) -> None:
        self._choose_first()
        self._show()
        self.weighing.weigh()

    def _on_machine(self, machine: ThisMachine) -> None:
        self.page.machine.show_machine(machine.machine, machine.total_ram)

    def _choose_first(self) -> None:
        """At first the model in use is chosen."""
        if self.state.chosen or not self.state.models:
            return
        models = self.state.models
        first = next((each for each in models if self.state.is_in_use(each)), models[0])
        self.state.chosen = key_of(first)
        self._show()
        self.page.list.choose(self.state.chosen, tell=False)
        self.details.show()

    def _choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.state.chosen = key
            self._show_all()

    def _choose_path(self, path: str) -> None:
        model = next((each for each in self.state.models if str(each.path) == path), None)
        if model is not None:
            self._choose(key_of(model))
            self.page.list.choose(key_of(model), tell=False)

    def _act(self, key: str, act: Act) -> None:
        """Do what a row's button says."""
        model = self.state.model(key)
        if act is Act.DETAILS:
            self._choose(key)
        elif act not in (Act.LOAD, Act.SMALLER):
            self.downloads.act(key, act)
        elif model is not None:
            (self._load_model if act is Act.LOAD else self.helping.prepare_search)(model)

    def _load_model(self, model: FoundModel) -> None:
        self.state.failed.pop(str(model.path), None)
        self._load(reference_of(model))
        self._show()

    def _on_file_added(self, path: str) -> None:
        """It is the one that is shown once it is found."""
        self.state.chosen = f"model:{path}"

    def _on_arrived(self, path: Path) -> None:
        self.state.failed.pop(str(path), None)
        self._look_again()

    def _on_hidden(self) -> None:
        self._choose_first()
        self.page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_again(self) -> None:
        self.looking.drop()
        self.look()

    def _take_settings(self, settings: Settings) -> None:
        self.state.settings = settings
        self._show_all()

    def _show_all(self) -> None:
        self._show()
        self.details.show()

    def _show(self) -> None:
        rows = [*model_rows(self.state), *download_rows(self.state)]
        self.page.show_rows(rows, found_note(self.state), self.cards.widgets(rows))
