"""Whether the system asks for less motion.

Windows and macOS say it through Qt, by the wish for effects in general. Elsewhere the desktop portal knows it
(https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html): "reduced-motion" of
org.freedesktop.appearance, or on older desktops that animations are switched off.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_WISHES = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}
"""What the portal may be asked, and the value that means less motion."""


class SystemMotion(QObject):
    """Follows the system's wish; nothing is asked before `start`, so that a start of the program need not wait."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wishes: set[tuple[str, str]] = set()
        self._asked: list[QDBusPendingCallWatcher] = []

    @property
    def reduced(self) -> bool:
        """Whether nothing should move in steps."""
        if sys.platform in ("win32", "darwin"):
            return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
        return bool(self._wishes)

    def start(self) -> None:
        """Ask the desktop portal and listen to its changes; where there is none, motion is wanted."""
        if sys.platform in ("win32", "darwin"):
            return
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        changed = SLOT("on_changed(QString,QString,QDBusVariant)")
        bus.connect(_SERVICE, _PATH, _INTERFACE, "SettingChanged", self, changed)  # type: ignore[call-overload]  # not in the stubs
        for wish in _WISHES:
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "ReadOne")
            question.setArguments(list(wish))
            watcher = QDBusPendingCallWatcher(bus.asyncCall(question), self)
            watcher.finished.connect(lambda answered, wish=wish: self._hear(wish, answered))
            self._asked.append(watcher)

    @Slot(str, str, "QDBusVariant")
    def on_changed(self, group: str, key: str, value: Any) -> None:
        """The user has changed a setting of the system."""
        self._take((group, key), value.variant())

    def _hear(self, wish: tuple[str, str], answered: QDBusPendingCallWatcher) -> None:
        if not answered.isError():
            self._take(wish, answered.reply().arguments()[0].variant())
        self._asked.remove(answered)
        answered.deleteLater()

    def _take(self, wish: tuple[str, str], value: object) -> None:
        if wish in _WISHES:
            (self._wishes.add if value == _WISHES[wish] else self._wishes.discard)(wish)
