"""Makes the rows of what can be downloaded: running and paused downloads, suggestions, and what a search found."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.language.sentences import told
from desktop.library.model_rows import DOWNLOAD
from desktop.library.rows import Act, Bar, BarKind, Button, Row, RowKind
from desktop.library.state import LibraryState, OpenRepository, Transfer
from desktop.library.weighing import room_of
from desktop.library.words import progress_words
from models.catalog.download.curated import CuratedModel, curated_models
from models.catalog.download.files import HubModel
from models.catalog.download.hub import FoundRepository
from models.catalog.download.recommendation import memory_needed
from models.catalog.sizes import GIGA, format_memory, format_size

translate = QCoreApplication.translate
SEARCH = "search"
NEEDS_TOKEN = ("gated", "token")
"""Refusals of the Hub that accepted terms or a token help against."""
CHECKED = QT_TRANSLATE_NOOP(
    "Models",
    "Written without a network: repositories and licences are as their publishers state them, from memory; none was "
    "downloaded, loaded or measured here. Sizes, checksums and files come from the Hub when you ask for them.",
)
"""What the list of suggestions says of itself (`CuratedList.checked`), once more so that translators find it."""
suggested = cache(curated_models)
"""The short list; it does not change while the program runs."""


def transfer_key(repository: str, path: str) -> str:
    """Return the key of a file of a repository, also while it is downloaded."""
    return f"file:{repository}/{path}"


def download_rows(state: LibraryState) -> list[Row]:
    """Return the rows of the section."""
    rows = [Row(RowKind.HEADING, DOWNLOAD, translate("Models", "Download"))]
    for each in state.transfers.values():
        rows += _transfer(each) if not _listed(state, each) else []
    rows.append(Row(RowKind.SEARCH, SEARCH, translate("Models", "Search Hugging Face")))
    search = state.search
    if search.problem:
        rows += _refused("", search.problem, search.refusal)
    elif search.running:
        rows.append(Row(RowKind.NOTE, "note:search", translate("Models", "Asking the Hub…"), ink="text.tertiary"))
    elif search.found is not None:
        return rows + _found(state, search.found)
    return rows + _curated(state)


def _listed(state: LibraryState, transfer: Transfer) -> bool:
    """Whether the file's row stands below its repository."""
    open_one = state.repositories.get(transfer.repository)
    if open_one is None or open_one.repository is None:
        return False
    return any(transfer.path in each.paths for each in open_one.repository.models) and _shows(state, open_one.name)


def _shows(state: LibraryState, repository: str) -> bool:
    if state.search.found is not None:
        return any(each.repository == repository for each in state.search.found)
    return any(each.repository == repository for each in suggested().models)


def _curated(state: LibraryState) -> list[Row]:
    rows = [Row(RowKind.HELP, "help:curated", translate("Models", suggested().checked), ink="text.secondary")]
    stated = translate("Models", "{0} · {1} as its publisher states, not checked here")
    for each in _suited(state):
        under = stated.format(each.repository, each.licence)
        words = translate("Models", "for {0} GB of memory").format(each.memory_gb)
        rows += _repository(state, each.repository, each.name, under, each.quantization, words)
    return rows


def _suited(state: LibraryState) -> list[CuratedModel]:
    """The suggestions for this machine first; what is meant for much larger ones is left out."""
    room = room_of(state.machine) if state.machine is not None else 8 * GIGA
    suggestions = sorted(suggested().models, key=lambda each: each.memory_gb)
    fitting = [each for each in suggestions if each.memory_gb * GIGA <= room * 1.3]
    return sorted(fitting or suggestions[:2], key=lambda each: -each.memory_gb)


def _found(state: LibraryState, found: tuple[FoundRepository, ...]) -> list[Row]:
    if not found:
        words = translate("Models", "Nothing with GGUF files is called “{0}”.").format(state.search.words)
        return [Row(RowKind.NOTE, "note:search", words, ink="text.tertiary")]
    rows = []
    for each in found:
        owner, _, name = each.repository.partition("/")
        facts = [owner, each.licence or translate("Models", "no licence stated"), each.updated]
        if each.gated:
            facts.append(translate("Models", "terms to accept"))
        words = translate("Models", "{0} downloads").format(f"{each.downloads:,}")
        rows += _repository(state, each.repository, name, " · ".join(filter(None, facts)), "", words)
    return rows


def _repository(state: LibraryState, name: str, title: str, under: str, quantization: str, words: str) -> list[Row]:
    open_one = state.repositories.get(name)
    button = Button(Act.FILES, translate("Models", "See files")) if open_one is None else Button(
        Act.CLOSE, translate("Models", "Hide files")
    )  # fmt: skip
    head = Row(RowKind.REPOSITORY, f"repository:{name}", title, under, quantization=quantization, words=words,
               buttons=(button,))  # fmt: skip
    return [head] if open_one is None else [head, *_files(state, open_one)]


