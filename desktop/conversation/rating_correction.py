"""The fields of a correction: the right answer, and the right thought if the user wants to give one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.conversation.rating_state import CorrectionDraft
from desktop.rendering.section import Section
from desktop.shell.parts import TextButton
from desktop.theme import Theme

_MOST_LINES = 10
_GAP = 8
_FRAME = 22
"""Border, padding and margin of a field above and below its text."""


class _Field(QPlainTextEdit):
    """Ctrl+Enter saves and Esc ends, before the window's keys take them; Tab leaves."""

    saved = Signal()
    left = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "field")
        self.setFont(theme.font("thought"))
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def event(self, event: QEvent) -> bool:
        """Claim the two keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save, end, or write."""
        if not _own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.saved.emit()

    def place(self, width: int, least: int) -> int:
        """Take this width and as many lines as the text has, at least `least`; returns the height."""
        self.resize(width, self.height())  # so that its lines are counted at this width
        lines = min(max(self.document().size().height(), least), _MOST_LINES)
        height = round(lines * self.fontMetrics().lineSpacing()) + _FRAME
        self.resize(width, height)
        return height


def _own(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter))


class CorrectionFields(Section):
    """What is typed stays until it is saved: `left` closes the fields and keeps their text as a draft.

    Args:
        theme: The look.
        draft: What is in the fields.
        parent: Where they stand.
        buttons: Whether they have buttons of their own; else whoever holds them saves.
    """

    saved = Signal(str, str)
    """The right answer and the right thought."""
    left = Signal()
    changed = Signal()

    def __init__(
        self, theme: Theme, draft: CorrectionDraft, parent: QWidget | None = None, *, buttons: bool = True
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[tuple[QRectF, str]] = []
        self._names = (self.tr("Right answer"), self.tr("Right thought (optional)"))
        self.answer_field, self.thought_field = (_Field(theme, name, self) for name in self._names)
        self.answer_field.setPlaceholderText(self.tr("What the answer should have been"))
        self.thought_field.setPlaceholderText(self.tr("How one gets there; the model learns it with the answer"))
        self.save_button = TextButton(theme, self.tr("Save correction"), self.save, kind="primary", icon="accept")
        self.leave_button = TextButton(theme, self.tr("Not now"), self.left.emit, kind="link")
        self.save_button.setToolTip(self.tr("Keep the correction (Ctrl+↵)"))
        self.leave_button.setToolTip(self.tr("Close the fields; what is typed stays here for later (Esc)"))
        for button in (self.save_button, self.leave_button):
            button.setParent(self)
            button.setVisible(buttons)
        for field, text in ((self.answer_field, draft.answer), (self.thought_field, draft.thought)):
            field.setPlainText(text)
            field.saved.connect(self.save)
            field.left.connect(self.left)
            field.textChanged.connect(self._on_text)
        self._allow()
        self.setFocusProxy(self.answer_field)

    @property
    def draft(self) -> CorrectionDraft:
        """What is typed now."""
        return CorrectionDraft(self.answer_field.toPlainText(), self.thought_field.toPlainText(), opened=True)

    def show_draft(self, draft: CorrectionDraft) -> None:
        """Show what was typed elsewhere; that does not count as typing."""
        for field, text in ((self.answer_field, draft.answer), (self.thought_field, draft.thought)):
            if field.toPlainText() != text:
                with QSignalBlocker(field):
                    field.setPlainText(text)
        self._allow()
        self.height_changed.emit()

    def save(self) -> None:
        """Ask to save, if there is a right answer."""
        draft = self.draft
        if draft.answer.strip() and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self.saved.emit(draft.answer.strip(), draft.thought.strip())

    def allow_again(self) -> None:
        """Saving did not succeed: the text stays and can be saved again."""
        self._allow()

    def place(self, width: int) -> int:
        """Take this width."""
        gutter, label = self._theme.size("gutter"), self._theme.line_height("label")
        inner, y = width - gutter, 0
        self._labels = []
        for field, name, least in zip((self.answer_field, self.thought_field), self._names, (1, 2), strict=True):
            self._labels.append((QRectF(gutter, y, inner, label), name))
            y += label + 2
            height = field.place(inner, least)
            field.move(gutter, y)
            y += height + _GAP
        x = gutter
        for button in (self.save_button, self.leave_button):
            if not button.isHidden():
                hint = button.sizeHint()
                button.setGeometry(x, y, hint.width(), self.save_button.sizeHint().height())
                x += hint.width() + _GAP
        y += 0 if self.save_button.isHidden() else self.save_button.height()
        self.resize(width, y)
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the fields."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.color("text.secondary"))
        for box, name in self._labels:
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)

    def _on_text(self) -> None:
        self._allow()
        self.changed.emit()
        self.height_changed.emit()

    def _allow(self) -> None:
        self.save_button.setEnabled(bool(self.answer_field.toPlainText().strip()))
