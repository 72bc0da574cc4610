"""What learning costs the one who asks: the wait for an answer while a model is trained, and after a new adapter.

Measured is the time from asking to the first piece of text, through the same assistant and the same learner that the
window uses: a question suspends the training, which goes on afterwards.
"""

from __future__ import annotations

import queue
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from models.answering.ask_request import NO_ADAPTER, AskRequest
from models.assistant import Assistant
from models.catalog.adapters.facts import AdapterFacts
from models.catalog.inspection import ModelFile
from models.catalog.looking.client import inspect_aside
from models.errors import EngineError
from models.events import EngineState, EngineStatus, Event, RunFailed, RunFinished, TextStreamed
from models.history.learning.records import AdapterRecord, ChoiceReason, Stage
from models.history.store import Store, open_store
from models.learner import Learner
from models.learning.adapter_file import write_adapter_file
from models.learning.benchmark.accepted_sums import accept_sums
from models.learning.rounds.learner_events import LearnerChanged
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.plan import ACCEPTED
from models.paths import DataFolder, make_private_folder, open_data_folder
from models.reasoning.effort import effort_named
from models.settings import Settings

RANK, ALPHA = 16, 32
_STEPS = 2_000
"""More training steps than the questions take."""

_LONGEST_WAIT = 600.0
_BETWEEN = 2.0
"""Seconds between questions while a model is trained: so long the training goes on."""


def bench_waiting(say: Callable[[str], None], *, questions: int = 12) -> dict[str, Any]:
    """Ask with adapters that were not used before, and beside a training; times in seconds, medians and ratios.

    `adoption_seconds` is the time from an adapter's adoption until the assistant answers with it: a process of its own
    reads the file first, and nobody waits for that. `swap_seconds` is how much longer the first text takes when it is
    used for the first time than for the question after that. `delay` is the first text's time beside a training,
    divided by that without one.
    """
    with tempfile.TemporaryDirectory(prefix="rationale-bench-") as name:
        folder = open_data_folder(Path(name))
        with (
            open_store(folder) as store,
            closing(Assistant(folder, settings=Settings(), store=store)) as assistant,
            closing(Learner(folder, store, assistant, Settings)) as learner,
        ):
            asker = _Asker(assistant)
            model = asker.model()
            asker.seconds(NO_ADAPTER)
            swaps = _swaps(asker, model, store, folder, questions, say)
            alone = [asker.seconds(NO_ADAPTER) for _ in range(questions)]
            say(f"alone: {median(alone):.3f} s to the first text")
            with _training(store, learner, model):
                beside = [asker.seconds(NO_ADAPTER, pause=_BETWEEN) for _ in range(questions)]
            say(f"beside a training: {median(beside):.3f} s")
            alone += [asker.seconds(NO_ADAPTER) for _ in range(questions)]
    return swaps | {
        "first_text_seconds": median(alone),
        "first_text_beside_training_seconds": median(beside),
        "delay": median(beside) / median(alone),
    }


class _Asker:
    """Asks one question after the other and measures the time to the first text."""

    def __init__(self, assistant: Assistant) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._assistant, self._asked = assistant, 0
        assistant.subscribe(self._events.put)
        assistant.start()

    def model(self) -> ModelFile:
        """Wait until the model is loaded, and return it."""
        while True:
            event = self._events.get(timeout=_LONGEST_WAIT)
            if isinstance(event, EngineStatus) and event.state is EngineState.READY:
                return inspect_aside(Path(event.model_path))
            if isinstance(event, EngineStatus) and event.state is EngineState.FAILED:
                raise EngineError(event.message, reason=event.reason, details=event.details)

    def adopt(self, name: str) -> None:
        """Wait until the assistant answers with the adapter of this name, which was adopted."""
        self._assistant.adapters_changed()
        while self._assistant.status.adapter != name:
            self._events.get(timeout=_LONGEST_WAIT)

    def seconds(self, adapter: str | None, *, pause: float = 0.0) -> float:
        """Ask after a pause; each question is another one, so that none is read from the cache."""
        time.sleep(pause)
        self._asked += 1
        effort = replace(effort_named("off"), answer_tokens=8)
        began, first = time.perf_counter(), 0.0
        run = self._assistant.ask(
            AskRequest(f"{self._asked + 10} and which number make 100?", effort, seed=1, adapter=adapter, save=False)
        )
        while True:
            event = self._events.get(timeout=_LONGEST_WAIT)
            if isinstance(event, TextStreamed) and event.run == run and not first:
                first = time.perf_counter() - began
            if isinstance(event, RunFailed) and event.run == run:
                raise EngineError(event.message, reason=event.reason, details=event.details)
            if isinstance(event, RunFinished) and event.run == run:
                return first


