"""The settings page: model, thinking, sampling, appearance, data."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.composer.effort_bar import effort_label
from desktop.composer.effort_choice import NAMES
from desktop.language.languages import CHOICES, SYSTEM
from desktop.settings.backups_section import BackupsSection
from desktop.settings.fields import ChoiceField, NumberField, ShareField, labelled
from desktop.settings.files_section import FilesSection
from desktop.settings.keeper import SettingsKeeper
from desktop.settings.learning_fields import LearningFields
from desktop.settings.privacy import Privacy
from desktop.shell.header import Header
from desktop.shell.parts import TextButton, TextLabel, divider
from desktop.theme import Theme
from models.paths import DataFolder
from models.settings import EngineSettings, SamplingSettings, Settings

PROMPT_HEIGHT = 96
TYPING_MILLISECONDS = 600


class SettingsPage(QWidget):
    """Every change counts at once; only how the model is loaded waits for its button."""

    closed = Signal()
    model_asked = Signal()
    folder_asked = Signal()

    def __init__(self, theme: Theme, keeper: SettingsKeeper, folder: DataFolder) -> None:
        super().__init__()
        self._theme = theme
        self._keeper = keeper
        self._folder = folder
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(theme)
        self.header.show_page(self.tr("Settings"), "", conversation=False)
        self.done_button = TextButton(theme, self.tr("Back to the questions"), self.closed.emit, kind="small")
        self.header.add(self.done_button)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.keep_typing)
        self._scroll = QScrollArea()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 24, 0, 32)
        self._body.setSpacing(0)
        self._add_appearance()
        self._add_model()
        self._add_thinking()
        self._add_sampling()
        self._add_learning()
        self._add_files()
        self._add_data()
        self._body.addStretch(1)
        self._lay_out()
        self.show_settings(keeper.current)
        keeper.changed.connect(self.show_settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the settings in use."""
        sampling, engine = settings.sampling, settings.engine
        bundled = settings.model == "bundled"
        self._model.setText(self.tr("The bundled model (SmolLM2 135M)") if bundled else settings.model)
        self._context.show_number(engine.context_size)
        self._layers.show_number(engine.gpu_layers)
        self._threads.show_number(engine.threads)
        self._effort.show_value(settings.effort)
        self._thought.show_number(settings.thought_tokens)
        self._answer.show_number(settings.answer_tokens)
        self._seconds.show_number(round(settings.thinking_seconds))
        self._keep.blockSignals(True)
        self._keep.setChecked(settings.keep_thoughts)
        self._keep.blockSignals(False)
        if settings.system_prompt != self._prompt.toPlainText() and not self._typing.isActive():
            self._prompt.blockSignals(True)
            self._prompt.setPlainText(settings.system_prompt)
            self._prompt.blockSignals(False)
        for name, field in self._sampling.items():
            field.show_number(getattr(sampling, name))
        self._theme_choice.show_value(settings.theme)
        self._scale.show_value(settings.text_scale)
        self._motion.blockSignals(True)
        self._motion.setChecked(settings.reduce_motion)
        self._motion.blockSignals(False)
        self._language.show_value(settings.language)
        self.backups.trash_field.show_value(settings.trash_days)
        self.learning.show_settings(settings)

    def show_privacy(self) -> None:
        """Bring what is said about the data into view."""
        self.privacy.delete_button.setFocus()
        self._scroll_to_end()

    def show_backups(self) -> None:
        """Bring the backups into view, once they have their place."""
        QTimer.singleShot(0, self.backups, lambda: self._scroll.ensureWidgetVisible(self.backups))

    def show_language(self) -> None:
        """Bring the choice of the language into view, with the focus."""
        self._language.setFocus()
        self._scroll.ensureWidgetVisible(self._language)

    def keep_typing(self) -> None:
        """Keep the system prompt as it stands."""
        self._typing.stop()
        self._keeper.change(system_prompt=self._prompt.toPlainText())

    def _lay_out(self) -> None:
        column = QWidget()
        column.setMaximumWidth(self._theme.size("text_measure"))
        column.setLayout(self._body)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        row = QHBoxLayout(canvas)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(column, 1)
        scroll = self._scroll
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(canvas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(scroll, 1)

    def _section(self, title: str) -> None:
        if self._body.count():
            self._body.addSpacing(16)
            self._body.addWidget(divider())
            self._body.addSpacing(20)
        self._body.addWidget(TextLabel(self._theme, title, font="card_title"))
        self._body.addSpacing(4)

    def _row(self, name: str, explanation: str, field: QWidget) -> None:
        self._body.addWidget(labelled(self._theme, name, explanation, field))

    def _add_model(self) -> None:
        self._section(self.tr("Model"))
        self._model = TextLabel(self._theme, kind="secondary", wrap=True)
        self._body.addWidget(self._model)
        automatic = self.tr("Automatic")
        self._context = NumberField(512, 1_048_576, 512, automatic=automatic)
        self._layers = NumberField(0, 999, 1, automatic=automatic)
        self._threads = NumberField(1, 512, 1, automatic=automatic)
        choose = TextButton(self._theme, self.tr("Choose a model"), self.model_asked.emit, icon="folder")
        self._row(self.tr("Model file"), self.tr("Any GGUF file. It is read, never changed or moved."), choose)
        self._row(self.tr("Context size"), self.tr("Tokens that question, history and answer share."), self._context)
        self._row(self.tr("Layers on the GPU"), self.tr("0 keeps the model on the processor."), self._layers)
        self._row(self.tr("Threads"), self.tr("Automatic takes one for each physical core."), self._threads)
        self._load = TextButton(self._theme, self.tr("Load the model with these"), self._keep_engine)
        self._row(self.tr("Use them"), self.tr("The model is loaded again; a running answer is kept."), self._load)

    def _add_thinking(self) -> None:
        self._section(self.tr("Thinking"))
        efforts = [(effort_label(name), name.value) for name in NAMES]
        self._effort = ChoiceField(efforts, lambda value: self._keeper.change(effort=value))
        words = self.tr("What a new question starts with; each conversation goes on with its own.")
        self._row(self.tr("Usual effort"), words, self._effort)
        self._thought = NumberField(0, 1_000_000, 64)
        self._answer = NumberField(16, 1_000_000, 64)
        self._seconds = NumberField(1, 86_400, 5)
        words = self.tr("The most tokens of all thoughts at Standard; Quick takes a quarter, Deep four times as many.")
        self._row(self.tr("Thought budget"), words, self._thought)
        self._row(self.tr("Longest thinking, in seconds"), self.tr("Then the answer begins."), self._seconds)
        self._row(self.tr("Answer reserve"), self.tr("The most tokens of an answer."), self._answer)
        self._keep = QCheckBox(self.tr("Keep"))
        words = self.tr("Earlier thoughts stay in what the model reads. Costs context; most models do better without.")
        self._row(self.tr("Earlier thoughts in the context"), words, self._keep)
        self._prompt = QPlainTextEdit()
        self._prompt.setProperty("kind", "field")
        self._prompt.setFixedHeight(PROMPT_HEIGHT)
        self._prompt.setTabChangesFocus(True)
        self._prompt.setAccessibleName(self.tr("System prompt"))
        self._body.addSpacing(6)
        self._body.addWidget(TextLabel(self._theme, self.tr("System prompt"), font="ui_strong"))
        words = self.tr("What the model is told before every question. Empty takes the model's own.")
        self._body.addWidget(TextLabel(self._theme, words, font="meta", kind="tertiary", wrap=True))
        self._body.addSpacing(6)
        self._body.addWidget(self._prompt)
        self._connect_number(self._thought, "thought_tokens")
        self._connect_number(self._answer, "answer_tokens")
        self._seconds.valueChanged.connect(lambda value: self._keeper.change(thinking_seconds=float(value)))
        self._keep.toggled.connect(lambda on: self._keeper.change(keep_thoughts=on))
        self._prompt.textChanged.connect(self._typing.start)

    def _add_sampling(self) -> None:
        self._section(self.tr("Sampling"))
        self._sampling: dict[str, Any] = {}
        rows = (
            ("temperature", self.tr("Temperature"), self.tr("0 always takes the likeliest token."), (0.0, 2.0, 0.05)),
            ("top_k", self.tr("Top k"), self.tr("Only the k likeliest tokens; 0 is off."), (0, 1000, 1)),
            ("top_p", self.tr("Top p"), self.tr("Only the likeliest tokens of this joint share."), (0.0, 1.0, 0.05)),
            ("min_p", self.tr("Min p"), self.tr("Only tokens with this share of the likeliest."), (0.0, 1.0, 0.01)),
            ("repeat_penalty", self.tr("Repeat penalty"), self.tr("1 is off."), (1.0, 2.0, 0.05)),
            ("repeat_window", self.tr("Repeat window"), self.tr("Tokens that the penalty looks back."), (0, 4096, 16)),
        )
        for name, title, explanation, (low, high, step) in rows:
            whole = isinstance(step, int)
            field = NumberField(int(low), int(high), int(step)) if whole else ShareField(low, high, step)
            field.valueChanged.connect(lambda value, key=name: self._change_sampling(key, value))
            self._sampling[name] = field
            self._row(title, explanation, field)
        back = TextButton(self._theme, self.tr("Back to the usual values"), self._reset_sampling)
        self._row(self.tr("Usual values"), "", back)

    def _add_appearance(self) -> None:
        self._section(self.tr("Appearance"))
        themes = [(self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")]
        self._theme_choice = ChoiceField(themes, lambda value: self._keeper.change(theme=value))
        scales = [(f"{percent} %", percent / 100) for percent in (85, 100, 115, 130, 150, 175, 200)]
        self._scale = ChoiceField(list(scales), lambda value: self._keeper.change(text_scale=value))
        languages = [(self.tr("As the system"), SYSTEM), *((each.name, each.value) for each in CHOICES)]
        self._language = ChoiceField(languages, lambda value: self._keeper.change(language=value))
        self._row(self.tr("Theme"), "", self._theme_choice)
        self._row(self.tr("Text size"), "", self._scale)
        self._motion = QCheckBox(self.tr("Reduce"))
        self._motion.toggled.connect(lambda on: self._keeper.change(reduce_motion=on))
        self._row(self.tr("Motion"), self.tr("Thoughts fold and unfold at once."), self._motion)
        self._row(self.tr("Language"), self.tr("The command line stays English."), self._language)

    def _add_learning(self) -> None:
        self._section(self.tr("Learning"))
        self.learning = LearningFields(self._keeper)
        for title, explanation, field in self.learning.rows():
            self._row(title, explanation, field)

    def _add_files(self) -> None:
        self._section(self.tr("Conversations as files"))
        self.files = FilesSection(self._theme)
        self._body.addWidget(self.files)
        self._section(self.tr("Trash and backups"))
        self.backups = BackupsSection(self._theme)
        self._body.addWidget(self.backups)

    def _add_data(self) -> None:
        self._section(self.tr("Data and privacy"))
        self.privacy = Privacy(self._theme, self._folder)
        self.privacy.folder_asked.connect(self.folder_asked)
        self.privacy.grew.connect(self._scroll_to_end)
        self._body.addWidget(self.privacy)

    def _scroll_to_end(self) -> None:
        """Once all has its place; the section about the data is the last one."""
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def _connect_number(self, field: NumberField, name: str) -> None:
        field.valueChanged.connect(lambda value: self._keeper.change(**{name: value}))

    def _keep_engine(self) -> None:
        engine = EngineSettings(
            context_size=self._context.number(), gpu_layers=self._layers.number(), threads=self._threads.number()
        )
        self._keeper.change(engine=engine)

    def _change_sampling(self, name: str, value: float) -> None:
        self._keeper.change(sampling=msgspec.structs.replace(self._keeper.current.sampling, **{name: value}))

    def _reset_sampling(self) -> None:
        self._keeper.change(sampling=SamplingSettings())
