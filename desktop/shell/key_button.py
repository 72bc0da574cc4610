"""A button that also shows the keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from desktop.shell.parts import TextLabel
from desktop.theme import Theme

_SIDE, _GAP = 9, 8
_ON_FILL = "text.on_accent"


class KeyButton(QPushButton):
    """An icon, a word and a key hint in one button; the words inside never take the mouse.

    Args:
        icon: An icon of the theme, "" for none.
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
        self._icon = QLabel(self)
        self._icon.setVisible(bool(icon))
        self._text = TextLabel(theme, text, font="ui_strong")
        self._key = TextLabel(theme, key, font="label", kind="key")
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1 if push_key_right else 0)
        row.addWidget(self._key)
        for part in (self._icon, self._text, self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words(text)
        self._dress()
        theme.changed.connect(self._dress)

    @property
    def words(self) -> str:
        """What it says, without its keys."""
        return self._text.text()

    def sizeHint(self) -> QSize:
        """As wide as its parts: a button knows nothing of the words laid over it."""
        return QSize(self.width_for(self._text.text()), self.height())

    def set_words(self, text: str, *, with_key: bool = True) -> None:
        """Set what the button says and what a screen reader says."""
        self._text.setText(text)
        self._key.setVisible(with_key)
        self.setAccessibleName(text)

    def width_for(self, words: str) -> int:
        """Return the width in pixels that holds these words beside icon and keys."""
        parts = [self._text.fontMetrics().horizontalAdvance(words) + 2]
        if self._icon_name:
            parts.append(self._icon.sizeHint().width())
        if not self._key.isHidden():
            parts.append(self._key.sizeHint().width())
        return sum(parts) + _GAP * (len(parts) - 1) + 2 * _SIDE

    def changeEvent(self, event: QEvent) -> None:
        """The icon and the words grey with the button."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(max(self._theme.size("control"), self._theme.line_height("ui") + 8))
        kind = self.property("kind")
        if self._icon_name:
            side = self._theme.size("icon.s" if kind == "stop" else "icon.m")
            role = _ON_FILL if kind == "primary" else self._role
            icon = self._theme.icon(self._icon_name, role if self.isEnabled() else "text.disabled")
            self._icon.setPixmap(icon.pixmap(side, side))
        ink = {"primary": _ON_FILL, "link": "text.secondary"}.get(kind, "text.primary")
        color = self._theme.color(ink if self.isEnabled() else "text.disabled")
        self._text.setStyleSheet(f"color: {color.name()}")
