from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path

import pytest
from gguf import GGUFReader
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalog.failures import BadModelFile, Fault
from models.catalog.header import read_header
from models.catalog.inspection import inspect_model
from tests.catalog import raw_headers as raw
from tests.gguf_files import write_tiny_model

GIB = 1 << 30
ARCHITECTURE = raw.text_value("general.architecture", "llama")
EXTREMES = (0, 1, 0xFF, 1 << 31, (1 << 32) - 1, 1 << 40, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, (1 << 64) - 8)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf", chat_template="{{ messages }}")


def test_all_values_and_tensors_are_as_the_gguf_package_reads_them(tiny: Path) -> None:
    header, reference = read_header(tiny), GGUFReader(tiny)
    for key, value in header.values.items():
        assert value == pytest.approx(reference.fields[key].contents()) or value == reference.fields[key].contents()
    known = {*header.values, *header.arrays, "GGUF.version", "GGUF.tensor_count", "GGUF.kv_count"}
    assert known == set(reference.fields)
    assert {key: place.count for key, place in header.arrays.items()} == {
        key: len(reference.fields[key].contents()) for key in header.arrays
    }
    assert [(each.name, each.kind, each.shape, each.start, each.size) for each in header.tensors] == [
        (each.name, each.tensor_type, tuple(map(int, each.shape)), each.data_offset, each.n_bytes)
        for each in reference.tensors
    ]
    assert header.complete_size == tiny.stat().st_size


def test_the_bundled_models_vocabulary_is_gone_over_not_kept(bundled_model_path: Path) -> None:
    read_header(bundled_model_path)
    tracemalloc.start()
    header = read_header(bundled_model_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    place = header.arrays["tokenizer.ggml.tokens"]
    assert (place.count, place.numbers, len(header.tensors)) == (49152, (), 272)
    assert header.text("tokenizer.chat_template").startswith("{% for message in messages %}")
    assert peak < 4_000_000


HOSTILE = {
    "a string of 2^63 bytes": ([raw.string("k") + struct.pack("<IQ", raw.STRING, 1 << 63)], []),
    "a string of 2^64 - 1 bytes": ([raw.string("k") + struct.pack("<IQ", raw.STRING, (1 << 64) - 1)], []),
    "a string of a gigabyte": ([raw.string("k") + struct.pack("<IQ", raw.STRING, GIB)], []),
    "a key of a gigabyte": ([struct.pack("<Q", GIB)], []),
    "an array of 2^61 strings": ([raw.array_value("k", raw.STRING, 1 << 61)], []),
    "an array of 2^62 numbers": ([raw.array_value("k", raw.UINT64, 1 << 62)], []),
    "an array of 16 million empty strings": ([raw.array_value("k", raw.STRING, 16_000_000)], []),
    "strings of a megabyte each": (
        [raw.array_value("k", raw.STRING, 1000, struct.pack("<Q", 1 << 20))],
        [],
    ),
    "an array of arrays": ([raw.array_value("k", raw.ARRAY, 2)], []),
    "an array of an unknown kind": ([raw.array_value("k", 77, 2)], []),
    "an unknown kind of value": ([raw.string("k") + struct.pack("<I", 13)], []),
    "a key twice": ([ARCHITECTURE, ARCHITECTURE], []),
    "an alignment of 3": ([raw.number_value("general.alignment", 3)], [raw.tensor("t", (4,))]),
    "an alignment of 0": ([raw.number_value("general.alignment", 0)], [raw.tensor("t", (4,))]),
    "a tensor without extent": ([ARCHITECTURE], [raw.tensor("t", (4, 0))]),
    "a tensor of no dimension": ([ARCHITECTURE], [raw.tensor("t", ())]),
    "a tensor of nine dimensions": ([ARCHITECTURE], [raw.tensor("t", (1,) * 9)]),
    "a tensor of 2^248 numbers": ([ARCHITECTURE], [raw.tensor("t", (1 << 62,) * 4)]),
    "a tensor with a negative extent": ([ARCHITECTURE], [raw.tensor("t", ((1 << 64) - 1,))]),
    "a tensor far away": ([ARCHITECTURE], [raw.tensor("t", (4,), offset=1 << 63)]),
    "two tensors in one place": ([ARCHITECTURE], [raw.tensor("a", (32,)), raw.tensor("b", (32,))]),
    "two tensors of one name": ([ARCHITECTURE], [raw.tensor("a", (8,)), raw.tensor("a", (8,), offset=32)]),
    "a row of half a block": ([ARCHITECTURE], [raw.tensor("t", (33,), kind=8)]),
    "a tensor of an unknown type": ([ARCHITECTURE], [raw.tensor("t", (32,), kind=999)]),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("lie", HOSTILE)
@pytest.mark.parametrize("size", [0, 40 * GIB], ids=["short", "huge"])
def test_a_lying_header_is_refused_at_little_cost(lie: str, size: int, tmp_path: Path) -> None:
    values, tensors = HOSTILE[lie]
    path = raw.write(tmp_path / "hostile.gguf", values, tensors, size=size)
    tracemalloc.start()
    try:
        with pytest.raises(BadModelFile, match=r"hostile\.gguf"):
            inspect_model(path)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_an_unknown_type_of_weights_is_newer_not_damaged(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "new.gguf", [ARCHITECTURE], [raw.tensor("t", (32,), kind=999)])
    with pytest.raises(BadModelFile, match="update Rationale") as caught:
        inspect_model(path)
    assert caught.value.problem.fault is Fault.NEWER


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("keys", "tensors"), [(1 << 63, 0), (0, 1 << 63), (16_384, 0), (0, 100_000), (1 << 20, 1 << 20)]
)
def test_counts_of_keys_and_tensors_are_not_believed(keys: int, tensors: int, tmp_path: Path) -> None:
    path = raw.write(tmp_path / "hostile.gguf", [], [], key_count=keys, tensor_count=tensors, size=40 * GIB)
    with pytest.raises(BadModelFile):
        inspect_model(path)


@pytest.mark.timeout(20)
def test_many_large_strings_are_not_all_kept(tmp_path: Path) -> None:
    values = [raw.text_value(f"k{number}", "x" * 3_000_000) for number in range(30)]
    path = raw.write(tmp_path / "large.gguf", values, [])
    tracemalloc.start()
    header = read_header(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(header.values) == 5 and peak < 40_000_000


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (1, "outdated form of GGUF"),
        (4, "newer form of GGUF"),
        (0x03000000, "big-endian"),
        (0, "damaged"),
        (123_456_789, "damaged"),
    ],
)
def test_other_versions_are_told_apart(version: int, words: str, tmp_path: Path) -> None:
    path = raw.write(tmp_path / "other.gguf", [ARCHITECTURE], [], version=version)
    with pytest.raises(BadModelFile, match=words):
        read_header(path)


