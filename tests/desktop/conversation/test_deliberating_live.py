"""Several attempts, checked steps and repairs while they are streamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.step_rows import RowKind
from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.theme import Theme
from models.events import (
    AnswerStarted,
    Channel,
    PromptRead,
    QuestionSaved,
    StepClosed,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtCut,
    ThoughtEnd,
    Token,
    VotesCounted,
)
from models.history.records import Answer, PanelState, Question, Turn
from models.traces import DiscardedStep, Step, VoteGroup
from tests.desktop.conversation.conftest import Run
from tests.desktop.deliberated import DISSENTING, PLAIN, REPAIRED, five_attempts

MakeRun = Callable[..., Run]


def last(view: TranscriptView) -> TurnWidget:
    widget = view.turn_widgets[-1]
    assert widget is not None
    return widget


def panel_of(view: TranscriptView) -> ReasoningPanel:
    return last(view).panel


def numbers(panel: ReasoningPanel) -> list[tuple[RowKind, int]]:
    return [(row.kind, row.number) for row in panel.content.steps.rows]


def words(text: str, tokens: int, channel: Channel = Channel.THOUGHT) -> TextStreamed:
    return TextStreamed("r", 1, channel, text, tuple(Token("x", -0.1) for _ in range(tokens)), 1.0)


def test_a_cut_takes_back_text_tokens_and_answer() -> None:
    live = LiveAnswer("r", "?")
    live.apply(ThinkingStarted("r", 1, 256, 0.1))
    live.apply(words("One. ", 3))
    live.apply(StepClosed("r", 1, Step(1, 0, 5)))
    live.apply(words("Two is", 2))
    live.apply(words(" wrong.", 4))
    live.apply(AnswerStarted("r", 1, ThoughtEnd.MODEL, 2.0))
    live.apply(words("41", 1, Channel.ANSWER))
    assert (live.phase, live.thought_tokens, live.answer) == (Phase.ANSWERING, 9, "41")
    live.apply(ThoughtCut("r", 1, 2, 5, DiscardedStep("Two is wrong.")))
    assert (live.phase, live.thought, live.thought_tokens) == (Phase.THINKING, "One. ", 3)
    assert (live.answer, live.answer_tokens, live.shown.pending) == ("", 0, (DiscardedStep("Two is wrong."),))
    live.apply(words("Two is right.", 4))
    live.apply(StepClosed("r", 1, Step(2, 5, 18, discarded=(DiscardedStep("Two is wrong."),))))
    assert (live.thought, live.thought_tokens, live.shown.pending) == ("One. Two is right.", 7, ())
    assert [step.number for step in live.shown.steps] == [1, 2]


def test_a_cut_never_reaches_into_what_was_there_before() -> None:
    live = LiveAnswer("r", "?", thought="My words. ", thought_tokens=5)
    live.apply(ThinkingStarted("r", 1, 256, 0.1))
    live.apply(words("So 41.", 3))
    live.apply(ThoughtCut("r", 1, 1, 10, DiscardedStep("So 41.")))
    assert (live.thought, live.thought_tokens) == ("My words. ", 5)


def test_the_first_attempt_that_thinks_is_shown_until_it_ends(make_run: MakeRun) -> None:
    run = make_run()
    run.begin(3)
    run.say(2, "second")
    run.say(1, "first")
    live = run.live
    assert (live.shown.number, live.thought) == (1, "first")
    run.send(AnswerStarted(run.run, 1, ThoughtEnd.MODEL, 2.0))
    run.say(1, "42", Channel.ANSWER)
    assert (live.phase, live.shown.number, live.answer) == (Phase.THINKING, 2, "")
    run.send(ThoughtCut(run.run, 1, 1, 0, DiscardedStep("first")))
    assert live.shown.number == 2, "it stays while it thinks"
    run.end(five_attempts("a9")[0][1], StopReason.CUT)
    run.begin(3, replaces=2, attempt=4)
    run.send(AnswerStarted(run.run, 1, ThoughtEnd.MODEL, 2.0))
    run.send(AnswerStarted(run.run, 3, ThoughtEnd.MODEL, 2.0))
    assert (live.shown.number, live.shown.place) == (4, 2)


def test_live_steps_keep_their_height_and_show_repairs(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot, theme: Theme
) -> None:
    run = make_run()
    run.begin(5)
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    panel = panel_of(view)
    height = theme.size("panel_header") + theme.size("live_steps") + theme.size("panel_fold_row")
    heights = {panel.height()}
    text, steps = REPAIRED
    for step in steps[:3]:
        run.say(1, text[step.start : step.end])
        run.close(1, step)
        view.live_turns.flush()
        heights.add(panel.height())
    tried = steps[3].discarded[0]
    run.say(1, tried.text)
    view.live_turns.flush()
    run.send(ThoughtCut(run.run, 1, 4, steps[3].start, tried))
    view.live_turns.flush()
    heights.add(panel.height())
    assert numbers(panel)[-1] == (RowKind.DISCARDED, 4) and panel.content.steps.rows[-1].right_value == "42"
    run.say(1, "Add them")
    view.live_turns.flush()
    assert numbers(panel)[-2:] == [(RowKind.DISCARDED, 4), (RowKind.REST, 4)]
    assert panel.content.steps.rows[-1].repaired and panel.content.steps.rows[-1].text == "Add them"
    run.say(1, text[steps[3].start :].removeprefix("Add them"))
    for step in steps[3:]:
        run.close(1, step)
    view.live_turns.flush()
    assert [number for _, number in numbers(panel)] == [1, 2, 3, 4, 4, 5]
    assert heights | {panel.height()} == {height}
    assert panel.content.steps.follows_end
    qtbot.waitUntil(lambda: "attempt 1 of 5" in panel.header.content.spoken)
    run.send(VotesCounted(run.run, (VoteGroup("42", (2, 3)),), 2, 5))
    view.live_turns.flush()
    assert panel.content.fold_row.right == "2 of 5 answered, 2 agree"


def test_the_answer_comes_with_the_end(view: TranscriptView, make_run: MakeRun, qtbot: QtBot) -> None:
    asked: list[str] = []
    view.requests.steps_wanted.connect(asked.append)
    attempts, found, steps = five_attempts("a9")
    run = make_run()
    run.begin(5)
    for attempt in attempts:
        if attempt.number == 6:
            run.begin(5, replaces=4, attempt=6)
        run.say(attempt.number, attempt.thought)
        for step in steps[attempt.id]:
            run.close(attempt.number, step)
        run.say(attempt.number, attempt.answer, Channel.ANSWER)
        view.live_turns.flush()
        assert last(view).answer.source == ""
        run.end(attempt, StopReason.CUT if attempt.number == 4 else StopReason.FINISHED)
    run.conclude(found)
    qtbot.waitUntil(lambda: last(view).answer.source == attempts[0].answer)
    qtbot.waitUntil(lambda: not panel_of(view).animating)
    panel = panel_of(view)
    assert not panel.is_open and not panel.ticking
    assert " · 612 tokens · 5 attempts · 4 agree · 1 repaired" in panel.header.content.spoken
    panel.toggle()
    assert asked == [], "what was streamed is known"
    assert [number for _, number in numbers(panel)] == [1, 2, 3, 4, 4, 5]
    height = panel.height()
    turn = Turn(Question("q9", "c", None, "And?", 0.0), Answer("a9", "q9", 0.0, "a9-1", panel.rules.state, attempts,
                                                              deliberated=found))  # fmt: skip
    view.finish(turn)
    assert panel.height() == height and asked == []
    panel.show_attempt(3)
    assert panel.thought == DISSENTING[0]


def test_an_end_that_is_stored_before_it_was_shown_folds_too(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    attempts, found, steps = five_attempts("a9")
    run = make_run()
    run.begin(5)
    for attempt in attempts[:3]:
        run.say(attempt.number, attempt.thought)
        for step in steps[attempt.id]:
            run.close(attempt.number, step)
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    for attempt in attempts[:3]:
        run.end(attempt)
    run.conclude(found)
    answer = Answer("a9", "q9", 0.0, "a9-1", PanelState.AUTOMATIC, attempts, deliberated=found)
    view.finish(Turn(Question("q9", "c", None, "And?", 0.0), answer))
    assert not panel_of(view).is_open and not panel_of(view).thinking
    assert last(view).answer.source == attempts[0].answer
    heights = [panel_of(view).height()]
    while panel_of(view).animating:
        qtbot.wait(10)
        heights.append(panel_of(view).height())
    assert heights == sorted(heights, reverse=True) and heights[-1] == panel_of(view).header.height()


def test_a_repair_after_the_panel_folded_does_not_open_it_again(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    run = make_run()
    run.think("One. ")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    run.answer("41 seats.")
    qtbot.waitUntil(lambda: last(view).answer.source == "41 seats.", timeout=3_000)
    run.send(ThoughtCut(run.run, 1, 1, 0, DiscardedStep("One. ")))
    qtbot.waitUntil(lambda: panel_of(view).thinking)
    assert not panel_of(view).is_open and last(view).answer.source == ""
    run.write("Two. ", Channel.THOUGHT)
    run.answer("42 seats.")
    qtbot.waitUntil(lambda: last(view).answer.source == "42 seats.", timeout=3_000)
    assert not panel_of(view).is_open and panel_of(view).thought == "Two. "


def test_stopped_among_several_attempts(view: TranscriptView, make_run: MakeRun, qtbot: QtBot) -> None:
    run = make_run()
    run.begin(2)
    run.say(1, PLAIN[0])
    run.close(1, PLAIN[1][0])
    run.stop()
    qtbot.waitUntil(lambda: last(view).outcome is not None)
    assert panel_of(view).is_open and panel_of(view).thought == PLAIN[0]
    assert panel_of(view).header.content.spoken.endswith("1 tokens kept · stopped by you")
    assert panel_of(view).content.shows_steps


def test_the_first_closed_step_gets_the_whole_panel_at_once(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    run = make_run()
    run.think("First we add 2 and 3. ")
    qtbot.waitUntil(lambda: bool(panel_of(view).content.plain_text))
    run.close(1, Step(1, 0, 22))
    steps = panel_of(view).content.steps
    qtbot.waitUntil(lambda: bool(steps.rows))
    assert steps.width() == panel_of(view).width()
    assert steps.geometry().bottom() < panel_of(view).content.fold_row.y()


def test_a_later_attempt_that_is_taken_up_keeps_its_words_and_its_number() -> None:
    live = LiveAnswer("r", "?", thought="Another way", thought_tokens=2, number=2)
    live.apply(QuestionSaved("r", "c", "q", "a", ("attempt two",), False))
    live.apply(ThinkingStarted("r", 2, 256, 0.1))
    live.apply(TextStreamed("r", 2, Channel.THOUGHT, " goes on.", (Token("x", -0.1),), 1.0))
    assert (live.shown.number, live.shown.attempt_id) == (2, "attempt two")
    assert (live.thought, live.thought_tokens) == ("Another way goes on.", 3)


def test_what_is_found_in_steps_that_are_written_stays_in_view(view: TranscriptView, make_run: MakeRun) -> None:
    run = make_run()
    run.begin(1)
    lines = [f"Row {number} has 12 seats.\n" for number in range(1, 40)]
    thought, end = "", 0
    for number, line in enumerate(lines[:-1], start=1):
        thought, end = thought + line, end + len(line)
        run.say(1, line)
        run.close(1, Step(number, end - len(line), end))
    view.live_turns.flush()
    panel, steps = panel_of(view), panel_of(view).content.steps
    assert panel.content.shows_steps
    assert steps.verticalScrollBar().value() > 0, "the end is followed"
    panel.reveal(thought.index("Row 2 "), 5, f"a{run.number}-1")
    place = steps.verticalScrollBar().value()
    assert not steps.follows_end and len(steps.rows) >= len(lines) - 1
    run.say(1, lines[-1])
    view.live_turns.flush()
    assert steps.verticalScrollBar().value() == place
    assert [row.raw[start:end] for row in steps.rows for start, end in steps.marks(row)][:1] == ["Row 2"]


def test_a_given_thought_is_not_told_of_before_the_model_thinks(view: TranscriptView) -> None:
    live = LiveAnswer("r", "?", thought="Three rows.", siblings=("a1",))
    view.show_pending(live)
    for event in (QuestionSaved("r", "c", "q9", "a9", ("a9-1",), False), PromptRead("r", 10, 0, 0, 4_096, 0.1)):
        live.apply(event)
        view.apply(event)
        view.live_turns.flush()
        assert panel_of(view).isHidden()
    live.apply(ThinkingStarted("r", 1, 256, 0.1))
    view.live_turns.flush()
    assert not panel_of(view).isHidden() and panel_of(view).thinking


def test_a_single_attempt_that_is_checked_has_the_height_of_steps(
    view: TranscriptView, make_run: MakeRun, theme: Theme
) -> None:
    run = make_run()
    run.begin(1)
    view.live_turns.flush()
    assert panel_of(view).thinking and "attempt" not in panel_of(view).header.content.rest
    assert panel_of(view).body.fixed_height > theme.size("live_steps") - 20


def test_the_panel_folds_also_where_the_chosen_attempt_answered_at_once(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    told, found, _ = five_attempts("a9")
    run = make_run()
    run.begin(2)
    run.say(1, "Three rows of twelve.")
    panel = panel_of(view)
    qtbot.waitUntil(lambda: panel.is_open)
    at_once = replace(told[1], thought="", thought_tokens=0)
    run.say(2, at_once.answer, Channel.ANSWER)
    run.end(replace(told[0], thought="Three rows of twelve."))
    run.end(at_once)
    run.conclude(replace(found, chosen=2))
    qtbot.waitUntil(lambda: not panel.is_open and not panel.animating)
    qtbot.waitUntil(lambda: last(view).answer.source == at_once.answer)
    assert panel.header.content.title.startswith("Thought for")
    panel.toggle()
    assert panel.is_open and panel.shown.number == 2 and "answered at once" in panel.content.fold_row.right
