"""Which languages the window speaks, and the translators that make it speak one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from models.assets import asset

SYSTEM = "system"
ENGLISH = "en"
CHINESE = "zh_CN"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that the user can choose: its value in the settings and its name in its own words."""

    value: str
    name: str


CHOICES = (LanguageChoice(ENGLISH, "English"), LanguageChoice(CHINESE, "简体中文"))


def spoken(choice: str) -> str:
    """Return the language for a setting: itself, or the system's where that is one of ours, else English."""
    if choice in (ENGLISH, CHINESE):
        return choice
    return CHINESE if _system_wants_chinese() else ENGLISH


class Languages:
    """Installs the translators of one language at a time on the application."""

    def __init__(self) -> None:
        self._translators: list[QTranslator] = []
        self._locale = QLocale()
        self.current = ""

    def use(self, choice: str) -> bool:
        """Speak the language of a setting from now on; returns whether that changes what is spoken.

        Widgets that exist keep their words: the window is made anew.
        """
        language = spoken(choice)
        if language == self.current:
            return False
        self._remove()
        self.current = language
        QLocale.setDefault(_locale(language))
        if language != ENGLISH:
            self._install(language)
        return True

    def close(self) -> None:
        """Leave the process as it was."""
        self._remove()
        self.current = ""
        QLocale.setDefault(self._locale)

    def _remove(self) -> None:
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators.clear()

    def _install(self, language: str) -> None:
        """Qt's own words first, ours over them."""
        own = str(asset(f"translations/rationale_{language}.qm"))
        qt = f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{language}.qm"
        for path in (qt, own):
            translator = QTranslator()
            if translator.load(path):
                QCoreApplication.installTranslator(translator)
                self._translators.append(translator)


def _locale(language: str) -> QLocale:
    """The form of dates and numbers: the system's, where it is of this language."""
    system, usual = QLocale.system(), QLocale(language)
    return system if system.language() == usual.language() else usual


def _system_wants_chinese() -> bool:
    """Whether simplified Chinese stands before English among the system's languages."""
    for name in QLocale.system().uiLanguages():
        if name.startswith(("zh-Hans", "zh-CN", "zh-SG")) or name == "zh":
            return True
        if name.startswith("en"):
            return False
    return False
