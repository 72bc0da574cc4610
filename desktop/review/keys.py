"""What the keys of the review page do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.keyboard.keyboard import Keyboard
from desktop.review.comparison import Comparison
from desktop.review.desk import ReviewDesk
from models.history.ratings.records import RatingVerdict, StepMark

MARKS = {
    "review_step_good": StepMark.GOOD,
    "review_step_bad": StepMark.BAD,
    "review_step_first_wrong": StepMark.FIRST_WRONG,
}
VERDICTS = {
    "review_accept": RatingVerdict.ACCEPTED,
    "review_reject": RatingVerdict.REJECTED,
    "review_correct": RatingVerdict.CORRECTED,
}


def bind_review(keyboard: Keyboard, review: ReviewDesk) -> None:
    """Bind all keys of the page; each waits until the answer that it is about is on the screen."""
    page, answer = review.page, review.answer

    def bind(
        key: str, act: Callable[[], object], offered: Callable[[], bool] = lambda: review.item is not None
    ) -> None:
        keyboard.bind(key, lambda: review.act(act), within=page, offered=offered)

    def compares() -> bool:
        return isinstance(page.stage.content, Comparison)

    bind("review_next_step", lambda: answer.walk(1))
    bind("review_previous_step", lambda: answer.walk(-1))
    for key, mark in MARKS.items():
        bind(key, partial(answer.mark, mark))
    bind("review_note", answer.write_note)
    for key, verdict in VERDICTS.items():
        bind(key, partial(answer.rate, verdict))
    for number in range(1, 6):
        bind(f"review_reason_{number}", partial(answer.choose_reason, number))
        bind(f"review_attempt_{number}", partial(answer.show_attempt, number))
    bind("review_save", answer.save)
    bind("review_continue", answer.think_on)
    bind("review_skip", review.skip)
    bind("review_next", lambda: review.move(1))
    bind("review_previous", lambda: review.move(-1))
    bind("review_use_other", answer.use_other)
    bind("review_compare", answer.compare)
    bind("review_left", lambda: answer.choose_side(0), compares)
    bind("review_right", lambda: answer.choose_side(1), compares)
    bind("review_part", review.next_part, lambda: True)
    bind("review_filter", page.queue.card.show_card, lambda: True)
    bind("review_open", review.open_conversation)
