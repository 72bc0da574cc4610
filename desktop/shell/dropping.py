"""Files dropped on the composer: a text is inserted, a model is offered to be loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from desktop.composer.composer import Composer
from desktop.shell.notices import Notices
from desktop.tasks import Tasks
from models.answering.ask_request import LARGEST_QUESTION
from models.errors import InputError, KnownError

LARGEST_FILE = 4 * LARGEST_QUESTION
"""Bytes: a character takes four at most."""
MODEL_SUFFIX = ".gguf"


def read_text_file(path: Path) -> str:
    """Return the text of a file (UTF-8, or UTF-16 with its mark).

    Raises:
        InputError: It cannot be read, is too large for a question, or is no text.
    """
    translate = QCoreApplication.translate
    no_text = translate("Dropping", "“{0}” is no plain text; drop a text file or a model (.gguf).").format(path.name)
    large = translate("Dropping", "“{0}” is too large for a question; drop a part of it.").format(path.name)
    unread = translate("Dropping", "“{0}” cannot be read; check that you may open it.").format(path.name)
    try:
        if not path.is_file():
            raise InputError(no_text)
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(large)
        content = path.read_bytes()
    except OSError as error:
        raise InputError(unread, details=str(error)) from error
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(no_text) from error
    if "\0" in text:
        raise InputError(no_text)
    return text.replace("\r\n", "\n")


class Dropping(QObject):
    """The controller of what is dropped. `load` loads a model file."""

    def __init__(
        self, composer: Composer, notices: Notices, tasks: Tasks, load: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._composer, self._notices, self._tasks, self._load = composer, notices, tasks, load
        composer.input.files_dropped.connect(self._take)

    def _take(self, files: list[Path]) -> None:
        for path in files:
            if path.suffix.lower() == MODEL_SUFFIX:
                self._offer(path)
            else:
                self._read(path)

    def _offer(self, path: Path) -> None:
        def load() -> None:
            self._notices.end("dropped")
            self._load(str(path))

        words = self.tr("“{0}” is a model file.").format(path.name)
        self._notices.show_notice("dropped", words, actions=[(self.tr("Load it"), load)])

    def _read(self, path: Path) -> None:
        self._tasks.run_aside(
            lambda: read_text_file(path), self._composer.input.insert_text, self._tell, owner=self._composer
        )

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._composer.show_notice(error.message)
