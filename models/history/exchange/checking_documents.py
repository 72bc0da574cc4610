"""Whether what stands in a file can be a conversation: its parts belong together, and nothing in it is hostile."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import NoReturn

import msgspec

from models.errors import InputError
from models.history.confidences import unpack
from models.history.exchange.documents import AttemptDocument, ConversationDocument, SnapshotDocument, TurnDocument
from models.history.exchange.refusals import why_unreadable
from models.history.ratings.records import Snapshot
from models.history.tracing import is_step_detail, read_deliberated

_LARGEST_CONFIDENCES = 64 * 1024 * 1024
"""Bytes unpacked; a packed bomb is not unpacked further."""

_DECODER = msgspec.json.Decoder(ConversationDocument)
_SNAPSHOT = msgspec.json.Decoder(Snapshot)


def decode_conversation(content: bytes, number: int) -> ConversationDocument:
    """Return the conversation with the number `number` (from 1) of a file, of which only the types are checked.

    Raises:
        InputError: It is none; says what is wrong and where.
    """
    try:
        return _DECODER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"Conversation {number} in the file {why_unreadable(error)}, so nothing was imported.", details=str(error)
        ) from error


def check_conversation(document: ConversationDocument, number: int) -> None:
    """Make sure that the parts of a conversation belong together, and that each can be read.

    Raises:
        InputError: Says what is wrong.
    """
    _Check(document, number).whole()


class _Check:
    """Checks one conversation; the first thing that is wrong ends it."""

    def __init__(self, document: ConversationDocument, number: int) -> None:
        self._document = document
        self._number = number

    def whole(self) -> None:
        """Check everything that the types cannot say."""
        turns = {each.id: each for each in self._document.turns}
        attempts = [each for turn in self._document.turns for each in turn.attempts]
        parts = (*self._document.ratings, *self._document.marks, *self._document.preferences, *self._document.snapshots)
        self._no_doubles((*self._document.turns, *attempts, *parts))
        self._tree(turns)
        for turn in self._document.turns:
            self._turn(turn)
        if (active := self._document.active_turn_id) and active not in turns:
            self._refuse("shows a branch that is not in it")
        self._judgements({each.id: turn.parent for turn in self._document.turns for each in turn.attempts})
        if not self._document.title.strip():
            self._refuse("has no title")

    def _refuse(self, problem: str, details: str = "") -> NoReturn:
        raise InputError(
            f"Conversation {self._number} in the file {problem}, so nothing was imported.",
            details=f"{self._document.id} {details}".strip(),
        )

    def _no_doubles(self, parts: Iterable[object]) -> None:
        seen: set[tuple[str, str]] = set()
        for part in parts:
            key = type(part).__name__, str(getattr(part, "id", ""))
            if key in seen:
                self._refuse("has two parts with the same id", key[1])
            seen.add(key)

    def _tree(self, turns: dict[str, TurnDocument]) -> None:
        """Every turn hangs on one of the other kind, and going up ends at a first question."""
        above: set[str] = set()
        for turn in self._document.turns:
            if turn.parent is None:
                if turn.kind == "answer":
                    self._refuse("has an answer without a question", turn.id)
                above.add(turn.id)
                continue
            if turn.parent not in turns:
                self._refuse("has a part that hangs on one that is missing", turn.id)
            if turns[turn.parent].kind == turn.kind:
                self._refuse("has two questions or two answers that follow each other", turn.id)
        for turn in self._document.turns:
            way: list[str] = []
            here = turn.id
            while here not in above:
                if len(way) > len(turns):
                    self._refuse("goes round in a circle", turn.id)
                way.append(here)
                here = turns[here].parent or here
            above.update(way)

    def _turn(self, turn: TurnDocument) -> None:
        if turn.kind == "question":
            if turn.attempts or not turn.text.strip():
                self._refuse("has a question without a text, or with an answer's parts", turn.id)
            return
        if not turn.attempts:
            self._refuse("has an answer without any attempt", turn.id)
        if len({each.number for each in turn.attempts}) < len(turn.attempts):
            self._refuse("has two attempts with the same number", turn.id)
        if turn.deliberated and not _is_deliberated(turn.deliberated):
            self._refuse("has votes that cannot be read", turn.id)
        own = {each.id for each in turn.attempts}
        if turn.chosen_attempt_id and turn.chosen_attempt_id not in own:
            self._refuse("has an answer whose chosen attempt is missing", turn.id)
        for attempt in turn.attempts:
            self._attempt(attempt)

    def _attempt(self, attempt: AttemptDocument) -> None:
        if not _is_sampling(attempt.sampling):
            self._refuse("has sampling parameters that cannot be read", attempt.id)
        numbers = (attempt.time_to_first_token, attempt.tokens_per_second, attempt.mean_logprob)
        if not all(each is None or math.isfinite(each) for each in numbers):
            self._refuse("has a figure that is no number", attempt.id)
        if len({each.number for each in attempt.steps}) < len(attempt.steps):
            self._refuse("has two steps with the same number", attempt.id)
        for step in attempt.steps:
            if not step.start <= step.end <= len(attempt.thought) or not is_step_detail(step.detail):
                self._refuse("has a step that does not fit its thought", attempt.id)
        if attempt.confidences and not _is_confidences(attempt.confidences):
            self._refuse("has token confidences that cannot be read", attempt.id)
        if not all(each.start <= each.end <= len(attempt.thought) for each in attempt.remarks.values()):
            self._refuse("has a mark on something that is not in it", attempt.id)

    def _judgements(self, attempts: Mapping[str, str | None]) -> None:
        """What is judged is there; `attempts` has the question of each."""
        document = self._document
        snapshots = {each.id for each in document.snapshots}
        for snapshot in document.snapshots:
            self._snapshot(snapshot)
        for rating in document.ratings:
            if rating.attempt_id not in attempts or rating.snapshot_id not in snapshots:
                self._refuse("has a rating of something that is not in it", rating.id)
            if rating.verdict == "corrected" and not rating.right_answer.strip():
                self._refuse("has a correction without the right answer", rating.id)
        for mark in document.marks:
            if mark.attempt_id not in attempts or mark.start > mark.end:
                self._refuse("has a mark on something that is not in it", mark.id)
        self._preferences(attempts, snapshots)

    def _preferences(self, attempts: Mapping[str, str | None], snapshots: Collection[str]) -> None:
        for pair in self._document.preferences:
            both = {pair.preferred_attempt_id, pair.other_attempt_id}
            if len(both) != 2 or not both <= attempts.keys():
                self._refuse("has a preference between answers that are not in it", pair.id)
            if {attempts[each] for each in both} != {pair.question_id}:
                self._refuse("has a preference between answers to different questions", pair.id)
            if not {pair.snapshot_id, pair.other_snapshot_id} <= {*snapshots, None}:
                self._refuse("has a preference without its snapshot", pair.id)

    def _snapshot(self, snapshot: SnapshotDocument) -> None:
        try:
            sampling = _SNAPSHOT.decode(snapshot.content).sampling
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._refuse("has a rating's snapshot that cannot be read", str(error))
        if sampling and not _is_sampling(sampling):
            self._refuse("has sampling parameters that cannot be read", snapshot.id)


def _is_sampling(written: str) -> bool:
    """Whether it is a JSON object that an export can write again."""
    try:
        sampling = json.loads(written)
        msgspec.json.encode(sampling)
    except (ValueError, OverflowError, RecursionError):
        return False
    return isinstance(sampling, dict)


def _is_deliberated(written: str) -> bool:
    try:
        return read_deliberated(written) is not None
    except RecursionError:
        return False


def _is_confidences(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, _LARGEST_CONFIDENCES)
        if not unpacker.eof:
            return False
        unpack(packed)
    except (zlib.error, msgspec.DecodeError, ValueError, IndexError, RecursionError):
        return False
    return True
