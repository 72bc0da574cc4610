"""The next start takes up where the window was left."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.conversation.reading_place import ReadingPlace
from desktop.shell.state_watch import SETTLED_MILLISECONDS
from desktop.shell.window_state import WindowState, load_window_state, save_window_state
from tests.desktop.scripted_assistant import answer
from tests.desktop.shell.conftest import Desktop

LONG = "\n\n".join(f"Paragraph {number} of a long answer." for number in range(60))


def test_the_conversation_and_the_place_come_back(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    for number in range(3):
        desktop.assistant.script = lambda _q: [answer(LONG)]
        desktop.ask(f"Question {number}")
        desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id
    transcript = desktop.page.transcript
    desktop.wait(lambda: not transcript.busy)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    desktop.wait(lambda: not transcript.busy)
    place = transcript.navigation.place()
    assert place.question_id and place.offset
    desktop.window.resize(960, 700)

    again = start_desktop()
    again.wait(lambda: again.window.desk.conversation_id == conversation)
    assert (again.window.width(), again.window.height()) == (960, 700)
    again.wait(lambda: again.page.transcript.navigation.place().question_id == place.question_id)
    assert not again.page.transcript.following


def test_a_conversation_in_the_trash_is_not_opened(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    desktop.ask("Anything")
    desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id or ""
    desktop.settle()
    desktop.store.trash.put(conversation)
    again = start_desktop()
    again.settle()
    assert again.window.desk.conversation_id is None
    assert again.page.shows_welcome


def test_a_kill_keeps_the_size_and_what_was_read(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [answer(LONG)]
    for number in range(2):
        desktop.ask(f"Question {number}")
        desktop.wait_answered()
    transcript, file = desktop.page.transcript, desktop.application._folder.window
    desktop.wait(lambda: not transcript.busy)
    before = load_window_state(file)
    desktop.window.resize(1100, 700)
    desktop.wait(lambda: load_window_state(file).geometry != before.geometry)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    desktop.wait(lambda: load_window_state(file).place.question_id != "")
    assert load_window_state(file).place == transcript.navigation.place()


def test_a_window_that_has_closed_does_not_forget_what_was_read(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [answer(LONG)]
    for number in range(2):
        desktop.ask(f"Question {number}")
        desktop.wait_answered()
    transcript, file = desktop.page.transcript, desktop.application._folder.window
    desktop.wait(lambda: not transcript.busy)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    place = transcript.navigation.place()
    desktop.window.close()
    desktop.bot.wait(SETTLED_MILLISECONDS + 200)
    desktop.settle()
    assert load_window_state(file).place == place


def test_a_kill_before_the_conversation_is_back_keeps_it(start_desktop: Callable[..., Desktop]) -> None:
    first = start_desktop()
    first.ask("Anything")
    first.wait_answered()
    conversation = first.window.desk.conversation_id
    first.window.close()
    seen: list[str] = []
    start_desktop(before=lambda window: seen.append(window.state().conversation_id))
    assert seen == [conversation]


def test_a_kill_keeps_the_open_conversation(desktop: Desktop) -> None:
    desktop.ask("Anything")
    desktop.wait_answered()
    desktop.settle()
    state = load_window_state(desktop.application._folder.window)
    assert state.conversation_id == desktop.window.desk.conversation_id


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"geometry": "%%%"}', b'{"place": 3}', b"\xff\xfe", b"[" * 9999]
)
def test_a_damaged_file_gives_the_usual_window(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    state = load_window_state(path)
    assert state.geometry_bytes == b""
    assert state.place == ReadingPlace()


def test_the_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    save_window_state(path, WindowState(conversation_id="a"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_window_state(path).conversation_id == "a"
