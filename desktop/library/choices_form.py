"""How a model is loaded, as fields: where it runs, layers, context, precision of the context, batch and threads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.library.layer_slider import LayerSlider
from desktop.library.words import plan_layers
from desktop.settings.fields import ChoiceField
from desktop.shell.parts import TextLabel
from desktop.theme import Theme
from models.catalog.chat_templates import NAMES
from models.catalog.load_plan import LoadPlan, Machine, allowed_kv_types
from models.catalog.model_file import ModelFile
from models.settings import ModelChoices

CONTEXTS = (2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)
BATCHES = (64, 128, 256, 512, 1024)
AUTO, PROCESSOR, BY_HAND = "auto", "cpu", "hand"


class ChoicesForm(QWidget):
    """`changed` carries the new `ModelChoices`; `dragged` tells them while the slider moves."""

    changed = Signal(object)
    dragged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._choices = ModelChoices()
        self._has_cards = False
        self._layers = 0
        self.segments: dict[str, QPushButton] = {}
        self.slider = LayerSlider(theme)
        self.slider.setAccessibleName(self.tr("Layers on the GPU"))
        self.layers_value = TextLabel(theme, font="ui")
        self.hint = TextLabel(theme, font="meta", kind="tertiary", wrap=True)
        self.fields: dict[str, ChoiceField] = {}
        self.labels: dict[str, TextLabel] = {}
        self._grid = QGridLayout()
        self.top, self.bottom = QWidget(), QWidget()
        self._lay_out()
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(lambda: self.changed.emit(self._choices))

    def show_model(self, file: ModelFile, choices: ModelChoices, plan: LoadPlan, automatic: LoadPlan,
                   machine: Machine, *, template_failed: bool = False) -> None:  # fmt: skip
        """Show what was chosen for a model.

        `automatic` is the plan with the choice of layers left open; `template_failed` says that the file's own way of
        being asked cannot be used.
        """
        self._choices, self._layers, self._has_cards = choices, file.layers, bool(machine.devices)
        place = AUTO if choices.gpu_layers is None else PROCESSOR if choices.gpu_layers == 0 else BY_HAND
        for name, button in self.segments.items():
            button.setChecked(name == place)
        by_hand = self.segments[BY_HAND]
        by_hand.setEnabled(self._has_cards)
        self._show_slider(plan, automatic)
        self._show_fields(file, choices, automatic, machine)
        self._show_template(file, choices, failed=template_failed)

    def show_layers(self, plan: LoadPlan, automatic: LoadPlan) -> None:
        """Show how many layers are on the card; also while the slider is dragged."""
        self._show_slider(plan, automatic)
        self.segments[BY_HAND].setChecked(True)

    def _show_slider(self, plan: LoadPlan, automatic: LoadPlan) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, self._layers + 1)
            self.slider.setEnabled(self._has_cards)
            if not self.slider.isSliderDown():
                self.slider.setValue(plan.gpu_layers)
        self.slider.show_automatic(automatic.gpu_layers if self._has_cards else -1)
        self.layers_value.setText(plan_layers(plan, self._layers))
        words = self.tr("No graphics device is in use here, so all layers run on the processor.")
        if self._has_cards:
            words = self.tr("Auto leaves a reserve of GPU memory free. Move the knob to choose by hand.")
        self.hint.setText(words)
        self.slider.setAccessibleDescription(f"{self.layers_value.text()}. {words}")

    def _show_fields(self, file: ModelFile, choices: ModelChoices, automatic: LoadPlan, machine: Machine) -> None:
        auto = self.tr("Auto ({0})")
        contexts = sorted({min(each, file.context_length) for each in (*CONTEXTS, choices.context_size or 2048)})
        tokens = self.tr("{0} tokens")
        threads = range(1, max(machine.cores, choices.threads or 1) + 1)
        flash = self.tr("on") if automatic.flash_attention else self.tr("off")
        self._fill("context_size", auto.format(tokens.format(f"{automatic.context_size:,}")),
                   [(tokens.format(f"{each:,}"), each) for each in contexts], choices.context_size)  # fmt: skip
        self._fill("kv_type", auto.format(automatic.kv_type),
                   [(each, each) for each in allowed_kv_types(file)], choices.kv_type)  # fmt: skip
        self._fill("flash_attention", auto.format(flash),
                   [(self.tr("On"), True), (self.tr("Off"), False)], choices.flash_attention)  # fmt: skip
        self._fill("batch_tokens", auto.format(tokens.format(automatic.batch_tokens)),
                   [(tokens.format(each), each) for each in BATCHES], choices.batch_tokens)  # fmt: skip
        self._fill("threads", auto.format(automatic.threads),
                   [(self.tr("{0} of {1}").format(each, machine.cores), each) for each in threads],
                   choices.threads)  # fmt: skip

    def _show_template(self, file: ModelFile, choices: ModelChoices, *, failed: bool) -> None:
        """How it is asked is a choice where the file does not say it, or the user chose otherwise."""
        own = file.has_chat_template
        automatic = self.tr("As the file says") if own else self.tr("Plain questions")
        templates = [(shown, name) for name, shown in NAMES.items()]
        self._fill("chat_template", automatic, templates, choices.chat_template or None)
        tip = self.tr("The file does not say how it wants to be asked")
        self.fields["chat_template"].setToolTip(self.tr("Instead of what the file says of it") if own else tip)
        for part in (self.fields["chat_template"], self.labels["chat_template"]):
            part.setVisible(not own or failed or bool(choices.chat_template))

    def _fill(self, name: str, automatic: str, values: Sequence[tuple[str, object]], chosen: object) -> None:
        field = self.fields[name]
        with QSignalBlocker(field):
            field.clear()
            for words, value in ((automatic, None), *values):
                field.addItem(words, value)
            field.setCurrentIndex(max(0, field.findData(chosen) if chosen is not None else 0))

    def _choose(self, name: str, value: object) -> None:
        value = "" if name == "chat_template" and value is None else value
        self._change(**{name: value})

    def _choose_place(self, place: str) -> None:
        layers = {AUTO: None, PROCESSOR: 0}.get(place, max(self.slider.value(), 1))
        self._change(gpu_layers=layers)

    def _on_slider(self, value: int) -> None:
        self._choices = msgspec.structs.replace(self._choices, gpu_layers=value)
        (self.dragged if self.slider.isSliderDown() else self.changed).emit(self._choices)

    def _change(self, **fields: Any) -> None:
        self._choices = msgspec.structs.replace(self._choices, **fields)
        self.changed.emit(self._choices)

    def _lay_out(self) -> None:
        run_on = QFrame()
        run_on.setObjectName("segments")
        row = QHBoxLayout(run_on)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        names = ((AUTO, self.tr("Auto")), (PROCESSOR, self.tr("CPU only")), (BY_HAND, self.tr("By hand")))
        for name, words in names:
            button = self.segments[name] = QPushButton(words)
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Run on: {0}").format(words))
            button.clicked.connect(lambda _on=False, name=name: self._choose_place(name))
            group.addButton(button)
            row.addWidget(button, 1)
        self.segments[BY_HAND].setObjectName("lastSegment")
        top = QVBoxLayout(self.top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addWidget(TextLabel(self._theme, self.tr("Run on"), font="meta", kind="secondary"))
        top.addWidget(run_on)
        top.addSpacing(6)
        line = QHBoxLayout()
        line.addWidget(TextLabel(self._theme, self.tr("Layers on GPU"), font="meta", kind="secondary"), 1)
        line.addWidget(self.layers_value)
        top.addLayout(line)
        top.addWidget(self.slider)
        top.addWidget(self.hint)
        self._add_fields()

    def _add_fields(self) -> None:
        self._grid = QGridLayout(self.bottom)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        names = (
            ("context_size", self.tr("Context"), self.tr("Tokens that question, history and answer share")),
            ("threads", self.tr("CPU threads"), self.tr("Auto takes one for each physical core")),
            ("kv_type", self.tr("Context kept as"), self.tr("q8_0 takes half the memory of f16, q4_0 a quarter; q4_0"
                                                            " costs answers")),
            ("flash_attention", self.tr("Flash attention"), self.tr("Takes less working space")),
            ("batch_tokens", self.tr("Batch"), self.tr("Tokens that are read at once")),
            ("chat_template", self.tr("Ask as"), ""),
        )  # fmt: skip
        for number, (name, words, tip) in enumerate(names):
            field = self.fields[name] = ChoiceField((), partial(self._choose, name))
            field.setMinimumWidth(150)
            field.setAccessibleName(words)
            field.setToolTip(tip)
            label = self.labels[name] = TextLabel(self._theme, words, font="ui", kind="secondary")
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(field, number, 1)
