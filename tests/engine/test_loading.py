"""Models that cannot be loaded are told by their cause; odd ones that can be loaded answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from models.catalog.checked_files import CheckedFiles
from models.catalog.failures import Fault
from models.catalog.stamps import stamps_of
from models.engine.protocol import FailureReason, Load, Loaded, LoadFailed
from tests import gguf_files
from tests.engine.real_engine import EngineUser, question, running_engine

THINKING_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
)


@pytest.fixture(scope="module")
def user(bundled_model_path: Path) -> Iterator[EngineUser]:
    with running_engine(bundled_model_path) as engine:
        yield engine


def without_scales(name: str, data: NDArray[Any]) -> NDArray[Any]:
    """Make every scale of a Q4_1 matrix no number, as a bad block on a disk may."""
    if name == "blk.3.attn_q.weight":
        data = data.copy()
        data.reshape(-1, 20)[:, :2] = (0x00, 0x7E)
    return data


BAD_FILES: dict[str, Callable[[Path, Path], object]] = {
    "missing": lambda _path, _bundled: None,
    "empty": lambda path, _bundled: path.write_bytes(b""),
    "no gguf": lambda path, _bundled: path.write_bytes(b"This is a text, no model. " * 1000),
    "cut short": lambda path, bundled: gguf_files.cut_short(path, bundled, keep=30_000_000),
    "cut in the header": lambda path, bundled: gguf_files.cut_short(path, bundled, keep=200_000),
    "unknown architecture": lambda path, _bundled: gguf_files.write_tiny_model(path, architecture="wonderland"),
    "vocabulary only": gguf_files.write_vocabulary_only,
    "adapter": gguf_files.write_adapter,
    "too large": lambda path, _bundled: gguf_files.write_huge_model(path, size=400_000_000_000),
    "rubbish in a tensor": lambda path, bundled: gguf_files.copy_model(path, bundled, change_tensor=without_scales),
    "broken template": lambda path, bundled: gguf_files.copy_model(
        path, bundled, changed={"tokenizer.chat_template": "{% for x in %}"}
    ),
    "failing template": lambda path, bundled: gguf_files.copy_model(
        path, bundled, changed={"tokenizer.chat_template": "{{ messages[0].content.no.such.thing }}"}
    ),
}


FAULTS = {
    "missing": Fault.GONE,
    "empty": Fault.CUT_SHORT,
    "no gguf": Fault.OTHER_KIND,
    "cut short": Fault.CUT_SHORT,
    "cut in the header": Fault.CUT_SHORT,
    "unknown architecture": Fault.ARCHITECTURE,
    "vocabulary only": Fault.OTHER_KIND,
    "adapter": Fault.OTHER_KIND,
    "rubbish in a tensor": Fault.DAMAGED,
}


@pytest.mark.parametrize(
    ("kind", "reason", "words"),
    [
        ("missing", FailureReason.FILE, "no file"),
        ("empty", FailureReason.FILE, "empty"),
        ("no gguf", FailureReason.FILE, "GGUF"),
        ("cut short", FailureReason.FILE, "cut short"),
        ("cut in the header", FailureReason.FILE, ""),
        ("unknown architecture", FailureReason.ARCHITECTURE, "wonderland"),
        ("vocabulary only", FailureReason.FILE, "vocabulary"),
        ("adapter", FailureReason.FILE, "adapter"),
        ("too large", FailureReason.MEMORY, "GB"),
        ("rubbish in a tensor", FailureReason.FILE, "damaged"),
        ("broken template", FailureReason.TEMPLATE, "template"),
        ("failing template", FailureReason.TEMPLATE, "template"),
    ],
)
def test_a_bad_file_is_named_and_a_good_one_can_follow(
    user: EngineUser, tmp_path: Path, bundled_model_path: Path, kind: str, reason: FailureReason, words: str
) -> None:
    path = tmp_path / "model.gguf"
    BAD_FILES[kind](path, bundled_model_path)
    failed = user.load(Load(str(path)))
    assert isinstance(failed, LoadFailed), failed
    assert failed.reason is reason
    assert words.lower() in failed.message.lower()
    assert failed.fault is FAULTS.get(kind), failed
    assert failed.message.endswith(".")
    refused = user.run(question("Hello?")).refused
    assert refused is not None and refused.reason is FailureReason.NO_MODEL
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)
    assert user.run(question("Hello?")).text("answer")


def test_a_model_without_a_chat_template_answers_and_says_so(tmp_path: Path, bundled_model_path: Path) -> None:
    path = gguf_files.copy_model(
        tmp_path / "base.gguf", bundled_model_path, without=frozenset({"tokenizer.chat_template"})
    )
    with running_engine(path) as engine:
        assert engine.loaded is not None
        assert not engine.loaded.has_chat_template
        assert any("chat template" in notice for notice in engine.loaded.notices)
        outcome = engine.run(question("What is the capital of France?", thought=10, answer=20))
        assert outcome.text("answer")
        assert "\nQuestion:" not in outcome.text("answer")


def test_a_model_that_thinks_by_itself_thinks_in_its_own_tags(tmp_path: Path, bundled_model_path: Path) -> None:
    path = gguf_files.copy_model(
        tmp_path / "thinker.gguf", bundled_model_path, changed={"tokenizer.chat_template": THINKING_TEMPLATE}
    )
    with running_engine(path) as engine:
        assert engine.loaded is not None and engine.loaded.thinks_natively
        outcome = engine.run(question("What is 2 + 2?", thought=12, answer=8))
        assert [phase.phase for phase in outcome.phases] == ["thought", "answer"]
        assert outcome.text("thought").strip() and outcome.text("answer").strip()
        assert "think>" not in outcome.text("thought") + outcome.text("answer")
        if outcome.phases[1].thought_end == "budget":
            assert outcome.text("thought").endswith("I have thought long enough, so I give my answer now.")
        plain = engine.run(question("What is 2 + 2?"))
        assert plain.text("thought") == "" and plain.ended[1].answer_tokens


def test_a_tiny_model_of_random_weights_writes_any_bytes(tmp_path: Path) -> None:
    """Invalid UTF-8 and control characters come as replacement characters, never as a failure."""
    path = gguf_files.write_tiny_model(tmp_path / "tiny.gguf")
    with running_engine(path, context_size=512) as engine:
        outcome = engine.run(question("Hello", thought=60, answer=100))
    text = outcome.text("thought") + outcome.text("answer")
    assert "\x00" not in text
    assert text.encode("utf-8")


def test_a_chosen_context_is_kept_and_a_second_load_takes_the_place_of_the_first(
    user: EngineUser, bundled_model_path: Path, tmp_path: Path
) -> None:
    first = user.load(Load(str(bundled_model_path), context_size=512))
    assert isinstance(first, Loaded) and first.context_size == 512
    second = user.load(Load(str(gguf_files.write_tiny_model(tmp_path / "tiny.gguf"))))
    assert isinstance(second, Loaded) and second.name == "Tiny"
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)


def test_any_part_of_a_split_model_loads_the_whole(user: EngineUser, bundled_model_path: Path, tmp_path: Path) -> None:
    parts = gguf_files.split_model(tmp_path / "parts", bundled_model_path, tensors_each=150)
    loaded = user.load(Load(str(parts[1]), context_size=512))
    assert isinstance(loaded, Loaded), loaded
    assert user.run(question("Hello?")).text("answer")
    parts[0].unlink()
    failed = user.load(Load(str(parts[1]), context_size=512))
    assert isinstance(failed, LoadFailed) and failed.reason is FailureReason.FILE
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)


def test_a_chosen_context_that_does_not_fit_is_refused_with_one_that_does(
    user: EngineUser, bundled_model_path: Path
) -> None:
    failed = user.load(Load(str(bundled_model_path), context_size=2_000_000))
    assert isinstance(failed, LoadFailed) and failed.reason is FailureReason.MEMORY
    assert "8,192" in failed.message or "context" in failed.message
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)


def test_loading_tells_its_progress(bundled_model_path: Path) -> None:
    from models.engine.protocol import Loading

    with running_engine(bundled_model_path) as engine:
        engine.engine.load(Load(str(bundled_model_path), context_size=512))
        shares = []
        while not isinstance(notice := engine.next(Loading, Loaded), Loaded):
            assert isinstance(notice, Loading)
            shares.append(notice.progress)
    assert shares == sorted(shares)
    assert 2 <= len(shares) <= 60 and shares[-1] <= 1.0


def test_a_file_is_looked_through_once_and_again_when_it_changes(
    user: EngineUser, bundled_model_path: Path, tmp_path: Path
) -> None:
    path, checked = tmp_path / "model.gguf", tmp_path / "checked.json"
    load = Load(str(gguf_files.copy_model(path, bundled_model_path)), context_size=512, checked_file=str(checked))
    assert isinstance(user.load(load), Loaded)
    whole = path.stat()
    assert CheckedFiles(checked).knows(stamps_of([path])) and checked.stat().st_mode & 0o077 == 0
    gguf_files.copy_model(path, bundled_model_path, change_tensor=without_scales)
    os.utime(path, ns=(whole.st_atime_ns, whole.st_mtime_ns))
    assert isinstance(user.load(load), Loaded)  # by its stamp it is the file that was found whole
    os.utime(path, ns=(whole.st_atime_ns, whole.st_mtime_ns + 1))
    failed = user.load(load)
    assert isinstance(failed, LoadFailed) and "has invalid data" in failed.details
    assert not CheckedFiles(checked).knows(stamps_of([path]))
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)


def test_another_template_can_be_chosen_for_a_model_whose_own_fails(
    user: EngineUser, bundled_model_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "model.gguf"
    BAD_FILES["failing template"](path, bundled_model_path)
    assert isinstance(user.load(Load(str(path), context_size=512, chat_template="chatml")), Loaded)
    assert user.run(question("Hello?")).text("answer")
    assert isinstance(user.load(Load(str(bundled_model_path), context_size=1024)), Loaded)
