from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from desktop.shell.dropping import LARGEST_FILE, read_text_file
from models.errors import InputError
from models.reasoning.effort import EffortName
from tests.desktop.shell.conftest import Desktop


def drop(desktop: Desktop, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert desktop.composer.input.canInsertFromMimeData(data)
    desktop.composer.input.insertFromMimeData(data)


def test_a_text_file_is_inserted(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes("Füße\r\nsecond".encode())
    drop(desktop, file)
    desktop.wait(lambda: desktop.composer.text() == "Füße\nsecond")


def test_a_model_is_offered_and_loaded_only_when_agreed(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "model.GGUF"
    file.write_bytes(b"GGUF")
    drop(desktop, file)
    assert "model.GGUF" in desktop.page.notices.text("dropped")
    assert desktop.composer.text() == ""
    assert desktop.application.keeper.current.model == "bundled"


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\x00\xff", b"x" * (LARGEST_FILE + 1)])
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"file\.bin"):
        read_text_file(file)
    with pytest.raises(InputError, match="missing"):
        read_text_file(tmp_path / "missing")


def test_effort_belongs_to_its_conversation(desktop: Desktop) -> None:
    bar = desktop.composer.effort
    bar.choose(EffortName.DEEP)
    desktop.ask("One")
    desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id or ""
    desktop.window.desk.new_question()
    assert bar.effort().name is EffortName.STANDARD
    desktop.window.desk.open(conversation)
    desktop.wait(lambda: desktop.window.desk.conversation_id == conversation)
    assert bar.effort().name is EffortName.DEEP
