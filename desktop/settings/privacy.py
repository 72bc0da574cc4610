"""Where the user's data lies, how large it is, and how to get rid of it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.belongings import Sizes
from models.paths import DataFolder


class Privacy(QWidget):
    """Deleting everything takes two presses on two buttons; the second one says what it does."""

    folder_asked = Signal()
    trash_asked = Signal()
    erase_asked = Signal()
    grew = Signal()
    """The question stands below the buttons now."""

    def __init__(self, theme: Theme, folder: DataFolder) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = self.tr(
            "Everything is kept in this folder, readable by you only: history.db holds the questions, thoughts and "
            "answers. Nothing leaves this computer except model searches and downloads that you start; they ask "
            "Hugging Face."
        )
        column.addWidget(TextLabel(theme, words, kind="secondary", wrap=True))
        place = TextLabel(theme, str(folder.root), font="code", kind="secondary", wrap=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        self.size_label = TextLabel(theme, kind="tertiary", font="meta", wrap=True)
        column.addWidget(self.size_label)
        self.delete_button = TextButton(theme, self.tr("Delete everything…"), self._ask)
        row = QHBoxLayout()
        row.addWidget(TextButton(theme, self.tr("Show the folder"), self.folder_asked.emit, icon="folder"))
        row.addWidget(TextButton(theme, self.tr("Show the trash"), self.trash_asked.emit, icon="delete"))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.delete_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._make_question())

    def show_sizes(self, found: Sizes) -> None:
        """Say how large the history and its backups are."""
        locale = QLocale()
        words = self.tr("The history takes {0}, its backups {1}.")
        self.size_label.setText(
            words.format(
                locale.formattedDataSize(found.history, 1, QLocale.DataSizeFormat.DataSizeSIFormat),
                locale.formattedDataSize(found.backups, 1, QLocale.DataSizeFormat.DataSizeSIFormat),
            )
        )

    def forget_question(self) -> None:
        """Nothing is to be deleted."""
        self._question.hide()
        self.delete_button.setEnabled(True)

    def _make_question(self) -> QWidget:
        self._question = QWidget()
        words = self.tr(
            "All conversations, drafts, backups, adapters, logs and settings are deleted from this folder, for good; "
            "model files stay. Running answers are stopped, and Rationale starts afresh."
        )
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(TextLabel(self._theme, words, kind="bad", wrap=True))
        self.keep_button = TextButton(self._theme, self.tr("Keep everything"), self._keep)
        self.confirm_button = TextButton(
            self._theme, self.tr("Delete everything for good"), self.erase_asked.emit, kind="danger"
        )
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addWidget(self.confirm_button)
        row.addStretch(1)
        column.addLayout(row)
        self._question.hide()
        return self._question

    def _ask(self) -> None:
        self._question.show()
        self.delete_button.setEnabled(False)
        self.keep_button.setFocus()
        self.grew.emit()

    def _keep(self) -> None:
        self.forget_question()
        self.delete_button.setFocus()
