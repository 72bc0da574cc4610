"""The settings about when a round of learning starts by itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.settings.fields import NumberField
from desktop.settings.keeper import SettingsKeeper
from models.settings import Settings

translate = QCoreApplication.translate
_MOST_RATINGS = 1_000

Row = tuple[str, str, QWidget]


class LearningFields:
    """Three fields, and what is said beside each."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        self.ratings = NumberField(0, _MOST_RATINGS, 5)
        self.ratings.valueChanged.connect(lambda _value: keeper.change(learn_after_ratings=self.ratings.number()))
        self.idle = QCheckBox(translate("LearningFields", "Start"))
        self.idle.toggled.connect(lambda on: keeper.change(learn_when_idle=on))
        self.battery = QCheckBox(translate("LearningFields", "Allow"))
        self.battery.toggled.connect(lambda on: keeper.change(learn_on_battery=on))

    def rows(self) -> list[Row]:
        """Return title, explanation and field of each setting."""
        return [
            (
                translate("LearningFields", "Ratings until it starts by itself"),
                translate("LearningFields", "0: only when you start it."),
                self.ratings,
            ),
            (
                translate("LearningFields", "When nobody is there"),
                translate("LearningFields", "After ten minutes without a question or a key, if there are new ratings."),
                self.idle,
            ),
            (
                translate("LearningFields", "On battery"),
                translate("LearningFields", "Otherwise it waits until you start it or there is power."),
                self.battery,
            ),
        ]

    def show_settings(self, settings: Settings) -> None:
        """Show the settings in use."""
        self.ratings.show_number(settings.learn_after_ratings)
        for box, on in ((self.idle, settings.learn_when_idle), (self.battery, settings.learn_on_battery)):
            with QSignalBlocker(box):
                box.setChecked(on)
