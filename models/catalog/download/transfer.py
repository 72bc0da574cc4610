"""Receives one file from the Hub into a part file, going on where it stopped, and checks what arrived."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from models.catalog.download.control import DownloadControl, Meter, Phase
from models.catalog.download.failures import HubError, refusal, unreachable

if TYPE_CHECKING:
    import httpx2

HASH_BYTES = 1 << 22
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_AGAIN = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Source:
    """One file on the Hub: where it is, how long it must be and its SHA-256 (64 hexadecimal digits)."""

    url: str
    size: int
    sha256: str
    repository: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on when nothing arrives; seconds.

    After `tries` failures in a row without one new byte the download ends. Waits double from `first_wait` to
    `longest_wait`; a Retry-After of the Hub is kept to, up to `longest_retry_after`.
    """

    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 30.0
    longest_retry_after: float = 600.0
    timeout: float = 15.0


class _Broken(Exception):
    """A try ended early: the connection broke, or the Hub asked to try again (after so many seconds)."""

    def __init__(self, error: HubError, retry_after: float | None = None) -> None:
        super().__init__(error.message)
        self.error, self.retry_after = error, retry_after


def receive(
    source: Source, part: Path, control: DownloadControl, meter: Meter, *, before: int = 0, patience: Patience
) -> None:
    """Receive the rest of the file into `part`, over as many broken connections as it takes.

    Args:
        source: The file.
        part: Where to; what is there already stays.
        control: Stops it.
        meter: Told the bytes of all files so far.
        before: Bytes of the files that were received before this one.
        patience: How long to try.

    Raises:
        HubError: The Hub refuses, lies about the size, or cannot be reached for too long; the part is kept.
        DownloadStopped: By `control`.
        OSError: The disk.
    """
    failures, arrived = 0, _size(part)
    if arrived > source.size:
        part.unlink()
        arrived = 0
    while arrived < source.size:
        control.check()
        meter.at(before + arrived)
        try:
            _one_try(source, part, control, meter, before, patience)
        except _Broken as broken:
            failures = 1 if _size(part) > arrived else failures + 1
            if failures >= patience.tries:
                raise broken.error from broken
            wait = min(patience.first_wait * 2 ** (failures - 1), patience.longest_wait)
            if broken.retry_after is not None:
                wait = max(wait, broken.retry_after)
            if wait > patience.longest_retry_after:
                raise broken.error from broken
            meter.at(before + _size(part), Phase.WAITING, wait_seconds=wait)
            control.wait(wait)
        arrived = _size(part)


def check(source: Source, part: Path, control: DownloadControl, meter: Meter, *, before: int = 0) -> bool:
    """Whether the file has the size and the SHA-256 that the Hub told.

    Raises:
        DownloadStopped: By `control`.
        OSError: The disk.
    """
    digest, done = hashlib.sha256(), 0
    with part.open("rb") as stream:
        while piece := stream.read(HASH_BYTES):
            control.check()
            digest.update(piece)
            done += len(piece)
            meter.at(before + done, Phase.CHECKING)
    return done == source.size and digest.hexdigest() == source.sha256


def _one_try(
    source: Source, part: Path, control: DownloadControl, meter: Meter, before: int, patience: Patience
) -> None:
    start = _size(part)
    with _answer(source, start, patience) as response:
        start = _start_of(response, start, source)
        with _opened(part) as stream:
            stream.truncate(start)
            stream.seek(start)
            at = start
            for piece in response.iter_raw():  # with a size it would hold back, and lose when the connection breaks
                at += len(piece)
                if at > source.size:
                    raise _lie(f"more than {source.size} bytes arrive")
                stream.write(piece)
                meter.at(before + at)
                control.check()
            stream.flush()
            os.fsync(stream.fileno())
    if at < source.size:
        raise _Broken(unreachable(f"{at} of {source.size} bytes arrived"))


@contextmanager
def _answer(source: Source, start: int, patience: Patience) -> Iterator[httpx2.Response]:
    """The Hub's answer to a request for all from `start` on; what breaks inside the block is a `_Broken` too.

    The address is asked for anew each time, since the signed one that it leads to does not live long. A redirect to
    another host does not get the token.
    """
    import httpx2
    from huggingface_hub import get_session

    headers = {"user-agent": "rationale", "accept-encoding": "identity"}
    if source.token:
        headers["authorization"] = f"Bearer {source.token}"
    if start:
        headers["range"] = f"bytes={start}-"
    try:
        with get_session().stream("GET", source.url, headers=headers, timeout=patience.timeout) as response:
            _refuse(response, source)
            yield response
    except httpx2.TransportError as error:
        raise _Broken(unreachable(str(error) or type(error).__name__)) from error


def _refuse(response: httpx2.Response, source: Source) -> None:
    """Raise for a status that is no content; a range that cannot be had is treated by `_start_of`."""
    status = response.status_code
    if status in (200, 206, 416):
        return
    error = refusal(status, response.headers.get("X-Error-Code", ""), source.repository, f"status {status}")
    if status in _AGAIN:
        raise _Broken(error, _seconds(response.headers.get("Retry-After", "")))
    raise error


def _start_of(response: httpx2.Response, asked: int, source: Source) -> int:
    """Where the content begins: as asked, or at 0 when the Hub sends all of it."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _lie("the content is compressed")
    if response.status_code == 200:
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) != source.size:
            raise _lie(f"{length} bytes are announced, {source.size} were promised")
        return 0
    match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if response.status_code == 416 or not match or int(match[1]) != asked:
        raise _lie(f"asked from {asked}, got “{response.headers.get('Content-Range', '')}”")
    if match[3] != "*" and int(match[3]) != source.size:
        raise _lie(f"{match[3]} bytes are announced, {source.size} were promised")
    return asked


def _lie(details: str) -> HubError:
    return HubError(
        "The Hub sends another file than it lists, so it was refused; try again later or choose another file.",
        "size", details=details,
    )  # fmt: skip


def _seconds(text: str) -> float | None:
    return float(text) if text.strip().isdecimal() else None


def _opened(part: Path) -> BinaryIO:
    """The part file, open for reading and writing; a new one is the user's alone (0600)."""
    return os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0
