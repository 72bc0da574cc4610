"""Hundreds of mutated headers, read by a process of its own: none may cost more than 5 s, 200 MB, or the process."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.catalog.header import read_header
from tests.catalog import raw_headers as raw
from tests.gguf_files import write_tiny_model

MUTANTS = 600
MOST_SECONDS = 5.0
MOST_BYTES = 200_000_000
EXTREMES = (
    0,
    1,
    7,
    0xFF,
    0xFFFF,
    1 << 31,
    (1 << 32) - 1,
    1 << 40,
    (1 << 62) + 1,
    (1 << 63) - 1,
    1 << 63,
    (1 << 64) - 1,
)

PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from models.catalog.failures import BadModelFile
from models.catalog.inspection import inspect_model
from models.catalog.load_plan import Machine, plan_load
def peak():
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024
before = peak()
for name in sys.argv[1:]:
    began, outcome = time.process_time(), ""
    try:
        file = inspect_model(Path(name))
        plan_load(file, Machine(8 * 10**9, 4))
        outcome = "read"
    except BadModelFile as error:
        outcome = error.message
    print(json.dumps([name, outcome, time.process_time() - began, peak() - before]), flush=True)
"""

Mutation = Callable[[random.Random, bytearray, int], bytes]


def flipped(dice: random.Random, content: bytearray, end: int) -> bytes:
    """Some bytes of the header are others."""
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(4, end)] = dice.randrange(256)
    return bytes(content)


def extreme(dice: random.Random, content: bytearray, end: int) -> bytes:
    """Numbers of eight bytes anywhere (counts, lengths, offsets) are extreme."""
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(4, end - 8)
        content[place : place + 8] = struct.pack("<Q", dice.choice(EXTREMES))
    return bytes(content)


def lengths(dice: random.Random, content: bytearray, _end: int) -> bytes:
    """The lengths of strings, found by what they belong to, lie."""
    for word in (b"general.name", b"llama.block_count", b"tokenizer.ggml.tokens", b"blk.0.attn_q.weight"):
        place = content.find(word)
        if place >= 8 and dice.random() < 0.5:
            content[place - 8 : place] = struct.pack("<Q", dice.choice(EXTREMES))
    return bytes(content)


def values(dice: random.Random, content: bytearray, _end: int) -> bytes:
    """The numbers that describe the model are extreme: layers, widths, heads, contexts."""
    for key in (b"block_count", b"embedding_length", b"feed_forward_length", b"head_count", b"head_count_kv",
                b"context_length", b"rope.dimension_count"):  # fmt: skip
        place = content.find(b"llama." + key)
        place = place if place >= 0 else content.find(b"llama.attention." + key)
        if place >= 0 and dice.random() < 0.4:
            place = content.index(b"\x04\x00\x00\x00", place) + 4
            content[place : place + 4] = struct.pack("<I", dice.choice(EXTREMES) & 0xFFFFFFFF)
    return bytes(content)


def shuffled(dice: random.Random, content: bytearray, end: int) -> bytes:
    """A piece of the header stands in another's place, so that keys, kinds and tensors change roles."""
    length = dice.randint(1, 200)
    source, target = dice.randrange(24, end - length), dice.randrange(24, end - length)
    content[target : target + length] = content[source : source + length]
    return bytes(content)


def arrays(dice: random.Random, _content: bytearray, _end: int) -> bytes:
    """Huge arrays, arrays within arrays, and arrays that claim to hold what comes after them."""
    kind = dice.choice((raw.STRING, raw.ARRAY, raw.UINT32, raw.UINT64, raw.BOOL, 77))
    count = dice.choice(EXTREMES)
    inner = struct.pack("<IQ", raw.ARRAY, dice.choice(EXTREMES)) * dice.randint(0, 2000)
    key = dice.choice(("tokenizer.ggml.tokens", "llama.attention.head_count", "general.tags", "k"))
    counts = struct.pack("<IQQ", 3, dice.choice((0, 1, 3)), dice.choice((1, 2, 5)))
    start = raw.text_value("general.architecture", "llama")
    filler = bytes(dice.randrange(256) for _ in range(dice.randint(0, 4000)))
    return b"GGUF" + counts + start + raw.array_value(key, kind, count, inner + filler)


def many(dice: random.Random, _content: bytearray, _end: int) -> bytes:
    """Thousands of keys and tensors that cost much and mean nothing."""
    keys = [raw.text_value(f"k{number}", "x" * dice.randrange(3000)) for number in range(dice.randint(0, 3000))]
    tensors = [raw.tensor(f"t{number}", (32,), offset=number * 128) for number in range(dice.randint(0, 3000))]
    counts = struct.pack("<IQQ", 3, len(tensors), len(keys) + 1)
    return b"GGUF" + counts + raw.text_value("general.architecture", "llama") + b"".join(keys) + b"".join(tensors)


MUTATIONS: tuple[Mutation, ...] = (flipped, extreme, lengths, values, shuffled, arrays, many)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is asked for in the way of Unix")
def test_no_mutated_header_costs_the_process_much(tmp_path: Path) -> None:
    tiny = write_tiny_model(tmp_path / "tiny.gguf", layers=1, chat_template="{{ messages }}")
    content, end = tiny.read_bytes(), read_header(tiny).tensors[0].start
    dice = random.Random(20260728)
    paths = []
    for number in range(MUTANTS):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        path = tmp_path / f"{number}-{mutation.__name__}.gguf"
        path.write_bytes(mutation(dice, bytearray(content), end))
        if dice.random() < 0.2:
            with path.open("r+b") as stream:
                stream.truncate(1 << dice.choice((20, 30, 40)))
        paths.append(str(path))
    command = [sys.executable, "-c", PROGRAM, *paths]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(rows) == MUTANTS, (rows[-1:], done.stderr[-2000:])
    assert [row for row in rows if row[2] > MOST_SECONDS] == []
    assert rows[-1][3] <= MOST_BYTES
    told = [row[1] for row in rows if row[1] != "read"]
    assert all(each.endswith(".") and "\n" not in each for each in told)
    assert len(told) > MUTANTS // 2 and len(told) < MUTANTS
