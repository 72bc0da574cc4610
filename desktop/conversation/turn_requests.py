"""What the reader asks for in the turns of a transcript, told with the answer or question that it is asked of."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.conversation.navigation import Navigation
from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget


class TurnRequests(QObject):
    """The window connects to these signals once; each turn that is shown is joined to them."""

    continue_asked = Signal(str)
    answer_from_asked = Signal(str)
    """Answer from the thought as it is."""
    discard_asked = Signal(str)
    """Take the answer out of the conversation."""
    regenerate_asked = Signal(str)
    think_again_asked = Signal(str)
    confidence_asked = Signal(str, str)
    """The answer and attempt of which it is asked how sure the model was of each token."""
    steps_wanted = Signal(str)
    """The attempt whose steps are to be brought."""
    attempt_taken = Signal(str, str)
    """An answer, and which of its attempts is to count, as the reader says."""
    judged = Signal(object)
    """What the reader says of a step or an attempt (`desktop.conversation.step_marks`)."""
    judgement_wanted = Signal(str)
    """The attempt of which it is to be brought what the reader said."""
    thought_edited = Signal(str, str)
    """The answer whose thought was changed, and the thought to go on from."""
    edit_asked = Signal(str, str)
    branch_asked = Signal(str, str, object)
    """A conversation, the branch to show, and the `ReadingPlace` that its turn has on the screen."""
    branches_wanted = Signal(str, object)
    """A conversation, and the `BranchPager` that is to list its branches."""
    answer_now_asked = Signal(str)
    """The run whose thought is to end."""
    rating_made = Signal(object)
    """A `RatingBar` that is to be filled."""
    link_activated = Signal(str)

    def __init__(self, navigation: Navigation, parent: QObject) -> None:
        super().__init__(parent)
        self._navigation = navigation

    def join(self, widget: TurnWidget, slot: Slot) -> None:
        """Tell from now on what is asked for in a turn."""
        widget.continue_asked.connect(lambda: self.continue_asked.emit(slot.answer_id))
        widget.answer_from_asked.connect(lambda: self.answer_from_asked.emit(slot.answer_id))
        widget.discard_asked.connect(lambda: self.discard_asked.emit(slot.answer_id))
        widget.regenerate_asked.connect(lambda: self.regenerate_asked.emit(slot.answer_id))
        widget.think_again_asked.connect(lambda: self.think_again_asked.emit(slot.answer_id))
        widget.confidence_asked.connect(lambda attempt: self.confidence_asked.emit(slot.answer_id, attempt))
        widget.attempt_taken.connect(lambda attempt: self.attempt_taken.emit(slot.answer_id, attempt))
        widget.thought_edited.connect(lambda thought: self.thought_edited.emit(slot.answer_id, thought))
        widget.steps_wanted.connect(self.steps_wanted)
        widget.judged.connect(self.judged)
        widget.judgement_wanted.connect(self.judgement_wanted)
        widget.rating_made.connect(self.rating_made)
        widget.link_activated.connect(self.link_activated)
        widget.edit_asked.connect(lambda: self.edit_asked.emit(slot.question_id, slot.question))
        widget.branch_asked.connect(lambda branch: self._ask_for_branch(slot, branch))
        widget.branches_wanted.connect(lambda pager: self.branches_wanted.emit(slot.conversation_id, pager))
        widget.answer_now_asked.connect(lambda: self._ask_for_answer(slot))

    def _ask_for_branch(self, slot: Slot, branch: str) -> None:
        """Another question's turn will stand where this one does."""
        place = self._navigation.place_of(slot.question_id)
        of_question = slot.turn is not None and branch in slot.turn.question.siblings
        self.branch_asked.emit(slot.conversation_id, branch, place.at(branch) if of_question else place)

    def _ask_for_answer(self, slot: Slot) -> None:
        if slot.live is not None:
            self.answer_now_asked.emit(slot.live.run)
