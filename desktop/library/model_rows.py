"""Makes the rows of the models that are on this computer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.library.rows import Act, Bar, BarKind, Button, Row, RowKind
from desktop.library.state import LibraryState, key_of
from desktop.library.weighing import USUAL_CONTEXT, Weighed, room_of
from desktop.library.words import fit_words, owner_words, split_words
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel
from models.catalog.model_file import ModelFile
from models.catalog.sizes import format_context, format_memory, format_size
from models.events import EngineState

translate = QCoreApplication.translate
BUNDLED, FOUND, DOWNLOAD = "heading:bundled", "heading:found", "heading:download"
_LOADING = (EngineState.STARTING, EngineState.LOADING)


def model_rows(state: LibraryState) -> list[Row]:
    """Return the rows of the bundled model and of those that were found."""
    models = state.models
    rows = [Row(RowKind.HEADING, BUNDLED, translate("Models", "Bundled")), _headings(state)]
    for each in models:
        if each.owner is Owner.BUNDLED:
            rows += _rows_of(state, each)
    found = [each for each in models if each.owner is not Owner.BUNDLED]
    rows.append(Row(RowKind.HEADING, FOUND, translate("Models", "Found on this computer")))
    for each in found:
        rows += _rows_of(state, each)
    if not found:
        rows.append(_nothing_found(state))
    return rows + _left_out(state)


def found_note(state: LibraryState) -> str:
    """Return how much was found, or how far the search is."""
    if state.looking:
        return translate("Models", "looking, {0} files so far").format(state.looked_at)
    found = [each for each in state.models if each.owner is not Owner.BUNDLED]
    if not found:
        return ""
    files = len(found)
    folders = len({each.path.parent for each in found})
    words = translate("Models", "1 file") if files == 1 else translate("Models", "{0} files")
    where = translate("Models", "in 1 folder") if folders == 1 else translate("Models", "in {0} folders")
    return f"{words.format(files)} {where.format(folders)}"


def _nothing_found(state: LibraryState) -> Row:
    if state.search_problem:
        return Row(RowKind.NOTE, "note:found", state.search_problem, ink="bad.text")
    words = translate(
        "Models", "Nothing yet. Models of Hugging Face, LM Studio, Ollama and Jan are found by themselves."
    )
    looking = translate("Models", "Looking for models…")
    title = looking if state.looking or state.overview is None else words
    return Row(RowKind.NOTE, "note:found", title, ink="text.tertiary")


def _left_out(state: LibraryState) -> list[Row]:
    """A line for each folder of which not all is listed."""
    words = translate("Models", "The folder {0} is not listed whole: it holds too much, or did not answer in time")
    helps = translate("Models", "Put the models that you use into a folder of their own, and add that one.")
    return [
        Row(RowKind.NOTE, f"note:left-out:{each}", words.format(each.name or each), ink="warn.text",
            hint=f"{each} · {helps}")
        for each in (state.overview.left_out if state.overview is not None else ())
    ]  # fmt: skip


def _headings(state: LibraryState) -> Row:
    words = translate("Models", "Memory at {0}").format(format_context(USUAL_CONTEXT))
    if state.machine is not None:
        of = translate("Models", "{0}, of {1}")
        words = of.format(words, format_memory(room_of(state.machine)))
    return Row(
        RowKind.COLUMNS, "columns", translate("Models", "Model"), size=translate("Models", "Size"),
        quantization=translate("Models", "Quant"), context=translate("Models", "Context"), words=words,
    )  # fmt: skip


def _rows_of(state: LibraryState, model: FoundModel) -> list[Row]:
    """A model's row, and below it what is wrong with it, while it is chosen."""
    key = key_of(model)
    trouble = state.trouble(model)
    row = _broken(state, model) if trouble is not None else _usable(state, model)
    if trouble is None or state.chosen != key:
        return [row]
    return [row, Row(RowKind.CARD, f"card:{model.path}", trouble.message)]


