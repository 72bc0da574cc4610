"""A desktop portal that asks for less motion; “more” on its input lets it change its mind."""

from __future__ import annotations

import sys

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QSocketNotifier, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant

PATH, INTERFACE = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"


@ClassInfo({"D-Bus Interface": INTERFACE})  # type: ignore[call-arg]
class Portal(QObject):  # type: ignore[operator]
    @Slot(str, str, result=QDBusVariant)
    def ReadOne(self, _group: str, key: str) -> QDBusVariant:
        return QDBusVariant(1 if key == "reduced-motion" else True)

    def change(self) -> None:
        if not sys.stdin.readline():
            QCoreApplication.exit()
            return
        signal = QDBusMessage.createSignal(PATH, INTERFACE, "SettingChanged")
        signal.setArguments(["org.freedesktop.appearance", "reduced-motion", QDBusVariant(0)])
        QDBusConnection.sessionBus().send(signal)


if __name__ == "__main__":
    application, bus, portal = QCoreApplication(sys.argv), QDBusConnection.sessionBus(), Portal()
    bus.registerObject(PATH, portal, QDBusConnection.RegisterOption.ExportAllContents)
    bus.registerService("org.freedesktop.portal.Desktop")
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(portal.change)
    print("ready", flush=True)
    application.exec()
