"""The places of turns in the transcript: each holds its widget, or only its height while it is far out of sight."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.conversation.fold_rules import opens
from desktop.conversation.live import LiveAnswer
from desktop.conversation.turn import TurnWidget
from desktop.theme import Theme
from models.history.records import Turn


@dataclass(slots=True, eq=False)
class Slot:
    """One turn. `turn` is None for a question that was just sent, `live` is set while an answer is being written."""

    question: str
    turn: Turn | None = None
    live: LiveAnswer | None = None
    widget: TurnWidget | None = None
    complete: bool = False
    """Whether the widget shows everything."""
    placed_width: int = 0
    """The width that the widget is laid out for."""
    y: int = 0
    height: int = 0
    heights: dict[int, int] = field(default_factory=dict)
    """Measured heights by width."""

    @property
    def question_id(self) -> str:
        """The id of the question, "" before it is saved."""
        if self.turn is not None:
            return self.turn.question.id
        return self.live.question_id if self.live else ""

    @property
    def answer_id(self) -> str:
        """The id of the answer, "" before it is saved or when there is none."""
        if self.live is not None and self.live.answer_id:
            return self.live.answer_id
        return self.turn.answer.id if self.turn and self.turn.answer else ""

    @property
    def conversation_id(self) -> str:
        """The id of the conversation."""
        if self.turn is not None:
            return self.turn.question.conversation_id
        return self.live.conversation_id if self.live else ""

    @property
    def opens(self) -> bool:
        """Whether the panel of the stored answer is open when it is shown."""
        return self.turn is not None and self.turn.answer is not None and opens(self.turn.answer)

    def expected_height(self, width: int, theme: Theme) -> int:
        """Return the height measured for this width, or an estimate from the amount of text."""
        if width in self.heights:
            return self.heights[width]
        answer = self.turn.answer.chosen.answer if self.turn and self.turn.answer else ""
        per_line = max(width // 8, 20)
        lines = len(answer) // per_line + answer.count("\n") + 1
        question = min(len(self.question) // max(width // 10, 20) + 1, 22) * theme.line_height("question")
        return question + lines * theme.line_height("answer") + theme.size("panel_header") + 136
