from __future__ import annotations

from models.reasoning.answers import NO_ANSWER, Answer, AnswerKind
from models.reasoning.equivalence import Equivalence
from models.reasoning.votes import Ballot, choose, count_votes


def ballot(attempt: int, text: str, *, holds: bool | None = None, logprob: float = -0.5, weak: bool = False) -> Ballot:
    return Ballot(attempt, Answer(text, weak=weak) if text else NO_ANSWER, holds, logprob)


def tally(*ballots: Ballot) -> dict[str, int]:
    return count_votes(ballots, Equivalence()).counts


def test_equal_answers_vote_together() -> None:
    assert tally(ballot(1, "0.5"), ballot(2, "3"), ballot(3, "1/2"), ballot(4, "50 %")) == {"50 %": 3, "3": 1}


def test_the_most_frequent_wins_whatever_the_confidence_and_the_checks() -> None:
    ballots = [
        ballot(1, "3", holds=True, logprob=-0.01),
        ballot(2, "4", holds=False, logprob=-9),
        ballot(3, "4", logprob=-9),
    ]
    found = count_votes(ballots, Equivalence())
    assert found.winner is not None and found.winner.text == "4"


def test_steps_that_hold_win_ties_before_confidence() -> None:
    ballots = [ballot(1, "3", logprob=-0.01), ballot(2, "4", holds=True, logprob=-9)]
    assert list(tally(*ballots)) == ["4", "3"]


def test_an_unchecked_answer_wins_over_one_with_a_false_step() -> None:
    assert list(tally(ballot(1, "3", holds=False, logprob=-0.01), ballot(2, "4", logprob=-9))) == ["4", "3"]


def test_confidence_breaks_what_ties_are_left() -> None:
    assert list(tally(ballot(1, "3", logprob=-0.5), ballot(2, "4", logprob=-0.1))) == ["4", "3"]


def test_the_earliest_wins_a_complete_tie() -> None:
    assert list(tally(ballot(2, "4"), ballot(1, "3"))) == ["3", "4"]


def test_weak_answers_lose_ties() -> None:
    assert list(tally(ballot(1, "3", weak=True, logprob=-0.1), ballot(2, "4"))) == ["4", "3"]


def test_what_has_no_answer_does_not_vote() -> None:
    assert tally(ballot(1, ""), ballot(2, "")) == {}
    assert tally(ballot(1, ""), ballot(2, "3")) == {"3": 1}


def test_a_missing_unit_joins_the_only_group_it_fits() -> None:
    assert tally(ballot(1, "60"), ballot(2, "60 km/h"), ballot(3, "60")) == {"60": 3}
    assert sorted(tally(ballot(1, "60"), ballot(2, "60 km/h"), ballot(3, "60 m/s")).values()) == [1, 1, 1]


def test_choices_vote_by_letter() -> None:
    ballots = [Ballot(number, Answer(letter, AnswerKind.CHOICE)) for number, letter in enumerate("ABA", 1)]
    assert count_votes(ballots, Equivalence()).counts == {"A": 2, "B": 1}


def test_the_chosen_attempt_is_the_winning_groups_best() -> None:
    ballots = [
        ballot(1, "4", logprob=-0.1), ballot(2, "4", holds=True, logprob=-2.0), ballot(3, "4", holds=False,
        logprob=-0.01),
        ballot(4, "5", holds=True, logprob=-0.001),
    ]  # fmt: skip
    chosen = choose(ballots, count_votes(ballots, Equivalence()))
    assert chosen is not None and chosen.attempt == 2


def test_the_attempt_whose_answer_says_it_stands_for_the_group() -> None:
    silent = Ballot(1, Answer("4"), True, -0.1, says_it=False)
    weak = Ballot(2, Answer("4", weak=True), None, -2.0)
    tally = count_votes([silent, weak], Equivalence())
    assert choose([silent, weak], tally) == weak
    assert tally.winner is not None and tally.winner.best == weak


def test_without_votes_the_best_attempt_is_chosen() -> None:
    ballots = [ballot(1, "", logprob=-3), ballot(2, "", logprob=-1)]
    chosen = choose(ballots, count_votes(ballots, Equivalence()))
    assert chosen is not None and chosen.attempt == 2
    assert choose([], count_votes([], Equivalence())) is None
