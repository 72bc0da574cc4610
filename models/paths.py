"""Where Rationale keeps the user's data; private folders (0700) and private files (0600)."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from models.errors import InputError

APPLICATION = "rationale"
DATA_FOLDER_VARIABLE = "RATIONALE_DATA_DIR"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The one folder that holds everything of a user: history, settings, adapters, backups, logs."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file with the history."""
        return self.root / "history.db"

    @property
    def settings(self) -> Path:
        """The settings file (JSON)."""
        return self.root / "settings.json"

    @property
    def window(self) -> Path:
        """How the window was left (JSON)."""
        return self.root / "window.json"

    @property
    def backups(self) -> Path:
        """The folder of the thinned backups."""
        return self.root / "backups"

    @property
    def adapters(self) -> Path:
        """The folder of the trained adapters (GGUF)."""
        return self.root / "adapters"

    @property
    def rounds(self) -> Path:
        """The folder of what rounds of learning are working on: checkpoints and candidates."""
        return self.root / "rounds"

    @property
    def learning_lock(self) -> Path:
        """Held by the program that runs a round of learning."""
        return self.root / ".learning.lock"

    @property
    def models(self) -> Path:
        """The folder of the models that were downloaded (GGUF)."""
        return self.root / "models"

    @property
    def found_models(self) -> Path:
        """What is remembered of model files' headers (JSON); may be deleted at any time."""
        return self.root / "found-models.json"

    @property
    def checked_models(self) -> Path:
        """Which model files were found whole (JSON); may be deleted at any time."""
        return self.root / "checked-models.json"

    @property
    def checked_adapters(self) -> Path:
        """Which adapter files were found whole (JSON); may be deleted at any time."""
        return self.root / "checked-adapters.json"

    @property
    def pace(self) -> Path:
        """How fast this machine thinks (JSON); may be deleted at any time."""
        return self.root / "pace.json"

    @property
    def speeds(self) -> Path:
        """What speed tests of models found on this machine (JSON); may be deleted at any time."""
        return self.root / "speeds.json"

    @property
    def tuned(self) -> Path:
        """The folder of copies of models that run faster on this processor; may be deleted at any time."""
        return self.root / "tuned"

    @property
    def logs(self) -> Path:
        """The folder of log files and crash reports."""
        return self.root / "logs"


def open_data_folder(chosen: Path | None = None) -> DataFolder:
    """Return the data folder, made if missing: `chosen`, else $RATIONALE_DATA_DIR, else the platform's own place.

    Raises:
        InputError: The folder cannot be made or is not a folder.
    """
    named = chosen or (Path(value) if (value := os.environ.get(DATA_FOLDER_VARIABLE)) else None)
    root = named or Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))
    try:
        root = root.expanduser().resolve()
        make_private_folder(root)
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"The data folder {root} cannot be used; choose another with --data-dir.", details=str(error)
        ) from error
    return DataFolder(root)


def make_private_folder(folder: Path) -> None:
    """Make `folder` (and its parents) if missing; a new one is readable by its owner only (0700)."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private_file(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step (0600): a crash leaves the old content or the new, never a part."""
    descriptor, name = tempfile.mkstemp(".part", f".{path.name}.", path.parent)  # 0600, nobody else's name
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
