"""Programs that are killed while drafts are written: no draft that was saved is lost, and none is half a draft."""

from __future__ import annotations

import os
import random
import time

import pytest

from models.history.opening import quick_check
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask
from tests.history.other_program import line_of, other_program

TYPE = """
store = open_store(folder)
homes = [None, *(each.id for each in store.conversations())]
say("begun")
number = int(sys.stdin.readline())
while True:
    number += 1
    for home in homes:
        store.drafts.keep(home, f"draft {number} " * 500)
    say(number)
"""
KILLS = 24


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
def test_kills_while_drafts_are_written(store: Store, ask: Ask, data_folder: DataFolder) -> None:
    homes = [None, *(ask(f"Question {number}").conversation_id for number in range(3))]
    store.close()
    dice, told = random.Random(11), 0
    for _ in range(int(os.environ.get("RATIONALE_KILLS", KILLS))):
        before, told = told, killed_while_typing(data_folder, told, dice.uniform(0.02, 0.2))
        with open_store(data_folder) as again:
            with again._connections.plain() as db:
                assert quick_check(db) == []
            assert again.check(repair=False).healthy and len(again.conversations()) == 3
            for home in homes:
                assert again.drafts.text(home) in (draft(told), draft(told + 1))
        assert told >= before
    assert told > KILLS, "much was typed"


def draft(number: int) -> str:
    """What the program types; at first there is nothing."""
    return f"draft {number} " * 500 if number else ""


def killed_while_typing(folder: DataFolder, told: int, seconds: float) -> int:
    """Let a program save drafts until it is killed; returns the last number that it said it had saved."""
    with other_program(folder.root, TYPE) as typing:
        assert line_of(typing) == "begun"
        assert typing.stdin is not None and typing.stdout is not None
        print(told, file=typing.stdin, flush=True)
        time.sleep(seconds)
        assert typing.poll() is None
        typing.kill()
        return max([told, *(int(line) for line in typing.stdout.read().split("\n")[:-1])])
