"""The answers that wait for a judgement: which ones, in which order, and why."""

from __future__ import annotations

from dataclasses import replace

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.review.records import ReviewFilter, ReviewReason
from models.history.store import Store
from models.traces import Step, Verdict
from tests.history.conftest import Ask, finished


def waiting(store: Store, narrowed: ReviewFilter | None = None) -> list[tuple[str, tuple[ReviewReason, ...]]]:
    return [(each.question, each.reasons) for each in store.review.waiting(narrowed or ReviewFilter())]


def test_the_queue_holds_unrated_answers_the_most_useful_first_with_the_reason(store: Store, ask: Ask) -> None:
    ask("plain")
    split = ask("split", attempts=2)
    for number, attempt_id in enumerate(split.attempt_ids):
        store.recording.finish_attempt(
            replace(finished(store, attempt_id, "t", f"Answer: {number}"), final_answer=str(number))
        )
    doubted = ask("doubted")
    store.recording.finish_attempt(replace(finished(store, doubted.attempt_ids[0], "t", "a"), mean_logprob=-0.9))
    failed = ask("failed")
    store.recording.finish_attempt(
        finished(store, failed.attempt_ids[0], "1 + 1 = 3", "3"), steps=[Step(1, 0, 9, Verdict.FALSE)]
    )
    ask("newest")
    assert waiting(store) == [
        ("failed", (ReviewReason.FAILED_CHECK,)), ("split", (ReviewReason.SPLIT_VOTES,)),
        ("doubted", (ReviewReason.LOW_CONFIDENCE,)), ("newest", (ReviewReason.NEW,)), ("plain", (ReviewReason.NEW,)),
    ]  # fmt: skip
    assert [name for name, _ in waiting(store, ReviewFilter(reason=ReviewReason.SPLIT_VOTES))] == ["split"]


def test_an_answer_leaves_the_queue_when_rated_and_comes_back_when_that_is_undone(store: Store, ask: Ask) -> None:
    saved = ask("two attempts", attempts=2)
    store.ratings.rate(NewRating(saved.attempt_ids[1], RatingVerdict.REJECTED))
    assert waiting(store) == []
    store.ratings.clear(saved.attempt_ids[1])
    assert [each.attempt_id for each in store.review.waiting()] == [saved.attempt_ids[0]]
    store.recording.choose_attempt(saved.answer_id, saved.attempt_ids[1])
    assert [each.attempt_id for each in store.review.waiting()] == [saved.attempt_ids[1]]


def test_trash_empty_answers_and_what_filters_leave_out_are_not_in_the_queue(store: Store, ask: Ask) -> None:
    ask("empty", answer="")
    store.trash.put(ask("thrown away").conversation_id)
    tagged = ask("tagged")
    store.labels.add_tag(tagged.conversation_id, "algebra")
    ask("other")
    assert [name for name, _ in waiting(store)] == ["other", "tagged"]
    assert [name for name, _ in waiting(store, ReviewFilter(tag="algebra"))] == ["tagged"]
    model = store.attempt(tagged.attempt_ids[0]).model_name
    assert len(waiting(store, ReviewFilter(model_name=model))) == 2
    assert waiting(store, ReviewFilter(model_name="another")) == []
    later = store.review.waiting()[0].created_at
    assert [name for name, _ in waiting(store, ReviewFilter(since=later))] == ["other"]


def test_the_order_of_the_whole_queue_counts_each_reason_and_is_read_in_pages(store: Store, ask: Ask) -> None:
    for number in range(7):
        saved = ask(f"question {number}")
        doubtful = replace(finished(store, saved.attempt_ids[0], "t", "a"), mean_logprob=-0.9 if number % 2 else -0.1)
        store.recording.finish_attempt(doubtful)
    order = store.review.order()
    assert (order.count(), order.count(ReviewReason.LOW_CONFIDENCE), order.count(ReviewReason.NEW)) == (7, 3, 4)
    positions = order.positions()
    pages = [each.question for start in (0, 3, 6) for each in store.review.items(positions[start : start + 3])]
    assert pages == [f"question {number}" for number in (5, 3, 1, 6, 4, 2, 0)]
    assert order.without(positions[:2]).positions() == positions[2:]
    assert store.review.count_up_to(100) == 7 and store.review.count_up_to(5) == 5


def test_one_answer_tells_whether_it_waits_and_how_its_attempts_voted(store: Store, ask: Ask) -> None:
    saved = ask("split", attempts=3)
    for attempt_id, answer in zip(saved.attempt_ids, ("16", "18", "16"), strict=True):
        store.recording.finish_attempt(
            replace(finished(store, attempt_id, "t", f"It is {answer}"), final_answer=answer)
        )
    item = store.review.item_of_attempt(saved.attempt_ids[2])
    assert item is not None and (item.attempt_id, item.final_answer) == (saved.attempt_ids[0], "16")
    assert (item.agreeing, item.attempts) == (2, 3) and store.review.is_waiting(item.position)
    store.ratings.rate(NewRating(saved.attempt_ids[0], RatingVerdict.ACCEPTED))
    assert not store.review.is_waiting(item.position) and store.review.item_of_attempt("nothing") is None
    assert store.review.model_names() == []
