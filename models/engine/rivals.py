"""What the engine is measured against: llama-cpp-python's high-level class and llama.cpp's native server (xllamacpp).

Started by `models.engine.benchmark` as `python -m models.engine.rivals NAME MODEL THREADS`. Each line on standard
input is a task as JSON, each line on standard output its figures: `tokens`, `first` and `last` (seconds from the
task's start to the first and the last token) and `seconds` in all. Sampling and token counts are those of the engine.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

CONTEXT = 8192
SLOTS = 8


class _Clock:
    """Counts tokens and notes when the first and the last came."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.first = self.last = 0.0
        self.tokens = 0

    def tick(self) -> None:
        """A token came."""
        self.last = time.perf_counter() - self.started
        self.first = self.first or self.last
        self.tokens += 1

    def figures(self) -> dict[str, float]:
        """The figures of the task."""
        seconds = time.perf_counter() - self.started
        return {"tokens": self.tokens, "first": self.first, "last": self.last, "seconds": seconds}


def _sampling(task: dict[str, Any]) -> dict[str, Any]:
    return {"temperature": 0.6, "top_k": 40, "top_p": 0.95, "min_p": 0.05, "repeat_penalty": 1.0, "seed": task["seed"]}


def high_level(model: str, threads: int) -> Callable[[dict[str, Any]], dict[str, float]]:
    """llama-cpp-python's `Llama.create_chat_completion(stream=True)`; several attempts run one after the other."""
    import llama_cpp

    llama = llama_cpp.Llama(model, n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, verbose=False)
    endings = [llama.token_eos()]

    def run(task: dict[str, Any]) -> dict[str, float]:
        clock = _Clock()
        for attempt in range(task["attempts"]):
            stream = llama.create_chat_completion(
                [{"role": "user", "content": task["question"]}],
                stream=True,
                max_tokens=task["tokens"],
                logit_bias=dict.fromkeys(endings, -1000.0),
                **{**_sampling(task), "seed": task["seed"] + attempt},
            )
            for chunk in stream:
                if isinstance(chunk, dict) and "content" in chunk["choices"][0]["delta"]:
                    clock.tick()
        return clock.figures()

    return run


def native_server(model: str, threads: int) -> Callable[[dict[str, Any]], dict[str, float]]:
    """llama.cpp's own server, called without HTTP; several attempts run in its slots at once."""
    import concurrent.futures

    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = SLOTS
    parameters.kv_unified = True
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.warmup = True
    server = xllamacpp.Server(parameters)
    pool = concurrent.futures.ThreadPoolExecutor(SLOTS)

    def one(task: dict[str, Any], attempt: int, clock: _Clock) -> None:
        request = {
            "messages": [{"role": "user", "content": task["question"]}],
            "max_tokens": task["tokens"],
            "stream": True,
            "ignore_eos": True,
            "cache_prompt": True,
            **_sampling(task),
            "seed": task["seed"] + attempt,
        }

        def receive(chunk: Any) -> None:
            for each in chunk if isinstance(chunk, list) else [chunk]:
                if isinstance(each, dict) and each.get("choices") and each["choices"][0]["delta"].get("content"):
                    clock.tick()

        server.handle_chat_completions(request, receive)

    def run(task: dict[str, Any]) -> dict[str, float]:
        clock = _Clock()
        list(pool.map(lambda attempt: one(task, attempt, clock), range(task["attempts"])))
        return clock.figures()

    return run


def main() -> None:
    """Answer tasks until standard input ends."""
    name, model, threads = sys.argv[1:4]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    make = {"high_level": high_level, "native_server": native_server}[name]
    run = make(model, int(threads))
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
