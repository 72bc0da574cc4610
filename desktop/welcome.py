"""What is seen before the first question: examples to try, and what happens with the data."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.keyboard.key_map import key_named
from desktop.shell.parts import SpacedLabel, TextButton, TextLabel, divider
from desktop.theme import Theme
from models.settings import Settings

EXAMPLE_HEIGHT = 51
SIDES = 24
AIR = 12
_LINK = 7
"""Air before the icon of a link (pixels)."""


class Example(QPushButton):
    """A question to try; it goes into the composer, where it can still be changed."""

    def __init__(self, theme: Theme, number: int, question: str, remark: str) -> None:
        super().__init__()
        self.question = question
        self.setProperty("kind", "example")
        self.setAccessibleName(self.tr("Example {0}: {1}").format(number, question))
        self._number = TextLabel(theme, str(number), font="step_number", kind="tertiary")
        self._number.setFixedWidth(theme.size("gutter"))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._question = TextLabel(theme, question, font="answer", wrap=True)
        self._remark = TextLabel(theme, remark, font="meta", kind="tertiary")
        self._key = TextLabel(theme, key_named(f"example_{number}").caps, font="label", kind="key")
        for label in (self._number, self._question, self._remark, self._key):
            label.setParent(self)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The question comes first: the remark goes where it has no room, then the question takes more lines."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        key, remark = self._key.sizeHint(), self._remark.sizeHint()
        left, right = self._number.width(), self.width() - 10 - key.width() - 10
        wanted = self._question.fontMetrics().horizontalAdvance(self.question) + 2
        remarked = wanted + 16 + remark.width() <= right - left
        self._remark.setVisible(remarked)
        room = right - left - (16 + remark.width() if remarked else 0)
        lines = self._question.heightForWidth(room)
        height = max(EXAMPLE_HEIGHT, lines + 2 * AIR)
        self.setFixedHeight(height)
        self._number.setGeometry(0, 0, left, height)
        self._question.setGeometry(left, (height - lines) // 2, room, lines)
        self._remark.setGeometry(right - remark.width(), 0, remark.width(), height)
        self._key.setGeometry(right + 10, (height - self._key.height()) // 2, key.width(), self._key.height())


class WelcomePage(QScrollArea):
    """The empty page of a new question."""

    example_chosen = Signal(str)
    folder_asked = Signal()
    settings_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QWidget()
        column.setMaximumWidth(theme.size("column"))
        self._row = QHBoxLayout(canvas)
        self._row.addWidget(column, 1)
        self._body = QVBoxLayout(column)
        self._body.setContentsMargins(0, 80, 0, 24)
        self._body.setSpacing(0)
        self._add_words()
        self._add_examples()
        self._add_promises()
        self._body.addStretch(1)
        self.setWidget(canvas)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle of the page, where the conversation's is."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        self._row.setContentsMargins(SIDES + (bar.width() if bar.isVisible() else 0), 0, SIDES, 0)

    def _indented(self) -> QVBoxLayout:
        """Return a column that starts on the text's left edge."""
        column = QVBoxLayout()
        column.setContentsMargins(self._theme.size("gutter"), 0, 0, 0)
        column.setSpacing(6)
        self._body.addLayout(column)
        return column

    def _add_words(self) -> None:
        words = self._indented()
        words.addWidget(TextLabel(self._theme, self.tr("Ask something you can check."), font="welcome", wrap=True))
        introduction = self.tr(
            "Rationale thinks in steps before it answers, and shows you every step. It is a small model: it makes "
            "mistakes, and it learns from the ones you mark."
        )
        label = SpacedLabel(self._theme, introduction, font="answer")
        label.setMaximumWidth(580)
        words.addWidget(label)
        self._body.addSpacing(28)

    def _add_examples(self) -> None:
        examples = (
            (self.tr("How many days are there from 3 March to 19 June?"), self.tr("counts, then checks itself")),
            (self.tr("Is 391 prime? Show how you decide."), self.tr("tries divisors one by one")),
            (
                self.tr("A tap fills a 90-litre tub in 6 minutes. How long for 150 litres?"),
                self.tr("two steps, one unit"),
            ),
        )
        self.examples = []
        for number, (question, remark) in enumerate(examples, start=1):
            example = Example(self._theme, number, question, remark)
            example.clicked.connect(lambda _checked=False, text=question: self.example_chosen.emit(text))
            self.examples.append(example)
            self._body.addWidget(example)
        self._body.addWidget(divider())
        self._body.addSpacing(36)

    def _add_promises(self) -> None:
        learns = self.tr("After {0} of them a small adapter is trained here, and kept only if it proves better.")
        promises = (
            ("data", self.tr("Everything stays here."),
             self.tr("Questions, thoughts, answers and ratings are one file on this computer.")),
            ("offline", self.tr("No network."),
             self.tr("Works with the cable pulled. Only a model search or download you start yourself goes online.")),
            ("learning", self.tr("Your ratings teach it."), learns.format(Settings().learn_after_ratings)),
            ("delete", self.tr("You can take it all back."),
             self.tr("Roll an adapter back, leave an answer out of training, or delete everything.")),
        )  # fmt: skip
        column = self._indented()
        column.addWidget(TextLabel(self._theme, self.tr("What happens with your data"), font="meta", kind="tertiary"))
        column.addSpacing(6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(16)
        for place, (icon, title, text) in enumerate(promises):
            grid.addLayout(self._promise(icon, title, text), place // 2, place % 2)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.setContentsMargins(self._theme.size("gutter") - _LINK, 16, 0, 0)  # the icons begin where the text does
        row.addWidget(
            TextButton(self._theme, self.tr("Show the file"), self.folder_asked.emit, kind="link", icon="folder")
        )
        words = self.tr("Data and privacy")
        row.addWidget(TextButton(self._theme, words, self.settings_asked.emit, kind="link", icon="preferences"))
        row.addStretch(1)
        self._body.addLayout(row)

    def _promise(self, icon: str, title: str, text: str) -> QHBoxLayout:
        mark = _Mark(self._theme, icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(self._theme, title, font="ui_strong"))
        words.addWidget(SpacedLabel(self._theme, text))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row


class _Mark(QLabel):
    """An icon beside a text."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self.setPixmap(self._theme.icon(self._icon, "text.tertiary").pixmap(side, side))
