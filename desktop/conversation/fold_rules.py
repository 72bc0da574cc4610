"""When the reasoning panel opens and folds by itself, and when it leaves that to the reader. Plain Python."""

from __future__ import annotations

from models.history.records import Answer, AttemptState, PanelState


def lacks_answer(answer: Answer) -> bool:
    """Whether a thought is all that there is of an answer: it stays in view."""
    attempt = answer.chosen
    return attempt.state is not AttemptState.FINISHED and not attempt.answer and bool(attempt.thought.strip())


def opens(answer: Answer) -> bool:
    """Whether the panel of a stored answer is open when it is shown."""
    return answer.panel is PanelState.OPEN or (answer.panel is PanelState.AUTOMATIC and lacks_answer(answer))


class FoldRules:
    """The fold state of one panel.

    It opens when thinking starts and folds once, when the thinking ends; but it never does anything by itself after the
    reader has touched it (folded it, scrolled inside, selected text), nor folds while pointer or focus are inside.
    """

    def __init__(self, stored: PanelState = PanelState.AUTOMATIC) -> None:
        self.open = stored is PanelState.OPEN
        self.touched = stored is not PanelState.AUTOMATIC
        self._folded_once = False

    @property
    def state(self) -> PanelState:
        """What is kept with the answer."""
        if not self.touched:
            return PanelState.AUTOMATIC
        return PanelState.OPEN if self.open else PanelState.FOLDED

    def thinking_started(self) -> None:
        """Open, unless the reader has decided otherwise, or it has folded already and a repair lets it think on."""
        if not self.touched and not self._folded_once:
            self.open = True

    def thinking_ended(self, *, inside: bool) -> bool:
        """Fold if that is due; returns whether it was. `inside`: pointer or focus are in the panel."""
        if self._folded_once:
            return False
        self._folded_once = True
        if inside and self.open:
            self.touched = True  # it was kept open, and stays so when it is shown again
        if self.touched or not self.open:
            return False
        self.open = False
        return True

    def ended_without_answer(self) -> None:
        """A thought that nothing followed stays in view."""
        if not self.touched:
            self.open = True

    def touch(self) -> None:
        """The reader scrolled inside or selected text: keep it as it is."""
        self.touched = True

    def toggle(self) -> None:
        """The reader folded or unfolded it."""
        self.touched = True
        self.open = not self.open
