"""How strongly the adapter in use acts: none of it (0 %), as trained (100 %), or up to twice that."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from desktop.shell.parts import TextLabel
from desktop.theme import Theme

MOST_PERCENT = 200
_STEP = 10
_REST_MILLISECONDS = 400
"""A drag or a run of keys is over after so long; each change loads the adapter anew."""


class StrengthDial(QWidget):
    """Asks for another strength once the slider rests."""

    chosen = Signal(str, float)
    """The adapter's id, and the factor that its weights are multiplied by (0 to 2)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._adapter = ""
        self._label = TextLabel(theme, font="ui", kind="secondary")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, MOST_PERCENT // _STEP)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(self.tr("Strength of the adapter"))
        self.slider.setToolTip(self.tr("How strongly the adapter acts; 100 % is as it was trained"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self.slider, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._choose)
        self.slider.valueChanged.connect(self._on_moved)

    @property
    def words(self) -> str:
        """What it says beside the slider."""
        return self._label.text()

    def show_adapter(self, adapter_id: str, scale: float) -> None:
        """Show an adapter's strength; what is being dragged stays under the hand."""
        if self._rest.isActive() and adapter_id == self._adapter:
            return
        self._rest.stop()
        self._adapter = adapter_id
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(scale * 100 / _STEP))
        self._say()

    def _on_moved(self) -> None:
        self._say()
        self._rest.start()

    def _say(self) -> None:
        self._label.setText(self.tr("Strength {0} %").format(self.slider.value() * _STEP))

    def _choose(self) -> None:
        self.chosen.emit(self._adapter, self.slider.value() * _STEP / 100)
