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
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that saving does, with its sign."""

    icon: str
    words: str


def effects_of(state: RatingState, *, writing: bool, thought: bool, wrong_step: int, last_step: int) -> list[Effect]:
    """Return what saving does.

    Args:
        state: What is saved already.
        writing: Whether a correction is being written.
        thought: Whether the correction that is being written has a right thought.
        wrong_step: The first wrong step, 0 for none.
        last_step: The last step of the thought.
    """
    found: list[Effect] = []
    if writing:
        found.append(Effect("in_training_set", _learned(wrong_step, last_step, thought=thought)))
    elif state.place is not None:
        place = place_reason(state.place)
        found.append(Effect(_ICONS[state.place.destination], f"{place[:1].upper()}{place[1:]}"))
    else:
        words = translate("Review", "Nothing is kept until you rate. What you rate is what the model learns from.")
        return [Effect("info", words)]
    if wrong_step and (writing or state.verdict is CORRECTED):
        learned = thought if writing else state.rating is not None and bool(state.rating.right_thought)
        first = wrong_step + 1 if learned else 1
        found += [Effect("left_out", _left_out(first, last_step))] if first <= last_step else []
    return [*found, Effect("roll_back", translate("Review", "You can undo it until a round has learned from it."))]


def _learned(wrong_step: int, last_step: int, *, thought: bool) -> str:
    if not thought and last_step:
        return translate("Review", "The model learns your answer once it finds a thought that leads to it.")
    if not thought:
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
