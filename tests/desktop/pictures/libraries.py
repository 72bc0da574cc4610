"""The Models page with models of the usual sizes, which are only told of: no file of them is here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.library.machine import ThisMachine
from desktop.library.rows import RowKind
from desktop.library.state import OpenRepository, Search, Transfer
from models.catalog.bundled import bundled_model
from models.catalog.download.control import Phase, Progress
from models.catalog.download.files import HubFile, HubModel
from models.catalog.download.hub import Repository
from models.catalog.failures import Fault, FileProblem
from models.catalog.fitting import MemoryDevice
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel, Overview
from models.catalog.inspection import inspect_model
from models.catalog.load_plan import Machine
from models.catalog.model_file import ModelFile
from models.events import EngineState, EngineStatus
from tests.desktop.pictures.stage import Stage
from tests.desktop.pictures.states import Seen, shows, state

GB = 10**9
FOLDER = Path("/home/you/Models")
WITH_CARD = ThisMachine(Machine(5_100_000_000, 4, (MemoryDevice("GeForce MX450", 2 * GB, 1_600_000_000),)), 8 * GB)
PROCESSOR_ONLY = ThisMachine(Machine(5_100_000_000, 4), 8 * GB)
REPOSITORY = "HuggingFaceTB/SmolLM2-360M-Instruct-GGUF"


def pretended(file: ModelFile, name: str, file_name: str, times: float, quantization: str, context: int) -> FoundModel:
    """A model that is `times` as large as the bundled one."""
    weights = file.weights
    scaled = replace(weights, input=round(weights.input * times), layers=tuple(round(each * times) for each in
                     weights.layers), output=round(weights.output * times))  # fmt: skip
    shape = replace(file.shape, context_length=context)
    path = FOLDER / file_name
    told = replace(
        file, path=path, parts=(path,), name=name, parameters=round(file.parameters * times), shape=shape,
        quantization=quantization, size_bytes=round(file.size_bytes * times), weights=scaled,
    )  # fmt: skip
    return FoundModel(Owner.LM_STUDIO, path, "", told)


def set_up(stage: Stage, machine: ThisMachine) -> None:
    """Let the page know of models, as if they had been found."""
    place = stage.window.library
    assert place is not None
    library = place.desk
    file = inspect_model(bundled_model())
    cut = FileProblem(
        Fault.CUT_SHORT,
        "The file DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf is cut short: it should be 4.68 GB, but only 2.91 GB are "
        "there, so a download probably stopped; download it again.",
        "tensor 'blk.17.ffn_up.weight' data is not within the file bounds", 2_910_000_000, 4_680_000_000,
    )  # fmt: skip
    broken = FoundModel(Owner.LM_STUDIO, FOLDER / "DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf", "", None, cut.message, cut)
    library.state.overview = Overview(
        (
            FoundModel(Owner.BUNDLED, file.path, "", file),
            pretended(file, "Qwen2.5 1.5B Instruct", "qwen2.5-1.5b-instruct-q4_k_m.gguf", 11.4, "Q4_K_M", 32_768),
            pretended(file, "Llama 3.2 3B Instruct", "Llama-3.2-3B-Instruct-Q5_K_M.gguf", 23.7, "Q5_K_M", 131_072),
            pretended(file, "Qwen2.5 7B Instruct", "Qwen2.5-7B-Instruct-Q8_0.gguf", 82.6, "Q8_0", 32_768),
        ),
        (broken,),
    )
    status = EngineStatus(EngineState.READY, model_name="SmolLM2 135M", model_path=str(file.path), quantization="Q4_1",
                          device="CPU", threads=2, context_size=8192, adapter="v3")  # fmt: skip
    stage.desktop.assistant.emit(status)
    stage.wait(lambda: library.state.status == status)
    library.weighing._on_read(machine)
    stage.desktop.settle()
    stage.window.show_models()
    stage.desktop.settle()
    library.weighing._on_read(machine)
    stage.desktop.settle()
    library._choose_first()


def choose(stage: Stage, words: str) -> None:
    """Choose the model whose file's name has these words."""
    place = stage.window.library
    assert place is not None
    library = place.desk
    key = next(row.key for row in library.page.list.rows.rows if words in row.key and row.kind is RowKind.MODEL)
    library.page.list.choose(key)
    stage.rest()


def add_downloads(stage: Stage) -> None:
    """A download on its way, and a repository whose files are shown."""
    place = stage.window.library
    assert place is not None
    library = place.desk
    small = HubModel((HubFile("SmolLM2-360M-Instruct-Q8_0.gguf", 386_000_000, "a" * 64),), "Q8_0")
    other = HubModel((HubFile("SmolLM2-360M-Instruct-F16.gguf", 726_000_000, "b" * 64),), "F16")
    key = f"file:{REPOSITORY}/{small.name}"
    library.state.repositories[REPOSITORY] = OpenRepository(
        REPOSITORY, Repository(REPOSITORY, "0" * 40, "apache-2.0", False, (small, other)), small.name,
        "It is small, so the most exact one is quick enough.",
    )  # fmt: skip
    progress = Progress(Phase.RECEIVING, 239_000_000, 386_000_000, rate=4_700_000.0)
    library.state.transfers[key] = Transfer(key, REPOSITORY, small.name, small, progress, running=True)
    library.state.search = Search()
    library.downloads.changed.emit()
    stage.rest()


def _words(stage: Stage) -> str:
    place = stage.window.library
    assert place is not None
    library = place.desk
    return " ".join(f"{row.title} {row.words}" for row in library.page.list.rows.rows)


@state("models")
def _models(stage: Stage) -> Seen:
    set_up(stage, WITH_CARD)
    choose(stage, "qwen2.5-1.5b")
    add_downloads(stage)
    page = stage.window.library.page if stage.window.library is not None else None
    assert page is not None
    yield "the chosen model's name", page.inspector.title.text() == "Qwen2.5 1.5B Instruct"
    yield "a download on its way", "239 MB" in _words(stage)
    yield "a slider that can be moved", page.inspector.form.slider.isEnabled()


@state("a model that is cut short")
def _cut_short(stage: Stage) -> Seen:
    set_up(stage, PROCESSOR_ONLY)
    choose(stage, "DeepSeek")
    yield "the engine's words", shows(stage.window, "not within the file bounds")


@state("models in a small window", size=(960, 640))
def _small(stage: Stage) -> Seen:
    set_up(stage, PROCESSOR_ONLY)
    choose(stage, "Llama-3.2")
    yield "the list", "Llama 3.2 3B Instruct" in _words(stage)


@state("models with large text", text_scale=1.5)
def _large_text(stage: Stage) -> Seen:
    set_up(stage, WITH_CARD)
    choose(stage, "Qwen2.5-7B")
    yield "the advice", stage.window.library is not None and stage.window.library.page.inspector.advice.isVisible()
