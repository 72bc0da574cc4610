"""The process that copies and measures models, which may end it: `python -m models.engine.measuring.worker`.

The first line on standard input is the order (`Order` as JSON); each line on standard output is a `Report`. The end of
standard input ends the process, so that it never outlives its owner.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import statistics
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec

from models.assets import asset
from models.catalog.identity import DERIVED_FROM
from models.catalog.speeds import ATTEMPTS, PROMPT_TOKENS, Rates
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.backend import start_backend, system_info
from models.engine.llama.context import Context
from models.engine.llama.failures import LlamaError
from models.engine.llama.log import LogTail
from models.engine.llama.model import Model
from models.engine.llama.requantization import requantize
from models.engine.measuring.divergence import measure_divergence
from models.engine.measuring.rates import CONTEXT_SIZE, measure_rates
from models.engine.measuring.worker_messages import (
    Allocate,
    Allocated,
    Compare,
    Comparison,
    Copied,
    MakeCopy,
    Order,
    Problem,
    Report,
    Share,
)

TEXT = "tuning_text.txt"
"""What both models read to be compared: prose, calculations, code, a table, a dialogue, some languages."""

ROUNDS = 3
"""How often both models' speeds are measured in turn; the first time is a warm-up."""

LAST_LINES = 5
"""Of llama.cpp's log, in the details of a failure."""

_MIB = 1 << 20
_BUFFER = re.compile(r"(model|KV|RS|compute) buffer size =\s*([\d.]+) MiB")
_PLACE = re.compile(r"\[\s*(\d+)\s*/\s*(\d+)\s*\]")
_DIVERGENCE_SHARE = 0.5


Tell = Callable[[float], None]


def make_copy(order: MakeCopy, log: _Log, tell: Tell) -> Copied:
    """Write the copy, and see that it is on the disk."""

    def listen(line: str) -> None:
        if found := _PLACE.search(line):
            tell(int(found[1]) / max(1, int(found[2])))

    log.listen = listen
    requantize(
        Path(order.source), Path(order.target), order.quantization, threads=order.threads,
        facts={DERIVED_FROM: order.original_id},
    )  # fmt: skip
    with Path(order.target).open("rb+") as stream:
        os.fsync(stream.fileno())
    return Copied()


def compare(order: Compare, tell: Tell) -> Comparison:
    """Measure both in turn, in the same process and moment."""
    with ExitStack() as stack:
        models = [stack.enter_context(Model(Path(path))) for path in (order.original, order.copy)]
        tokens = models[0].vocabulary.tokenize(asset(TEXT).read_text(encoding="utf-8"), parse_special=False)
        never = AbortFlag()
        contexts = [stack.enter_context(closing(_context(model, order.threads, never))) for model in models]
        text = tokens[: contexts[0].size]
        divergence = measure_divergence(contexts[0], contexts[1], text, lambda share: tell(share * _DIVERGENCE_SHARE))
        measured = _in_turn(contexts, tokens, lambda share: tell(_DIVERGENCE_SHARE + share * (1 - _DIVERGENCE_SHARE)))
        return Comparison(divergence, _median(measured[0]), _median(measured[1]), system_info().strip())


def allocate(order: Allocate, log: _Log) -> Allocated:
    """Load a model with a context as the engine does, and add up what the log says."""
    sizes: dict[str, float] = {}

    def listen(line: str) -> None:
        if found := _BUFFER.search(line):
            sizes[found[1]] = sizes.get(found[1], 0.0) + float(found[2])

    log.listen = listen
    with Model(Path(order.path)) as model:
        sizes.pop("compute", None)
        context = Context(
            model, size=order.context_size, sequences=order.sequences, batch_tokens=order.batch_tokens, threads=1,
            abort=AbortFlag(),
        )  # fmt: skip
        log.listen = lambda _line: None
        context.close()
    weights, kept = sizes.get("model", 0.0), sizes.get("KV", 0.0) + sizes.get("RS", 0.0)
    return Allocated(*(int(each * _MIB) for each in (weights, kept, sizes.get("compute", 0.0))))


def _context(model: Model, threads: int, never: AbortFlag) -> Context:
    return Context(
        model, size=CONTEXT_SIZE, sequences=ATTEMPTS + 1, batch_tokens=PROMPT_TOKENS, threads=threads, abort=never
    )


def _in_turn(contexts: Sequence[Context], tokens: Sequence[int], tell: Tell) -> list[list[Rates]]:
    measured: list[list[Rates]] = [[] for _ in contexts]
    for number in range(ROUNDS + 1):
        order = list(enumerate(contexts))
        for place, context in order if number % 2 else reversed(order):
            rates = measure_rates(context, tokens)
            if number:
                measured[place].append(rates)
        tell((number + 1) / (ROUNDS + 1))
    return measured


def _median(measured: Sequence[Rates]) -> Rates:
    return Rates(
        prefill=statistics.median(each.prefill for each in measured),
        one=statistics.median(each.one for each in measured),
        eight=statistics.median(each.eight for each in measured),
    )


class _Log:
    """Lets a listener come after the log was installed."""

    def __init__(self) -> None:
        self.listen: Callable[[str], None] = lambda _line: None
        self.tail = LogTail(self._hear)

    def _hear(self, line: str) -> None:
        self.listen(line)


def main() -> None:
    """Do what the order says."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the owner, who then ends this process
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # llama.cpp's own prints must not mix with the reports
    order: Order = msgspec.json.decode(sys.stdin.readline(), type=Order)
    threading.Thread(target=_end_with_owner, name="owner", daemon=True).start()

    def say(report: Report) -> None:
        answers.write(msgspec.json.encode(report) + b"\n")

    def tell(share: float) -> None:
        say(Share(round(share, 3)))

    log = _Log()
    start_backend()
    try:
        match order:
            case MakeCopy():
                say(make_copy(order, log, tell))
            case Compare():
                say(compare(order, tell))
            case Allocate():
                say(allocate(order, log))
    except (LlamaError, OSError) as error:
        say(Problem("\n".join([str(error), *log.tail.text().splitlines()[-LAST_LINES:]])))


def _end_with_owner() -> None:
    while sys.stdin.readline():
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
