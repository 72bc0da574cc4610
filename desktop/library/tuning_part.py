"""The part of the inspector that tells how fast a model is here, and offers a copy that is faster."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.bars import MemoryBar
from desktop.library.rows import Bar, BarKind
from desktop.library.tuning_words import RUNNING, copy_words, speed_words, step_words
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.catalog.speeds import MeasuredSpeed
from models.catalog.tuned_copies import TunedCopy
from models.events import TuningState


@dataclass(frozen=True, slots=True)
class TuningShown:
    """What the part shows of one model.

    `state` is what is being done with this model, or was done last. `busy` means that another model is being tuned.
    Speeds can be tested of the model `in_use` only, and not while it answers a question (`answering`). One that runs on
    a graphics card (`on_card`) is not copied.
    """

    copy: TunedCopy | None = None
    speed: MeasuredSpeed | None = None
    state: TuningState | None = None
    in_use: bool = False
    on_card: bool = False
    busy: bool = False
    answering: bool = False


class TuningPart(QWidget):
    """Only shows and asks."""

    test_asked = Signal()
    tune_asked = Signal()
    cancel_asked = Signal()
    use_asked = Signal(bool)
    remove_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.speed = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.test_button = TextButton(theme, self.tr("Test the speed"), self.test_asked.emit, kind="link")
        self.tune_button = TextButton(theme, self.tr("Tune for this computer"), self.tune_asked.emit, kind="link")
        self.tune_button.setToolTip(
            self.tr(
                "Looks for a type that this processor computes faster, and keeps a copy of the model in it if it\n"
                "answers nearly the same. The model file itself is not changed."
            )
        )
        self.title = TextLabel(theme, self.tr("Speed on this computer"), font="meta", kind="secondary")
        self.switch = QCheckBox(self._switch_words("…"))
        self.copy_note = TextLabel(theme, font="meta", kind="tertiary", wrap=True)
        self.remove_button = TextButton(theme, self.tr("Delete the copy"), self.remove_asked.emit, kind="link")
        self.words = TextLabel(theme, font="meta", kind="secondary", wrap=True)
        self.bar = MemoryBar(theme)
        self.cancel_button = TextButton(theme, self.tr("Cancel"), self.cancel_asked.emit, kind="link")
        self.switch.clicked.connect(self.use_asked)
        self._lay_out(theme)

    def show_tuning(self, shown: TuningShown) -> None:
        """Show what is known of a model."""
        state = shown.state
        running = state is not None and state.step in RUNNING
        speed = speed_words(shown.speed)
        self.speed.setText(speed)
        self.speed.setVisible(bool(speed))
        self.test_button.setVisible(shown.in_use and not running)
        self.tune_button.setVisible(shown.copy is None and not shown.on_card and not running)
        for button in (self.test_button, self.tune_button):
            button.setEnabled(not shown.busy)
        self.test_button.setEnabled(not shown.busy and not shown.answering)
        self.test_button.setToolTip(
            self.tr("An answer is being written, which would slow the test; wait until it has ended")
            if shown.answering
            else ""
        )
        self._show_copy(shown.copy, running=running)
        words = step_words(state) if state is not None else ""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.bar.setVisible(running)
        self.cancel_button.setVisible(running)
        if state is not None and running:
            self.bar.show_bar(Bar(BarKind.PROGRESS, (state.share,)))
            self.bar.setAccessibleName(f"{words} {round(100 * state.share)} %")
        below = (self.speed, self.test_button, self.tune_button, self.switch, self.words)
        self.title.setVisible(any(not each.isHidden() for each in below))

    def _show_copy(self, copy: TunedCopy | None, *, running: bool) -> None:
        for part in (self.switch, self.copy_note, self.remove_button):
            part.setVisible(copy is not None)
        if copy is not None:
            self.switch.setText(self._switch_words(copy.quantization))
            self.switch.setChecked(copy.in_use)
            self.switch.setEnabled(not running)
            self.remove_button.setEnabled(not running)
            self.copy_note.setText(copy_words(copy))

    def _switch_words(self, quantization: str) -> str:
        return self.tr("Compute with the tuned copy ({0})").format(quantization)

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.test_button)
        progress = QHBoxLayout()
        progress.setSpacing(8)
        progress.addWidget(self.bar, 1)
        progress.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.speed)
        column.addWidget(self.switch)
        column.addWidget(self.copy_note)
        column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.tune_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        column.addLayout(progress)
