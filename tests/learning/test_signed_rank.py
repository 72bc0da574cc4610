from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.learning import signed_rank as module
from models.learning.signed_rank import signed_rank


def by_hand(differences: list[int]) -> float:
    """All signs counted one by one."""
    found = [each for each in differences if each]
    sizes = sorted(abs(each) for each in found)
    ranks = [sizes.index(abs(each)) + (sizes.count(abs(each)) + 1) / 2 for each in found]
    seen = sum(rank for rank, each in zip(ranks, found, strict=True) if each > 0)
    sums = [sum(itertools.compress(ranks, signs)) for signs in itertools.product((0, 1), repeat=len(ranks))]
    return sum(each >= seen for each in sums) / len(sums)


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9))
def test_it_agrees_with_counting_all_signs_also_with_ties_and_zeros(differences: list[int]) -> None:
    assert signed_rank(differences) == pytest.approx(by_hand(differences))


def test_published_values() -> None:
    """The tables give 0.0004883 for eleven positive ones and, for n = 20, 0.0487 at a rank sum of 150."""
    assert signed_rank(list(range(1, 12))) == pytest.approx(1 / 2**11)
    signs = [1] * 20
    for each in (20, 19, 18, 3):  # leaves 210 - 60 = 150
        signs[each - 1] = -1
    assert signed_rank([sign * size for size, sign in enumerate(signs, 1)]) == pytest.approx(0.0487, abs=0.0001)


def test_many_differences_are_approximated_well(monkeypatch: pytest.MonkeyPatch) -> None:
    differences = [(-1) ** (each % 9 in (0, 2, 4, 7)) * (each % 17 + 1) * 0.1 for each in range(250)]
    exact = signed_rank(differences)
    monkeypatch.setattr(module, "MOST_EXACT", 10)
    assert signed_rank(differences) == pytest.approx(exact, rel=0.02)


@pytest.mark.parametrize("differences", [[], [0.0, 0.0]])
def test_nothing_changed_is_no_proof(differences: list[float]) -> None:
    assert signed_rank(differences) == 1.0


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        signed_rank([1.0, float("nan")])
