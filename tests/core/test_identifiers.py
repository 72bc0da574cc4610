from __future__ import annotations

import re
import time

import pytest

from models.identifiers import new_id


def test_identifiers_are_32_hexadecimal_digits_and_never_the_same() -> None:
    made = [new_id() for _ in range(2000)]
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in made)
    assert len(set(made)) == len(made)


def test_identifiers_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [1, 10**15, 1_700_000_000_000_000_000, 1_700_000_000_001_000_000, 4_000_000_000_000_000_000]
    made = []
    for moment in moments:
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        made.append(new_id())
    assert made == sorted(made)
    assert int(made[2][:12], 16) == 1_700_000_000_000
