"""Asks the Hub and downloads from it, only when a button was pressed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.library.download_rows import transfer_key
from desktop.library.rows import Act
from desktop.library.state import LibraryState, OpenRepository, Search, Transfer
from desktop.library.unfinished import Unfinished
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.catalog.download.control import DownloadControl, Progress, Stop
from models.catalog.download.failures import HubError
from models.catalog.download.files import HubModel, name_in_address, part_paths, repository_of
from models.errors import KnownError

if TYPE_CHECKING:
    from models.catalog.download.downloading import Downloaded
    from models.catalog.download.hub import FoundRepository, Hub, Repository


class DownloadDesk(QObject):
    """The part of the Models page that uses the network; `changed` whenever its part of the state did."""

    changed = Signal()
    arrived = Signal(object)
    """A model is there (its path)."""
    deleted = Signal()
    """What had arrived of a cancelled download is gone, finished parts too."""
    token_asked = Signal()
    """The field for the token is wanted."""
    _told = Signal(str, object)

    def __init__(
        self, state: LibraryState, folder: Path, keeper: SettingsKeeper, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state, self._folder, self._keeper, self._tasks = state, folder, keeper, tasks
        self._controls: dict[str, DownloadControl] = {}
        self._set_down: set[str] = set()
        """The keys of those that were cancelled while they ran, and delete nothing."""
        self.make_hub = usual_hub
        """Makes the way to the Hub, in the thread that uses it."""
        self._told.connect(self._take_progress, Qt.ConnectionType.QueuedConnection)
        self._unfinished = Unfinished(keeper, folder)
        paused = self._unfinished.transfers()
        state.transfers.update({each.key: each for each in paused})
        if paused:
            tasks.run_aside(lambda: self._unfinished.progress(paused), self._show_arrived, _ignore_known, owner=self)

    def leave(self) -> None:
        """Pause what runs: the window closes."""
        for control in self._controls.values():
            if control.stop is None:
                control.pause()

    @property
    def running(self) -> bool:
        """Whether something is being downloaded."""
        return bool(self._controls)

    def act(self, key: str, act: Act) -> None:
        """Do what a row's button says."""
        kind, _, name = key.partition(":")
        if kind == "help":
            self._help(name.partition(":")[0], act)
        elif kind == "repository":
            self._open(name) if act is Act.FILES else self._close(name)
        elif act is Act.PAUSE and key in self._controls:
            self._controls[key].pause()
        elif act is Act.CANCEL:
            self._cancel(key)
        elif act is Act.RESUME and key in self._state.transfers:
            transfer = self._state.transfers[key]
            self._begin(key, transfer.repository, transfer.path)
        elif act is Act.GET:
            self._get(key)

    def _help(self, name: str, act: Act) -> None:
        if act is Act.PAGE:
            QDesktopServices.openUrl(QUrl(page_of(name)))
        elif act is Act.TOKEN:
            self.token_asked.emit()
        elif act is Act.FILES:
            self._open(name)

    def search(self, words: str) -> None:
        """Search the Hub by name; the address of a repository's page, or of a file in it, counts as its name."""
        words = name_in_address(words)
        asked = self._state.search = Search(words, running=True)
        self.changed.emit()
        hub = self.make_hub
        self._tasks.run_online(
            lambda: hub().search(words), lambda found: self._show_found(asked, found),
            lambda error: self._on_search_failed(asked, error), owner=self,
        )  # fmt: skip

    def clear_search(self) -> None:
        """Show the suggestions again."""
        if self._state.search != Search():
            self._state.search = Search()
            self.changed.emit()

    def get_again(self, path: Path, *, take_up: bool) -> None:
        """Get what is missing of a model that was downloaded here; without `take_up` a damaged file is got anew."""
        found = repository_of(self._folder, path)
        if found is not None:
            repository, name = found[0], part_paths(found[1])[0]
            self._begin(transfer_key(repository, name), repository, name, take_up=take_up, mends=True)

    def can_get_rest(self, path: Path) -> bool:
        """Whether it is known where a file came from."""
        return repository_of(self._folder, path) is not None

    def _show_found(self, asked: Search, found: list[FoundRepository]) -> None:
        if self._state.search is asked:  # else it was cleared, or other words are being searched for
            self._state.search = replace(asked, running=False, found=tuple(found))
            self.changed.emit()

    def _on_search_failed(self, asked: Search, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if self._state.search is asked:
            self._state.search = replace(asked, running=False, problem=error.message, refusal=refusal_of(error))
            self.changed.emit()

    def _open(self, name: str) -> None:
        self._state.repositories[name] = OpenRepository(name)
        self.changed.emit()
        state = self._state
        ram, devices = (state.machine.ram_free, state.machine.devices) if state.machine is not None else (0, ())

        make_hub = self.make_hub

        def work() -> OpenRepository:
            from models.catalog.download.recommendation import recommend

            repository = make_hub().repository(name)
            advice = recommend(repository.models, ram_free=ram, devices=devices)
            return OpenRepository(name, repository, advice.model.name if advice.model else "", advice.reason)

        def failed(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            self._show_repository(OpenRepository(name, problem=error.message, refusal=refusal_of(error)))

        self._tasks.run_online(work, self._show_repository, failed, owner=self)

    def _show_repository(self, shown: OpenRepository) -> None:
        if shown.name in self._state.repositories:
            self._state.repositories[shown.name] = shown
            self.changed.emit()

    def _close(self, name: str) -> None:
        self._state.repositories.pop(name, None)
        self.changed.emit()

    def _get(self, key: str) -> None:
        for name, each in self._state.repositories.items():
            for model in each.repository.models if each.repository is not None else ():
                if transfer_key(name, model.paths[0]) == key:
                    self._begin(key, name, model.paths[0], each.repository, model)
                    return

    def _begin(
        self, key: str, name: str, path: str, repository: Repository | None = None, model: HubModel | None = None, *,
        take_up: bool = False, mends: bool = False,
    ) -> None:  # fmt: skip
        if key in self._controls:
            return
        control = self._controls[key] = DownloadControl()
        before = self._state.transfers.get(key)
        model = model or (before.model if before is not None else None)
        progress = before.progress if before is not None else None
        mends = before.mends if before is not None else mends
        self._state.transfers[key] = Transfer(key, name, path, model, progress, running=True, mends=mends)
        self._unfinished.remember(name, path, mends=mends)
        self.changed.emit()
        tell = self._told.emit
        folder, make_hub = self._folder, self.make_hub

        def work() -> Downloaded:
            from models.catalog.download.downloading import download
            from models.catalog.download.downloading import take_up as take

            hub = make_hub()
            there = repository or hub.repository(name)
            wanted = there.model(path)
            tell(key, wanted)
            if take_up:
                take(there, wanted, folder)
            return download(hub, there, wanted, folder, control=control, progress=lambda progress: tell(key, progress))

        self._tasks.run_long(
            work, lambda done: self._end(key, name, path, done), lambda error: self._fail(key, error), owner=self
        )

    def _take_progress(self, key: str, told: Progress | HubModel) -> None:
        transfer = self._state.transfers.get(key)
        if transfer is None:
            return
        changed = replace(transfer, model=told) if isinstance(told, HubModel) else replace(transfer, progress=told)
        self._state.transfers[key] = changed
        if isinstance(told, HubModel):
            self._unfinished.remember_size(transfer.repository, transfer.path, told.size)
        self.changed.emit()

    def _show_arrived(self, found: dict[str, Progress]) -> None:
        for key, progress in found.items():
            transfer = self._state.transfers.get(key)
            if transfer is not None and transfer.progress is None:
                self._state.transfers[key] = replace(transfer, progress=progress)
        self.changed.emit()

    def _end(self, key: str, name: str, path: str, done: Downloaded) -> None:
        self._controls.pop(key, None)
        transfer = self._state.transfers.get(key)
        paused = transfer if done.stopped is Stop.PAUSE else None
        if paused is not None and key in self._set_down:
            self._forget(paused)
        elif paused is not None:
            self._state.transfers[key] = replace(paused, running=False)
        else:
            self._state.transfers.pop(key, None)
            self._unfinished.forget(name, path)
        self._set_down.discard(key)
        if done.path is not None:
            known = tuple(dict.fromkeys((*self._keeper.current.known_models, str(done.path))))
            self._keeper.change(known_models=known)
            self.arrived.emit(done.path)
        elif done.stopped is Stop.CANCEL:
            self.deleted.emit()
        self.changed.emit()

    def _fail(self, key: str, error: Exception) -> None:
        self._controls.pop(key, None)
        self._set_down.discard(key)
        if not isinstance(error, KnownError):
            raise error
        transfer = self._state.transfers.get(key)
        if transfer is not None:
            told = replace(transfer, running=False, problem=error.message, refusal=refusal_of(error))
            self._state.transfers[key] = told
        self.changed.emit()

    def _cancel(self, key: str) -> None:
        transfer = self._state.transfers.get(key)
        if key in self._controls and transfer is not None and transfer.mends:
            self._set_down.add(key)
            self._controls[key].pause()
        elif key in self._controls:
            self._controls[key].cancel()
        elif transfer is not None:
            self._forget(transfer)

    def _forget(self, transfer: Transfer) -> None:
        self._state.transfers.pop(transfer.key)
        self._unfinished.forget(transfer.repository, transfer.path)
        self.changed.emit()
        folder = self._folder
        self._tasks.run_aside(
            lambda: _clean_up(folder, transfer), lambda _done: self.deleted.emit(), _ignore_known, owner=self
        )


def page_of(repository: str) -> str:
    """Return the address of a repository's page; a mirror (HF_ENDPOINT) has pages of its own."""
    return f"{os.environ.get('HF_ENDPOINT', '').rstrip('/') or 'https://huggingface.co'}/{repository}"


def refusal_of(error: Exception) -> str:
    """Return why the Hub refused, as `HubError.reason`; "" for other errors."""
    return error.reason if isinstance(error, HubError) else ""


def usual_hub() -> Hub:
    """Return the Hub that the environment names; the token is looked for too, so run it aside."""
    from models.catalog.download.hub import Hub

    return Hub()


def _clean_up(folder: Path, transfer: Transfer) -> None:
    """Run aside: delete what has arrived of a paused download, but not what was there before it."""
    from models.catalog.download.downloading import discard, set_down

    (set_down if transfer.mends else discard)(folder, transfer.repository, transfer.path)


def _ignore_known(error: Exception) -> None:
    """What cannot be deleted now stays; it is only taken up again if the download is asked for anew."""
    if not isinstance(error, KnownError):
        raise error
