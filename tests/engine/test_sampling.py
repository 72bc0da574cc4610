"""The sampler against a plain reference: softmax, top-k, top-p, min-p and temperature written out in numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from models.engine.protocol import Sampling
from models.engine.sampling import NEAR, Drawn, TokenSampler

Logits = NDArray[np.float32]

VOCABULARY = 200
PLAIN = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)
GREEDY = Sampling(temperature=0.0)


def some_logits(seed: int = 1, size: int = VOCABULARY, spread: float = 3.0) -> Logits:
    return np.random.default_rng(seed).normal(0.0, spread, size).astype(np.float32)


def log_softmax(logits: Logits) -> NDArray[np.float64]:
    exact = logits.astype(np.float64)
    exact -= exact.max()
    return np.asarray(exact - np.log(np.exp(exact).sum()))


def reference(logits: Logits, sampling: Sampling) -> NDArray[np.float64]:
    """The probabilities of the draw: top-k, then top-p, then min-p, then the temperature."""
    chances = np.exp(log_softmax(logits))
    order = np.argsort(-chances, kind="stable")
    kept = order[: sampling.top_k] if sampling.top_k > 0 else order
    share = chances[kept] / chances[kept].sum()
    if sampling.top_p < 1.0:
        kept = kept[: int(np.searchsorted(np.cumsum(share), sampling.top_p)) + 1]
    if sampling.min_p > 0.0:
        kept = kept[chances[kept] >= sampling.min_p * chances[kept[0]]]
    result = np.zeros(len(logits))
    result[kept] = np.exp(np.log(chances[kept]) / sampling.temperature)
    return np.asarray(result / result.sum())


@contextmanager
def sampler(sampling: Sampling, *, seed: int = 7, rivals: int = 3, size: int = VOCABULARY) -> Iterator[TokenSampler]:
    made = TokenSampler(sampling, seed=seed, rivals=rivals, vocabulary_size=size)
    try:
        yield made
    finally:
        made.close()


def draws(sampling: Sampling, logits: Logits, count: int, *, seed: int = 7) -> list[Drawn]:
    with sampler(sampling, seed=seed, size=len(logits)) as made:
        return [made.draw(logits) for _ in range(count)]


def tokens(sampling: Sampling, logits: Logits, count: int, *, seed: int = 7) -> list[int]:
    return [each.token for each in draws(sampling, logits, count, seed=seed)]


@pytest.mark.parametrize("sampling", [GREEDY, PLAIN, Sampling(), Sampling(temperature=0.1, top_k=3)])
@pytest.mark.parametrize("shift", [0.0, -900.0, 40.0])
def test_log_probability_is_that_of_the_unfiltered_model(sampling: Sampling, shift: float) -> None:
    logits = some_logits() + np.float32(shift)
    expected = log_softmax(logits)
    for drawn in draws(sampling, logits, 20):
        assert drawn.logprob == pytest.approx(expected[drawn.token], abs=2e-4)


@pytest.mark.parametrize("sampling", [GREEDY, PLAIN, Sampling()])
def test_rivals_are_the_likeliest_other_tokens_in_order(sampling: Sampling) -> None:
    logits = some_logits(spread=1.5)
    chances = np.exp(log_softmax(logits))
    order = np.argsort(-chances).tolist()
    for drawn in draws(sampling, logits, 20):
        expected = [token for token in order if token != drawn.token][:3]
        assert [token for token, _ in drawn.rivals] == expected
        assert [chance for _, chance in drawn.rivals] == pytest.approx(chances[expected], rel=1e-3)


@pytest.mark.parametrize("wanted", [0, 1, 3, 10])
def test_as_many_rivals_as_wanted(wanted: int) -> None:
    with sampler(PLAIN, rivals=wanted) as made:
        assert len(made.draw(some_logits(spread=0.5)).rivals) == wanted


def test_a_sure_model_has_no_rivals_worth_telling() -> None:
    logits = np.full(VOCABULARY, -50.0, dtype=np.float32)
    logits[17] = 50.0
    with sampler(Sampling()) as made:
        drawn = made.draw(logits)
    assert (drawn.token, drawn.rivals) == (17, ())
    assert drawn.logprob == pytest.approx(0.0, abs=1e-6)


def test_temperature_0_takes_the_likeliest_whatever_the_seed() -> None:
    for seed in range(5):
        logits = some_logits(seed)
        assert set(tokens(GREEDY, logits, 5, seed=seed)) == {int(logits.argmax())}


def test_top_k_1_takes_the_likeliest_at_any_temperature() -> None:
    logits = some_logits()
    for top_p, min_p in ((1.0, 0.0), (0.9, 0.1)):
        hot = Sampling(temperature=5.0, top_k=1, top_p=top_p, min_p=min_p)
        assert set(tokens(hot, logits, 30)) == {int(logits.argmax())}


def test_without_filters_the_whole_vocabulary_can_be_drawn() -> None:
    logits = np.zeros(20, dtype=np.float32)
    logits[::2] -= NEAR + 2
    seen = set(tokens(replace(PLAIN, temperature=10.0), logits, 600))
    assert seen == set(range(20))


def test_top_k_larger_than_what_is_near_reaches_further() -> None:
    logits = np.full(30, -NEAR - 1, dtype=np.float32)
    logits[4] = 0.0
    hot = Sampling(temperature=20.0, top_k=12, top_p=1.0, min_p=0.0)
    seen = set(tokens(hot, logits, 600))
    assert 4 in seen and len(seen) == 12


@pytest.mark.parametrize(
    "sampling",
    [
        PLAIN,
        Sampling(),
        Sampling(temperature=2.0, top_k=5, top_p=1.0, min_p=0.0),
        Sampling(temperature=1.0, top_k=0, top_p=0.5, min_p=0.0),
        Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.2),
        Sampling(temperature=0.3, top_k=0, top_p=0.9, min_p=0.01),
        Sampling(temperature=1.0, top_k=0, top_p=0.8, min_p=1e-9),
    ],
)
def test_tokens_are_drawn_as_often_as_they_should(sampling: Sampling) -> None:
    logits = some_logits(3, size=40, spread=2.0)
    count = 4000
    expected = reference(logits, sampling) * count
    drawn = Counter(tokens(sampling, logits, count, seed=11))
    assert {token for token in drawn if expected[token] == 0} == set()
    large = np.flatnonzero(expected >= 5)
    observed = np.array([drawn[int(token)] for token in large])
    rest_expected, rest_observed = count - expected[large].sum(), count - observed.sum()
    chi_square = float((((observed - expected[large]) ** 2) / expected[large]).sum())
    chi_square += (rest_observed - rest_expected) ** 2 / rest_expected if rest_expected > 1 else 0.0
    freedom = max(len(large), 1)
    assert chi_square < freedom + 5 * (2 * freedom) ** 0.5, f"{chi_square:.1f} for {freedom} degrees of freedom"


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1, 2**32 - 1, 2**32, -1, 12345678901234])
def test_the_same_seed_draws_the_same(seed: int) -> None:
    logits = some_logits(spread=1.0)
    assert tokens(PLAIN, logits, 40, seed=seed) == tokens(PLAIN, logits, 40, seed=seed)


def test_another_seed_draws_something_else() -> None:
    logits = some_logits(spread=1.0)
    assert len({tuple(tokens(PLAIN, logits, 40, seed=seed)) for seed in (0, 1, 2, 3)}) == 4


@pytest.mark.parametrize("sampling", [GREEDY, PLAIN, Sampling(repeat_penalty=1.3)])
def test_logits_are_left_as_they_are(sampling: Sampling) -> None:
    logits = some_logits()
    before = logits.copy()
    logits.flags.writeable = False
    draws(sampling, logits, 10)
    assert np.array_equal(logits, before)


def test_flat_logits_are_all_equally_likely() -> None:
    logits = np.full(16, 3.5, dtype=np.float32)
    drawn = draws(PLAIN, logits, 1600)
    assert [each.logprob for each in drawn] == pytest.approx([-np.log(16)] * 1600, abs=1e-5)
    counts = Counter(each.token for each in drawn)
    assert len(counts) == 16 and max(counts.values()) < 160
    assert all(chance == pytest.approx(1 / 16) for each in drawn for _, chance in each.rivals)


@pytest.mark.parametrize("sampling", [GREEDY, PLAIN, Sampling(), Sampling(repeat_penalty=1.5)])
def test_impossible_tokens_are_never_drawn(sampling: Sampling) -> None:
    logits = some_logits(size=30)
    logits[5:] = -np.inf
    drawn = draws(sampling, logits, 300)
    assert {each.token for each in drawn} <= set(range(5))
    expected = log_softmax(logits)
    for each in drawn:
        assert each.logprob == pytest.approx(expected[each.token], abs=1e-4)
        assert all(token < 5 and chance > 0 for token, chance in each.rivals)


def test_the_penalty_makes_what_was_written_less_likely() -> None:
    """CTRL, section 4.1: positive scores are divided by the penalty, negative ones multiplied."""
    logits = np.array([2.0, 1.9, -1.0, -1.1, 0.5], dtype=np.float32)
    penalised = np.array([2.0 / 1.5, 1.9, -1.0 * 1.5, -1.1, 0.5], dtype=np.float32)
    sampling = replace(PLAIN, repeat_penalty=1.5)
    counts: Counter[int] = Counter()
    for seed in range(1500):
        with sampler(sampling, seed=seed, size=5) as made:
            made.remember([0, 2])
            counts[made.draw(logits).token] += 1
    expected = reference(penalised, PLAIN) * 1500
    assert [counts[token] for token in range(5)] == pytest.approx(expected, abs=100)
    assert abs(reference(logits, PLAIN)[0] * 1500 - counts[0]) > 100  # the test can tell the two apart


def test_the_penalty_changes_the_likeliest_but_not_the_models_confidence() -> None:
    logits = np.array([2.0, 1.9, 0.0], dtype=np.float32)
    with sampler(Sampling(temperature=0.0, repeat_penalty=1.5), size=3) as made:
        first, second = made.draw(logits), made.draw(logits)
    assert (first.token, second.token) == (0, 1)
    assert second.logprob == pytest.approx(log_softmax(logits)[1], abs=1e-5)
    assert [token for token, _ in second.rivals] == [0, 2]


@pytest.mark.parametrize(("window", "expected"), [(0, [0, 0, 0, 0]), (1, [0, 1, 0, 1]), (2, [0, 1, 2, 0])])
def test_the_penalty_looks_at_so_many_last_tokens(window: int, expected: list[int]) -> None:
    logits = np.array([2.0, 1.9, 1.8, 0.1], dtype=np.float32)
    assert tokens(Sampling(temperature=0.0, repeat_penalty=1.5, repeat_window=window), logits, 4) == expected


def test_a_token_written_often_is_penalised_once() -> None:
    logits = np.array([2.0, 1.5], dtype=np.float32)
    with sampler(Sampling(temperature=0.0, repeat_penalty=1.2), size=2) as made:
        made.remember([0] * 50)
        assert made.draw(logits).token == 0


def test_rivals_out_of_reach_of_a_penalised_draw() -> None:
    logits = np.zeros(6, dtype=np.float32)
    logits[0] = 30.0
    with sampler(Sampling(temperature=0.0, repeat_penalty=100.0), size=6) as made:
        assert [made.draw(logits).token for _ in range(2)] == [0, 0]  # 30 / 100 is still the largest
        made.remember([1, 2, 3, 4, 5])
        drawn = made.draw(-logits)
    assert drawn.token in range(1, 6)
    assert drawn.logprob == pytest.approx(-np.log(5), abs=1e-4)


def test_closing_twice_is_no_error() -> None:
    with sampler(PLAIN) as made:
        made.close()
