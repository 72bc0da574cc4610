"""The right of the Models page: what the chosen model is, what it needs as it is set, and the button that loads it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language.sentences import told
from desktop.library.away_button import AwayButton
from desktop.library.bars import MEMORY_ROLES, MemoryBar, Swatch
from desktop.library.choices_form import ChoicesForm
from desktop.library.rows import Bar, BarKind, Button
from desktop.library.tuning_part import TuningPart
from desktop.library.words import split_words, thought_words, used_words, weights_words
from desktop.shell.parts import TextButton, TextLabel, divider
from desktop.theme import Theme
from models.catalog.load_plan import LoadPlan, Machine
from models.catalog.memory import Place
from models.catalog.model_file import ModelFile
from models.catalog.sizes import format_memory
from models.settings import ModelChoices

MOST_CARDS = 4


@dataclass(frozen=True, slots=True)
class Inspected:
    """All that the inspector shows of a model.

    `automatic` is the plan where the choice of layers is left open. `adapter` is what becomes of the adapter in use,
    `promise` what happens to the model in use while this one is loaded, and `speed` how fast it is, where known.
    `template_failed` says that the file's own chat template cannot be used.
    """

    file: ModelFile
    choices: ModelChoices
    plan: LoadPlan
    automatic: LoadPlan
    machine: Machine
    in_use: bool = False
    loading: bool = False
    adapter: str = ""
    promise: str = ""
    speed: str = ""
    template_failed: bool = False
    away: Button | None = None
    """How it leaves the list; None where it cannot."""


class ModelInspector(QWidget):
    """Only shows and asks."""

    load_asked = Signal()
    away_asked = Signal(object)
    changed = Signal(object)
    dragged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = TextLabel(theme, font="card_title", wrap=True)
        self.facts = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.thinks = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.form = ChoicesForm(theme)
        self.form.changed.connect(self.changed)
        self.form.dragged.connect(self.dragged)
        self.bars: list[tuple[TextLabel, MemoryBar, TextLabel]] = []
        self.legend = [TextLabel(theme, font="meta", kind="secondary") for _role in MEMORY_ROLES]
        """What each colour of the bars is for, with how much of it there is in all."""
        self.advice = TextLabel(theme, font="meta", kind="bad", wrap=True)
        self.notes = TextLabel(theme, font="meta", kind="tertiary", wrap=True)
        self.speed_label = TextLabel(theme, self.tr("Speed"), font="ui", kind="secondary")
        self.speed = TextLabel(theme, font="ui")
        self.tuning = TuningPart(theme)
        self.adapter_note = QFrame()
        self.adapter_note.setObjectName("note")
        self._adapter_icon, self.adapter_words = QLabel(), TextLabel(theme, font="meta", wrap=True)
        self.load_button = TextButton(theme, self.tr("Load this model"), self.load_asked.emit, kind="primary")
        self.promise = TextLabel(theme, font="meta", kind="tertiary", wrap=True)
        self.away_button = AwayButton(theme)
        self.away_button.asked.connect(self.away_asked)
        self._empty = TextLabel(theme, kind="tertiary", wrap=True)
        self._body = QWidget()
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()
        self.show_nothing()

    def show_model(self, shown: Inspected | None) -> None:
        """Show a model; None while none is chosen."""
        self._body.setVisible(shown is not None)
        self._empty.setVisible(shown is None)
        if shown is None:
            return
        file = shown.file
        self.title.setText(file.name)
        layers = self.tr("{0} layers").format(file.layers)
        self.facts.setText(" · ".join((weights_words(file.parameters), layers, file.quantization)))
        self.facts.setToolTip(str(file.path))
        self.thinks.setText(thought_words(file))
        self.form.show_model(
            file, shown.choices, shown.plan, shown.automatic, shown.machine, template_failed=shown.template_failed
        )
        self.show_plan(shown.plan, shown.machine)
        for part in (self.speed_label, self.speed):
            part.setVisible(bool(shown.speed))
        self.speed.setText(shown.speed)
        self.adapter_note.setVisible(bool(shown.adapter))
        self.adapter_words.setText(shown.adapter)
        self._show_button(shown)

    def show_nothing(self, words: str = "") -> None:
        """Say why there is nothing to set."""
        self._empty.setText(words or self.tr("Choose a model to see what it needs here."))
        self.show_model(None)

    def show_plan(self, plan: LoadPlan, machine: Machine) -> None:
        """Show what a plan takes; also while the slider is dragged."""
        estimate = plan.estimate
        places: list[tuple[str, Place, int]] = [
            (each.name if len(machine.devices) > 1 else self.tr("GPU"), card, each.free)
            for each, card in zip(machine.devices, (*estimate.cards, *(Place(),) * len(machine.devices)), strict=False)
        ][:MOST_CARDS]
        places.append((self.tr("CPU"), estimate.processor, machine.ram_free))
        for row, place in zip(self.bars, (*places, *((None,) * MOST_CARDS)), strict=False):
            self._show_bar(row, place)
        for label, words, size in zip(
            self.legend, self._legend_names(), (estimate.weights, estimate.context, estimate.working), strict=True
        ):
            label.setText(f"{words} {format_memory(size)}")
        self.advice.setVisible(not plan.fits)
        self.advice.setText(told(plan.advice))
        self.notes.setVisible(bool(plan.notes))
        self.notes.setText(" ".join(map(told, plan.notes)))

    def _show_bar(self, row: tuple[TextLabel, MemoryBar, TextLabel], place: tuple[str, Place, int] | None) -> None:
        for part in row:
            part.setVisible(place is not None)
        if place is None:
            return
        name, taken, free = place
        label, bar, words = row
        label.setText(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 64))
        label.setToolTip(name)
        room = max(free, 1)
        too_large = taken.total > free
        shares = tuple(each / room for each in (taken.weights, taken.context, taken.working))
        bar.show_bar(Bar(BarKind.TOO_LARGE, ()) if too_large else Bar(BarKind.MEMORY, shares))
        words.setText(used_words(taken.total, free))
        told = f"{name}: {words.text()}. {split_words(taken)}"
        bar.setAccessibleName(told)
        bar.setToolTip(told)

    def _show_button(self, shown: Inspected) -> None:
        words = self.tr("Load this model")
        if shown.in_use:
            words = self.tr("Load it anew with these")
        self.load_button.setText(f"{words}   ↵")
        self.load_button.setAccessibleName(words)
        self.load_button.setEnabled(not shown.loading)
        self.promise.setText(shown.promise)
        busy = shown.in_use or shown.loading
        self.away_button.show_for(str(shown.file.path), shown.away, shown.file.size_bytes, in_use=busy)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(4)
        for part in (self.title, self.facts, self.thinks):
            column.addWidget(part)
        column.addSpacing(12)
        column.addWidget(self.form.top)
        column.addSpacing(12)
        column.addWidget(TextLabel(self._theme, self.tr("Memory estimate"), font="meta", kind="secondary"))
        column.addLayout(self._memory())
        column.addLayout(self._legend())
        column.addWidget(self.advice)
        column.addWidget(self.notes)
        column.addSpacing(10)
        column.addWidget(divider())
        column.addSpacing(10)
        column.addWidget(self.form.bottom)
        line = QHBoxLayout()
        line.addWidget(self.speed_label, 1)
        line.addWidget(self.speed)
        column.addLayout(line)
        column.addSpacing(8)
        column.addWidget(self.tuning)
        column.addSpacing(8)
        note = QHBoxLayout(self.adapter_note)
        note.setContentsMargins(10, 8, 10, 8)
        note.setSpacing(8)
        note.addWidget(self._adapter_icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self.adapter_words, 1)
        column.addWidget(self.adapter_note)
        column.addSpacing(8)
        column.addWidget(self.load_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.promise)
        column.addWidget(self.away_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._empty.setContentsMargins(20, 20, 20, 20)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        whole.addWidget(self._empty)
        whole.addStretch(1)

    def _memory(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        for number in range(MOST_CARDS + 1):
            row = (TextLabel(self._theme, font="ui"), MemoryBar(self._theme), TextLabel(self._theme, font="meta"))
            for column, part in enumerate(row):
                grid.addWidget(part, number, column)
                part.hide()
            self.bars.append(row)
        return grid

    def _legend(self) -> QGridLayout:
        legend = QGridLayout()
        legend.setContentsMargins(0, 4, 0, 0)
        legend.setHorizontalSpacing(6)
        legend.setVerticalSpacing(2)
        legend.setColumnStretch(1, 1)
        legend.setColumnStretch(3, 1)
        for number, (role, label) in enumerate(zip(MEMORY_ROLES, self.legend, strict=True)):
            row, column = divmod(number, 2)
            legend.addWidget(Swatch(self._theme, role), row, 2 * column)
            legend.addWidget(label, row, 2 * column + 1)
        return legend

    def _legend_names(self) -> tuple[str, str, str]:
        return self.tr("weights"), self.tr("context"), self.tr("working space")

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self._adapter_icon.setPixmap(self._theme.icon("info", "warn.text").pixmap(side, side))
