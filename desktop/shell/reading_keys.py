"""What the keys of the page of questions do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.keyboard.keyboard import Keyboard
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.shell.finding import Finding
from desktop.shell.sending import Sending
from models.history.ratings.records import RatingVerdict, StepMark


def bind_reading(keyboard: Keyboard, page: ConversationPage, desk: Desk, sending: Sending, finding: Finding) -> None:
    """Bind all keys that ask, read, rate and find in a conversation."""

    def reads() -> bool:
        return not page.shows_welcome

    _bind_asking(keyboard.bind, page, desk, sending)
    _bind_transcript(keyboard.bind, page, reads)
    keyboard.bind("find", finding.open, within=page, offered=reads)
    keyboard.bind("rename", page.header.edit_title, within=page, offered=reads)
    keyboard.bind("find_next", lambda: finding.step(1), within=page.find_bar)
    keyboard.bind("find_previous", lambda: finding.step(-1), within=page.find_bar)


def _bind_asking(bind: Callable[..., None], page: ConversationPage, desk: Desk, sending: Sending) -> None:
    transcript, composer = page.transcript, page.composer
    bind("send", composer.submit, within=composer)
    bind("new_line", composer.focus, within=composer)
    bind("next_effort", composer.effort.choose_next, within=composer)
    bind("edit_last", sending.edit_last, within=transcript, offered=lambda: bool(desk.turns))
    bind("answer_now", sending.answer_now, within=transcript, offered=lambda: bool(desk.running()))
    bind("stop", sending.stop, within=transcript, offered=lambda: bool(desk.running()))
    for number, example in enumerate(page.welcome.examples, start=1):
        bind(f"example_{number}", example.click, within=page.welcome)


def _bind_transcript(bind: Callable[..., None], page: ConversationPage, reads: Callable[[], bool]) -> None:
    transcript, turn = page.transcript, page.transcript.current_turn
    bind("fold_newest", transcript.open_panels.toggle_newest, offered=reads)
    bind("fold", turn.toggle_panel, within=transcript)
    bind("fold_all", transcript.open_panels.fold_all, within=transcript)
    bind("previous_branch", lambda: turn.step_branch(-1), within=transcript)
    bind("next_branch", lambda: turn.step_branch(1), within=transcript)
    bind("edit_thought", turn.edit_thought, within=transcript)
    bind("confidence", turn.toggle_confidence, within=transcript)
    bind("next_step", lambda: turn.walk(1), within=transcript)
    bind("previous_step", lambda: turn.walk(-1), within=transcript)
    for number in range(1, 6):
        bind(f"attempt_{number}", partial(turn.show_attempt, number), within=transcript)
    bind("accept", lambda: turn.rate(RatingVerdict.ACCEPTED), within=transcript)
    bind("reject", lambda: turn.rate(RatingVerdict.REJECTED), within=transcript)
    bind("correct", lambda: turn.rate(RatingVerdict.CORRECTED), within=transcript)
    for mark in StepMark:
        bind(f"step_{mark.value}", partial(turn.mark_step, mark), within=transcript)
    bind("step_note", turn.write_note, within=transcript)
    bind("copy_answer", turn.copy_answer, within=transcript)
    bind("oldest", transcript.setFocus, within=transcript)
    bind("newest", transcript.navigation.go_to_newest, within=transcript)
