"""Conversations that the pictures show, with fixed figures, in the history of a test."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from models.events import Alternative, Channel, Token
from models.history.records import Attempt, AttemptState, NewAttempt, Saved
from models.history.store import Store

QUESTION = (
    "A hall has 3 rows of seats. The first row has 12 seats and every next row has 2 more. "
    "How many seats is that in total?"
)
THOUGHT = """Three rows. The first has 12 seats, and each row has 2 more than the row before it.
If all rows were like the first one: 3·12 = 36.
Extra seats: row 2 has one extra pair, row 3 has two, so 3 pairs of 2. 3·2 = 6.
Add them up: 36 + 6 = 42.
Check by listing the rows: 12 + 14 + 16 = 42."""
ANSWER = r"""The hall has **42 seats**: three equal rows make 36, and the longer rows add 6.

$$S = n \cdot a + \frac{n(n-1)}{2} \cdot d = 3 \cdot 12 + \frac{3 \cdot 2}{2} \cdot 2 = 36 + 6 = \mathbf{42}$$

| Row | Seats | Running total |
|----:|------:|--------------:|
| 1 | 12 | 12 |
| 2 | 14 | 26 |
| 3 | 16 | **42** |

```python
seats = [12 + 2 * i for i in range(3)]
print(seats, sum(seats))  # [12, 14, 16] 42
```
"""
CHINESE_QUESTION = "水槽有一个进水管和一个出水管，进水管六分钟注满，出水管十分钟放空。两管同时打开，几分钟能注满水槽？"
CHINESE_NEXT = "如果出水管改为八分钟放空，结果会怎样？请一步一步说明。"
CHINESE_THOUGHT = """先算每分钟的进水量：进水管每分钟注入水槽的 1/6。
再算每分钟的出水量：出水管每分钟放出水槽的 1/10。
两管同时打开，每分钟净增加 1/6 − 1/10 = 5/30 − 3/30 = 2/30 = 1/15。
所以注满需要 15 分钟。检验：15 分钟进水 15/6 = 2.5 槽，出水 15/10 = 1.5 槽，差正好是 1 槽。"""
CHINESE_ANSWER = r"""两管同时打开，**15 分钟**能注满水槽。

每分钟的净进水量是

$$\frac{1}{6} - \frac{1}{10} = \frac{5 - 3}{30} = \frac{1}{15}$$

| 时间（分钟） | 进水（槽） | 出水（槽） | 水槽中 |
|---:|---:|---:|---:|
| 5 | 0.83 | 0.50 | 0.33 |
| 10 | 1.67 | 1.00 | 0.67 |
| 15 | 2.50 | 1.50 | **1.00** |

```python
# 每分钟净增加的水量
净进水 = 1 / 6 - 1 / 10
print(round(1 / 净进水))  # 15
```

如果出水管更快，水槽就永远注不满；这里进水管更快，所以可以。
"""
TITLES = (
    ("Is 391 prime?", 0, True),
    ("Percent off, then tax: which order is cheaper?", 0, True),
    ("Two buses meet on the same road, when and where?", 0, False),
    ("水槽は何分で満水になる？", 0, False),
    ("Dilute 70 % alcohol to 45 %", 0, False),
    ("Days from 3 March to 19 June", 1, False),
    ("Soup for 8 from a recipe for 5", 1, False),
    ("Coin puzzle: 12 coins, 3 weighings", 1, False),
    ("Why is √2 irrational?", 4, False),
    ("Mean or median for house prices?", 5, False),
    ("Paint for a room 4 m by 5 m", 40, False),
)


def keep(store: Store, question: str, *, parent: Saved | None = None, again: Saved | None = None, **told: Any) -> Saved:
    """Save a question and its ended answer; `told` are fields of its `Attempt` that differ from the usual ones."""
    home = parent or again
    saved = store.recording.add_question(
        question=question,
        conversation_id=home.conversation_id if home else None,
        parent_id=parent.answer_id if parent else None,
        system_prompt="You are a careful assistant.",
        effort=told.pop("effort", "standard"),
        attempts=[NewAttempt(model_name="SmolLM2 135M", thought_budget=told.pop("thought_budget", 1024), seed=7)],
        answer_to=again.question_id if again else None,
        continued_from_attempt_id=told.pop("continued_from", ""),
    )
    usual: dict[str, Any] = {
        "thought": THOUGHT,
        "answer": ANSWER,
        "state": AttemptState.FINISHED,
        "stop_reason": "finished",
        "thought_end": "model",
        "thought_started_at": 100.0,
        "thought_ended_at": 114.2,
        "answer_started_at": 114.2,
        "answer_ended_at": 120.0,
        "thought_tokens": 612,
        "answer_tokens": 180,
        "prompt_tokens": 392,
        "tokens_per_second": 43.1,
        "time_to_first_token": 0.4,
        "mean_logprob": -0.21,
    }
    attempt: Attempt = store.attempt(saved.attempt_ids[0])
    finished = replace(attempt, **(usual | told))
    store.recording.finish_attempt(finished, doubtful_tokens(finished.thought))
    return saved


def date(store: Store, conversation_id: str, days: int, minute: int = 0) -> None:
    """Let a conversation have changed last at 14:07 some days ago, or at another minute."""
    then = datetime.now().astimezone().replace(hour=14, minute=7, second=0) - timedelta(days=days, minutes=minute)
    with store._connections.writing() as db:
        db.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (then.timestamp(), conversation_id))


def fill_sidebar(store: Store) -> None:
    """Save what the drawing's sidebar lists."""
    for number, (title, days, pinned) in enumerate(TITLES, start=1):
        saved = keep(store, title, thought="A short thought.", answer="A short answer.")
        date(store, saved.conversation_id, days, number)
        if pinned:
            store.labels.pin(saved.conversation_id, True)


def doubtful_tokens(thought: str) -> list[tuple[Channel, Token]]:
    """A token for each word; the model was unsure of every fifth."""
    words = re.findall(r"\s*\S+|\s+$", thought)
    rivals = (Alternative(" two", 0.35), Alternative(" three", 0.09))
    return [
        (Channel.THOUGHT, Token(word, math.log(0.38 if number % 5 == 4 else 0.97), rivals))
        for number, word in enumerate(words)
    ]


def seats(store: Store, **told: Any) -> Saved:
    """Save the drawing's conversation."""
    saved = keep(store, QUESTION, **told)
    store.labels.rename(saved.conversation_id, "Seats in three rows")
    date(store, saved.conversation_id, 0)
    return saved
