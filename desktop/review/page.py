"""The review page: the queue on the left, one answer with its trace in the middle, the correction on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.keyboard.key_map import key_named, with_key
from desktop.rendering.context import RenderContext
from desktop.review.empty import EmptyQueue
from desktop.review.inspector import Inspector
from desktop.review.key_hints import KeyHints
from desktop.review.queue_panel import QueuePanel
from desktop.review.stage import Stage
from desktop.review.trace import Trace
from desktop.shell.header import Header
from desktop.shell.notices import Notices
from desktop.shell.parts import IconButton, TextButton
from desktop.theme import Theme

_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
INSPECTOR_BELOW = 1180
"""Below this width of the window the correction stands below the answer."""


class ReviewPage(QWidget):
    """Only shows and asks; what it shows comes from outside."""

    moved = Signal(int)
    """The answer after (1) or before (-1) the one that is open is wanted."""
    skip_asked = Signal()
    conversation_asked = Signal()
    save_asked = Signal()
    side_chosen = Signal(int)
    """The left (0) or the right (1) of two attempts is better."""

    def __init__(self, theme: Theme, notices: Notices) -> None:
        super().__init__()
        self.notices = notices
        """The window's bars, above all pages."""
        self._theme = theme
        self.context = RenderContext(theme, self)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.queue = QueuePanel(theme)
        self.header = Header(theme)
        self.stage = Stage(theme)
        self.inspector = Inspector(theme)
        self.empty = EmptyQueue(theme)
        self.hints = KeyHints(theme)
        self.skip_button = TextButton(theme, self.tr("Skip"), self.skip_asked.emit, kind="link")
        self.skip_button.setToolTip(with_key(self.tr("Leave this one for later"), "review_skip"))
        self.header.add(self.skip_button)
        buttons = (("fold", self.tr("Previous answer"), "review_previous", lambda: self.moved.emit(-1)),
                   ("folded_open", self.tr("Next answer"), "review_next", lambda: self.moved.emit(1)),
                   ("folder", self.tr("Open it in its conversation"), "review_open",
                    self.conversation_asked.emit))  # fmt: skip
        self.buttons = []
        for icon, name, key, act in buttons:
            button = IconButton(theme, icon, name, shortcut=key_named(key).shown)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.header.add(button)
            self.buttons.append(button)
        self._beside = QScrollArea()
        self._narrow: bool | None = None
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()
        self.show_answer(False)

    @property
    def trace(self) -> Trace | None:
        """The answer that is shown."""
        return self.stage.content if isinstance(self.stage.content, Trace) else None

    def show_answer(self, shown: bool) -> None:
        """Show the answer, or that there is none."""
        self._middle.setCurrentIndex(0 if shown else 1)
        self._settle()
        for part in (self.skip_button, *self.buttons):
            part.setVisible(shown)
        if not shown:
            self.header.show_page("", "", conversation=False)
            self.stage.show_content(None)

    def show_inspector(self, shown: bool) -> None:
        """Show the correction, or hide it while two attempts are compared."""
        self.inspector.setVisible(shown)
        self._settle()

    def focus_answer(self) -> None:
        """Let the keyboard be at the steps of the answer."""
        trace = self.trace
        if trace is not None and trace.steps.isVisibleTo(trace):
            trace.steps.setFocus()
        else:
            (self.stage if self._middle.currentIndex() == 0 else self.empty).setFocus()

    def focus_correction(self) -> None:
        """Let the keyboard be where the right answer is written."""
        field = self.inspector.answer_field
        field.setFocus()
        if self._narrow:
            self.stage.ensureWidgetVisible(self.inspector)
            self.stage.ensureWidgetVisible(field)

    def leave(self) -> None:
        """Nothing is rendered after this."""
        self.stage.stop()
        self.context.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, and left and right choose, wherever no part of the page needs these keys itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _OTHER_KEYS:
            self.save_asked.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & _OTHER_KEYS:
            self.side_chosen.emit(0 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages have the correction below."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        narrow = self.window().width() < self._theme.grown(INSPECTOR_BELOW)
        shown = self._middle.currentIndex() == 0 and not self.inspector.isHidden()
        if narrow != self._narrow:
            self._narrow = narrow
            held = self.inspector.isHidden()
            if narrow:
                self._beside.takeWidget()
                self.stage.show_below(self.inspector)
            else:
                self.stage.show_below(None)
                self._beside.setWidget(self.inspector)
            self.inspector.setHidden(held)
        self._beside.setVisible(shown and not narrow)
        self.stage.lay_out()

    def _lay_out(self) -> None:
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setWidgetResizable(True)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stage, 1)
        row.addWidget(self._beside)
        self._beside.setViewportMargins(0, 22, 20, 0)
        self._middle = QStackedWidget()
        self._middle.addWidget(body)
        self._middle.addWidget(self.empty)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.header, self._middle):
            right.addWidget(part, 1 if part is self._middle else 0)
        right.addWidget(self.hints)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.queue)
        whole.addLayout(right, 1)

    def _dress(self) -> None:
        self._beside.setFixedWidth(self._theme.grown(self._theme.size("review_inspector")))
        self.stage.refresh()
        self._settle()
