"""Loads one file as it was planned; where the graphics card holds less than was thought, with fewer layers on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.catalog.chat_templates import chosen_template
from models.catalog.checked_files import CheckedFiles
from models.catalog.failures import Fault
from models.catalog.fit_advice import suggest_after_failure
from models.catalog.load_plan import LoadPlan
from models.catalog.model_file import ModelFile
from models.catalog.stamps import stamps_of
from models.engine.adapters import AdapterShelf
from models.engine.chat_template import ChatTemplate
from models.engine.decoder import Decoder
from models.engine.failures import reason_in, sentence_for
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.context import Context
from models.engine.llama.failures import LlamaError
from models.engine.llama.log import LogTail
from models.engine.llama.model import Model
from models.engine.loaded_model import LoadedModel
from models.engine.machine import graphics_cards
from models.engine.protocol import Device, FailureReason, Load, Loaded, LoadFailed
from models.engine.runs import RunPlanner
from models.engine.scheduler import Scheduler
from models.engine.sequences import SequencePool
from models.engine.thread_governor import ThreadGovernor

Progress = Callable[[float, int, bool, int], bool]
"""Told the loaded share, the layers on the card, whether it is the tuned copy, and the context in tokens; returns False
to give up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLoad:
    """One load.

    Args:
        request: What was asked for.
        file: What is loaded: the model, or its tuned copy.
        plan: How it is loaded.
        devices: What llama.cpp can compute on.
        log: Says why llama.cpp refused.
        abort: Stops the computations of the model midway.
        progress: Told how far it is.
        started: When the load was asked for (`time.monotonic`).
    """

    request: Load
    file: ModelFile
    plan: LoadPlan
    devices: tuple[Device, ...]
    log: LogTail
    abort: AbortFlag
    progress: Progress
    started: float

    def load(self) -> LoadedModel | LoadFailed:
        """Try the layers that fit, then half of them, …, then none."""
        layers = self.plan.gpu_layers
        told_before = tuple(filter(None, (self.request.notice, *self.plan.notes)))
        notices = told_before
        while True:
            self.log.clear()
            try:
                return self.load_with(layers, notices)
            except LlamaError as error:
                details = self.log.text() or str(error)
                reason = reason_in(details) or FailureReason.FILE
                if layers == 0 or reason in (FailureReason.FILE, FailureReason.ARCHITECTURE):
                    fault = Fault.DAMAGED if reason is FailureReason.FILE else None
                    return LoadFailed(self.request.path, reason, self._sentence(reason), details, fault)
                fewer = layers // 2 if layers > 1 else 0
                place = f"{fewer} are on it" if fewer else "the model runs on the processor"
                held = f"The graphics card could not hold {layers} layers of the model, so {place}."
                notices = (*told_before, held)
                layers = fewer

    def load_with(self, layers: int, notices: tuple[str, ...]) -> LoadedModel:
        """Load with so many layers on the graphics cards.

        Raises:
            LlamaError: llama.cpp could not; nothing of it is left in memory.
        """
        model = self._open_model(layers)
        try:
            context = self._make_context(model)
        except LlamaError:
            model.close()
            raise
        template = ChatTemplate(
            template_source(self.request, self.file), bos=model.vocabulary.bos_text, eos=model.vocabulary.eos_text
        )
        shelf = AdapterShelf(model, context, self.log)
        loaded = self._report(context, template, layers, notices)
        pool = SequencePool(context, can_rewind=model.can_rewind)
        planner = RunPlanner(model.vocabulary, template, self.file.thought_format, context_size=context.size)
        decoder = Decoder(context, self.abort, ThreadGovernor(self.plan.threads, context.use_threads))
        scheduler = Scheduler(context, pool, shelf, decoder)
        return LoadedModel(model, template, context, shelf, planner, scheduler, loaded)

    def _open_model(self, layers: int) -> Model:
        """Open the model; all of its weights are looked at once, and again when a file of it has changed."""
        kept = self.request.checked_file
        checked, stamps = CheckedFiles(Path(kept) if kept else None), stamps_of(self.file.parts)
        known = checked.knows(stamps)
        model = Model(
            self.file.path, gpu_layers=layers, card_shares=self.plan.card_shares, check=not known,
            progress=lambda share: self.progress(share, layers, self._is_copy, self.plan.context_size),
        )  # fmt: skip
        if not known:
            checked.keep(stamps)
        return model

    def _make_context(self, model: Model) -> Context:
        plan = self.plan
        return Context(
            model,
            size=plan.context_size,
            sequences=self.request.sequences,
            batch_tokens=plan.batch_tokens,
            threads=plan.threads,
            abort=self.abort,
            kv_type=plan.kv_type,
            flash_attention=plan.flash_attention if self.request.flash_attention is not None else None,
        )

    def _report(self, context: Context, template: ChatTemplate, layers: int, notices: tuple[str, ...]) -> Loaded:
        """What the client is told of the loaded model."""
        if template.is_fallback:
            notices = (*notices, "This model has no chat template, so questions are put to it in a plain form.")
        file = self.file
        return Loaded(
            path=self.request.path,
            name=file.name,
            quantization=file.quantization,
            architecture=file.architecture,
            context_size=context.size,
            threads=self.plan.threads,
            gpu_layers=min(layers, file.layers),
            layers=file.layers,
            device=_device_name(layers, self.devices),
            seconds=time.monotonic() - self.started,
            thinks_natively=file.thought_format.native,
            has_chat_template=not template.is_fallback,
            model_id=file.model_id,
            notices=notices,
            tuned=file.quantization if self._is_copy else "",
            pre_tokenizer=file.pre_tokenizer,
        )

    @property
    def _is_copy(self) -> bool:
        folder = self.request.tuned_folder
        return bool(folder) and self.file.path.parent == Path(folder)

    def _sentence(self, reason: FailureReason) -> str:
        if reason in (FailureReason.MEMORY, FailureReason.VIDEO_MEMORY):
            on_card = reason is FailureReason.VIDEO_MEMORY
            return suggest_after_failure(self.file, self.plan, on_card=on_card)
        return sentence_for(reason)


def template_source(request: Load, file: ModelFile) -> str | None:
    """Return the template that the user chose, else the file's own."""
    return chosen_template(request.chat_template) or file.chat_template


def _device_name(layers: int, devices: tuple[Device, ...]) -> str:
    cards = graphics_cards(devices)
    return ", ".join(each.description for each in cards) if layers and cards else "CPU"
