"""Follows the desktop portal's wish: prints when motion is reduced, tells the portal, and when it no longer is."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.theme import Theme

application = QApplication(sys.argv)
portal = subprocess.Popen(
    [sys.executable, "-m", "tests.desktop.shell.portal"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
assert portal.stdin is not None and portal.stdout is not None
portal.stdout.readline()
theme = Theme()
said: list[int] = []


def look() -> None:
    now = theme.motion_milliseconds("fold")
    if not said or now != said[-1]:
        said.append(now)
        print(now, flush=True)
        if now == 0 and portal.stdin is not None:
            portal.stdin.write("more\n")
            portal.stdin.flush()
    if len(said) == 3:
        application.quit()


look()
theme.system_motion.start()
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
QTimer.singleShot(20_000, application.quit)
application.exec()
portal.kill()
