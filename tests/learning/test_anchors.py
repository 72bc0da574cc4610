"""What counts as unlearned: right answers to general questions that the candidate gives less often."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import msgspec
import pytest

from models.history.learning.records import ItemRole
from models.learning.rounds.context import RoundContext
from models.learning.rounds.evaluating import Contender, Scored, anchors_kept, known_anchors


def context_with(base: dict[int, int], untrained: dict[int, int], candidate: dict[int, int]) -> RoundContext:
    """Return a round with how many tries at each anchor were right: once without chance, then three times each."""
    told = {Contender.BASE: (base, 1), Contender.NULL: (untrained, 3), Contender.CANDIDATE: (candidate, 3)}
    kept = {
        f"{ItemRole.ANCHOR.value}:{who.value}": {
            number: Scored("", rights > 0, True, 9, rights, tries, tries) for number, rights in found.items()
        }
        for who, (found, tries) in told.items()
    }

    def work(_round: str, kind: str) -> dict[int, str]:
        return {number: msgspec.json.encode(scored).decode() for number, scored in kept[kind].items()}

    rounds = SimpleNamespace(work=work)
    return cast(RoundContext, SimpleNamespace(store=SimpleNamespace(rounds=rounds), round=SimpleNamespace(id="r")))


def test_what_the_untrained_model_solves_without_chance_is_known() -> None:
    assert known_anchors(context_with({1: 1, 2: 0, 3: 1}, {}, {})) == {1, 3}


@pytest.mark.parametrize(
    ("untrained", "candidate", "losses"),
    [
        ({1: 3, 2: 2}, {1: 3, 2: 2}, (0, 0)),
        ({1: 3, 2: 2}, {1: 0, 2: 2}, (3, 0)),
        ({1: 3, 2: 0}, {1: 2, 2: 3}, (1, -3)),
        ({1: 3, 2: 2}, {}, (3, 2)),
    ],
)
def test_the_candidate_is_held_against_the_untrained_model_asked_anew(
    untrained: dict[int, int], candidate: dict[int, int], losses: tuple[int, ...]
) -> None:
    known = dict.fromkeys((1, 2), 1)
    assert anchors_kept(context_with(known, untrained, candidate)) == (sum(untrained.values()), losses)