def _files(state: LibraryState, open_one: OpenRepository) -> list[Row]:
    key = f"note:{open_one.name}"
    if open_one.problem:
        return _refused(open_one.name, open_one.problem, open_one.refusal)
    if open_one.repository is None:
        return [Row(RowKind.NOTE, key, translate("Models", "Asking the Hub…"), ink="text.tertiary", deep=True)]
    rows = [Row(RowKind.NOTE, key, told(open_one.reason), ink="text.secondary", deep=True)] if (
        open_one.reason and not open_one.recommended
    ) else []  # fmt: skip
    for each in open_one.repository.models:
        transfer = state.transfers.get(transfer_key(open_one.name, each.paths[0]))
        if transfer is not None:
            rows += _transfer(transfer, deep=True)
        else:
            rows.append(_file(state, open_one, each))
    return rows


def _refused(name: str, problem: str, refusal: str) -> list[Row]:
    """What the Hub says, with what helps where the user may do something about it."""
    if refusal not in NEEDS_TOKEN:
        return [Row(RowKind.NOTE, f"note:{name or SEARCH}", told(problem), ink="bad.text", deep=bool(name))]
    return [Row(RowKind.HELP, f"help:{name}", told(problem), ink="bad.text", buttons=_helps(name))]


def _helps(name: str) -> tuple[Button, ...]:
    token = Button(Act.TOKEN, translate("Models", "Enter a token"))
    if not name:
        return (token,)
    page = Button(Act.PAGE, translate("Models", "Open its page to accept the terms"))
    return (page, token, Button(Act.FILES, translate("Models", "Try again")))


def _file(state: LibraryState, open_one: OpenRepository, model: HubModel) -> Row:
    under, needed = "", memory_needed(model)
    if model.name == open_one.recommended:
        under = translate("Models", "Recommended. {0}").format(told(open_one.reason))
    elif len(model.files) > 1:
        under = translate("Models", "{0} files").format(len(model.files))
    room = room_of(state.machine) if state.machine is not None else 0
    words = translate("Models", "about {0}").format(format_memory(needed))
    bar, ink = Bar(BarKind.MEMORY, (needed / room if room else 0.0,)), "text.secondary"
    if room and needed > room:
        words = translate("Models", "about {0}, too large by {1}").format(
            format_memory(needed), format_memory(max(needed - room, GIGA // 10))
        )
        bar, ink = Bar(BarKind.TOO_LARGE, ()), "bad.text"
    return Row(
        RowKind.FILE, transfer_key(open_one.name, model.paths[0]), model.name, under, format_size(model.size),
        model.quantization, "", bar, words, ink, deep=True,
        buttons=(Button(Act.GET, translate("Models", "Get"), "download"),),
    )  # fmt: skip


def _transfer(transfer: Transfer, *, deep: bool = False) -> list[Row]:
    """The row of a download, and below it what helps where the Hub refused."""
    row = _transfer_row(transfer, deep=deep)
    if transfer.running or transfer.refusal not in NEEDS_TOKEN:
        return [row]
    return [
        row,
        Row(RowKind.HELP, f"help:{transfer.repository}:{transfer.path}", buttons=_helps(transfer.repository)[:2]),
    ]


def _transfer_row(transfer: Transfer, *, deep: bool) -> Row:
    name = transfer.path.rpartition("/")[2]
    pause = Button(Act.PAUSE, translate("Models", "Pause"), "pause")
    resume = Button(Act.RESUME, translate("Models", "Resume"))
    cancel = Button(Act.CANCEL, translate("Models", "Cancel"), "reject", bare=True)
    progress, model = transfer.progress, transfer.model
    bar = Bar(BarKind.PROGRESS, (progress.share if progress is not None else 0.0,))
    words, ink, under = translate("Models", "starting"), "text.secondary", transfer.repository
    if progress is not None:
        words = progress_words(progress, running=transfer.running)
    elif not transfer.running:
        words = translate("Models", "paused")
    if transfer.problem:
        words, ink, under = translate("Models", "stopped"), "bad.text", told(transfer.problem)
    size = model.size if model is not None else progress.total if progress is not None else 0
    return Row(
        RowKind.FILE, transfer.key, name, under, format_size(size) if size else "",
        model.quantization if model is not None else "", "", bar, words, ink, deep=deep,
        buttons=(pause if transfer.running else resume, cancel),
    )  # fmt: skip
