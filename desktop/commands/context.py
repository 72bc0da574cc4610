"""What every command starts from: the data folder, the settings and the history."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.paths import DataFolder, open_data_folder
from models.settings import Settings, load_settings

if TYPE_CHECKING:
    from models.history.store import Store


@dataclass(frozen=True, slots=True)
class CommandContext:
    """The global options; what they name is opened when a command needs it."""

    data_dir: Path | None = None
    verbose: bool = False

    @property
    def folder(self) -> DataFolder:
        """The data folder, made if missing."""
        return open_data_folder(self.data_dir)

    @property
    def settings(self) -> Settings:
        """The user's settings; what was wrong with the file is told on standard error."""
        settings, notice = load_settings(self.folder.settings)
        if notice:
            print(notice, file=sys.stderr)
        return settings

    @contextmanager
    def history(self) -> Iterator[Store]:
        """The history, open."""
        from models.history.store import open_store

        with open_store(self.folder) as store:
            yield store

    @contextmanager
    def history_to_read(self) -> Iterator[Store]:
        """The history for looking only: also where this user may not write it."""
        from models.history.failures import StoreReadOnly
        from models.history.store import open_store

        try:
            store = open_store(self.folder)
        except StoreReadOnly:
            store = open_store(self.folder, read_only=True)
        with store:
            yield store
