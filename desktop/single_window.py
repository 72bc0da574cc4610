"""One window for each data folder: a second start brings the first window to the front."""

from __future__ import annotations

import hashlib
import sys

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from models.paths import DataFolder

_LONGEST_SOCKET_PATH = 100
_MILLISECONDS = 3000


class SingleWindow(QObject):
    """Holds the folder for this process's window, and hears when another start asks for it."""

    asked = Signal()
    """Another start wants to see the window."""

    def __init__(self, folder: DataFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = FileLock(folder.root / "window.lock", timeout=0, mode=0o600)
        self._name = _server_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """Return whether this process has the folder now; a disk that knows no locks lets every start have it."""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError:
            return True
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def call_other(self) -> bool:
        """Ask the window that has the folder to come to the front; returns whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(_MILLISECONDS) and socket.waitForReadyRead(_MILLISECONDS)
        socket.abort()
        return heard

    def close(self) -> None:
        """Another process may have the folder."""
        self._server.close()
        self._lock.release()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.write(b"here")
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.asked.emit()


def _server_name(folder: DataFolder) -> str:
    """A socket in the private folder where its path is short enough, else a name of the system."""
    path = str(folder.root / "window.socket")
    if sys.platform != "win32" and len(path.encode()) < _LONGEST_SOCKET_PATH:
        return path
    return f"rationale-{hashlib.sha256(path.encode()).hexdigest()[:24]}"
