"""Says why an answer is worth judging."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from models.history.review.records import ReviewReason


def reason_words(reason: ReviewReason) -> str:
    """Return a sentence."""
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
