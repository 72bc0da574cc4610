"""The words of ratings: verdicts, their reasons, and where a rating goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from models.history.ratings.places import Destination, TrainingPlace
from models.history.ratings.records import Rating, RatingVerdict

ACCEPTED, REJECTED, CORRECTED = RatingVerdict.ACCEPTED, RatingVerdict.REJECTED, RatingVerdict.CORRECTED

REASONS: dict[RatingVerdict, tuple[str, ...]] = {
    ACCEPTED: ("Right result", "Clear steps", "Good check", "Too long", "Lucky guess"),
    REJECTED: ("Wrong sum", "Misread question", "Missing step", "Made up"),
    CORRECTED: ("Wrong sum", "Misread question", "Missing step", "Too long"),
}
"""The reasons that are offered, as they are kept in the history whatever the language of the window."""


def verdict_words(verdict: RatingVerdict) -> str:
    """Return what was said: "Accepted"."""
    words = {
        ACCEPTED: QCoreApplication.translate("Rating", "Accepted"),
        REJECTED: QCoreApplication.translate("Rating", "Rejected"),
        CORRECTED: QCoreApplication.translate("Rating", "Corrected"),
    }
    return words[verdict]


def action_words(verdict: RatingVerdict) -> str:
    """Return what the button does: "Accept"."""
    words = {
        ACCEPTED: QCoreApplication.translate("Rating", "Accept"),
        REJECTED: QCoreApplication.translate("Rating", "Reject"),
        CORRECTED: QCoreApplication.translate("Rating", "Correct…"),
    }
    return words[verdict]


def correcting_words() -> str:
    """Return what a button says while a correction is being written."""
    return QCoreApplication.translate("Rating", "Correcting")


def action_tip(verdict: RatingVerdict) -> str:
    """Return what pressing the button of a verdict leads to."""
    words = {
        ACCEPTED: QCoreApplication.translate("Rating", "The answer is right; the model may learn from it"),
        REJECTED: QCoreApplication.translate("Rating", "The answer is wrong; it is not imitated"),
        CORRECTED: QCoreApplication.translate("Rating", "Write the right answer; the model may learn from that"),
    }
    return words[verdict]


def reason_words(reason: str) -> str:
    """Return a reason in the window's language; the user's own stay as they are."""
    words = {
        "Right result": QCoreApplication.translate("Rating", "Right result"),
        "Clear steps": QCoreApplication.translate("Rating", "Clear steps"),
        "Good check": QCoreApplication.translate("Rating", "Good check"),
        "Too long": QCoreApplication.translate("Rating", "Too long"),
        "Lucky guess": QCoreApplication.translate("Rating", "Lucky guess"),
        "Wrong sum": QCoreApplication.translate("Rating", "Wrong sum"),
        "Misread question": QCoreApplication.translate("Rating", "Misread question"),
        "Missing step": QCoreApplication.translate("Rating", "Missing step"),
        "Made up": QCoreApplication.translate("Rating", "Made up"),
    }
    return words.get(reason, reason)


def reasons_in_a_line(reasons: Sequence[str]) -> str:
    """Return reasons one after another: "Right result, clear steps"."""
    words = [reason_words(each) for each in reasons]
    if QCoreApplication.translate("Rating", ", ") != ", ":
        return QCoreApplication.translate("Rating", ", ").join(words)
    return ", ".join(words[:1] + [each[:1].lower() + each[1:] for each in words[1:]])


def place_verdict(place: TrainingPlace) -> str:
    """Return whether a rating is in the training set: yes, no or left out."""
    words = {
        Destination.TRAINING: QCoreApplication.translate("Rating", "yes"),
        Destination.EXAM: QCoreApplication.translate("Rating", "no"),
        Destination.PREFERENCE: QCoreApplication.translate("Rating", "no"),
        Destination.LEFT_OUT: QCoreApplication.translate("Rating", "left out"),
        Destination.DISAGREES: QCoreApplication.translate("Rating", "no"),
        Destination.CONTRADICTED: QCoreApplication.translate("Rating", "no"),
        Destination.FALSE_STEP: QCoreApplication.translate("Rating", "no"),
        Destination.TRASH: QCoreApplication.translate("Rating", "no"),
    }
    return words[place.destination]


def place_reason(place: TrainingPlace) -> str:
    """Return why a rating is in the training set or not."""
    if place.destination is Destination.TRAINING:
        if place.needed:
            words = QCoreApplication.translate("Rating", "will train · {rated} of {needed}")
            return words.format(rated=place.rated, needed=place.needed)
        return QCoreApplication.translate("Rating", "will train")
    words_of = {
        Destination.DISAGREES: QCoreApplication.translate("Rating", "the right answer is {0}").format(place.known),
        Destination.EXAM: QCoreApplication.translate("Rating", "held out for the exam"),
        Destination.PREFERENCE: QCoreApplication.translate("Rating", "rejected: not learned, only kept for export"),
        Destination.LEFT_OUT: QCoreApplication.translate("Rating", "left out by you"),
        Destination.CONTRADICTED: QCoreApplication.translate("Rating", "contradicts another rating of yours"),
        Destination.FALSE_STEP: QCoreApplication.translate("Rating", "a step of the thought is wrong"),
        Destination.TRASH: QCoreApplication.translate("Rating", "in the trash"),
    }
    return words_of[place.destination]


def contradiction_words(mine: Rating, others: Sequence[Rating], answer: str) -> str:
    """Return the line about other ratings of the same question that contradict one.

    Args:
        mine: The rating that is shown.
        others: Those that contradict it, the newest first.
        answer: What the newest one says is right, "" where it rejects.
    """
    if not others:
        return ""
    rejected = sum(each.verdict is REJECTED for each in others)
    if rejected == len(others):
        return QCoreApplication.translate("Rating", "You rejected the same answer to this question elsewhere")
    if mine.verdict is REJECTED:
        return QCoreApplication.translate("Rating", "You rated the same answer to this question as right elsewhere")
    if rejected:
        words = QCoreApplication.translate("Rating", "You rated {count} other answers to this question otherwise")
    elif len(others) == 1 and answer:
        words = QCoreApplication.translate("Rating", "You rated another answer to this question as right: {answer}")
    else:
        words = QCoreApplication.translate("Rating", "You rated {count} other answers to this question as right")
    return words.format(count=len(others), answer=answer)


def outdated_words() -> str:
    """Return the line about an answer that went on after it was rated."""
    return QCoreApplication.translate("Rating", "The answer went on after you rated it; rate it again as it is now")
