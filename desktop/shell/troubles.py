"""What the user should hear besides the answers: trouble with the history or the settings, crashes, links."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop.bridge import AssistantBridge
from desktop.fonts import can_write_chinese
from desktop.language.languages import CHINESE
from desktop.rendering.addresses import shown_address
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.notices import Notices
from models.events import StoreTrouble

RECOVERED_MILLISECONDS = 6000
SAFE_SCHEMES = ("http", "https")


class Troubles(QObject):
    """Shows them as bars above the page."""

    def __init__(
        self, notices: Notices, bridge: AssistantBridge, keeper: SettingsKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._crash: tuple[str, bool] | None = None
        bridge.store_trouble.connect(self._on_store_trouble)
        bridge.store_recovered.connect(self._on_store_recovered)
        keeper.trouble.connect(self.tell_settings)

    def tell_settings(self, text: str) -> None:
        """Say what is wrong with the settings file."""
        if text:
            self._notices.show_notice("settings", text, kind="warn")

    def tell_fonts(self, language: str) -> None:
        """Say, in English that can be read, when this computer cannot draw the window's language."""
        if language == CHINESE and not can_write_chinese():
            words = "No font on this computer has Chinese characters. Install one, such as Noto Sans CJK SC."
            self._notices.show_notice("fonts", words, kind="warn")
        else:
            self._notices.end("fonts")

    def tell_crash(self, report: str, *, earlier: bool) -> None:
        """Offer a crash report to copy."""
        self._crash = (report, earlier)
        if earlier:
            words = self.tr("Rationale ended unexpectedly last time. What was written until then is in your history.")
        else:
            words = self.tr("Something went wrong inside Rationale. Your history is safe; you can go on working.")
        copy = (self.tr("Copy the report"), lambda: QGuiApplication.clipboard().setText(report))
        self._notices.show_notice("crash", words, kind="warn", actions=[copy], details=report)

    def take_over(self, others: Troubles) -> None:
        """Offer the crash report that another window offers."""
        if others._crash is not None and others._notices.text("crash"):
            report, earlier = others._crash
            self.tell_crash(report, earlier=earlier)

    def ask_to_open(self, address: str) -> None:
        """Ask before a link of an answer leaves the program."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        if not url.isValid() or url.scheme().lower() not in SAFE_SCHEMES:
            return

        def open_it() -> None:
            self._notices.end("link")
            QDesktopServices.openUrl(url)

        words = self.tr("The answer links to {0}. Open it in your browser?").format(shown_address(address))
        self._notices.show_notice("link", words, actions=[(self.tr("Open in the browser"), open_it)])

    def _on_store_trouble(self, trouble: StoreTrouble) -> None:
        self._notices.show_notice("store", trouble.message, kind="warn", details=trouble.details)

    def _on_store_recovered(self) -> None:
        words = self.tr("The history can be written again; everything is saved.")
        self._notices.show_notice("store", words, milliseconds=RECOVERED_MILLISECONDS)
