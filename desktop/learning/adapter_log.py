"""The log of what was learned: every adapter with its date, data, score and size; use one, use none, delete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.learning.strength_dial import StrengthDial
from desktop.learning.tables import Rows, RowTable
from desktop.learning.wording import day, percent, size
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme

if TYPE_CHECKING:
    from models.history.learning.records import AdapterRecord
    from models.learning.rounds.overview import LearningOverview


class AdapterLog(QWidget):
    """A table whose selected row the buttons below it are about."""

    use_asked = Signal(str)
    """An adapter is to be used (its id), "" for none."""
    delete_asked = Signal(str)
    compare_asked = Signal(str)
    import_asked = Signal()
    roll_back_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._adapters: tuple[AdapterRecord, ...] = ()
        self._in_use = ""
        self._overview: LearningOverview | None = None
        self._asks_again = False
        self._imported = ""
        """The adapter that was imported just now, which is to be selected."""
        headings = (self.tr("Adapter"), self.tr("Made"), self.tr("Examples"), self.tr("Held-out"), self.tr("Size"))
        self._rows = Rows(theme, headings)
        self.table = RowTable(theme, self._rows, self.tr("Adapters"), most=6)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._settle())
        self._audit = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.use_button = TextButton(theme, self.tr("Use none"), self._use, kind="small")
        self.compare_button = TextButton(theme, self.tr("Compare"), self._compare, kind="small")
        self.delete_button = TextButton(theme, self.tr("Delete {0}").format("").strip(), self._delete, kind="link")
        self.roll_back_button = TextButton(
            theme, self.tr("Roll back"), self.roll_back_asked.emit, kind="small", icon="roll_back"
        )
        self.roll_back_button.setToolTip(self.tr("Answer again with what was in use before; can be undone"))
        self.import_button = TextButton(theme, self.tr("Import…"), self.import_asked.emit, kind="link", icon="folder")
        self.import_button.setToolTip(self.tr("Take in a LoRA adapter (GGUF) that was made elsewhere for this model"))
        self.strength = StrengthDial(theme)
        self._lay_out()

    @property
    def selected(self) -> AdapterRecord | None:
        """The adapter that the buttons are about."""
        row = self.table.currentIndex().row()
        return self._adapters[row] if 0 <= row < len(self._adapters) else None

    @property
    def audit_words(self) -> str:
        """What the sealed audit said of the selected one."""
        return self._audit.text()

    def show_overview(self, overview: LearningOverview) -> None:
        """Show a model's adapters; the selected one stays selected."""
        before = self.selected
        self._overview, self._adapters = overview, overview.adapters
        self._in_use = overview.in_use.id if overview.in_use else ""
        self.strength.setVisible(overview.in_use is not None)
        if overview.in_use is not None:
            self.strength.show_adapter(overview.in_use.id, overview.in_use.scale)
        decided = overview.newest is not None
        self.roll_back_button.setVisible(overview.in_use is not None and not decided)
        self._rows.show_rows([self._row(each) for each in self._adapters])
        names = [each.id for each in self._adapters]
        wanted = before.id if before is not None and before.id in names else self._in_use
        if self._imported in names:
            wanted, self._imported = self._imported, ""
        if names:
            self.table.selectRow(names.index(wanted) if wanted in names else 0)
        self._settle()

    def show_importing(self, *, running: bool, chosen: str = "") -> None:
        """An adapter is being copied, or is there: the one `chosen` is selected when it is shown."""
        self.import_button.setEnabled(not running)
        self._imported = chosen

    def _row(self, each: AdapterRecord) -> list[tuple[str, str]]:
        uses = each.id == self._in_use
        name = self.tr("{0}, in use").format(each.name) if uses else each.name
        return [
            (name, "ok.text" if uses else "text.primary"),
            (day(each.created_at), "text.secondary"),
            ("–" if each.imported_from and not each.examples else str(each.examples), "text.primary"),
            (self._score(each), "warn.text" if each.imported_from else "text.primary"),
            (size(each.bytes), "text.secondary"),
        ]

    def _score(self, adapter: AdapterRecord) -> str:
        """What the exam of its round said."""
        if adapter.imported_from:
            return self.tr("not examined")
        rounds = self._overview.rounds if self._overview is not None else ()
        report = next((each.report for each in rounds if each.round.id == adapter.round_id), None)
        if report is None:
            return "–"
        if (found := report.likelihood) is not None:
            return self.tr("{0}/{1} likelier").format(len(found.gain.likelier), found.gain.n)
        standing = report.standings.get("candidate")
        return percent(standing.right / standing.n) if standing is not None and standing.n else "–"

    def _settle(self) -> None:
        """Let buttons and audit speak of the selected one."""
        self._asks_again = False
        adapter = self.selected
        needs_one = (self.table, self._audit, self.use_button, self.compare_button, self.delete_button)
        for part in needs_one:
            part.setVisible(adapter is not None)
        self._none.setVisible(adapter is None)
        if adapter is None:
            return
        uses = adapter.id == self._in_use
        self._name(self.use_button, self.tr("Use none") if uses else self.tr("Use {0}").format(adapter.name))
        self._name(self.delete_button, self.tr("Delete {0}").format(adapter.name))
        self._audit.setText(" ".join(filter(None, (self._origin_of(adapter), self._audit_of(adapter)))))

    def _origin_of(self, adapter: AdapterRecord) -> str:
        if not adapter.imported_from:
            return ""
        return self.tr("Imported from {0}, never examined.").format(adapter.imported_from)

    def _audit_of(self, adapter: AdapterRecord) -> str:
        from models.learning.rounds.audit import read_audit

        audits = [each for each in (self._overview.audits if self._overview else ()) if each.adapter_id == adapter.id]
        if not audits:
            return self.tr("Sealed audit: never opened. “rationale adapters audit” opens it.")
        times = self.tr("opened once") if len(audits) == 1 else self.tr("opened {0} times").format(len(audits))
        found = next((each for each in map(read_audit, audits) if each is not None), None)
        if found is None:
            return self.tr("Sealed audit: broken off, {0}.").format(times)
        shares = [percent(each.right / each.n) for each in (found.base, found.adapter)]
        words = self.tr("Sealed audit: base {0}, {1} {2} of {3}, {4}.")
        return words.format(shares[0], adapter.name, shares[1], found.base.n, times)

    def _lay_out(self) -> None:
        theme = self._theme
        self._none = TextLabel(theme, self.tr("No adapter yet: rounds make them."), font="meta", kind="secondary")
        head = QHBoxLayout()
        head.addWidget(TextLabel(theme, self.tr("Adapters"), font="ui_strong"), 1)
        head.addWidget(self.import_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for each in (self.use_button, self.roll_back_button, self.compare_button, self.delete_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self._none, self.table, self._audit, self.strength):
            column.addWidget(part)
        column.addLayout(buttons)

    def _use(self) -> None:
        if (adapter := self.selected) is not None:
            self.use_asked.emit("" if adapter.id == self._in_use else adapter.id)

    def _compare(self) -> None:
        if (adapter := self.selected) is not None:
            self.compare_asked.emit(adapter.id)

    def _delete(self) -> None:
        """The first press asks again, since a deleted adapter does not come back."""
        adapter = self.selected
        if adapter is None:
            return
        if not self._asks_again:
            self._asks_again = True
            self._name(self.delete_button, self.tr("Delete {0} for good").format(adapter.name))
            return
        self.delete_asked.emit(adapter.id)

    def _name(self, button: TextButton, words: str) -> None:
        button.setText(words)
        button.setAccessibleName(words)
