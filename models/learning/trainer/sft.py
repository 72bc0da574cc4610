"""TRL's trainer, fed with rows in which common beginnings are computed once, and told when to stop."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import torch
from datasets import Dataset  # type: ignore[import-untyped]
from datasets.utils.logging import disable_progress_bar  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from torch.utils.data import Sampler, SequentialSampler
from transformers import PreTrainedTokenizerFast, TrainerCallback
from transformers.utils import logging
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from models.learning.plan import TrainingSettings
from models.learning.token_tree import Row, learned_total
from models.learning.trainer.computing import held_loss, row_loss

LAST_RATE = 0.1
"""The share of the learning rate that is left at the last step."""


class StepListener(TrainerCallback):
    """Calls `after_step` with the loss; training stops when it returns False."""

    def __init__(self, after_step: Callable[[float], bool]) -> None:
        self.loss = 0.0
        self._after_step = after_step

    def on_step_end(self, args: Any, state: Any, control: Any, **_rest: Any) -> Any:
        """Ask whether to go on."""
        goes_on = self._after_step(self.loss)
        control.should_training_stop = control.should_training_stop or not goes_on
        return control


class RowTrainer(SFTTrainer):
    """SFTTrainer whose batches are rows; the loss of a step is the mean over all that its examples learn or hold.

    Args:
        model: The model with its adapter (PEFT).
        batches: For each step its rows.
        settings: The training's settings.
        optimizer: The optimizer of the adapter.
        scheduler: The learning rate's schedule.
        after_step: Called with the loss of each step; returns whether to go on.
    """

    def __init__(
        self,
        model: Any,
        batches: Sequence[Sequence[Row]],
        settings: TrainingSettings,
        optimizer: torch.optim.Optimizer,
        scheduler: torch.optim.lr_scheduler.LambdaLR,
        after_step: Callable[[float], bool],
    ) -> None:
        self._batches = batches
        self._listener = StepListener(after_step)
        quiet()
        with tempfile.TemporaryDirectory(prefix="rationale-") as folder:
            super().__init__(
                model=model,
                args=_arguments(folder, settings, len(batches), on_cpu=model.device.type == "cpu"),
                train_dataset=Dataset.from_dict({"step": list(range(len(batches)))}),
                data_collator=self._rows_of_step,
                processing_class=no_tokenizer(),
                optimizers=(optimizer, scheduler),
                callbacks=[self._listener],
            )

    def training_step(self, model: Any, inputs: dict[str, Any], num_items_in_batch: Any = None) -> torch.Tensor:
        """Do the forward and backward passes of all rows of a step; return the mean loss."""
        rows: Sequence[Row] = self._batches[inputs["step"]]
        model.train()
        learned = learned_total(rows)
        base = model.get_base_model()
        total = 0.0
        for row in rows:
            loss = (held_loss(model, row) if row.held else row_loss(base, row)) / learned
            self.accelerator.backward(loss)
            total += float(loss.detach())
        self._listener.loss = total
        return torch.tensor(total, device=self.args.device)

    def floating_point_ops(self, inputs: dict[str, Any]) -> int:
        """Nothing: the rows are counted elsewhere."""
        return 0

    def _rows_of_step(self, features: list[dict[str, Any]]) -> dict[str, Any]:
        return {"step": int(features[0]["step"])}

    def _get_train_sampler(self, *_arguments: Any, **_rest: Any) -> Sampler[int]:
        return SequentialSampler(self._batches)


def learning_rate_factor(settings: TrainingSettings, step: int) -> float:
    """Return the share of the learning rate at a step (from 0): rising, then falling in a line to `LAST_RATE`."""
    if step < settings.warmup_steps:
        return (step + 1) / (settings.warmup_steps + 1)
    gone = (step - settings.warmup_steps) / max(1, settings.steps - settings.warmup_steps)
    return 1.0 - (1.0 - LAST_RATE) * min(1.0, gone)


def _arguments(folder: str, settings: TrainingSettings, steps: int, *, on_cpu: bool) -> SFTConfig:
    return SFTConfig(
        output_dir=folder,
        max_steps=steps,
        per_device_train_batch_size=1,
        gradient_accumulation_steps=1,
        gradient_checkpointing=False,
        bf16=False,
        fp16=False,
        use_cpu=on_cpu,
        seed=settings.seed,
        save_strategy="no",
        eval_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_num_workers=0,
        dataloader_pin_memory=False,
        dataset_kwargs={"skip_prepare_dataset": True},
        max_length=None,
        packing=False,
        max_grad_norm=1.0,
    )


def no_tokenizer() -> PreTrainedTokenizerFast:
    """What SFTTrainer wants to have although all texts are tokens already."""
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer(WordLevel({"<pad>": 0, "<eos>": 1}, unk_token="<pad>")),  # noqa: S106
        pad_token="<pad>",  # noqa: S106
        eos_token="<eos>",  # noqa: S106
    )


def quiet() -> None:
    """Keep the libraries' remarks for developers out of the log."""
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    disable_progress_bar()
    warnings.filterwarnings("ignore")
