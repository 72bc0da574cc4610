"""What an evaluation in which all attempts ran would have found with fewer of them, without asking again.

How long that would have taken is not known: the seconds are 0.

Each attempt has a seed of its own, so the first k of 16 are the k attempts of an effort with k. X. Wang et al. draw
accuracy over the number of sampled paths in the same way (arXiv 2203.11171, figure 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.evaluation.records import AttemptRecord, Record
from models.reasoning.answers import NO_ANSWER, Answer
from models.reasoning.effort import MOST_AT_ONCE
from models.reasoning.equivalence import Equivalence
from models.reasoning.stopping import decide
from models.reasoning.votes import Ballot, choose, count_votes


def with_first_attempts(records: Sequence[Record], attempts: int, equivalence: Equivalence) -> list[Record]:
    """Return the records as they would be with only the first `attempts` of each question."""
    return [
        _voted(each, [one for one in each.each if one.number <= attempts], equivalence) if each.each else each
        for each in records
    ]


def with_stopping(records: Sequence[Record], equivalence: Equivalence) -> list[Record]:
    """Return the records as they would be if sampling had stopped as soon as the answers agreed.

    What was under way then is counted as far as it had come, or in full where that is not known.
    """
    return [_stopped(each, equivalence) if each.each else each for each in records]


def _stopped(record: Record, equivalence: Equivalence) -> Record:
    planned = len(record.each)
    for count in range(1, planned):
        tally = count_votes([_ballot(each) for each in record.each[:count]], equivalence)
        if decide(list(tally.counts.values()), finished=count, planned=planned).stop:
            return _cut(record, count, equivalence)
    return _voted(record, record.each, equivalence)


def _cut(record: Record, finished: int, equivalence: Equivalence) -> Record:
    """Return the record with the attempts that had ended, paying for those that were under way."""
    moment = record.each[finished - 1].ended
    under_way = record.each[finished : finished + MOST_AT_ONCE - 1]
    unpaid = sum(each.tokens_until(moment) for each in under_way)
    voted = _voted(record, record.each[:finished], equivalence)
    return msgspec.structs.replace(voted, thought_tokens=voted.thought_tokens + round(unpaid))


def _voted(record: Record, attempts: Sequence[AttemptRecord], equivalence: Equivalence) -> Record:
    """Return the record as the votes of some attempts decide it."""
    ballots = [_ballot(each) for each in attempts]
    chosen = choose(ballots, count_votes(ballots, equivalence))
    winner = next((each for each in attempts if chosen is not None and each.number == chosen.attempt), None)
    return msgspec.structs.replace(
        record,
        given=winner.given if winner is not None else "",
        right=winner is not None and winner.right,
        weak=winner is not None and winner.weak,
        attempts=len(attempts),
        seconds=0.0,
        thought_tokens=sum(each.thought_tokens for each in attempts),
        answer_tokens=sum(each.answer_tokens for each in attempts),
        each=tuple(attempts),
    )


def _ballot(attempt: AttemptRecord) -> Ballot:
    answer = Answer(attempt.given, weak=attempt.weak) if attempt.given else NO_ANSWER
    return Ballot(attempt.number, answer, attempt.holds, attempt.mean_logprob)
