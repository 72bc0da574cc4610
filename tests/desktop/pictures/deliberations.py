"""States of the reasoning panel of answers that were found in several attempts, with checked steps and repairs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.events import AttemptBegan, Channel, StepClosed, ThoughtCut, VotesCounted
from models.history.records import SearchScope
from models.traces import DiscardedStep, Step, VoteGroup
from tests.desktop import deliberated
from tests.desktop.pictures import samples
from tests.desktop.pictures.samples import QUESTION
from tests.desktop.pictures.stage import Stage
from tests.desktop.pictures.states import Seen, state
from tests.desktop.scripted_assistant import Say, Tell, thought


def _opened(stage: Stage) -> None:
    saved = samples.seats(stage.store)
    deliberated.keep_five(stage.store, saved)
    stage.open(saved.conversation_id)


@state("several attempts, folded")
def _folded(stage: Stage) -> Seen:
    _opened(stage)
    words = stage.turn.panel.header.content.spoken
    yield "time and tokens of all", "14.2" in words and "612" in words
    yield "what was repaired", "repaired" in [tag.icon for tag in stage.turn.panel.header.content.tags]


@state("several attempts, votes and a repaired step")
def _votes(stage: Stage) -> Seen:
    _opened(stage)
    stage.turn.panel.toggle()
    stage.rest()
    yield "steps", stage.turn.panel.content.shows_steps
    yield "votes", stage.turn.panel.content.votes.isVisible()
    yield "what was repaired", len(stage.turn.panel.content.steps.rows) == 6


@state("several attempts, another one shown", size=(960, 640))
def _another(stage: Stage) -> Seen:
    _opened(stage)
    stage.turn.panel.toggle()
    stage.rest()
    transcript = stage.desktop.page.transcript
    transcript.setFocus()
    QTest.keyClick(transcript, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    stage.rest()
    QTest.keyClick(transcript, Qt.Key.Key_J)
    stage.rest()
    yield "a step that was walked to", stage.turn.panel.content.steps.current is not None
    yield "the third", stage.turn.panel.shown.number == 3


@state("several attempts at 200 %", text_scale=2.0)
def _large(stage: Stage) -> Seen:
    _opened(stage)
    stage.turn.panel.toggle()
    stage.rest()
    yield "steps", stage.turn.panel.content.shows_steps


@state("live steps of several attempts")
def _live(stage: Stage) -> Seen:
    text, steps = deliberated.REPAIRED
    tried = steps[3].discarded[0]
    stage.ask(
        QUESTION,
        Tell(lambda run: AttemptBegan(run, 1, "x", "direct", 5)),
        thought(text[: steps[3].start]),
        *(_closes(step) for step in steps[:3]),
        Say(Channel.THOUGHT, tried.text),
        Tell(lambda run: ThoughtCut(run, 1, 4, steps[3].start, DiscardedStep(tried.text, tried.claims))),
        Tell(lambda run: VotesCounted(run, (VoteGroup("42", (2, 3)),), 2, 5)),
        Say(Channel.THOUGHT, "Add them up: 36 +"),
    )
    stage.clock.go_on(3.0)
    stage.wait(lambda: "3." in stage.turn.panel.header.content.spoken)
    stage.rest()
    yield "steps instead of the tail", stage.turn.panel.content.shows_steps
    yield "steps", len(stage.turn.panel.content.steps.rows) == 5


def _closes(step: Step) -> Tell:
    return Tell(lambda run: StepClosed(run, 1, step))


@state("a place found among steps")
def _found(stage: Stage) -> Seen:
    saved = samples.seats(stage.store)
    deliberated.keep_five(stage.store, saved)
    stage.desktop.settle()
    hits = stage.store.search("pair", [SearchScope.THOUGHTS])
    stage.window.desk.open(saved.conversation_id, hit=next(each for each in hits if each.answer_id == saved.answer_id))
    stage.wait(lambda: stage.window.desk.conversation_id == saved.conversation_id)
    stage.rest()
    yield "the other steps folded", stage.turn.panel.content.steps.hidden_steps > 0