def test_version_2_is_read(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "second.gguf", [ARCHITECTURE], [], version=2)
    assert read_header(path).text("general.architecture") == "llama"


def _outcome(path: Path, content: bytes) -> None:
    """Inspect a damaged file: a model or an error in plain words, nothing else."""
    path.write_bytes(content)
    try:
        found = inspect_model(path)
    except BadModelFile as error:
        message = error.message
    else:
        assert found.parameters > 0
        return
    assert message.endswith(".") and "\n" not in message


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_bytes_changed_anywhere_in_the_header_end_in_plain_words(tiny: Path, data: st.DataObject) -> None:
    content = bytearray(tiny.read_bytes())
    end = read_header(tiny).tensors[0].start
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, end - 1))] = data.draw(st.integers(0, 255))
    _outcome(tiny.with_name("changed.gguf"), bytes(content))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_lengths_replaced_by_extremes_end_in_plain_words(tiny: Path, data: st.DataObject) -> None:
    content = bytearray(tiny.read_bytes())
    end = read_header(tiny).tensors[0].start
    place = data.draw(st.integers(4, end - 8))
    content[place : place + 8] = struct.pack("<Q", data.draw(st.sampled_from(EXTREMES)))
    _outcome(tiny.with_name("extreme.gguf"), bytes(content))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_that_ends_anywhere_is_told_to_be_cut_short(tiny: Path, data: st.DataObject) -> None:
    content = tiny.read_bytes()
    path = tiny.with_name("ends.gguf")
    path.write_bytes(content[: data.draw(st.integers(1, len(content) - 1))])
    with pytest.raises(BadModelFile, match="is cut short"):
        inspect_model(path)
