"""One training from its plan to its adapter file, in stages; each can be taken up again after a crash."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import psutil
import torch
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from models.catalog.adapters.facts import AdapterFacts
from models.catalog.inspection import ModelFile
from models.learning.adapter_file import write_adapter_file
from models.learning.examples import TrainingExample
from models.learning.memory import check_memory, estimate_training_memory
from models.learning.messages import DevMeasured, FromTrainer, Prepared, Probe, StageBegun, StepDone, Stopped, Trained
from models.learning.plan import TrainingPlan
from models.learning.reading import ReadExamples
from models.learning.schedule import batches
from models.learning.token_tree import Row, rows_of
from models.learning.trainer.checkpoints import load_state, save_state
from models.learning.trainer.computing import log_probabilities, mean_loss
from models.learning.trainer.loading import load_for_training
from models.learning.trainer.lora import as_arrays, attach_lora, load_lora_state, lora_state
from models.learning.trainer.machine import TrainingMachine, choose_machine
from models.learning.trainer.sft import RowTrainer, learning_rate_factor

Report = Callable[[FromTrainer], None]

_CHECKPOINT_SHARE = 20
"""A checkpoint is written at most so often that writing takes one part of so many of the time."""


class TrainerRun:
    """A training.

    Args:
        plan: What to do.
        read: Its examples as tokens.
        report: Gets what is worth telling.
        wants_stop: Asked after each step whether to stop.
    """

    def __init__(self, plan: TrainingPlan, read: ReadExamples, report: Report, wants_stop: Callable[[], bool]) -> None:
        self._plan, self._read, self._report, self._wants_stop = plan, read, report, wants_stop
        self._settings = plan.settings
        self._file: ModelFile = read.file
        self._machine = choose_machine(plan.settings, read.file.shape.embedding)
        self._state = load_state(plan.checkpoint, plan.fingerprint(read.file.model_id))
        self._model: Any = None
        self._batches: list[list[Row]] = []
        self._saved_at = time.monotonic()
        self._step_began = time.monotonic()
        self._save_seconds = 0.0

    def work(self) -> Trained | Stopped:
        """Train, export and return what came of it.

        Raises:
            TrainingFailed: The model or the machine cannot do it.
        """
        self._prepare()
        self._report(StageBegun("loading"))
        self._load()
        if not self._state.finished and not self._train():
            return Stopped(self._state.step)
        self._report(StageBegun("exporting"))
        return self._export()

    def _prepare(self) -> None:
        read, settings, machine = self._read, self._settings, self._machine
        memory = estimate_training_memory(
            self._file,
            rank=settings.rank,
            row_tokens=settings.row_tokens,
            longest=read.longest,
            weight_bytes=machine.weight_bytes,
        )
        check_memory(self._file, memory, free=machine.free, on_card=machine.on_card)
        self._report(
            Prepared(
                examples=len(read.examples) + len(read.replay),
                dev=len(read.dev),
                left_out=read.left_out,
                tokens=read.tokens,
                longest=read.longest,
                memory_bytes=memory.total,
                device=machine.device.type,
                precision=machine.precision,
                resumed_step=self._state.step,
            )
        )

    def _load(self) -> None:
        base = load_for_training(self._file, dtype=self._machine.dtype).to(self._machine.device)
        self._model = attach_lora(base, self._settings)
        if self._state.adapter:
            load_lora_state(self._model, self._state.adapter)

    def _train(self) -> bool:
        """Do the missing steps; returns False when it was stopped before the end."""
        self._report(StageBegun("training"))
        state, settings, read = self._state, self._settings, self._read
        dev = rows_of(read.dev, row_tokens=settings.row_tokens)
        if state.base_loss is None and dev:
            self._model.eval()
            state.base_loss = mean_loss(self._model.get_base_model(), dev)
            self._report(DevMeasured(0, state.base_loss, False))
        sequences = [*read.examples, *read.replay]
        wanted = batches(len(read.examples), len(read.replay), settings)
        self._batches = [
            rows_of((sequences[number] for number in step), row_tokens=settings.row_tokens)
            for step in wanted[state.step :]
        ]
        first = state.step
        optimizer, scheduler = self._optimizer()
        self._step_began = self._saved_at = time.monotonic()

        def after_step(loss: float) -> bool:
            rows = self._batches[state.step - first]
            return self._after_step(loss, rows, dev, optimizer, scheduler)

        RowTrainer(self._model, self._batches, settings, optimizer, scheduler, after_step).train()
        return state.finished

    def _optimizer(self) -> tuple[AdamW, LambdaLR]:
        """The optimizer and the learning rate's schedule, as the checkpoint left them."""
        parameters = [each for each in self._model.parameters() if each.requires_grad]
        optimizer = AdamW(parameters, lr=self._settings.learning_rate, weight_decay=0.0)
        scheduler = LambdaLR(optimizer, lambda step: learning_rate_factor(self._settings, step))
        if self._state.optimizer:
            optimizer.load_state_dict(self._state.optimizer)
            scheduler.load_state_dict(self._state.scheduler)
        return optimizer, scheduler

    def _after_step(
        self, loss: float, rows: Sequence[Row], dev: Sequence[Row], optimizer: AdamW, scheduler: LambdaLR
    ) -> bool:
        """Note what the step has reached; returns whether another follows."""
        state, settings = self._state, self._settings
        state.step += 1
        state.loss = loss
        state.tokens += sum(row.counted for row in rows)
        state.finished = state.step >= settings.steps
        if dev and (state.finished or state.step % settings.dev_every == 0):
            self._measure(dev)
        state.seconds += self._since_step_began()
        left = (settings.steps - state.step) * state.seconds / state.step
        self._report(StepDone(state.step, settings.steps, loss, state.tokens, state.seconds, left))
        stops = self._wants_stop()
        due = max(settings.checkpoint_seconds, _CHECKPOINT_SHARE * self._save_seconds)
        if stops or state.finished or time.monotonic() - self._saved_at >= due:
            self._save(optimizer, scheduler)
        self._step_began = time.monotonic()
        return not (stops or state.finished)

    def _since_step_began(self) -> float:
        return time.monotonic() - self._step_began

    def _measure(self, dev: Sequence[Row]) -> None:
        """Measure on the dev examples; keep the best adapter, and end when it no longer gets better."""
        state = self._state
        self._model.eval()
        loss = mean_loss(self._model.get_base_model(), dev)
        better = state.best_loss is None or loss < state.best_loss
        if better:
            state.best, state.best_step, state.best_loss, state.worse = lora_state(self._model), state.step, loss, 0
        else:
            state.worse += 1
            state.finished = state.finished or state.worse >= self._settings.patience
        self._report(DevMeasured(state.step, loss, better))

    def _save(self, optimizer: AdamW, scheduler: LambdaLR) -> None:
        started = time.monotonic()
        state = self._state
        state.adapter = lora_state(self._model)
        state.optimizer, state.scheduler = optimizer.state_dict(), scheduler.state_dict()
        save_state(self._plan.checkpoint, state)
        self._saved_at = time.monotonic()
        self._save_seconds = self._saved_at - started

    def _export(self) -> Trained:
        state, plan, read = self._state, self._plan, self._read
        best = state.best or state.adapter
        load_lora_state(self._model, best)
        learned = len(read.examples) + len(read.replay)
        facts = AdapterFacts(
            title=plan.title or Path(plan.adapter).stem,
            base_model_id=self._file.model_id,
            base_name=self._file.name,
            examples=learned,
            steps=state.best_step or state.step,
            seed=self._settings.seed,
            created=time.time(),
            settings=msgspec.json.encode(self._settings).decode(),
            fingerprint=state.fingerprint,
            pre_tokenizer=self._file.pre_tokenizer,
        )
        write_adapter_file(Path(plan.adapter), self._file, as_arrays(best), alpha=self._settings.alpha, facts=facts)
        return Trained(
            steps=state.step,
            best_step=state.best_step or state.step,
            base_dev_loss=state.base_loss,
            dev_loss=state.best_loss,
            loss=state.loss,
            examples=learned,
            left_out=read.left_out,
            tokens=state.tokens,
            seconds=state.seconds,
            parameters=sum(each.numel() for each in best.values()),
            peak_bytes=_peak_bytes(self._machine),
            fingerprint=state.fingerprint,
            probes=tuple(self._probe(*each) for each in read.probes),
        )

    def _probe(self, example: TrainingExample, tokens: tuple[int, ...], start: int) -> Probe:
        self._model.eval()
        base = self._model.get_base_model()
        adapted = log_probabilities(base, tokens, start)
        with self._model.disable_adapter():
            plain = log_probabilities(base, tokens, start)
        thinking = bool(example.thought)
        return Probe(example.messages, example.thought or example.answer, thinking, plain, adapted)


def _peak_bytes(machine: TrainingMachine) -> int:
    if machine.on_card:
        return int(torch.cuda.max_memory_allocated())
    try:
        import resource
    except ImportError:
        return int(psutil.Process().memory_info().rss)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if psutil.MACOS else peak * 1024)
