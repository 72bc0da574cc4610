"""Between the inspector and the chosen model: what is shown of it, and the choices that are kept for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject

from desktop.library.inspecting import inspected
from desktop.library.page import ModelsPage
from desktop.library.state import LibraryState, reference_of
from desktop.library.tuning_watch import TuningWatch
from desktop.library.weighing_desk import WeighingDesk
from desktop.settings.keeper import SettingsKeeper
from models.catalog.found.records import FoundModel
from models.catalog.wishes import choices_of
from models.settings import ModelChoices

if TYPE_CHECKING:
    from models.assistant import Assistant


class DetailsDesk(QObject):
    """Shows the model whose row is chosen, and keeps what the user sets of it."""

    def __init__(
        self, page: ModelsPage, state: LibraryState, assistant: Assistant, keeper: SettingsKeeper,
        weighing: WeighingDesk, tuning: TuningWatch, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._page, self._state, self._assistant, self._keeper = page, state, assistant, keeper
        self._weighing, self._tuning = weighing, tuning
        self._wants_template = False
        """The field for the template is to be shown as soon as it is known which model is in use."""
        page.inspector.changed.connect(self._keep_choices)
        page.inspector.dragged.connect(self._show_dragged)

    def show(self) -> None:
        """Show what is known of the chosen model now."""
        model = self._state.model(self._state.chosen)
        shown: Any = None
        if model is not None and self._state.machine is not None:
            shown = inspected(self._state, model, self._weighing.free_now, self._assistant.expected_seconds)
        self._tuning.follow(model if shown is not None else None)
        if shown is not None:
            self._page.inspector.show_model(shown)
            if self._wants_template and shown.in_use:
                self._wants_template = False
                self._page.focus_template()
        elif model is not None and model.file is None:
            self._page.inspector.show_nothing(self.tr("This file cannot be loaded; what is wrong stands in the list."))
        else:
            self._page.inspector.show_nothing()

    def show_template_choice(self) -> None:
        """Bring the field into view where it is chosen how the model in use is asked."""
        self._wants_template = True

    def choices(self, model: FoundModel) -> ModelChoices:
        """Return what was chosen for a model."""
        return choices_of(self._keeper.current, reference_of(model))

    def keep(self, model: FoundModel, choices: ModelChoices) -> None:
        """Keep what was chosen for a model."""
        kept = {**self._keeper.current.model_choices, reference_of(model): choices}
        self._keeper.change(model_choices=kept)

    def _keep_choices(self, choices: ModelChoices) -> None:
        model = self._state.model(self._state.chosen)
        if model is not None:
            self.keep(model, choices)

    def _show_dragged(self, choices: ModelChoices) -> None:
        """The estimate moves with the knob; what is chosen is kept when it is let go."""
        model = self._state.model(self._state.chosen)
        if model is None or self._state.machine is None:
            return
        chosen = {**self._state.settings.model_choices, reference_of(model): choices}
        settings = msgspec.structs.replace(self._state.settings, model_choices=chosen)
        shown = inspected(replace(self._state, settings=settings), model, self._weighing.free_now, None)
        if shown is not None:
            self._page.inspector.form.show_layers(shown.plan, shown.automatic)
            self._page.inspector.show_plan(shown.plan, shown.machine)
