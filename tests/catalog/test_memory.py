"""Compares the estimates with what llama.cpp takes, in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.catalog.inspection import inspect_model
from models.catalog.memory import estimate_memory
from tests.gguf_files import write_tiny_model

MIB = 1 << 20

PROGRAM = """
import json, sys
from pathlib import Path
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.context import Context
from models.engine.llama.log import LogTail
from models.engine.llama.model import Model
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


KV_PROGRAM = """
import json, sys
import llama_cpp
from models.engine.llama import log as llama_log
llama_log.KEPT_LOG_LINES = 100_000
log, texts = llama_log.LogTail(), []
types = {"f16": 1, "q8_0": 8, "q4_0": 2}
models = {}
for path, kv_type, flash, size, batch in json.loads(sys.argv[1]):
    if path not in models:
        models[path] = llama_cpp.llama_model_load_from_file(path.encode(), llama_cpp.llama_model_default_params())
    log.clear()
    wanted = llama_cpp.llama_context_default_params()
    wanted.n_ctx, wanted.n_batch, wanted.n_ubatch, wanted.n_seq_max = size, batch, batch, 20
    wanted.kv_unified, wanted.swa_full, wanted.flash_attn_type = True, True, int(flash)
    wanted.type_k = wanted.type_v = types[kv_type]
    context = llama_cpp.llama_init_from_model(models[path], wanted)
    texts.append(chr(10).join(line for line in log.text().splitlines() if "MiB" in line))
    llama_cpp.llama_free(context)
print(json.dumps(texts))
"""


def test_estimates_hold_for_types_of_numbers_batches_and_without_flash_attention(
    tmp_path: Path, bundled_model_path: Path
) -> None:
    """Six shapes; the total is within 10 % and 9 MB of what llama.cpp takes, or on the safe side; the context exact."""
    pytest.importorskip("llama_cpp")
    shapes: dict[str, Any] = {
        "tiny": {"layers": 2, "embedding": 128, "heads": 4, "kv_heads": 2, "feed_forward": 256, "context": 512},
        "wide": {"layers": 3, "embedding": 512, "heads": 4, "kv_heads": 4, "feed_forward": 4096, "context": 4096},
        "deep": {"layers": 24, "embedding": 128, "heads": 2, "kv_heads": 1, "feed_forward": 256, "context": 16384},
        "many": {"layers": 6, "embedding": 1024, "heads": 16, "kv_heads": 16, "feed_forward": 2048, "context": 8192},
        "few": {"layers": 5, "embedding": 768, "heads": 12, "kv_heads": 1, "feed_forward": 3072, "context": 8192},
    }
    paths = {name: write_tiny_model(tmp_path / f"{name}.gguf", **shape) for name, shape in shapes.items()}
    paths["bundled"] = bundled_model_path
    cases = [
        (str(path), kv_type, flash, size, batch)
        for path in paths.values()
        for kv_type, flash in (("f16", True), ("f16", False), ("q8_0", True), ("q4_0", True))
        for size, batch in ((2048, 512), (4096, 128))
    ]
    command = [sys.executable, "-c", KV_PROGRAM, json.dumps(cases)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    files = {str(path): inspect_model(path) for path in paths.values()}
    for case, text in zip(cases, json.loads(done.stdout), strict=True):
        path, kv_type, flash, size, batch = case
        estimate = estimate_memory(
            files[path], context_size=size, batch_tokens=batch, kv_type=kv_type, flash_attention=flash
        )
        context, working = measured(text, "KV"), measured(text, "compute")
        assert context > 0 and working > 0, text
        assert estimate.context == pytest.approx(context, rel=0.01), case
        assert estimate.working >= working, case
        most = 1.1 if flash else 1.9
        assert estimate.working <= most * working + 9 * MIB, case
