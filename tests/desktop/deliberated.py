"""Thoughts in steps, and answers found by several attempts, as the drawings show them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.history.records import Answer, Attempt, AttemptState, Saved
from models.history.store import Store
from models.traces import (
    AttemptSummary,
    CheckedClaim,
    Deliberated,
    DiscardedStep,
    Ending,
    Fate,
    Step,
    Verdict,
    VoteGroup,
)

Claims = dict[str, str]
"""Equations of a step: what should have been on the right, "" where it holds."""


def claims_in(text: str, claims: Claims) -> tuple[CheckedClaim, ...]:
    found = []
    for claim, right in claims.items():
        start = text.index(claim)
        verdict = Verdict.FALSE if right else Verdict.HOLDS
        found.append(CheckedClaim(start, start + len(claim), claim, verdict, right))
    return tuple(found)


def verdict_of(claims: tuple[CheckedClaim, ...]) -> Verdict:
    if any(each.verdict is Verdict.FALSE for each in claims):
        return Verdict.FALSE
    return Verdict.HOLDS if claims else Verdict.NOTHING


def thought_of(
    *lines: tuple[str, Claims], before: dict[int, tuple[str, Claims]] | None = None
) -> tuple[str, list[Step]]:
    """Return a thought of these lines and its steps; `before` are discarded tries by step number."""
    thought, steps = "", []
    for number, (line, claims) in enumerate(lines, start=1):
        start = len(thought)
        thought += line + "\n"
        found = claims_in(line, claims)
        tries = (before or {}).get(number)
        discarded = (DiscardedStep(tries[0], claims_in(*tries)),) if tries else ()
        steps.append(Step(number, start, len(thought), verdict_of(found), found, discarded))
    return thought, steps


REPAIRED = thought_of(
    ("Three rows. The first has 12 seats, and each row has 2 more than the row before it.", {}),
    ("If all rows were like the first one: 3·12 = 36.", {"3·12 = 36": ""}),
    ("Extra seats: row 2 has one extra pair, row 3 has two, so 3 pairs of 2. 3·2 = 6.", {"3·2 = 6": ""}),
    ("Add them up: 36 + 6 = 42.", {"36 + 6 = 42": ""}),
    ("Check by listing the rows: 12 + 14 + 16 = 42.", {"12 + 14 + 16 = 42": ""}),
    before={4: ("Add them up: 36 + 6 = 41.\n", {"36 + 6 = 41": "42"})},
)
DISSENTING = thought_of(
    ("Three rows. The first has 12 seats, and each row has 2 more than the row before it.", {}),
    ("If all rows were like the first one: 3·12 = 36.", {"3·12 = 36": ""}),
    ("Extra seats: 2 + 4 = 6.", {"2 + 4 = 6": ""}),
    ("Total: 36 + 6 = 41.", {"36 + 6 = 41": "42"}),
    ("The hall has 41 seats.", {}),
)
PLAIN = thought_of(
    ("Three rows, 12 seats, 2 more each time.", {}),
    ("12 + 14 + 16 = 42 seats in all.", {"12 + 14 + 16 = 42": ""}),
)
ANSWER = "The hall has **42 seats**: three equal rows make 36, and the longer rows add 6."
WRONG = "The hall has **41 seats**."


def summary(number: int, steps: list[Step], answer: str, fate: Fate = Fate.DONE) -> AttemptSummary:
    claims = [each for step in steps for each in step.claims]
    holding = sum(each.verdict is Verdict.HOLDS for each in claims)
    repairs = sum(len(step.discarded) for step in steps)
    return AttemptSummary(number, fate, "direct", answer, repairs, len(claims), holding)


def five_attempts(answer_id: str, **told: Any) -> tuple[tuple[Attempt, ...], Deliberated, dict[str, list[Step]]]:
    """Return five attempts of which the third dissents and the fourth was cut and replaced by a sixth."""
    found = [(1, REPAIRED, "42"), (2, PLAIN, "42"), (3, DISSENTING, "41"), (4, ("So so so so so so", []), ""),
             (5, PLAIN, "42"), (6, PLAIN, "42")]  # fmt: skip
    attempts, steps, summaries = [], {}, []
    for number, (thought, its), answer in found:
        usual: dict[str, Any] = {
            "id": f"{answer_id}-{number}", "answer_id": answer_id, "number": number, "thought": thought,
            "answer": WRONG if answer == "41" else ANSWER if answer else "", "final_answer": answer,
            "state": AttemptState.FINISHED if answer else AttemptState.STOPPED,
            "stop_reason": "finished" if answer else "cut", "thought_end": "model", "thought_started_at": 100.0,
            "thought_ended_at": 100.0 + 2 * number, "answer_ended_at": 114.2 if number == 6 else 101.0 + 2 * number,
            "thought_tokens": 102, "answer_tokens": 20, "thought_budget": 1024, "mean_logprob": -0.2,
            "model_name": "SmolLM2 135M", "effort": "standard",
        }  # fmt: skip
        attempts.append(Attempt(**(usual | told)))
        steps[attempts[-1].id] = list(its)
        summaries.append(summary(number, list(its), answer, Fate.DONE if answer else Fate.CUT))
    groups = (VoteGroup("42", (1, 2, 5, 6)), VoteGroup("41", (3,)))
    return tuple(attempts), Deliberated(Ending.DONE, 5, 5, groups, tuple(summaries), 1), steps


def keep_five(store: Store, saved: Saved) -> Answer:
    """Give a stored answer five attempts with their votes; returns it as stored."""
    attempts, deliberated, steps = five_attempts(saved.answer_id)
    first = store.attempt(saved.attempt_ids[0])
    for attempt in attempts:
        kept = replace(attempt, id=first.id) if attempt.number == 1 else attempt
        store.recording.finish_attempt(kept, steps=steps[attempt.id])
    store.recording.save_deliberated(saved.answer_id, deliberated, first.id)
    answer = store.turn_of_answer(saved.answer_id).answer
    assert answer is not None
    return answer
