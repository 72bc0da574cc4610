from __future__ import annotations

import pytest

from models.learning.alpha_spending import alpha_of
from models.learning.gate import Evidence
from models.learning.likelihood_gate import LABEL, decide_by_likelihood, gain_between

BEFORE = {each: -2.0 - each / 10 for each in range(24)}
LIKELIER = {each: value + 0.1 + each / 1000 for each, value in BEFORE.items()}
NULL = {each: value + (0.05 if each % 2 else -0.05) for each, value in BEFORE.items()}
FORGETFUL = Evidence(before={}, candidate={}, null={}, anchors=50, anchor_losses=(1, 2, 1, 2, 2))
UNCHANGED = Evidence(before={}, candidate={}, null={}, anchors=50)


def test_likelier_answers_are_proof_of_their_own_kind() -> None:
    decision = decide_by_likelihood(BEFORE, LIKELIER, NULL, decision=2, conditions=UNCHANGED)
    assert decision.adopted and decision.reasons == ()
    assert decision.alpha == alpha_of(2)
    assert decision.gain.n == len(decision.gain.likelier) == 24
    assert decision.gain.mean == pytest.approx(0.1115)
    assert decision.gain.p < 1e-6 < decision.null.p
    assert "right" not in LABEL


@pytest.mark.parametrize(
    ("candidate", "null", "conditions", "words"),
    [
        (NULL, NULL, UNCHANGED, "Not proven: 12 of 24"),
        ({each: LIKELIER[each] for each in range(19)}, {}, UNCHANGED, "Only 19 held-out accepted answers"),
        (LIKELIER, LIKELIER, UNCHANGED, "shuffled answers passed as well"),
        (LIKELIER, NULL, FORGETFUL, "it unlearned 8"),
        (LIKELIER, NULL, Evidence(before={}, candidate={}, null={}, well_formed_candidate=0.5), "less often"),
    ],
)
def test_each_condition_alone_keeps_what_was_in_use(
    candidate: dict[int, float], null: dict[int, float], conditions: Evidence, words: str
) -> None:
    decision = decide_by_likelihood(BEFORE, candidate, null, decision=1, conditions=conditions)
    assert not decision.adopted
    assert len(decision.reasons) == 1 and words in decision.reasons[0]


def test_a_few_large_losses_outweigh_many_tiny_gains() -> None:
    after = {each: value + (0.001 if each < 14 else -0.5) for each, value in BEFORE.items()}
    assert gain_between(BEFORE, after).p > 0.5


def test_only_what_both_measured_is_compared() -> None:
    gain = gain_between({1: -1.0, 2: -1.0}, {2: -0.5, 3: -0.1})
    assert (gain.n, gain.likelier, gain.mean) == (1, (2,), 0.5)
    assert gain_between({}, {}).p == 1.0
