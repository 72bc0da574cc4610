"""Divides the user's rated questions into those that are learned from and those that are kept for the exam."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from models.history.store import Store
from models.learning import practice
from models.learning.near_duplicates import KnownQuestions, nearly_the_same, question_key

TRAIN, GATE = "train", "gate"

FIRST_HELD_OUT = 20
"""From so many different questions on, the first of every four that follow is kept for the exam."""

ONE_IN = 4

_KEPT: WeakKeyDictionary[Store, tuple[tuple[str, ...], KnownQuestions]] = WeakKeyDictionary()
"""The questions of each open history that have a split; making them anew takes seconds where there are thousands."""

_GUARD = threading.Lock()
"""Held while they are added to or asked."""


def assign_splits(store: Store) -> dict[str, str]:
    """Give every rated question its split, for all time; returns "train" or "gate" by question key.

    The same or nearly the same question falls where the first one fell. Questions of a kind that a practice family
    covers are all learned from, since the family's fresh draws are their exam.
    """
    known = store.splits.all()
    fresh = _new_splits(store, known, store.ratings.asked())
    if fresh:
        store.splits.assign([(key, split, conversation) for key, (split, conversation) in fresh.items()])
    return {**known, **{key: split for key, (split, _) in fresh.items()}}


def split_if_rated(store: Store, question: str) -> str:
    """Return the split that a question has, or would get with its first rating; nothing is assigned."""
    known, key = store.splits.all(), question_key(question)
    if key in known or practice.covers(question) is not None:
        return known.get(key, TRAIN)
    return _new_splits(store, known, [*store.ratings.asked(), (question, "")])[key][0]


def is_held_out(question: str, splits: dict[str, str]) -> bool:
    """Whether a question, or nearly the same one, is kept for the exam."""
    key = question_key(question)
    if key in splits:
        return splits[key] == GATE
    return any(split == GATE and nearly_the_same(key, each) for each, split in splits.items())


def _new_splits(store: Store, known: dict[str, str], asked: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    fresh: dict[str, tuple[str, str]] = {}
    everything, new = dict(known), KnownQuestions()
    with _GUARD:
        old = _known_questions(store, known)
        for question, conversation in asked:
            key = question_key(question)
            if key in everything or practice.covers(question) is not None:
                continue
            like = old.find(key) or new.find(key)
            split = _turn(list(everything.values())) if like is None else everything[like]
            everything[key] = split
            new.add(key)
            fresh[key] = (split, conversation)
    return fresh


def _known_questions(store: Store, known: Iterable[str]) -> KnownQuestions:
    """Exactly the questions that have a split; made anew only where one is gone. Under `_GUARD`."""
    keys = tuple(known)
    before, questions = _KEPT.get(store, ((), KnownQuestions()))
    if keys[: len(before)] != before:
        before, questions = (), KnownQuestions()
    for each in keys[len(before) :]:
        questions.add(each)
    _KEPT[store] = keys, questions
    return questions


def _turn(before: list[str]) -> str:
    """The split of another question after those `before`."""
    due = (len(before) - (FIRST_HELD_OUT - 1)) // ONE_IN + 1 if len(before) >= FIRST_HELD_OUT - 1 else 0
    return GATE if before.count(GATE) < due else TRAIN
