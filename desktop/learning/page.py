"""The Learning page: what runs, what was proven, what changed, what is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.learning.accuracy_chart import AccuracyChart, ChartPoint
from desktop.learning.adapter_log import AdapterLog
from desktop.learning.cards import RoundCard
from desktop.learning.changed_part import ChangedPart
from desktop.learning.decision_card import DecisionCard
from desktop.learning.source_bar import SourceBar
from desktop.learning.tables import RoundWords, Rows, RowTable, round_rows
from desktop.learning.wording import outcome_name
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.header import Header
from desktop.shell.parts import IconButton, TextLabel
from desktop.theme import Theme
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.settings import Settings

if TYPE_CHECKING:
    from models.learning.rounds.overview import LearningOverview

ONE_COLUMN = 900
"""Below this width of the page everything stands in one column."""

MOST_POINTS = 10
GAP = 24


class LearningPage(QWidget):
    """Only shows and asks; what it shows comes from outside."""

    roll_back_asked = Signal()
    report_asked = Signal()
    """The rounds are to be written to a file."""

    def __init__(self, theme: Theme, keeper: SettingsKeeper) -> None:
        super().__init__()
        self._theme, self._keeper = theme, keeper
        self._overview: LearningOverview | None = None
        self._now = LearnerChanged(LearnerState.IDLE)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(theme)
        self.by_itself = QCheckBox()
        self.by_itself.toggled.connect(self._choose_by_itself)
        self.header.add(self.by_itself)
        self.report_button = IconButton(theme, "export", self.tr("Save all rounds as a page"))
        self.report_button.clicked.connect(self.report_asked)
        self.header.add(self.report_button)
        self.round_card = RoundCard(theme)
        self.chart = AccuracyChart(theme)
        self.decision_card = DecisionCard(theme)
        self.decision_card.roll_back_asked.connect(self.roll_back_asked)
        self.changed = ChangedPart(theme)
        self.adapters = AdapterLog(theme)
        self.adapters.roll_back_asked.connect(self.roll_back_asked)
        self.sources = SourceBar(theme)
        self._rounds = Rows(theme, (self.tr("Candidate"), self.tr("Fixed / broke"), "p", self.tr("Outcome")))
        self.rounds_table = RowTable(theme, self._rounds, self.tr("Rounds so far"), most=14)
        self._limit = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self._lay_out()
        self._take_settings(keeper.current)
        keeper.changed.connect(self._take_settings)
        self.show_overview(None, "")

    def show_now(self, now: LearnerChanged) -> None:
        """Show what the learner does."""
        self._now = now
        self._show_state()

    def show_overview(self, overview: LearningOverview | None, model_name: str) -> None:
        """Show a model's rounds; None while nothing is known."""
        self._overview = overview
        words = self.tr("{0} learns from your ratings, on this computer").format(model_name) if model_name else ""
        self.header.show_page(self.tr("Learning"), words, conversation=False)
        self._show_state()
        self.decision_card.show_overview(overview)
        self.chart.show_points(self._points(overview) if overview else [])
        has_rounds = bool(overview and overview.rounds)
        newest = overview.newest if overview else None
        self.report_button.setVisible(newest is not None)
        charted: tuple[QWidget, ...] = (self._chart_title, self._legend, self.chart)
        for part in charted:
            part.setVisible(self.chart.has_points)
        self.changed.setVisible(newest is not None)
        listed: tuple[QWidget, ...] = (self._rounds_title, self.rounds_table, self._limit)
        for part in listed:
            part.setVisible(has_rounds)
        self._empty.setVisible(not has_rounds)
        self.sources.setVisible(newest is not None and overview is not None and overview.learned is not None)
        self.adapters.setVisible(overview is not None)
        if overview is None:
            return
        self.changed.show_overview(overview)
        self.adapters.show_overview(overview)
        self._rounds.show_rows(round_rows(overview.rounds, self._round_words()))
        if newest is not None and overview.learned is not None:
            self.sources.show_learned(newest.round.number, overview.learned)

    def _show_state(self) -> None:
        self.round_card.show_state(self._now, self._overview, self._keeper.current.learn_after_ratings)

    def _round_words(self) -> RoundWords:
        likelier = self.tr("likelier {0} of {1}")
        return RoundWords(self.tr("null control"), likelier, self.tr("rejected"), self.tr("passed as well"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages have one column."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.grown(ONE_COLUMN)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across)
        self._side.setMaximumWidth(16_777_215 if narrow else self._theme.grown(self._theme.size("learning_side")))

    def _points(self, overview: LearningOverview) -> list[ChartPoint]:
        told = [each for each in reversed(overview.rounds) if each.report is not None][-MOST_POINTS:]
        points: list[ChartPoint] = []
        for each in told:
            assert each.report is not None
            standings = each.report.standings
            if not points and (base := standings.get("base")) is not None:
                note = self.tr("before learning")
                points.append(ChartPoint(self.tr("Base model"), note, base.right / base.n, *base.interval, kind="base"))
            if (candidate := standings.get("candidate")) is not None:
                kind = "adopted" if each.report.decision.adopted else "kept"
                share = candidate.right / candidate.n
                name = f"v{each.round.number}"
                points.append(ChartPoint(name, outcome_name(each.round), share, *candidate.interval, kind=kind))
        newest = told[-1].report if told else None
        if newest is not None and (null := newest.standings.get("null")) is not None:
            points.append(
                ChartPoint(
                    self.tr("Null control"),
                    self.tr("unchanged model"),
                    null.right / null.n,
                    *null.interval,
                    kind="null",
                )
            )
        return points

    def _choose_by_itself(self, on: bool) -> None:
        self._keeper.change(learn_after_ratings=40 if on else 0)

    def _take_settings(self, settings: Settings) -> None:
        with QSignalBlocker(self.by_itself):
            self.by_itself.setChecked(settings.learn_after_ratings > 0)
        self._show_state()
        self.by_itself.setText(self.tr("Start by itself at {0} ratings").format(settings.learn_after_ratings or 40))

    def _lay_out(self) -> None:
        theme = self._theme
        self._chart_title = TextLabel(
            theme, self.tr("Accuracy on held-out questions, with 95 % intervals"), font="ui_strong", prose=True
        )
        self._legend = TextLabel(
            theme, self.tr("● adopted   ○ not adopted   — in use   dotted: null control"), font="meta", kind="secondary"
        )
        self._rounds_title = TextLabel(theme, self.tr("Rounds so far"), font="ui_strong")
        self._empty = TextLabel(
            theme,
            self.tr(
                "Accept answers that are right, or let the model practise. Each round ends with an exam on questions"
                " that it never trained on; only what is proven to be better is used."
            ),
            kind="secondary", wrap=True,
        )  # fmt: skip
        self._limit.setText(
            self.tr(
                "Adopts only when more is fixed than broken and p is under the limit. Otherwise what was in use stays."
            )
        )
        main = QVBoxLayout()
        main.setSpacing(10)
        for part in (self._empty, self._chart_title, self._legend, self.chart, self.changed):
            main.addWidget(part)
        main.addStretch(1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        beside: tuple[QWidget, ...] = (
            self.decision_card, self.sources, self._rounds_title, self.rounds_table, self._limit, self.adapters,
        )  # fmt: skip
        for each in beside:
            side.addWidget(each)
        side.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._side, 1)
        self._scrolled()

    def _scrolled(self) -> None:
        canvas = QWidget()
        canvas.setObjectName("canvas")
        body = QVBoxLayout(canvas)
        body.setContentsMargins(20, 16, 20, 24)
        body.setSpacing(18)
        body.addWidget(self.round_card)
        body.addLayout(self._columns)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(canvas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(scroll, 1)
