"""The model in use, the engine's state, and the reason when it failed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.language.sentences import told
from desktop.shell.parts import TextLabel
from desktop.theme import Theme
from models.events import EngineState, EngineStatus

DOT_ROLES = {
    EngineState.NO_MODEL: "bad.mark",
    EngineState.STARTING: "warn.mark",
    EngineState.LOADING: "warn.mark",
    EngineState.READY: "ok.mark",
    EngineState.BUSY: "ok.mark",
    EngineState.FAILED: "bad.mark",
}


SIDES = 36
"""The margins left and right together, in pixels."""
SPACING = 8


class StateDot(QWidget):
    """A dot in the colour of the engine's state; words beside it say the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._role = "warn.mark"
        self.setFixedSize(8, 20)
        theme.changed.connect(self.update)

    def set_role(self, role: str) -> None:
        """Change the colour."""
        self._role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._role))
        painter.drawEllipse(QRectF(0, self.height() / 2 - 4, 8, 8))


class ModelChip(QPushButton):
    """Opens the choice of a model; shows which one runs, and where."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("modelChip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = ("", "", "")
        self._dot = StateDot(theme)
        self._name = TextLabel(theme, font="ui_strong")
        self._state = TextLabel(theme, font="meta", kind="tertiary")
        self._caret = QLabel()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._state)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, SIDES - 20, 10)
        row.setSpacing(SPACING)
        row.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._caret, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self._dot, self._name, self._state, self._caret):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._dress()
        self.show_status(EngineStatus(EngineState.STARTING))
        theme.changed.connect(self._dress)

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state."""
        self._dot.set_role(DOT_ROLES[status.state])
        name = " · ".join(filter(None, (status.model_name, status.quantization)))
        title = name or (self.tr("Choose a model") if status.state is EngineState.NO_MODEL else self.tr("Model"))
        words = self._state_words(status)
        quantization = f" · {status.quantization}" if status.model_name and status.quantization else ""
        self._told = (title.removesuffix(quantization), quantization, words)
        self._fit()
        self.setToolTip("\n".join(filter(None, (title, words, *map(told, (status.message, *status.notices))))))
        self.setAccessibleName(self.tr("Model: {0}. {1}").format(title, told(status.message) or words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much of the name as there is room for, and all of its quantization."""
        name, quantization, words = self._told
        room = max(self.width(), self._theme.size("sidebar")) - 1 - SIDES - 2 * SPACING - 8 - self._theme.size("icon.s")
        metrics = self._name.fontMetrics()
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(quantization))
        self._name.setText(short + quantization)
        self._state.setText(self._state.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _dress(self) -> None:
        side = self._theme.size("icon.s")
        self._caret.setPixmap(self._theme.icon("unfold", "text.tertiary").pixmap(side, side))
        self._caret.setFixedHeight(self._theme.line_height("ui"))
        self._dot.setFixedHeight(self._theme.line_height("ui"))
        self.setFixedHeight(self._theme.line_height("ui") + self._theme.line_height("meta") + 22)
        self._fit()

    def _state_words(self, status: EngineStatus) -> str:
        """Return one line about the engine: where it runs, how far it has loaded, or that it failed."""
        following = status.next_model
        if following is not None and not following.failed and status.state in (EngineState.READY, EngineState.BUSY):
            return self.tr("Loading the next one, {0} %").format(round(following.progress * 100))
        match status.state:
            case EngineState.NO_MODEL:
                return self.tr("No model is loaded")
            case EngineState.STARTING:
                return self.tr("Starting")
            case EngineState.LOADING:
                return self.tr("Loading, {0} %").format(round(status.progress * 100))
            case EngineState.FAILED:
                return told(status.message) or self.tr("The model could not be loaded")
        where = status.device or self.tr("CPU")
        if status.threads and not status.gpu_layers:
            words = self.tr("{0} 1 thread") if status.threads == 1 else self.tr("{0} {1} threads")
            where = words.format(where, status.threads)
        elif status.gpu_layers:
            where = self.tr("{0}, {1} layers on the GPU").format(where, status.gpu_layers)
        adapter = self.tr("adapter {0}").format(status.adapter) if status.adapter else self.tr("no adapter yet")
        return f"{where} / {adapter}"
