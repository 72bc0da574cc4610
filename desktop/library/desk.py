"""Between the Models page and its models: looks for them, weighs them, loads the chosen one, tells what failed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.language.sentences import told
from desktop.library.cards import Cards
from desktop.library.download_desk import DownloadDesk
from desktop.library.download_rows import SEARCH, download_rows
from desktop.library.helps import less_context, search_words
from desktop.library.inspecting import inspected
from desktop.library.machine import ThisMachine, read_machine
from desktop.library.model_rows import found_note, model_rows
from desktop.library.page import ModelsPage
from desktop.library.places_desk import PlacesDesk
from desktop.library.problems import problem_of
from desktop.library.rows import Act
from desktop.library.state import LibraryState, key_of, reference_of
from desktop.library.token_desk import TokenDesk
from desktop.library.tuning_watch import TuningWatch
from desktop.library.weighing import Weighed, weigh_all
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.catalog.bundled import BUNDLED
from models.catalog.found.places import standard_places
from models.catalog.found.records import FoundModel, Overview
from models.catalog.load_plan import Machine
from models.catalog.looking.client import READER_MEMORY, Looker
from models.catalog.looking.messages import Order
from models.catalog.tuned_copies import CopyShelf
from models.catalog.wishes import choices_of
from models.errors import KnownError
from models.events import EngineStatus
from models.paths import DataFolder
from models.settings import ModelChoices, Settings

if TYPE_CHECKING:
    from models.assistant import Assistant


class LibraryDesk(QObject):
    """The controller of one window's Models page. `load` loads a model by what settings call it."""

    _counted = Signal(int)

    def __init__(
        self, page: ModelsPage, assistant: Assistant, folder: DataFolder, keeper: SettingsKeeper, tasks: Tasks,
        load: Callable[[str], None], tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._assistant, self._folder, self._keeper, self._tasks = assistant, folder, keeper, tasks
        self._load, self._tell = load, tell
        self._raw: ThisMachine | None = None
        self._freed = 0
        """Bytes of RAM that were counted as free because the model in use goes."""
        self._looker: Looker | None = None
        self._wants_template = False
        """The field for the template is to be shown as soon as it is known which model is in use."""
        self.state = LibraryState(keeper.current, assistant.status)
        failed = problem_of(assistant.status)
        self.state.failed.update([failed] if failed is not None else [])
        self.downloads = DownloadDesk(self.state, folder.models, keeper, tasks, self)
        self.cards = Cards(page.theme, self.state, lambda model: self.downloads.can_get_rest(model.path), self)
        self.cards.asked.connect(self._help)
        self.cards.help_asked.connect(self.downloads.act)
        self.cards.template_chosen.connect(self._ask_as)
        self.downloads.changed.connect(self._show)
        self.downloads.arrived.connect(self._on_arrived)
        self.downloads.deleted.connect(self._look_again)
        self.token = TokenDesk(page.token, tasks, self)
        self.token.changed.connect(self._show)
        self.downloads.token_asked.connect(self._open_token)
        page.token_asked.connect(self.token.toggle)
        self.places = PlacesDesk(page, keeper, self)
        self.tuning = TuningWatch(page.inspector.tuning, assistant, self.state, keeper, tasks, tell, self)
        self.tuning.ended.connect(self._weigh)
        self._counted.connect(self._on_counted, Qt.ConnectionType.QueuedConnection)
        self._connect()
        self._show()

    def _connect(self) -> None:
        page = self.page
        self._keeper.changed.connect(self._take_settings)
        page.list.chosen.connect(self._choose)
        page.list.asked.connect(self._act)
        page.list.details_asked.connect(page.focus_details)
        page.load_asked.connect(self.load_chosen)
        page.look_asked.connect(self.look)
        self.places.changed.connect(self._look_again)
        self.places.file_added.connect(self._on_file_added)
        page.inspector.changed.connect(self._keep_choices)
        page.inspector.away_asked.connect(self._put_away)
        page.inspector.dragged.connect(self._show_dragged)
        page.search.asked.connect(self.downloads.search)
        page.search.cleared.connect(self.downloads.clear_search)

    def show(self) -> None:
        """The page is opened: what is known is shown at once, and brought up to date."""
        if self.state.overview is None and not self.state.looking:
            self.look()
        else:
            self._read_machine()

    def leave(self) -> None:
        """Nothing is looked for or downloaded any more."""
        if self._looker is not None:
            self._looker.cancel()
        self.downloads.leave()
        self.tuning.leave()

    @property
    def busy(self) -> bool:
        """Whether models are being looked for or weighed."""
        return self.state.looking or self.state.machine is None

    def look(self) -> None:
        """Look for models, in a process of its own."""
        if self._looker is not None:
            return
        looker = self._looker = Looker()
        self.state.looking, self.state.looked_at, self.state.search_problem = True, 0, ""
        self._show()
        order, counted = self._order(), self._counted.emit
        self._tasks.run_aside(
            lambda: looker.look(order, counted), lambda found: self._on_found(looker, found),
            lambda error: self._on_look_failed(looker, error), owner=self,
        )  # fmt: skip
        self._read_machine()

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
            self._weigh()
        self._show()
        self._show_details()

    def load_chosen(self) -> None:
        """Load the model whose details are shown."""
        model = self.state.model(self.state.chosen)
        if model is not None and model.file is not None:
            self._load_model(model)

    def show_template_choice(self) -> None:
        """Bring the field into view where it is chosen how the model in use is asked."""
        self._wants_template = True
        self._choose_path(self.state.status.model_path)
        self._show_details()

    def cancel_chosen(self) -> None:
        """Cancel the download where the keyboard is."""
        self.downloads.act(self.page.list.current_key, Act.CANCEL)

    def _order(self) -> Order:
        settings = self._keeper.current
        places = standard_places(Path.home(), os.environ)
        chosen = () if settings.model == BUNDLED else (settings.model,)
        return Order(
            known=tuple(dict.fromkeys((*settings.known_models, *chosen))),
            folders=settings.model_folders,
            places=tuple((each.owner, str(each.folder)) for each in places),
            downloads=str(self._folder.models),
            cache_file=str(self._folder.found_models),
            memory_bytes=READER_MEMORY,
        )

    def _on_counted(self, count: int) -> None:
        self.state.looked_at = count
        self.page.found.show_note(found_note(self.state))

    def _on_found(self, looker: Looker, found: Overview | None) -> None:
        if looker is not self._looker:
            return
        self._looker, self.state.looking = None, False
        if found is not None:
            if self.state.overview is None and not self.state.chosen.startswith("model:"):
                self.state.chosen = ""  # the list put its focus somewhere while there was no model yet
            self.state.take(found)
        self._choose_first()
        self._show()
        self._weigh()

    def _on_look_failed(self, looker: Looker, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if looker is not self._looker:
            return
        self._looker, self.state.looking = None, False
        self.state.search_problem = told(error.message)
        self._show()

    def _read_machine(self) -> None:
        devices = getattr(self._assistant.engine, "devices", ())
        self._tasks.run_aside(lambda: read_machine(devices), self._on_machine, self._tell, owner=self)

    def _on_machine(self, machine: ThisMachine) -> None:
        self._raw = machine
        self.page.machine.show_machine(machine.machine, machine.total_ram)
        self._weigh()

    def _weigh(self) -> None:
        """Work out what each model needs on this machine as it is once the model in use has gone."""
        if self._raw is None:
            return
        freed = self._freed = self._in_use_takes()
        machine = replace(self._raw.machine, ram_free=self._raw.machine.ram_free + freed)
        self.state.machine, self.state.total_ram = machine, self._raw.total_ram
        models = self.state.models
        shelf = CopyShelf(self._folder.tuned, system_info=self._assistant.engine.system_info)
        self._tasks.run_aside(lambda: weigh_all(models, machine, shelf), self._on_weighed, self._tell, owner=self)
        self._show_details()

    def _in_use_takes(self) -> int:
        """Bytes of RAM, beside its file's, that come back when the model in use goes."""
        return self._assistant.status.context_size and sum(
            each.plan.estimate.processor.context + each.plan.estimate.processor.working
            for path, each in self.state.weighed.items()
            if path == self._assistant.status.model_path
        )

    def _on_weighed(self, weighed: dict[str, Weighed]) -> None:
        self.state.weighed = weighed
        if not self._freed and self._in_use_takes():
            self._weigh()
        self._show()
        self._show_details()

    def _choose_first(self) -> None:
        """At first the model in use is chosen."""
        if self.state.chosen or not self.state.models:
            return
        models = self.state.models
        first = next((each for each in models if self.state.is_in_use(each)), models[0])
        self.state.chosen = key_of(first)
        self._show()
        self.page.list.choose(self.state.chosen, tell=False)
        self._show_details()

    def _choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.state.chosen = key
            self._show()
            self._show_details()

    def _choose_path(self, path: str) -> None:
        model = next((each for each in self.state.models if str(each.path) == path), None)
        if model is not None:
            self._choose(key_of(model))
            self.page.list.choose(key_of(model), tell=False)

    def _act(self, key: str, act: Act) -> None:
        if act is Act.LOAD:
            model = self.state.model(key)
            if model is not None:
                self._load_model(model)
        elif act is Act.DETAILS:
            self._choose(key)
        elif act is Act.SMALLER:
            model = self.state.model(key)
            if model is not None:
                self._prepare_search(model)
        else:
            self.downloads.act(key, act)

    def _help(self, model: FoundModel, act: Act) -> None:
        """Do what a button of a model's card says."""
        if act is Act.SHOW:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.path.parent)))
        elif act is Act.HIDE:
            self._hide(model)
        elif act is Act.LOOK:
            self.look()
        elif act in (Act.REST, Act.AGAIN):
            self.downloads.get_again(model.path, take_up=act is Act.REST)
        elif act is Act.LESS:
            self._load_with_less(model)
        else:
            self._prepare_search(model)

    def _prepare_search(self, model: FoundModel) -> None:
        """Prepare a search for other files of a model; it is the user who lets it out."""
        search = self.page.search
        search.field.setText(search_words(model))
        self._scroll_to_search()
        search.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load_with_less(self, model: FoundModel) -> None:
        choices = choices_of(self._keeper.current, reference_of(model))
        tokens = less_context(self.state, model)
        self._set_choices(model, msgspec.structs.replace(choices, context_size=tokens or None))
        self._load_model(model)

    def _open_token(self) -> None:
        self.token.open()
        self._scroll_to_search()

    def _scroll_to_search(self) -> None:
        rows = self.page.list.rows
        self.page.list.scrollTo(rows.index(rows.place_of(SEARCH)))

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

    def _look_again(self) -> None:
        if self._looker is not None:
            self._looker.cancel()
            self._looker = None
        self.look()

    def _take_settings(self, settings: Settings) -> None:
        self.state.settings = settings
        self._show()
        self._show_details()

    def _keep_choices(self, choices: ModelChoices) -> None:
        model = self.state.model(self.state.chosen)
        if model is not None:
            self._set_choices(model, choices)

    def _set_choices(self, model: FoundModel, choices: ModelChoices) -> None:
        kept = {**self._keeper.current.model_choices, reference_of(model): choices}
        self._keeper.change(model_choices=kept)

    def _show_dragged(self, choices: ModelChoices) -> None:
        """The estimate moves with the knob; what is chosen is kept when it is let go."""
        model = self.state.model(self.state.chosen)
        if model is None or self.state.machine is None:
            return
        chosen = {**self.state.settings.model_choices, reference_of(model): choices}
        shown = inspected(replace(self.state, settings=msgspec.structs.replace(
            self.state.settings, model_choices=chosen)), model, self._free_now(), None)  # fmt: skip
        if shown is not None:
            self.page.inspector.form.show_layers(shown.plan, shown.automatic)
            self.page.inspector.show_plan(shown.plan, shown.machine)

    def _show(self) -> None:
        rows = [*model_rows(self.state), *download_rows(self.state)]
        self.page.show_rows(rows, found_note(self.state), self.cards.widgets(rows))

    def _ask_as(self, model: FoundModel, template: str) -> None:
        choices = choices_of(self._keeper.current, reference_of(model))
        self._set_choices(model, msgspec.structs.replace(choices, chat_template=template))
        self._load_model(model)

    def _put_away(self, act: Act) -> None:
        """Take the chosen model out of the list."""
        model = self.state.model(self.state.chosen)
        if model is None:
            return
        if act is Act.HIDE:
            self._hide(model)
            return
        self.state.chosen = ""
        if act is Act.REMOVE:
            self.places.remove(str(model.path))
            return
        others = [each.file.model_id for each in self.state.models if each.file is not None and each is not model]
        copied = "" if model.file is None or model.file.model_id in others else model.file.model_id
        self._delete(model.path, copied)

    def _delete(self, path: Path, copied: str) -> None:
        """Delete a download, with the tuned copy of the model `copied`."""
        folder, tuning = self._folder.models, self._assistant.tuning

        def work() -> None:
            from models.catalog.download.deleting import delete_download

            delete_download(folder, path)
            if copied:
                tuning.remove(copied)

        self._tasks.run_aside(
            work,
            lambda _done: self.places.remove(str(path)),
            lambda error: self._on_delete_failed(path, error),
            owner=self,
        )

    def _on_delete_failed(self, path: Path, error: Exception) -> None:
        self._tell(error)
        if path.exists():
            self._look_again()
        else:  # only its tuned copy stays
            self.places.remove(str(path))

    def _hide(self, model: FoundModel) -> None:
        self.state.chosen = ""
        self.places.hide(str(model.path))
        self._choose_first()
        self.page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _free_now(self) -> Machine | None:
        return self._raw.machine if self._raw is not None else None

    def _show_details(self) -> None:
        model = self.state.model(self.state.chosen)
        shown: Any = None
        if model is not None and self.state.machine is not None:
            shown = inspected(self.state, model, self._free_now(), self._assistant.expected_seconds)
        self.tuning.follow(model if shown is not None else None)
        if shown is not None:
            self.page.inspector.show_model(shown)
            if self._wants_template and shown.in_use:
                self._wants_template = False
                self.page.focus_template()
        elif model is not None and model.file is None:
            self.page.inspector.show_nothing(self.tr("This file cannot be loaded; what is wrong stands in the list."))
        else:
            self.page.inspector.show_nothing()
