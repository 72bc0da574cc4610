"""What is read of the history after a rating: only what it can have changed, however many answers are on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.conversation.rating_bar import RatingBar
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.settings import Settings
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

ACCEPTED, REJECTED, _ = RatingVerdict


def bars(desktop: Desktop, questions: list[str], answers: list[str] | None = None) -> list[RatingBar]:
    """Bars of answers that are in the history, as a long conversation has them."""
    made = []
    for question, text in zip(questions, answers or ["blue"] * len(questions), strict=True):
        saved = desktop.store.recording.add_question(
            question=question, conversation_id=None, parent_id=None, system_prompt="", effort="standard",
            attempts=[NewAttempt()],
        )  # fmt: skip
        (attempt,) = saved.attempt_ids
        told = replace(desktop.store.attempt(attempt), answer=text, state=AttemptState.FINISHED)
        desktop.store.recording.finish_attempt(told)
        bar = RatingBar(desktop.window._theme, attempt, desktop.window)
        desktop.window.ratings.take(bar)
        made.append(bar)
    desktop.settle()
    return made


def houses(count: int) -> list[str]:
    return [f"Describe house {number} of our street." for number in range(count)]


def rate(desktop: Desktop, bar: RatingBar, verdict: RatingVerdict = ACCEPTED) -> None:
    bar.press(verdict)
    desktop.settle()


def reading(desktop: Desktop, act: Callable[[], None]) -> int:
    """How many times something reads or writes on the database's lane."""
    told: list[str] = []

    def listen(to: Callable[[str], None] | None) -> None:
        with desktop.store._connections.plain() as db:
            db.conn.set_trace_callback(to)

    desktop.application.tasks.run(lambda: listen(told.append))
    act()
    desktop.settle()
    desktop.application.tasks.run(lambda: listen(None))
    desktop.settle()
    return sum(each.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for each in told)


def cost_among(desktop: Desktop, count: int) -> int:
    """How many reads and writes one rating costs beside as many that are rated."""
    first, *others = bars(desktop, [f"{each} ({count})" for each in houses(count)])
    for each in others:
        desktop.store.ratings.rate(NewRating(each.attempt_id, ACCEPTED))
    desktop.window.ratings.refresh()
    desktop.settle()
    return reading(desktop, lambda: rate(desktop, first))


def places(shown: list[RatingBar]) -> list[str]:
    return [each.place_button.accessibleName().partition(": ")[2] for each in shown]


def test_one_rating_costs_as_much_among_thirty_as_among_three(start_desktop: Callable[..., Desktop]) -> None:
    few, many = (cost_among(start_desktop(), count) for count in (3, 30))
    assert 0 < many < few + 10 < 80


@pytest.mark.parametrize("wanted", [40, 2])
def test_every_bar_counts_a_rating_that_is_set_and_one_that_is_taken_back(
    start_desktop: Callable[..., Desktop], wanted: int
) -> None:
    desktop = start_desktop(Settings(learn_after_ratings=wanted))
    shown = bars(desktop, houses(3))
    for each in shown:
        rate(desktop, each)
    counted = "yes: will train" if wanted == 2 else "yes: will train · 3 of 40"
    assert places(shown) == [counted] * 3
    desktop.window.ratings.undo()
    desktop.settle()
    assert places(shown[:2]) == [f"yes: will train · 2 of {wanted}"] * 2
    rate(desktop, shown[0], REJECTED)
    assert places(shown[:2]) == ["no: rejected: not learned, only kept for export",
                                 f"yes: will train · 2 of {wanted}"]  # fmt: skip


def test_a_rating_of_the_same_question_is_read_again_whatever_its_spelling(desktop: Desktop) -> None:
    first, second, other = bars(
        desktop, ["How many seats?", "how many  seats", "How many rows?"], ["42 seats", "43 seats", "7 rows"]
    )
    for each in (first, second, other):
        rate(desktop, each)
    assert first.state.contradiction == "You rated another answer to this question as right: 43 seats"
    assert places([first, other]) == ["no: contradicts another rating of yours", "yes: will train · 3 of 40"]
    rate(desktop, second, REJECTED)
    assert first.state.contradiction == ""
    assert places([first]) == ["yes: will train · 3 of 40"]


def test_what_another_program_said_meanwhile_is_shown(desktop: Desktop) -> None:
    first, second = bars(desktop, houses(2))
    desktop.store.ratings.rate(NewRating(second.attempt_id, REJECTED))
    rate(desktop, first)
    assert second.state.verdict is REJECTED and second.buttons[REJECTED].isChecked()
