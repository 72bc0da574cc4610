"""The card of the round that runs, of the one that failed, or of what would start one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.keyboard.key_map import with_key
from desktop.language.sentences import told
from desktop.learning.stage_bars import StageBars
from desktop.learning.wording import duration, gigabytes, stage_name
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.learning.rounds.learner_events import LearnerChanged, LearnerState

if TYPE_CHECKING:
    from models.learning.rounds.overview import LearningOverview
    from models.learning.rounds.progress import RoundProgress


class RoundCard(QFrame):
    """What runs now, or what would start a round."""

    begin_asked = Signal()
    practise_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    stop_asked = Signal()
    retry_asked = Signal()
    """The round that failed is to be tried again, with what it was to learn from."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = TextLabel(theme, font="ui_strong")
        self._state = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.bars = StageBars(theme)
        self.begin_button = TextButton(
            theme, self.tr("Learn from your ratings"), self.begin_asked.emit, icon="learning"
        )
        self.practise_button = TextButton(theme, self.tr("Practise sums"), self.practise_asked.emit)
        self.practise_button.setToolTip(self.tr("Learns to add numbers from problems that check themselves"))
        self.retry_button = TextButton(theme, self.tr("Try again"), self.retry_asked.emit, icon="retry")
        self.pause_button = TextButton(theme, self.tr("Pause"), self._pause, icon="pause")
        self.stop_button = TextButton(theme, self.tr("Stop this round"), self.stop_asked.emit, kind="link")
        self._paused = False
        self._wanted = 0
        self._lay_out()

    def show_state(self, now: LearnerChanged, overview: LearningOverview | None, wanted: int = 0) -> None:
        """Show what the learner does; after `wanted` ratings a round begins by itself (0: never)."""
        self._wanted = wanted
        runs = now.state is not LearnerState.IDLE
        is_open = overview is not None and overview.open_round is not None
        failed = not runs and not is_open and overview is not None and overview.failed is not None
        self._paused = now.state is LearnerState.PAUSED
        for button, shown in (
            (self.begin_button, not runs and not failed), (self.practise_button, not runs and not is_open),
            (self.retry_button, failed),
            (self.pause_button, runs), (self.stop_button, runs or is_open),
        ):  # fmt: skip
            button.setVisible(shown)
        words = self.tr("Go on with the round") if is_open else self.tr("Learn from your ratings")
        self.begin_button.setText(words)
        self.begin_button.setAccessibleName(words)
        self.pause_button.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        self.pause_button.setToolTip(with_key(self.pause_button.text(), "pause_learning"))
        self._title.setText(self._title_of(now, overview))
        self._state.setText(self._words_of(now, overview))
        self.bars.show_progress(now.progress)

    def _title_of(self, now: LearnerChanged, overview: LearningOverview | None) -> str:
        if now.progress is not None:
            return self.tr("Round {0} · {1}").format(now.progress.number, stage_name(now.progress.stage))
        if now.state is not LearnerState.IDLE:
            return self.tr("The round is being prepared")
        if overview is not None and overview.open_round is not None:
            return self.tr("Round {0} is paused").format(overview.open_round.number)
        if overview is not None and overview.failed is not None:
            return self.tr("Round {0} failed").format(overview.failed.round.number)
        return self.tr("No round is running")

    def _words_of(self, now: LearnerChanged, overview: LearningOverview | None) -> str:
        match now.state:
            case LearnerState.PAUSED:
                return self.tr("Paused; it goes on when you resume it, also after a restart.")
            case LearnerState.WAITING:
                return self.tr("Waiting for your answer; it goes on by itself.")
            case LearnerState.WORKING:
                if now.progress is not None and now.progress.needed_bytes:
                    return self._waits(now.progress)
                left = now.progress.seconds_left if now.progress else None
                yields = self.tr("yields the moment you ask a question")
                return (
                    self.tr("about {0} left in this stage").format(duration(left)) + f" · {yields}" if left else yields
                )
        if now.problem:
            return told(now.problem)
        if overview is not None and (failed := overview.failed) is not None:
            kept = self.tr("What was finished and what is in use are kept.")
            return f"{told(failed.round.problem)} {kept}".strip()
        if overview is None or not overview.missing:
            return self.tr("It learns from what you accepted, and changes only with proof.")
        words = self.tr("{0} more accepted answers start learning from your ratings. {1} so far.")
        parts = [words.format(overview.missing, overview.teaching)]
        if self._wanted and not overview.rounds:
            words = self.tr("{0} ratings start the first round by itself. {1} so far.")
            parts.append(words.format(self._wanted, overview.rated_since))
        return " ".join(parts)

    def _waits(self, progress: RoundProgress) -> str:
        words = self.tr("Waits for memory: {0} needed, {1} free; it goes on by itself.")
        return words.format(gigabytes(progress.needed_bytes), gigabytes(progress.free_bytes))

    def _pause(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addStretch(1)
        shown = (self.practise_button, self.begin_button, self.retry_button, self.pause_button, self.stop_button)
        for button in shown:
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._state)
        whole.addWidget(self.bars)
