"""How fast training is against TRL's SFTTrainer with its defaults: same model, adapter, examples, type and machine.

Only the process that trains may import this: it loads torch.
"""

from __future__ import annotations

import io
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

import torch
from datasets import Dataset  # type: ignore[import-untyped]
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from models.catalog.bundled import bundled_model
from models.engine.messages import Message
from models.learning.benchmark.accepted_sums import scratchpad
from models.learning.examples import Provenance, TrainingExample
from models.learning.plan import TrainingPlan, TrainingSettings
from models.learning.reading import ReadExamples, read_examples
from models.learning.token_tree import TokenSequence, rows_of
from models.learning.trainer.loading import load_for_training
from models.learning.trainer.lora import attach_lora
from models.learning.trainer.sft import RowTrainer, no_tokenizer, quiet

_NOT_LEARNED = -100
"""As transformers marks what is not learned."""

STEPS = 4
"""So many batches hold all examples once."""


def bench_training(say: Callable[[str], None], *, rounds: int = 3) -> dict[str, Any]:
    """Train on the same sums in turn with both; returns tokens/s of each and the median of the rounds' ratios.

    Tokens are those of the examples, before common beginnings are joined and without padding.
    """
    settings = TrainingSettings(steps=STEPS, warmup_steps=1)
    with tempfile.TemporaryDirectory(prefix="rationale-bench-") as folder:
        plan = TrainingPlan(
            model=str(bundled_model()), folder=folder, adapter=str(Path(folder) / "adapter.gguf"),
            examples=tuple(_sums(STEPS * settings.batch_examples)), settings=settings,
        )  # fmt: skip
        read = read_examples(plan)
        found: dict[str, list[float]] = {"rationale": [], "trl": []}
        for number in range(rounds + 1):
            for name, train in (("rationale", _with_rows), ("trl", _with_trl)):
                rate = read.tokens / train(read, settings, folder)
                say(f"{name}: {rate:.0f} tokens/s" + (" (to warm up)" if number == 0 else ""))
                if number:
                    found[name].append(rate)
    ratios = [ours / theirs for ours, theirs in zip(found["rationale"], found["trl"], strict=True)]
    return {
        "examples": len(read.examples),
        "tokens": read.tokens,
        "threads": torch.get_num_threads(),
        "rationale": {"tokens_per_second": median(found["rationale"])},
        "trl": {"tokens_per_second": median(found["trl"])},
        "ratio": median(ratios),
        "ratios": ", ".join(f"{each:.2f}" for each in ratios),
    }


def _sums(count: int) -> list[TrainingExample]:
    """Sums of one to five digits, as a round trains on them."""
    chance = random.Random(1)
    examples = []
    for number in range(count):
        most = 10 ** (number % 5 + 1) - 1
        left, right = chance.randint(0, most), chance.randint(0, most)
        examples.append(
            TrainingExample(
                messages=(Message("user", f"What is {left} + {right}?"),),
                thought=scratchpad(left, right),
                answer=f"Answer: {left + right}",
                provenance=Provenance.OWN,
                source="benchmark",
            )
        )
    return examples


def _model(read: ReadExamples, settings: TrainingSettings) -> Any:
    return attach_lora(load_for_training(read.file, dtype=torch.float32), settings)


def _with_rows(read: ReadExamples, settings: TrainingSettings, _folder: str) -> float:
    """Return the seconds that all examples take as rows."""
    model = _model(read, settings)
    size = settings.batch_examples
    parts = [read.examples[start : start + size] for start in range(0, len(read.examples), size)]
    batches = [rows_of(part, row_tokens=settings.row_tokens) for part in parts]
    optimizer = AdamW([each for each in model.parameters() if each.requires_grad], lr=settings.learning_rate)
    scheduler = LambdaLR(optimizer, lambda _step: 1.0)
    trainer = RowTrainer(model, batches, settings, optimizer, scheduler, lambda _loss: True)
    return _seconds(trainer)


def _with_trl(read: ReadExamples, settings: TrainingSettings, folder: str) -> float:
    """Return the seconds that all examples take as TRL batches them: padded to the longest of each batch."""
    quiet()
    trainer = SFTTrainer(
        model=_model(read, settings),
        args=SFTConfig(
            output_dir=folder, max_steps=settings.steps, per_device_train_batch_size=settings.batch_examples,
            learning_rate=settings.learning_rate, gradient_checkpointing=False, bf16=False, use_cpu=True,
            max_length=None, save_strategy="no", eval_strategy="no", logging_strategy="no",
            report_to="none", disable_tqdm=True, dataset_kwargs={"skip_prepare_dataset": True},
        ),
        train_dataset=_dataset(read.examples),
        processing_class=no_tokenizer(),
    )  # fmt: skip
    return _seconds(trainer)


def _dataset(examples: Sequence[TokenSequence]) -> Dataset:
    return Dataset.from_dict(
        {
            "input_ids": [list(each.tokens) for each in examples],
            "labels": [
                [token if learned else _NOT_LEARNED for token, learned in zip(each.tokens, each.learned, strict=True)]
                for each in examples
            ],
        }
    )


def _seconds(trainer: Any) -> float:
    began = time.perf_counter()
    with redirect_stdout(io.StringIO()):  # the library prints figures of its own
        trainer.train()
    return time.perf_counter() - began