def _usable(state: LibraryState, model: FoundModel) -> Row:
    file = model.file
    assert file is not None
    weighed = state.weighed.get(str(model.path))
    bar, words, ink = _memory(state, file, weighed)
    loading = _loading_share(state, model)
    mark, tick = "", False
    buttons: tuple[Button, ...] = ()
    if loading is not None:
        bar = Bar(BarKind.PROGRESS, (loading,))
        words = translate("Models", "loading, {0} %").format(round(100 * loading))
        ink = "text.secondary"
        following = state.status.next_model
        if following is not None and following.waits:
            words = translate("Models", "ready when the answer has ended")
    elif state.is_in_use(model):
        mark, tick = translate("Models", "In use"), True
    elif weighed is not None and not weighed.plan.fits:
        buttons = (Button(Act.SMALLER, translate("Models", "See smaller")),)
    else:
        buttons = (Button(Act.LOAD, translate("Models", "Load")),)
    return Row(
        RowKind.MODEL, key_of(model), model_name(model), _under(state, model), format_size(file.size_bytes),
        file.quantization, format_context(file.context_length), bar, words, ink, mark, tick, buttons=buttons,
        hint=" · ".join(filter(None, (_split(weighed), _place(model)))),
    )  # fmt: skip


def _broken(state: LibraryState, model: FoundModel) -> Row:
    trouble = state.trouble(model)
    file = model.file
    size = file.size_bytes if file is not None else (trouble.size if trouble is not None else 0)
    buttons: tuple[Button, ...] = ()
    if state.chosen != key_of(model):
        buttons = (Button(Act.DETAILS, translate("Models", "Why?")),)
    elif file is not None:
        buttons = (Button(Act.LOAD, translate("Models", "Try again")),)
    return Row(
        RowKind.MODEL, key_of(model), model_name(model), _under(state, model), format_size(size) if size else "",
        file.quantization if file is not None else "", format_context(file.context_length) if file is not None else "",
        words=translate("Models", "could not be loaded"), ink="bad.text", icon="error", buttons=buttons,
        hint=_place(model),
    )  # fmt: skip


def _memory(state: LibraryState, file: ModelFile, weighed: Weighed | None) -> tuple[Bar | None, str, str]:
    if weighed is None or state.machine is None:
        return None, translate("Models", "weighing…"), "text.tertiary"
    words, ink = fit_words(weighed, file.layers)
    if not weighed.plan.fits:
        return Bar(BarKind.TOO_LARGE, ()), words, ink
    room = max(room_of(state.machine), 1)
    estimate = weighed.plan.estimate
    shares = tuple(each / room for each in (estimate.weights, estimate.context, estimate.working))
    return Bar(BarKind.MEMORY, shares), words, ink


def _loading_share(state: LibraryState, model: FoundModel) -> float | None:
    """How much of the model is loaded, None when it is not being loaded."""
    following = state.status.next_model
    if following is not None and not following.failed and following.path == str(model.path):
        return following.progress
    if state.status.state in _LOADING and state.is_in_use(model):
        return state.status.progress
    return None


def model_name(model: FoundModel) -> str:
    """Return what the list calls a model."""
    if model.file is not None:
        return model.file.name
    return model.label.rpartition("/")[2] or model.path.stem or translate("Models", "Bundled model")


def _under(state: LibraryState, model: FoundModel) -> str:
    """The line below the name: the adapter of the one in use, else where it is."""
    status = state.status
    if state.is_in_use(model) and status.adapter:
        if status.adapter_from:
            words = translate("Models", "adapter {0}, never examined, imported from {1}")
            return words.format(status.adapter, status.adapter_from)
        return translate("Models", "adapter {0}, trained here").format(status.adapter)
    if model.owner is Owner.BUNDLED:
        return translate("Models", "no adapter yet") if state.is_in_use(model) else owner_words(model.owner)
    return model.label if model.owner is Owner.OLLAMA else model.path.name


def _split(weighed: Weighed | None) -> str:
    """What the colours of the bar tell, in words."""
    return split_words(weighed.plan.estimate) if weighed is not None else ""


def _place(model: FoundModel) -> str:
    """Where a model is, and who keeps it."""
    if model.owner is Owner.BUNDLED:
        return ""
    return f"{model.path.parent} · {owner_words(model.owner)}"
