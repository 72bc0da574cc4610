"""The field for the user's token of the Hub, which is kept in the system's keyring and never in a file of ours."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.catalog.download.tokens import TokenState, is_usable

LONGEST_TOKEN = 400


class TokenPart(QWidget):
    """Only shows and asks; what was typed is forgotten as soon as it was handed on."""

    keep_asked = Signal(str)
    forget_asked = Signal()
    close_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Paste the token, such as hf_…"))
        self.field.setAccessibleName(self.tr("Hugging Face token"))
        self.field.setMaxLength(LONGEST_TOKEN)
        self.field.returnPressed.connect(self._keep)
        self.keep_button = TextButton(theme, self.tr("Keep it"), self._keep)
        self.forget_button = TextButton(theme, self.tr("Forget it"), self.forget_asked.emit)
        self.close_button = TextButton(theme, self.tr("Close"), self.close_asked.emit, kind="link")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        for each in (self.keep_button, self.forget_button, self.close_button):
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 10)
        column.setSpacing(6)
        column.addWidget(TextLabel(theme, self.tr("Hugging Face token"), font="ui_strong"))
        column.addWidget(self.words)
        column.addLayout(row)
        self.show_state(None)

    def show_state(self, state: TokenState | None, *, refused: bool = False) -> None:
        """Show where a token is (None while that is not known yet); `refused` by the keyring."""
        can_keep = state is not None and state.can_keep
        self.field.setVisible(can_keep)
        self.keep_button.setVisible(can_keep)
        self.forget_button.setVisible(state is not None and state.kept)
        words = self._words_of(state) if state is not None else self.tr("Asking the keyring…")
        if refused:
            words = self.tr("The system's keyring did not do it; unlock the keyring and try again.")
        self.words.setText(words)

    def focus_first(self) -> None:
        """Let the keyboard be where there is something to do."""
        (self.close_button if self.field.isHidden() else self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is meant for the field and the buttons, not for the list around them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button = self.focusWidget()
            if isinstance(button, QAbstractButton):
                button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _words_of(self, state: TokenState) -> str:
        if state.kept:
            return self.tr(
                "A token is kept in this system's keyring, and sent to the Hub when you ask it for something."
            )
        if state.can_keep:
            words = self.tr(
                "Only some repositories ask for one. It is kept in this system's keyring, never in a file of Rationale."
            )
        else:
            words = self.tr("This system has no keyring that Rationale can use, so no token is kept here.")
        if state.in_variable:
            used = self.tr("The token of the variable HF_TOKEN is used.")
            return f"{words} {used}"
        if state.variable_is_odd:
            odd = self.tr("The variable HF_TOKEN has a space or a letter that no token has, so it is not used.")
            return f"{words} {odd}"
        if state.can_keep:
            return words
        how = self.tr("Set the variable HF_TOKEN to yours before Rationale starts.")
        return f"{words} {how}"

    def _keep(self) -> None:
        token = self.field.text().strip()
        if token and not is_usable(token):
            self.words.setText(
                self.tr("This is no token: it has a space or a letter that no token has; paste it again.")
            )
        elif token:
            self.field.clear()
            self.keep_asked.emit(token)
        else:
            self.field.setFocus()
