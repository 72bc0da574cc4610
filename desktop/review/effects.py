"""What saving does, in words: where the rating goes, which steps are left out, and until when it can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.conversation.rating_state import RatingState
from desktop.conversation.rating_words import CORRECTED, place_reason
from models.history.ratings.places import Destination

translate = QCoreApplication.translate

_ICONS = {
    Destination.TRAINING: "in_training_set",
    Destination.EXAM: "info",
    Destination.PREFERENCE: "left_out",
    Destination.LEFT_OUT: "left_out",
    Destination.DISAGREES: "left_out",
    Destination.CONTRADICTED: "left_out",
    Destination.FALSE_STEP: "left_out",
    Destination.TRASH: "left_out",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that saving does, with its sign."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Writing:
    """A correction that is being written: whether it has a right thought, and whether its question is for the exam.

    `needs_thought`: the answer had one, so it is learned only with one. `known` is the right answer where another one
    is being written.
    """

    thought: bool = False
    needs_thought: bool = False
    exam: bool = False
    known: str = ""


def effects_of(state: RatingState, writing: Writing | None, *, wrong_step: int, last_step: int) -> list[Effect]:
    """Return what saving does.

    Args:
        state: What is saved already.
        writing: The correction that is being written, if one is.
        wrong_step: The first wrong step, 0 for none.
        last_step: The last step of the thought.
    """
    found: list[Effect] = []
    learned = state.place is not None and state.place.destination is Destination.TRAINING
    if writing is not None:
        not_learned = _not_learned(state, writing)
        learned = not_learned is None
        found.append(not_learned or Effect("in_training_set", _learned(writing, wrong_step)))
    elif state.place is not None:
        place = place_reason(state.place)
        found.append(Effect(_ICONS[state.place.destination], f"{place[:1].upper()}{place[1:]}"))
    else:
        words = translate("Review", "Nothing is kept until you rate. What you rate is what the model learns from.")
        return [Effect("info", words)]
    if wrong_step and learned and (writing is not None or state.verdict is CORRECTED):
        saved = state.rating is not None and bool(state.rating.right_thought)
        first = wrong_step + 1 if (writing.thought if writing is not None else saved) else 1
        found += [Effect("left_out", _left_out(first, last_step))] if first <= last_step else []
    return [*found, Effect("roll_back", translate("Review", "You can undo it until a round has learned from it."))]


def _not_learned(state: RatingState, writing: Writing) -> Effect | None:
    """Why the model will not learn what is being written, None where it will."""
    if state.rating is not None and not state.rating.included:
        words = translate("Review", "You left this answer out, so the model does not learn yours.")
        return Effect(_ICONS[Destination.LEFT_OUT], words)
    if writing.known:
        words = translate("Review", "The right answer is {0}, so the model does not learn yours.")
        return Effect(_ICONS[Destination.DISAGREES], words.format(writing.known))
    if writing.exam:
        words = translate("Review", "Held out for the exam: the model is asked this, and does not learn your answer.")
        return Effect(_ICONS[Destination.EXAM], words)
    return None


def _learned(writing: Writing, wrong_step: int) -> str:
    if not writing.thought and writing.needs_thought:
        return translate("Review", "The model learns your answer once it finds a thought that leads to it.")
    if not writing.thought:
        return translate("Review", "The model learns your answer.")
    if wrong_step > 2:
        words = translate("Review", "The model learns steps 1 to {last}, then your step {wrong} and your answer.")
        return words.format(last=wrong_step - 1, wrong=wrong_step)
    if wrong_step == 2:
        return translate("Review", "The model learns step 1, then your step 2 and your answer.")
    if wrong_step == 1:
        return translate("Review", "The model learns your step 1 and your answer.")
    return translate("Review", "The model learns your thought and your answer.")


def _left_out(first: int, last: int) -> str:
    if first == last:
        return translate("Review", "Step {number} is left out.").format(number=first)
    words = translate("Review", "Steps {first} to {last} are left out.")
    return words.format(first=first, last=last)
