from __future__ import annotations

import pytest

from models.errors import InputError
from models.reasoning.effort import EffortName, effort_named


def test_standard_takes_the_users_budgets() -> None:
    effort = effort_named("standard", thought_tokens=300, answer_tokens=700, seconds=20.0)
    assert effort.name is EffortName.STANDARD
    assert (effort.attempts, effort.thought_tokens, effort.answer_tokens, effort.seconds) == (5, 300, 700, 20.0)


def test_off_does_not_think_but_answers() -> None:
    effort = effort_named("off")
    assert effort.thought_tokens == 0
    assert effort.answer_tokens > 0 and effort.seconds > 0


def test_more_effort_thinks_longer_and_answers_as_long() -> None:
    efforts = [effort_named(name, thought_tokens=512) for name in ("off", "quick", "standard", "deep")]
    budgets = [each.thought_tokens for each in efforts]
    assert budgets == sorted(set(budgets))
    assert len({each.answer_tokens for each in efforts}) == 1


def test_own_takes_the_users_budgets() -> None:
    assert effort_named("own", thought_tokens=77).thought_tokens == 77


@pytest.mark.parametrize("name", ["", "Standard", "hard", "off "])
def test_an_unknown_name_is_told_with_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as caught:
        effort_named(name)
    assert name in caught.value.message
    assert all(known in caught.value.message for known in ("off", "quick", "standard", "deep"))


def test_another_budget_makes_it_ones_own() -> None:
    effort = effort_named("deep").with_thought_tokens(9)
    assert (effort.name, effort.thought_tokens) == (EffortName.OWN, 9)
    assert effort.answer_tokens == effort_named("deep").answer_tokens
    assert effort_named("deep").with_thought_tokens(0).thought_tokens == 0


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(InputError, match="0"):
        effort_named("standard").with_thought_tokens(-1)
