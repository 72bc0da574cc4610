"""Downloads a model into our own folder: space, lock, transfer, checksum; only a checked model gets its names.

models/<owner>--<name>/<path in the repository>          the model
models/<owner>--<name>/<path>.<start of its hash>.part   what has arrived so far; a kill leaves it to go on from

The files of a split model get their names together, when the last one is checked. So all that a download has brought
before its end is a .part file, and a file with its own name was there before: nothing that ends a download deletes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from models.catalog.download.control import DownloadControl, DownloadStopped, Meter, Phase, Progress, Stop
from models.catalog.download.failures import HubError, told_plainly
from models.catalog.download.files import HubFile, HubModel, checked_sha256, folder_of, part_paths, safe_place
from models.catalog.download.hub import Hub, Repository
from models.catalog.download.space import room_for
from models.catalog.download.transfer import Patience, Source, check, receive
from models.paths import make_private_folder


@dataclass(frozen=True, slots=True)
class Downloaded:
    """How a download ended: `path` is the model (of a split one the first part), None when the user stopped it."""

    path: Path | None
    stopped: Stop | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Target:
    """A file on its way."""

    file: HubFile
    final: Path
    part: Path
    source: Source


def download(
    hub: Hub,
    repository: Repository,
    model: HubModel,
    models_folder: Path,
    *,
    control: DownloadControl | None = None,
    progress: Callable[[Progress], None] = lambda _progress: None,
    patience: Patience | None = None,
) -> Downloaded:
    """Download a model, going on with what has arrived before. Blocks: give it a thread; `progress` is called in it.

    Args:
        hub: Where from.
        repository: The repository, as `Hub.repository` returned it.
        model: One of its models.
        models_folder: The folder of all downloads (`DataFolder.models`).
        control: Pauses or cancels it from another thread.
        progress: Told at most ten times a second.
        patience: How long to go on when nothing arrives.

    Raises:
        HubError: The Hub refuses or lies, the disk is too full, or another program downloads the same file.
        InputError: The file cannot be written.
    """
    control, patience = control or DownloadControl(), patience or Patience()
    targets = [_target(hub, repository, file, models_folder) for file in model.files]
    meter = Meter(model.size, progress)
    with told_plainly(repository.repository), ExitStack() as stack:
        for target in targets:
            make_private_folder(target.final.parent)
            stack.enter_context(_locked(target.final))
        try:
            stack.enter_context(room_for(lambda: _missing(targets), models_folder))
            brought, before = [], 0
            for target in targets:
                if _brings(target, control, meter, before, patience):
                    brought.append(target)
                before += target.file.size
        except DownloadStopped:
            return _stopped(targets, control.stop or Stop.PAUSE, model.size)
        for target in brought:
            target.part.chmod(0o600)
            target.part.replace(target.final)
    return Downloaded(targets[0].final, None, model.size, model.size)


def arrived(models_folder: Path, repository: str, path: str) -> int:
    """Return how many bytes of a model have arrived so far, without asking the Hub; all of them when it is there.

    Args:
        models_folder: The folder of all downloads.
        repository: Where it comes from.
        path: One of its files in the repository; of a split model all parts count.

    Raises:
        HubError: A name that leads elsewhere.
    """
    finals = [safe_place(folder_of(models_folder, repository), each) for each in part_paths(path)]
    return sum(_size(final) or max(map(_size, _parts_beside(final)), default=0) for final in finals)


def discard(models_folder: Path, repository: str, path: str) -> None:
    """Delete what has arrived of a model that was paused, without asking the Hub for it; what has its name stays.

    Raises:
        HubError: Another program downloads it now.
    """
    finals = [safe_place(folder_of(models_folder, repository), each) for each in part_paths(path)]
    with told_plainly(repository), ExitStack() as stack:
        for final in finals:
            doomed = _parts_beside(final)
            if doomed:
                stack.enter_context(_locked(final))
            for each in doomed:
                each.unlink(missing_ok=True)


def set_down(models_folder: Path, repository: str, path: str) -> None:
    """End a download that was to complete or replace what the user had: nothing that was there before goes.

    What has arrived of a missing file gets its name, cut short as it is; what has arrived beside a file goes.

    Raises:
        HubError: Another program downloads it now.
    """
    with told_plainly(repository):
        for final in (safe_place(folder_of(models_folder, repository), each) for each in part_paths(path)):
            parts = sorted(_parts_beside(final), key=_size)
            if not parts:
                continue
            with _locked(final):
                if not final.exists():
                    parts.pop().replace(final)
                for each in parts:
                    each.unlink(missing_ok=True)


def take_up(repository: Repository, model: HubModel, models_folder: Path) -> None:
    """Let a finished file that is too short count as what has arrived of it, so that a download gets only the rest."""
    folder = folder_of(models_folder, repository.repository)
    with told_plainly(repository.repository):
        for file in model.files:
            final = safe_place(folder, file.path)
            part = _part_of(final, file)
            if 0 < _size(final) < file.size and not part.exists():
                with _locked(final):
                    final.replace(part)


def _target(hub: Hub, repository: Repository, file: HubFile, models_folder: Path) -> _Target:
    final = safe_place(folder_of(models_folder, repository.repository), file.path)
    url = hub.address(repository.repository, file.path, repository.revision)
    source = Source(url, file.size, checked_sha256(file), repository.repository, hub.token)
    return _Target(file, final, _part_of(final, file), source)


def _parts_beside(final: Path) -> list[Path]:
    """What has arrived of a file, of whatever revision."""
    return [each for each in final.parent.glob("*.part") if each.name.startswith(final.name + ".")]


def _part_of(final: Path, file: HubFile) -> Path:
    return final.with_name(f"{final.name}.{checked_sha256(file)[:12]}.part")


@contextmanager
def _locked(final: Path) -> Iterator[None]:
    """Hold the file against other programs; the lock of a program that was killed is free."""
    lock = FileLock(final.with_name(f".{final.name}.lock"), mode=0o600, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"{final.name} is being downloaded already, maybe by another window; wait for that one."
        raise HubError(message, "busy") from error
    try:
        yield
    finally:
        lock.release()


def _missing(targets: list[_Target]) -> int:
    """Bytes that have not arrived yet."""
    return sum(each.file.size - _size(each.part) for each in targets if _size(each.final) != each.file.size)


def _brings(target: _Target, control: DownloadControl, meter: Meter, before: int, patience: Patience) -> bool:
    """Whether the file arrived, whole and checked, as a part file; False for one that was there and is right."""
    if _size(target.final) == target.file.size and check(target.source, target.final, control, meter, before=before):
        return False
    receive(target.source, target.part, control, meter, before=before, patience=patience)
    meter.at(before, Phase.CHECKING)
    if not check(target.source, target.part, control, meter, before=before):
        target.part.unlink(missing_ok=True)
        raise HubError(
            f"What arrived of {target.final.name} is not what the Hub promised (its checksum differs), so it was "
            "deleted; download it again, or choose another file.", "checksum",
        )  # fmt: skip
    return True


def _stopped(targets: list[_Target], stop: Stop, total: int) -> Downloaded:
    if stop is Stop.CANCEL:
        for target in targets:
            target.part.unlink(missing_ok=True)
    done = sum(_size(each.final) or _size(each.part) for each in targets)
    return Downloaded(None, stop, done, total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
