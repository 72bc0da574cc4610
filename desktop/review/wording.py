"""What the review page says of answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.rendering.safe_text import clean_text
from models.history.review.records import ReviewItem, ReviewReason


def reason_words(reason: ReviewReason) -> str:
    """Return why an answer is worth judging, as a sentence."""
    translate = QCoreApplication.translate
    match reason:
        case ReviewReason.FAILED_CHECK:
            return translate("Review", "In this one a step does not hold.")
        case ReviewReason.SPLIT_VOTES:
            return translate("Review", "In this one the attempts disagree.")
        case ReviewReason.LOW_CONFIDENCE:
            return translate("Review", "This one was written with little confidence.")
        case ReviewReason.NEW:
            return translate("Review", "This one is the newest.")


def reason_tag(reason: ReviewReason) -> str:
    """Return why an answer is worth judging, in a word; "" where nothing but its age speaks for it."""
    translate = QCoreApplication.translate
    match reason:
        case ReviewReason.FAILED_CHECK:
            return translate("Review", "step is off")
        case ReviewReason.SPLIT_VOTES:
            return translate("Review", "split")
        case ReviewReason.LOW_CONFIDENCE:
            return translate("Review", "unsure")
        case ReviewReason.NEW:
            return ""


def filter_words(reason: ReviewReason | None) -> str:
    """Return the name of the part of the queue that has a reason; None is all of it."""
    translate = QCoreApplication.translate
    match reason:
        case ReviewReason.FAILED_CHECK:
            return translate("Review", "Failed checks")
        case ReviewReason.SPLIT_VOTES:
            return translate("Review", "Split votes")
        case ReviewReason.LOW_CONFIDENCE:
            return translate("Review", "Unsure")
        case _:
            return translate("Review", "All")


def votes_words(item: ReviewItem) -> str:
    """Return how the attempts voted: "3 of 5 agree"."""
    if item.attempts <= 1:
        return QCoreApplication.translate("Review", "1 attempt")
    words = QCoreApplication.translate("Review", "{agreeing} of {attempts} agree")
    return words.format(agreeing=item.agreeing if item.final_answer else 0, attempts=item.attempts)


def short_answer(text: str) -> str:
    """Return an answer in one line of plain text."""
    return " ".join(clean_text(text).split())


def row_words(item: ReviewItem) -> str:
    """Return a row of the queue as a screen reader says it."""
    answer = short_answer(item.final_answer)
    parts = (item.question, answer, votes_words(item), reason_words(item.reasons[0]))
    return ". ".join(each.rstrip(".") for each in parts if each)
