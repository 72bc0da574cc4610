"""`rationale models search` and `rationale models download`: the only commands that use the network."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.context import CommandContext
from desktop.commands.models_machine import this_machine
from desktop.commands.output import print_json, print_table, visible
from models.settings import save_changes

if TYPE_CHECKING:
    from models.catalog.download.control import DownloadControl, Progress
    from models.catalog.download.files import HubModel
    from models.catalog.download.hub import Repository

EXIT_INTERRUPTED = 130

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def search(name: str, as_json: AsJson = False, limit: int = 20) -> None:
    """Search the Hugging Face Hub for models; the name of a repository (owner/model) lists its files."""
    from models.catalog.download.hub import Hub

    hub = Hub()
    if name.count("/") == 1:
        _list_files(hub.repository(name), as_json)
        return
    found = hub.search(name, limit=max(1, min(limit, 100)))
    if as_json:
        print_json(
            [
                {"repository": each.repository, "downloads": each.downloads, "likes": each.likes,
                 "licence": each.licence, "gated": each.gated, "updated": each.updated}
                for each in found
            ]
        )  # fmt: skip
        return
    rows = [
        (each.repository, f"{each.downloads:,}", each.licence, "terms to accept" if each.gated else "", each.updated)
        for each in found
    ]
    print_table(("Repository", "Downloads", "Licence", "Gated", "Updated"), rows)
    if not found:
        print(f"Nothing with GGUF files is called “{name}”.", file=sys.stderr)
    elif sys.stdout.isatty():
        print("“rationale models search OWNER/MODEL” lists a repository's files.", file=sys.stderr)


def download(context: typer.Context, repository: str, file: str, as_json: AsJson = False) -> int:
    """Download FILE (a name, or a quantization such as Q4_K_M); Ctrl+C pauses, the same command goes on."""
    import msgspec

    from models.catalog.download.control import DownloadControl
    from models.catalog.download.downloading import download as fetch
    from models.catalog.download.hub import Hub
    from models.catalog.inspection import inspect_model
    from models.catalog.sizes import format_size

    given: CommandContext = context.obj
    hub = Hub()
    found = hub.repository(repository)
    model = found.model(file)
    control = DownloadControl()
    print(f"{model.name}, {format_size(model.size)}, licence {found.licence or 'not stated'}", file=sys.stderr)
    with _paused_by_interrupt(control):
        done = fetch(hub, found, model, given.folder.models, control=control, progress=_Teller())
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if done.path is None:
        share = f"{100 * done.done / done.total:.0f} %"
        print(f"Paused at {share}; go on with: rationale models download {repository} {file}", file=sys.stderr)
        return EXIT_INTERRUPTED
    inspected = inspect_model(done.path)
    settings = given.settings
    known = tuple(dict.fromkeys((*settings.known_models, str(done.path))))
    save_changes(given.folder.settings, settings, msgspec.structs.replace(settings, known_models=known))
    if as_json:
        from desktop.commands.models_table import file_facts

        print_json(file_facts(inspected) | {"repository": repository, "revision": found.revision})
    else:
        print(f"Downloaded {visible(inspected.name)} ({done.path}).")
    return 0


def _list_files(found: Repository, as_json: bool) -> None:
    from models.catalog.download.recommendation import recommend
    from models.catalog.sizes import format_size

    machine = this_machine()
    advice = recommend(found.models, ram_free=machine.ram_free, devices=machine.devices)
    if as_json:
        print_json(
            {"repository": found.repository, "revision": found.revision, "licence": found.licence,
             "gated": found.gated, "files": [_file(each, each is advice.model) for each in found.models],
             "recommended": advice.model.name if advice.model else None, "reason": advice.reason}
        )  # fmt: skip
        return
    rows = [
        (each.paths[0], format_size(each.size), each.quantization, "recommended" if each is advice.model else "")
        for each in found.models
    ]
    print_table(("File", "Size", "Quantization", ""), rows)
    print(advice.reason, file=sys.stderr)


def _file(model: HubModel, is_recommended: bool) -> dict[str, Any]:
    return {
        "file": model.paths[0],
        "files": list(model.paths),
        "size_bytes": model.size,
        "quantization": model.quantization,
        "sha256": [each.sha256 for each in model.files],
        "recommended": is_recommended,
    }


@contextmanager
def _paused_by_interrupt(control: DownloadControl) -> Iterator[None]:
    """Let Ctrl+C (and a request to end) pause the download; a second Ctrl+C interrupts at once, and nothing is lost."""

    def pause(_number: int, _frame: object) -> None:
        if control.stop:
            raise KeyboardInterrupt
        control.pause()

    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, pause) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)


class _Teller:
    """Tells progress on standard error: one line that changes in a terminal, a line for each tenth elsewhere."""

    def __init__(self) -> None:
        self._tenth = -1
        self._phase = ""

    def __call__(self, progress: Progress) -> None:
        text = progress_in_words(progress)
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
            return
        tenth = int(progress.share * 10)
        if tenth != self._tenth or progress.phase != self._phase:
            self._tenth, self._phase = tenth, progress.phase
            print(text, file=sys.stderr, flush=True)


def progress_in_words(progress: Progress) -> str:
    """Return one line: how much, how fast, how long still."""
    from models.catalog.download.control import Phase
    from models.catalog.sizes import format_size

    amount = f"{format_size(progress.done)} of {format_size(progress.total)} ({100 * progress.share:.0f} %)"
    if progress.phase is Phase.CHECKING:
        return f"Checking: {amount}"
    if progress.phase is Phase.WAITING:
        return f"{amount}; waiting {progress.wait_seconds:.0f} s for the Hub"
    left = progress.seconds_left
    speed = f", {format_size(int(progress.rate))}/s" if progress.rate else ""
    return f"{amount}{speed}{f', {duration(left)} left' if left is not None else ''}"


def duration(seconds: float) -> str:
    """Return "31 s", "4 min" or "2 h 5 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
