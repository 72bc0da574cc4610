"""The fold of a reasoning panel when its thinking ends."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from desktop.theme import Theme


class FoldAnimation(QVariantAnimation):
    """Goes from a height to nothing; its owner is placed again whenever the value changes."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._from = 0
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setStartValue(1.0)
        self.setEndValue(0.0)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state() == QVariantAnimation.State.Running

    @property
    def height(self) -> int:
        """What is left now, in pixels."""
        return round(float(self.currentValue()) * self._from)

    def fold(self, height: int) -> None:
        """Begin, from so many pixels; nothing happens where motion is turned off."""
        self._from = height
        duration = self._theme.motion_milliseconds("fold")
        if duration:
            self.setDuration(duration)
            self.start()
