"""The Models page: the list on the left, the chosen model on the right (below the list where the page is narrow)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.library.bar_parts import Heading, SearchBar
from desktop.library.inspector import ModelInspector
from desktop.library.list_view import ModelList
from desktop.library.model_rows import BUNDLED, DOWNLOAD, FOUND
from desktop.library.rows import Row
from desktop.library.token_part import TokenPart
from desktop.library.words import machine_words
from desktop.shell.header import Header
from desktop.shell.notices import Notices
from desktop.shell.parts import IconButton, TextButton, TextLabel, restyle
from desktop.theme import Theme
from models.catalog.load_plan import Machine

NARROW = 860
"""Below this width of the page the inspector stands below the list."""
BELOW = 0.42
"""How much of the page's height it has there."""


class MachineLabel(QWidget):
    """What this computer has free, with an icon for each device."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told: list[tuple[str, str]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 8, 0)
        self._row.setSpacing(6)
        theme.changed.connect(self._show)

    def show_machine(self, machine: Machine, total_ram: int) -> None:
        """Show cores, memory and graphics cards."""
        self._told = machine_words(machine, total_ram)
        self._show()

    @property
    def words(self) -> str:
        """All that it says."""
        return "; ".join(words for _, words in self._told)

    def _show(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        side = self._theme.size("icon.m")
        for number, (icon, words) in enumerate(self._told):
            sign = QLabel()
            sign.setPixmap(self._theme.icon(icon, "text.secondary").pixmap(side, side))
            if number:
                self._row.addSpacing(10)
            self._row.addWidget(sign)
            self._row.addWidget(TextLabel(self._theme, words, font="meta", kind="secondary"))
        self.setAccessibleName(self.words)


class ModelsPage(QWidget):
    """Only shows and asks; what it shows comes from outside."""

    folder_asked = Signal()
    file_asked = Signal()
    places_asked = Signal(QPoint)
    look_asked = Signal()
    token_asked = Signal()
    load_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = self._theme = theme
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header = Header(theme)
        self.header.show_page(self.tr("Models"), "", conversation=False)
        self.machine = MachineLabel(theme)
        self.header.add(self.machine)
        self.notices = Notices(theme)
        self.list = ModelList(theme)
        self.setFocusProxy(self.list)
        self.inspector = ModelInspector(theme)
        self.inspector.load_asked.connect(self.load_asked)
        self.token = TokenPart(theme)
        self.search = SearchBar(theme, self.token)
        self.folder_button = TextButton(
            theme, self.tr("Add folder…"), self.folder_asked.emit, kind="link", icon="folder"
        )
        self.file_button = TextButton(theme, self.tr("Open a file…"), self.file_asked.emit, kind="link")
        self.again_button = IconButton(theme, "retry", self.tr("Look for models again"))
        self.again_button.clicked.connect(self.look_asked)
        self.places_button = IconButton(theme, "more", self.tr("Folders and hidden files"))
        self.places_button.clicked.connect(self._ask_for_places)
        self.token_button = TextButton(theme, self.tr("Hugging Face token…"), self.token_asked.emit, kind="link")
        buttons = (self.file_button, self.folder_button, self.again_button, self.places_button)
        self.found = Heading(theme, self.tr("Found on this computer"), "", *buttons)
        self._held: dict[str, QWidget] = {
            BUNDLED: Heading(theme, self.tr("Bundled"), self.tr("ships with Rationale")),
            FOUND: self.found,
            DOWNLOAD: Heading(
                theme, self.tr("Download"), self.tr("uses the network only when you press a button"), self.token_button
            ),
            "search": self.search,
        }
        self._beside = QScrollArea()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        theme.changed.connect(self._settle)

    def show_rows(self, rows: list[Row], note: str, cards: dict[str, QWidget]) -> None:
        """Show the list; `cards` are the rows that are widgets beside the headings."""
        self.found.show_note(note)
        self.list.show_rows(rows, self._held | cards)

    def focus_details(self) -> None:
        """Let the keyboard be where the chosen model is set."""
        form = self.inspector.form
        checked = next((each for each in form.segments.values() if each.isChecked()), form.segments["auto"])
        if checked.isVisible():
            checked.setFocus(Qt.FocusReason.OtherFocusReason)
            self._beside.ensureWidgetVisible(checked)

    def focus_template(self) -> None:
        """Let the keyboard be where it is chosen how the model is asked."""
        field = self.inspector.form.fields["chat_template"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._beside.ensureWidgetVisible(field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter loads, wherever no part of the page needs it itself."""
        focus = QApplication.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers():
            super().keyPressEvent(event)
        elif isinstance(focus, QAbstractButton):
            focus.click()
        elif self.inspector.load_button.isEnabled():
            self.load_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages have the inspector below."""
        super().resizeEvent(event)
        self._settle()

    def _ask_for_places(self) -> None:
        button = self.places_button
        self.places_asked.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def _settle(self) -> None:
        narrow = self.width() < self._theme.grown(NARROW)
        side = self._theme.grown(self._theme.size("models_inspector"))
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        if self._beside.property("below") != narrow:
            self._beside.setProperty("below", narrow)
            restyle(self._beside)
        self._beside.setMinimumWidth(0 if narrow else side)
        self._beside.setMaximumWidth(16_777_215 if narrow else side)
        share = round(self.height() * BELOW)
        self._beside.setMinimumHeight(share if narrow else 0)
        self._beside.setMaximumHeight(share if narrow else 16_777_215)

    def _lay_out(self) -> None:
        frame = QWidget()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(20, 2, 12, 0)
        inside.addWidget(self.list)
        self._beside.setObjectName("modelInspector")
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setWidgetResizable(True)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setWidget(self.inspector)
        for part in (self._beside.viewport(), self.inspector):
            part.setAutoFillBackground(False)
        self._body.setSpacing(0)
        self._body.addWidget(frame, 1)
        self._body.addWidget(self._beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.notices)
        whole.addLayout(self._body, 1)
