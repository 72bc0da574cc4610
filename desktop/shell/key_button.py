"""A button that also shows the keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from desktop.shell.parts import TextLabel
from desktop.theme import Theme


class KeyButton(QPushButton):
    """An icon, a word and a key hint in one button; the words inside never take the mouse.

    Args:
        key: The keys as shown, e.g. "Ctrl N".
        push_key_right: Whether the key hint stands at the right edge.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        key: str,
        *,
        kind: str,
        role: str = "text.secondary",
        push_key_right: bool,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._role = role
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = QLabel()
        self._text = TextLabel(theme, text, font="ui_strong")
        self._key = TextLabel(theme, key, font="label", kind="key")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1 if push_key_right else 0)
        row.addWidget(self._key)
        for part in (self._icon, self._text, self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words(text)
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, text: str, *, with_key: bool = True) -> None:
        """Set what the button says and what a screen reader says."""
        self._text.setText(text)
        self._key.setVisible(with_key)
        self.setAccessibleName(text)

    def width_for(self, words: str) -> int:
        """Return the width in pixels that holds these words beside icon and keys."""
        return (
            self._text.fontMetrics().horizontalAdvance(words)
            + self._icon.sizeHint().width()
            + self._key.sizeHint().width()
            + 2 * 8
            + 10
            + 6
            + 2
        )

    def changeEvent(self, event: QEvent) -> None:
        """The icon and the words grey with the button."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(max(self._theme.size("control"), self._theme.line_height("ui") + 8))
        side = self._theme.size("icon.m" if self.property("kind") == "new" else "icon.s")
        role = self._role if self.isEnabled() else "text.disabled"
        self._icon.setPixmap(self._theme.icon(self._icon_name, role).pixmap(side, side))
        color = self._theme.color("text.primary" if self.isEnabled() else "text.disabled")
        self._text.setStyleSheet(f"color: {color.name()}")
