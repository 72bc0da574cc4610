"""Chooses the questions of a round: what to harvest from, and fresh ones for the proof, never trained on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.history.learning.records import ItemRole, RoundItem
from models.learning import practice
from models.learning.practice.rehearsal import rehearsal_questions
from models.learning.rounds.frontier import allotted
from models.learning.rounds.plan import ANCHOR, PRACTICE, REHEARSAL, RoundPlan

HELD_OUT_OF_64 = 16
"""A quarter of all possible practice questions is only ever used for exams, by the question's own words."""

SEALED_ONE_IN = 4
"""One of so many questions of the exams is sealed: the gate never sees it, so it tells what the gate cannot know."""

_MOST_DRAWS = 40


def practice_items(
    plan: RoundPlan, *, weights: Mapping[str, Mapping[int, int]] | None = None
) -> list[tuple[ItemRole, RoundItem]]:
    """Return the practice questions of a round: to harvest from, for the gate, and to be answered several times.

    Args:
        plan: The round's plan.
        weights: For each family the levels to harvest from and how much of each; all alike where it is not named.
    """
    names = plan.practice
    if not names:
        return []
    items: list[tuple[ItemRole, RoundItem]] = []
    for role, total in (
        (ItemRole.TRAIN, plan.practice_items), (ItemRole.GATE, plan.gate_items), (ItemRole.VARIETY, plan.variety_items),
    ):  # fmt: skip
        asked: set[str] = set()
        number = 0
        for place, name in enumerate(names):
            share = total // len(names) + (place < total % len(names))
            wanted = (weights or {}).get(name) if role is ItemRole.TRAIN else None
            shares = allotted(wanted, share) if wanted else None
            for each in _drawn(name, plan.seed, role, share, asked, shares):
                source = f"{PRACTICE}{name}"
                items.append((role, RoundItem(number, source, each.question, each.answer, each.level)))
                number += 1
    return items


def is_for_exams(question: str) -> bool:
    """Whether a practice question is only ever used for exams; decided by its words alone, for all time."""
    return _digest(question)[0] % 64 < HELD_OUT_OF_64


def is_sealed(question: str) -> bool:
    """Whether a question of the exams is kept from the gate as well, for the sealed audit alone."""
    return is_for_exams(question) and _digest(question)[1] % SEALED_ONE_IN == 0


def sealed_items(names: Sequence[str], seed: int, count: int, exclude: Iterable[str]) -> list[RoundItem]:
    """Return up to `count` sealed questions of practice sets, none of `exclude`, numbered from 0."""
    asked = set(exclude)
    items: list[RoundItem] = []
    for place, name in enumerate(names):
        share = count // len(names) + (place < count % len(names))
        for each in _drawn(name, seed, ItemRole.GATE, share, asked, None, sealed=True):
            items.append(RoundItem(len(items), f"{PRACTICE}{name}", each.question, each.answer, each.level))
    return items


def _digest(question: str) -> bytes:
    return hashlib.sha256(" ".join(question.split()).encode()).digest()


def rehearsal_items(plan: RoundPlan, first: int) -> list[tuple[ItemRole, RoundItem]]:
    """Return general questions to rehearse, numbered from `first`."""
    questions = list(rehearsal_questions())
    random.Random(plan.seed).shuffle(questions)
    return [
        (ItemRole.TRAIN, RoundItem(first + place, REHEARSAL, each, ""))
        for place, each in enumerate(questions[: plan.rehearsals])
    ]


def anchor_items() -> list[tuple[ItemRole, RoundItem]]:
    """Return the anchors: general questions, of which the untrained model's right answers must not be unlearned."""
    return [
        (ItemRole.ANCHOR, RoundItem(number, ANCHOR, each.question, each.gold))
        for number, each in enumerate(practice.anchors())
    ]


def _drawn(
    name: str,
    seed: int,
    role: ItemRole,
    count: int,
    asked: set[str],
    shares: Mapping[int, int] | None,
    *,
    sealed: bool = False,
) -> Iterator[practice.PracticeItem]:
    """Draw `count` questions of one side of the exam line; fewer when the family has no more.

    `shares` is how many are wanted of which level; where a level has too few, the others make up for it.
    """
    exam = role is not ItemRole.TRAIN
    left = dict(shares or {})
    found, makes_up = 0, shares is None
    for attempt in range(_MOST_DRAWS):
        draw_seed = int.from_bytes(hashlib.sha256(f"{seed}/{role.value}/{name}/{attempt}".encode()).digest()[:4], "big")
        drawn = practice.draw(name, draw_seed, 4 * count + 8, asked, levels=tuple(shares) if shares else None)
        if found >= count or not drawn:
            return
        before = found
        for each in drawn:
            if found >= count:
                return
            if is_for_exams(each.question) != exam or is_sealed(each.question) != sealed:
                continue
            if not makes_up and not left[each.level]:
                continue
            left[each.level] = left.get(each.level, 0) - 1
            asked.add(each.question)
            found += 1
            yield each
        makes_up = makes_up or found == before
