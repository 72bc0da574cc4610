"""Preference pairs: one answer chosen, one rejected, below the same question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from models.history.exchange.rated_rows import Row, assistant, prompt_of, provenance_of, rated_rows, split_of
from models.history.ratings.records import Snapshot
from models.history.sqlite import Database

_PREFERRED = (
    "SELECT p.preferred_attempt_id, p.other_attempt_id, p.blind, p.created_at, s.content,"
    " coalesce(o.content ->> 'thought', a.thought) AS other_thought,"
    " coalesce(o.content ->> 'answer', a.answer) AS other_answer"
    " FROM preferences p JOIN snapshots s ON s.id = p.snapshot_id LEFT JOIN snapshots o ON o.id = p.other_snapshot_id"
    " JOIN attempts a ON a.id = p.other_attempt_id JOIN turns t ON t.id = p.question_id"
    " WHERE t.conversation_id = ? AND p.undone_at IS NULL AND p.training = 'included' ORDER BY p.created_at, p.id"
)


def preference_pairs(db: Database, conversation_id: str, *, thoughts: bool) -> Iterator[dict[str, Any]]:
    """Yield the pairs of a conversation, each two answers once, in this order of strength.

    `source` tells where a pair is from: "preferred" (the user chose between two attempts), "corrected" (the right
    answer against what was answered) or "rated" (an accepted against a rejected attempt at the same question). Two that
    read the same are no pair: nothing is better in one of them.
    """
    split = split_of(db, conversation_id)
    for pair in _pairs(db, conversation_id, thoughts=thoughts):
        if pair["chosen"] != pair["rejected"]:
            pair["provenance"] |= split
            yield pair


def _pairs(db: Database, conversation_id: str, *, thoughts: bool) -> Iterator[dict[str, Any]]:
    known: set[frozenset[str]] = set()
    for row in db.query(_PREFERRED, (conversation_id,)):
        snapshot = msgspec.json.decode(row["content"], type=Snapshot)
        known.add(frozenset((row["preferred_attempt_id"], row["other_attempt_id"])))
        chosen, other = (snapshot.answer, snapshot.thought), (row["other_answer"], row["other_thought"])
        made = provenance_of(snapshot, conversation_id, row["preferred_attempt_id"])
        made |= {"other_attempt_id": row["other_attempt_id"], "blind": bool(row["blind"])}
        yield _pair("preferred", snapshot, chosen, other, made, thoughts=thoughts)
    judged: dict[str, list[tuple[Row, Snapshot]]] = defaultdict(list)
    for row, snapshot in rated_rows(db, conversation_id):
        if row["verdict"] == "corrected":
            right = row["right_answer"], row["right_thought"]
            made = provenance_of(snapshot, conversation_id, row["attempt_id"])
            yield _pair("corrected", snapshot, right, (snapshot.answer, snapshot.thought), made, thoughts=thoughts)
        else:
            judged[row["question_id"]].append((row, snapshot))
    for rated in judged.values():
        yield from _rated_pairs(rated, conversation_id, known, thoughts=thoughts)


def _rated_pairs(
    rated: list[tuple[Row, Snapshot]], conversation_id: str, known: set[frozenset[str]], *, thoughts: bool
) -> Iterator[dict[str, Any]]:
    for good, snapshot in rated:
        for bad, other in rated:
            attempts = frozenset((good["attempt_id"], bad["attempt_id"]))
            if (good["verdict"], bad["verdict"]) != ("accepted", "rejected") or attempts in known:
                continue
            made = provenance_of(snapshot, conversation_id, good["attempt_id"])
            made |= {"other_attempt_id": bad["attempt_id"]}
            chosen, rejected = (snapshot.answer, snapshot.thought), (other.answer, other.thought)
            yield _pair("rated", snapshot, chosen, rejected, made, thoughts=thoughts)


def _pair(
    source: str,
    snapshot: Snapshot,
    chosen: tuple[str, str],
    rejected: tuple[str, str],
    provenance: Row,
    *,
    thoughts: bool,
) -> dict[str, Any]:
    """Return a pair in the conversational form that preference trainers read."""
    return {
        "prompt": prompt_of(snapshot, thoughts=thoughts),
        "chosen": [assistant(chosen[0], chosen[1] if thoughts else "")],
        "rejected": [assistant(rejected[0], rejected[1] if thoughts else "")],
        "source": source,
        "provenance": provenance,
    }