def _swaps(
    asker: _Asker, model: ModelFile, store: Store, folder: DataFolder, questions: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Adopt one adapter after the other and ask twice with each."""
    told, new, same = [], [], []
    for number in range(questions):
        path = folder.adapters / f"adapter-{number}.gguf"
        make_private_folder(folder.adapters)
        _write_adapter(path, model, seed=number)
        record = AdapterRecord(
            path.stem, None, model.model_id, f"v{number}", time.time(), 0, path.stat().st_size, 1.0
        )  # fmt: skip
        began = time.perf_counter()
        store.adapters.add(record, reason=ChoiceReason.ADOPTED)
        asker.adopt(record.name)
        told.append(time.perf_counter() - began)
        new.append(asker.seconds(None))
        same.append(asker.seconds(None))
    say(f"adapter: {median(new):.3f} s to the first text with a new one, {median(same):.3f} s with the same again")
    return {
        "adoption_seconds": median(told),
        "swap_seconds": median(new) - median(same),
        "first_text_new_adapter_seconds": median(new),
        "first_text_same_adapter_seconds": median(same),
    }


def _write_adapter(path: Path, model: ModelFile, *, seed: int) -> None:
    """Write an adapter of the usual size for all attention and feed-forward layers, with small random numbers."""
    chance, shape = np.random.default_rng(seed), model.shape
    wide, deep, keys = shape.embedding, shape.feed_forward, shape.kv_heads[0] * shape.key_length
    sizes = {
        "self_attn.q_proj": (wide, wide), "self_attn.k_proj": (wide, keys), "self_attn.v_proj": (wide, keys),
        "self_attn.o_proj": (wide, wide), "mlp.gate_proj": (wide, deep), "mlp.up_proj": (wide, deep),
        "mlp.down_proj": (deep, wide),
    }  # fmt: skip
    lora = {}
    for layer in range(shape.layers):
        for name, (inputs, outputs) in sizes.items():
            stem = f"base_model.model.model.layers.{layer}.{name}"
            lora[f"{stem}.lora_A.weight"] = chance.normal(0.0, 0.01, (RANK, inputs)).astype(np.float32)
            lora[f"{stem}.lora_B.weight"] = chance.normal(0.0, 0.01, (outputs, RANK)).astype(np.float32)
    facts = AdapterFacts(
        title=path.stem, base_model_id=model.model_id, base_name=model.name, examples=0, steps=0, seed=seed,
        created=time.time(), settings="{}", fingerprint="benchmark", pre_tokenizer=model.pre_tokenizer,
    )  # fmt: skip
    write_adapter_file(path, model, lora, alpha=ALPHA, facts=facts)


@contextmanager
def _training(store: Store, learner: Learner, model: ModelFile) -> Iterator[None]:
    """Let the learner train inside, on accepted sums."""
    accept_sums(store)
    wishes = RoundWishes((ACCEPTED,), seed=1, practice_items=1, gate_items=0, steps=_STEPS, anchors=False, rehearsals=0)
    open_round(store, LearningModel(model.model_id, model.name, str(model.path)), wishes)
    told: queue.SimpleQueue[LearnerChanged] = queue.SimpleQueue()
    unsubscribe = learner.subscribe(told.put)
    learner.begin()
    try:
        while True:
            now = told.get(timeout=_LONGEST_WAIT)
            if now.problem:
                raise EngineError(now.problem, reason="training", details=now.details)
            if now.progress is not None and now.progress.stage is Stage.TRAIN and now.progress.done > 0:
                break
        yield
    finally:
        unsubscribe()
        learner.close()
