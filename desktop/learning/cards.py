"""The cards of the Learning page: the round that runs, and the newest decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop.keyboard.key_map import with_key
from desktop.learning.stage_bars import StageBars
from desktop.learning.wording import duration, percent, probability, stage_name
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.learning.rounds.learner_events import LearnerChanged, LearnerState

if TYPE_CHECKING:
    from models.learning.rounds.overview import LearningOverview, ToldRound


class RoundCard(QFrame):
    """What runs now, or what would start a round."""

    begin_asked = Signal()
    practise_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    stop_asked = Signal()

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
        self.pause_button = TextButton(theme, self.tr("Pause"), self._pause, icon="pause")
        self.stop_button = TextButton(theme, self.tr("Stop this round"), self.stop_asked.emit, kind="link")
        self._paused = False
        self._lay_out()

    def show_state(self, now: LearnerChanged, overview: LearningOverview | None) -> None:
        """Show what the learner does."""
        runs = now.state is not LearnerState.IDLE
        is_open = overview is not None and overview.open_round is not None
        self._paused = now.state is LearnerState.PAUSED
        for button, shown in (
            (self.begin_button, not runs), (self.practise_button, not runs and not is_open),
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
        return self.tr("No round is running")

    def _words_of(self, now: LearnerChanged, overview: LearningOverview | None) -> str:
        match now.state:
            case LearnerState.PAUSED:
                return self.tr("Paused; it goes on when you resume it, also after a restart.")
            case LearnerState.WAITING:
                return self.tr("Waiting for your answer; it goes on by itself.")
            case LearnerState.WORKING:
                left = now.progress.seconds_left if now.progress else None
                yields = self.tr("yields the moment you ask a question")
                return (
                    self.tr("about {0} left in this stage").format(duration(left)) + f" · {yields}" if left else yields
                )
        if now.problem:
            return now.problem
        if overview is None or not overview.missing:
            return self.tr("It learns from what you accepted, and changes only with proof.")
        return self.tr("{0} more accepted answers start learning from your ratings. {1} so far.").format(
            overview.missing, overview.teaching
        )

    def _pause(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self.practise_button, self.begin_button, self.pause_button, self.stop_button):
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._state)
        whole.addWidget(self.bars)


class DecisionCard(QFrame):
    """What the newest round decided, with its proof."""

    roll_back_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("card")
        self._mark = QLabel()
        self._title = TextLabel(theme, font="card_title")
        self._when = TextLabel(theme, font="meta", kind="secondary")
        self._figures = TextLabel(theme, font="ui_strong", wrap=True)
        self._words = TextLabel(theme, font="ui", kind="secondary", wrap=True)
        self.roll_back_button = TextButton(theme, self.tr("Roll back"), self.roll_back_asked.emit, icon="roll_back")
        self.roll_back_button.setToolTip(self.tr("Answer again with what was in use before; can be undone"))
        head = QHBoxLayout()
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        head.addWidget(self._when)
        foot = QHBoxLayout()
        foot.addWidget(self.roll_back_button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(8)
        for part in (head, foot):
            if part is foot:
                whole.addWidget(self._figures)
                whole.addWidget(self._words)
            whole.addLayout(part)

    def show_overview(self, overview: LearningOverview | None) -> None:
        """Show the newest decision; hidden before there is one."""
        newest = overview.newest if overview else None
        self.setVisible(newest is not None)
        if overview is None or newest is None or newest.report is None:
            return
        decision = newest.report.decision
        adopted = decision.adopted
        side = self._theme.size("icon.m")
        icon = self._theme.icon("adopted" if adopted else "info", "ok.mark" if adopted else "text.secondary")
        self._mark.setPixmap(icon.pixmap(side, side))
        name = f"v{newest.round.number}"
        self._title.setText(self.tr("Adopted {0}").format(name) if adopted else self.tr("{0} not adopted").format(name))
        self._when.setText(self.tr("Round {0}").format(newest.round.number))
        self._figures.setText(
            self.tr("Fixed {0}, broke {1} of {2}, p = {3}").format(
                len(decision.change.fixed), len(decision.change.broken), decision.change.n,
                probability(decision.change.p),
            )
        )  # fmt: skip
        self._words.setText(self._story(newest))
        self.roll_back_button.setVisible(overview.in_use is not None)

    def _story(self, told: ToldRound) -> str:
        report = told.report
        assert report is not None
        decision, standings = report.decision, report.standings
        before = standings.get("current") or standings.get("base")
        after = standings.get("candidate")
        parts = []
        if before is not None and after is not None:
            words = self.tr("From {0} to {1} on questions that it never trained on (exact sign test, limit {2}).")
            shares = (before.right / before.n, after.right / after.n)
            parts.append(words.format(percent(shares[0]), percent(shares[1]), probability(decision.alpha)))
        null = decision.null
        words = self.tr("The unchanged model with other random numbers fixed {0} and broke {1} (p = {2}).")
        parts.append(words.format(len(null.fixed), len(null.broken), probability(null.p)))
        return " ".join((*parts, *decision.reasons))
