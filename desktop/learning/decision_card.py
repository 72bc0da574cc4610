"""The card of the newest decision: what was proven or not, the way back, and both answers side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop.language.sentences import told
from desktop.learning.figures_row import Figure, FiguresRow
from desktop.learning.wording import ago, percent, probability
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme

if TYPE_CHECKING:
    from models.learning.likelihood_gate import LikelihoodDecision
    from models.learning.rounds.deciding import RoundReport
    from models.learning.rounds.overview import LearningOverview, ToldRound


class DecisionCard(QFrame):
    """What the newest round decided, with its proof."""

    roll_back_asked = Signal()
    compare_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("card")
        self._mark = QLabel()
        self._title = TextLabel(theme, font="card_title", wrap=True)
        self._when = TextLabel(theme, font="meta", kind="secondary")
        self.figures = FiguresRow(theme)
        self._words = TextLabel(theme, font="ui", kind="secondary", wrap=True)
        self.roll_back_button = TextButton(theme, self.tr("Roll back"), self.roll_back_asked.emit, icon="roll_back")
        self.roll_back_button.setToolTip(self.tr("Answer again with what was in use before; can be undone"))
        self.compare_button = TextButton(
            theme, self.tr("Compare side by side"), self.compare_asked.emit, kind="link"
        )  # fmt: skip
        self.compare_button.setToolTip(self.tr("Ask the same question of the model with and without this adapter"))
        self._lay_out()

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self._title.text()} {self.figures.words} {self._words.text()}"

    def show_overview(self, overview: LearningOverview | None) -> None:
        """Show the newest decision; hidden before there is one."""
        newest = overview.newest if overview else None
        self.setVisible(newest is not None)
        if overview is None or newest is None or newest.report is None:
            return
        report = newest.report
        adopted = report.decision.adopted
        side = self._theme.size("icon.m")
        icon = self._theme.icon("adopted" if adopted else "info", "ok.mark" if adopted else "text.secondary")
        self._mark.setPixmap(icon.pixmap(side, side))
        self._title.setText(self._title_of(newest, overview))
        self._when.setText(self.tr("Round {0}, {1}").format(newest.round.number, ago(newest.round.ended_at or 0.0)))
        if report.likelihood is None:
            self._show_answers(report)
        else:
            self._show_likelihood(report.likelihood)
        self._words.setText(self._story(report))
        self.roll_back_button.setVisible(overview.in_use is not None)
        self.compare_button.setVisible(any(each.id == report.adapter_id for each in overview.adapters))

    def _title_of(self, newest: ToldRound, overview: LearningOverview) -> str:
        name, report = f"v{newest.round.number}", newest.report
        assert report is not None
        if not report.decision.adopted:
            kept = next((each for each in overview.adapters if each.id == newest.round.adapter_before), None)
            if kept is not None:
                return self.tr("Kept {0}: {1} is not proven").format(kept.name, name)
            return self.tr("Kept the base model: {0} is not proven").format(name)
        if report.likelihood is not None:
            return self.tr("Adopted {0}: closer to your accepted answers").format(name)
        return self.tr("Adopted {0}").format(name)

    def _show_answers(self, report: RoundReport) -> None:
        change, limit = report.decision.change, probability(report.decision.alpha)
        fixed, broken, p = len(change.fixed), len(change.broken), probability(change.p)
        self.figures.show_figures(
            [
                Figure(str(fixed), self.tr("fixed"), "ok"),
                Figure(str(broken), self.tr("broke, of {0}").format(change.n), "bad"),
                Figure(f"p = {p}", self.tr("exact sign test, limit {0}").format(limit)),
            ],
            self.tr("Fixed {0}, broke {1} of {2}, p = {3}").format(fixed, broken, change.n, p),
        )

    def _show_likelihood(self, found: LikelihoodDecision) -> None:
        gain, p = found.gain, probability(found.gain.p)
        self.figures.show_figures(
            [
                Figure(str(len(gain.likelier)), self.tr("became likelier"), "ok"),
                Figure(str(gain.n - len(gain.likelier)), self.tr("did not, of {0}").format(gain.n), "bad"),
                Figure(f"p = {p}", self.tr("signed rank test, limit {0}").format(probability(found.alpha))),
            ],
            self.tr("{0} of {1} held-out accepted answers became likelier, p = {2}").format(
                len(gain.likelier), gain.n, p
            ),
        )

    def _story(self, report: RoundReport) -> str:
        """What stands behind the figures: both accuracies, the null control, and why not."""
        decision, standings = report.decision, report.standings
        if (found := report.likelihood) is not None:
            words = self.tr(
                "This says nothing about right and wrong. An adapter trained on shuffled answers made {0} of {1}"
                " likelier (p = {2})."
            )
            null = found.null
            return " ".join(
                (words.format(len(null.likelier), null.n, probability(null.p)), *map(told, decision.reasons))
            )
        before, after = standings.get("current") or standings.get("base"), standings.get("candidate")
        parts = []
        if before is not None and after is not None:
            words = self.tr("From {0} to {1} on questions that it never trained on.")
            parts.append(words.format(percent(before.right / before.n), percent(after.right / after.n)))
        words = self.tr("The unchanged model with other random numbers fixed {0} and broke {1} (p = {2}).")
        unchanged = decision.null
        parts.append(words.format(len(unchanged.fixed), len(unchanged.broken), probability(unchanged.p)))
        return " ".join((*parts, *map(told, decision.reasons)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        head.addWidget(self._when)
        foot = QHBoxLayout()
        foot.addWidget(self.roll_back_button)
        foot.addWidget(self.compare_button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(8)
        whole.addLayout(head)
        for part in (self.figures, self._words):
            whole.addWidget(part)
        whole.addLayout(foot)
