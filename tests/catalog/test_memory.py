"""Compares the estimates with what llama.cpp takes, in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from models.catalog.inspection import inspect_model
from models.catalog.memory import estimate_memory
from tests.gguf_files import write_tiny_model

MIB = 1 << 20

PROGRAM = """
import json, sys
from pathlib import Path
from models.engine.llama import AbortFlag, Context, LogTail, Model
log, abort = LogTail(), AbortFlag()
texts = []
for path, size in json.loads(sys.argv[1]):
    model = Model(Path(path))
    log.clear()
    context = Context(model, size=size, sequences=20, batch_tokens=min(512, size), threads=1, abort=abort)
    texts.append(chr(10).join(line for line in log.text().splitlines() if "MiB" in line))
    context.close()
    model.close()
print(json.dumps(texts))
"""


def measured(text: str, kind: str) -> float:
    return sum(float(number) * MIB for number in re.findall(rf"{kind} buffer size =\s*([\d.]+) MiB", text))


def test_estimates_are_never_below_what_llama_cpp_takes(tmp_path: Path, bundled_model_path: Path) -> None:
    pytest.importorskip("llama_cpp")
    wide, odd, deep = (tmp_path / f"{name}.gguf" for name in ("wide", "odd", "deep"))
    write_tiny_model(wide, layers=3, embedding=512, kv_heads=4, feed_forward=4096, context=4096)
    write_tiny_model(odd, layers=3, embedding=480, heads=12, kv_heads=4, feed_forward=1024, context=4096)
    write_tiny_model(deep, layers=24, embedding=128, heads=2, kv_heads=1, feed_forward=256, context=16384)
    cases = [
        (bundled_model_path, 8192),
        (bundled_model_path, 2048),
        (bundled_model_path, 300),
        (write_tiny_model(tmp_path / "tiny.gguf"), 512),
        (wide, 4096),
        (odd, 4096),
        (deep, 16384),
    ]
    orders = json.dumps([(str(path), size) for path, size in cases])
    command = [sys.executable, "-c", PROGRAM, orders]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    for (path, size), text in zip(cases, json.loads(done.stdout), strict=True):
        estimate = estimate_memory(inspect_model(path), context_size=size, batch_tokens=min(512, size))
        working = measured(text, "compute")
        assert working > 0, text
        assert working <= estimate.working <= 1.1 * working + 9 * MIB, path
        if "KV" in text:
            assert estimate.context >= measured(text, "KV") * 0.99
