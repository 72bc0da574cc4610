"""Votes: attempts with equal answers form groups, and the largest group wins.

Self-consistency (X. Wang et al., arXiv 2203.11171) counts each attempt once. Attempts whose checked steps all hold win
ties, then the mean log-probability does; neither ever outweighs a vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reasoning.answers import Answer, AnswerKind
from models.reasoning.equivalence import Equivalence, Sameness


@dataclass(frozen=True, slots=True)
class Ballot:
    """One finished attempt: its answer, what its steps' checks say (None: nothing checked), how sure the model was."""

    attempt: int
    answer: Answer
    steps_hold: bool | None = None
    mean_logprob: float = 0.0
    says_it: bool = True
    """Whether its answer itself says what it votes for; else only its thought does."""

    @property
    def votes(self) -> bool:
        """Whether it has an answer that can be compared."""
        return self.answer.kind is not AnswerKind.NONE and bool(self.answer.text)

    @property
    def soundness(self) -> tuple[bool, bool, bool]:
        """What decides ties between answers: its steps hold, at least none is false, and it marks its answer as one."""
        return self.steps_hold is True, self.steps_hold is not False, not self.answer.weak

    @property
    def rank(self) -> tuple[bool, tuple[bool, bool, bool], float, int]:
        """What decides between attempts with the same answer, the best greatest: the reader must find the answer."""
        return self.says_it, self.soundness, self.mean_logprob, -self.attempt


@dataclass(frozen=True, slots=True)
class VoteGroup:
    """Attempts with one answer; `text` is how it was written most clearly, `best` the attempt that stands for it."""

    text: str
    ballots: tuple[Ballot, ...]

    @property
    def votes(self) -> int:
        """How many attempts gave this answer."""
        return len(self.ballots)

    @property
    def best(self) -> Ballot:
        """The attempt that stands for the group."""
        return max(self.ballots, key=lambda each: each.rank)

    @property
    def weak(self) -> bool:
        """Whether the answer is nowhere more than the last number that was written."""
        return all(each.answer.weak for each in self.ballots)


@dataclass(frozen=True, slots=True)
class Tally:
    """The groups, the winner first. Empty when nothing voted."""

    groups: tuple[VoteGroup, ...]

    @property
    def winner(self) -> VoteGroup | None:
        """The group that won."""
        return self.groups[0] if self.groups else None

    @property
    def counts(self) -> dict[str, int]:
        """The votes of each answer, the winner first."""
        return {each.text: each.votes for each in self.groups}


def count_votes(ballots: Sequence[Ballot], equivalence: Equivalence) -> Tally:
    """Group the ballots that vote and order the groups.

    An answer without a unit joins the only group with the same number; where there are several such groups (60 km/h and
    60 m/s) it stays by itself.
    """
    voting = [each for each in ballots if each.votes]
    groups = _groups(voting, equivalence)
    made = [VoteGroup(_clearest(each), tuple(each)) for each in groups]
    return Tally(tuple(sorted(made, key=_group_rank, reverse=True)))


def choose(ballots: Sequence[Ballot], tally: Tally) -> Ballot | None:
    """Return the attempt whose answer counts: the winning group's best, or without votes the best of all."""
    if tally.winner is not None:
        return tally.winner.best
    return max(ballots, key=lambda each: each.rank, default=None)


def _group_rank(group: VoteGroup) -> tuple[int, tuple[bool, bool, bool], float, int]:
    soundest = max(each.soundness for each in group.ballots)
    return group.votes, soundest, max(each.mean_logprob for each in group.ballots), -group.best.attempt


def _groups(voting: Sequence[Ballot], equivalence: Equivalence) -> list[list[Ballot]]:
    groups: list[list[Ballot]] = []
    for ballot in voting:
        home = next((each for each in groups if _belongs(ballot, each, equivalence, Sameness.SAME)), None)
        if home is None:
            groups.append([ballot])
        else:
            home.append(ballot)
    return _joined(groups, equivalence)


def _joined(groups: list[list[Ballot]], equivalence: Equivalence) -> list[list[Ballot]]:
    """Join groups that differ only by a missing unit, where each has only the other to join."""

    def near(group: list[Ballot]) -> list[list[Ballot]]:
        return [
            other
            for other in groups
            if other is not group
            and any(_belongs(each, [one], equivalence, Sameness.SAME_NUMBER) for each in group for one in other)
        ]

    for group in list(groups):
        others = near(group) if group in groups else []
        if len(others) == 1 and len(near(others[0])) == 1:
            others[0].extend(group)
            groups.remove(group)
    return groups


def _belongs(ballot: Ballot, group: Sequence[Ballot], equivalence: Equivalence, sameness: Sameness) -> bool:
    other = group[0]
    if ballot.answer.kind is not other.answer.kind:
        return False
    if ballot.answer.kind is AnswerKind.CHOICE:
        return sameness is Sameness.SAME and ballot.answer.text == other.answer.text
    return equivalence.compare(ballot.answer.text, other.answer.text) is sameness


def _clearest(group: Sequence[Ballot]) -> str:
    """How most of the group write their answer; of equally frequent forms the longest, which has the unit."""
    texts = [each.answer.text for each in group]
    return max(texts, key=lambda text: (texts.count(text), len(text)))
