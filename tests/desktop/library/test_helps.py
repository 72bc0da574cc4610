"""Against most faults of a model there is a button that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.library.helps import helps_of, less_context, search_words
from desktop.library.rows import Act
from desktop.library.state import LibraryState
from models.catalog.failures import Fault, FileProblem
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel
from models.catalog.inspection import inspect_model
from models.catalog.load_plan import Machine
from models.events import EngineState, EngineStatus
from models.settings import ModelChoices, Settings
from tests.gguf_files import write_tiny_model

GB = 10**9


def broken(fault: Fault, owner: Owner = Owner.DOWNLOADED) -> FoundModel:
    return FoundModel(owner, Path("/m/big-Q4_K_M-00001-of-00003.gguf"), "", None, "x", FileProblem(fault, "x"))


@pytest.fixture
def state() -> LibraryState:
    return LibraryState(Settings(), EngineStatus(EngineState.READY), Machine(8 * GB, 4))


@pytest.mark.parametrize(
    ("fault", "own", "others"),
    [
        (Fault.MISSING_PART, Act.REST, Act.ANOTHER),
        (Fault.CUT_SHORT, Act.REST, Act.ANOTHER),
        (Fault.DAMAGED, Act.AGAIN, Act.ANOTHER),
        (Fault.ARCHITECTURE, Act.ANOTHER, Act.ANOTHER),
        (Fault.NEWER, Act.ANOTHER, Act.ANOTHER),
        (Fault.GONE, Act.LOOK, Act.LOOK),
        (Fault.FORBIDDEN, Act.LOOK, Act.LOOK),
        (Fault.MEMORY, Act.SMALLER, Act.SMALLER),
    ],
)
def test_each_fault_has_its_button(state: LibraryState, fault: Fault, own: Act, others: Act) -> None:
    assert [each.act for each in helps_of(state, broken(fault), own=True)] == [own]
    assert [each.act for each in helps_of(state, broken(fault), own=False)] == [others]


def test_what_was_too_large_is_offered_with_less_context(state: LibraryState, tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf", context=65_536)
    model = FoundModel(Owner.ADDED, path, "", inspect_model(path))
    state.failed[str(path)] = FileProblem(Fault.MEMORY, "x")
    state.settings = Settings(model_choices={str(path): ModelChoices(context_size=16_384)})
    less, smaller = helps_of(state, model, own=False)
    assert (less.act, less.words, smaller.act) == (Act.LESS, "Load with 8,192 tokens", Act.SMALLER)
    assert less_context(state, model) == 8192
    state.settings = Settings(model_choices={str(path): ModelChoices(context_size=2048)})
    assert less_context(state, model) == 0 and [each.act for each in helps_of(state, model, own=False)] == [Act.SMALLER]


def test_the_search_is_for_the_model_and_not_for_the_file() -> None:
    assert search_words(broken(Fault.CUT_SHORT)) == "big"
    ollama = FoundModel(Owner.OLLAMA, Path("/o/blobs/sha256-6a07"), "llama3.2:3b", None)
    cached = FoundModel(Owner.HUGGING_FACE, Path("/c/tiny.gguf"), "someone/tiny-GGUF/tiny-f16.gguf", None)
    assert (search_words(ollama), search_words(cached)) == ("llama3.2", "someone/tiny-GGUF")
